import { type StoredEvent } from '#libs/event-store';
import { type AreaPaths, pathOf } from './area-paths.js';
import { type Database } from './database.js';
import { FoldShelf, foldTable } from './fold-shelf.js';
import {
  enrolledHousehold,
  evolveHousehold,
  followLead,
  type HouseholdFold,
  type StoredRegisterEvent,
} from './household-fold.js';
import { tasksOfHousehold } from './household-tasks.js';
import { categoryOf, idOf, type Projection, type StoredCaseEvent } from './projection.js';
import { type PresentShare, shareOf, StandingCounts } from './standing-counts.js';
import { table } from './table.js';
import { change, put } from './writes.js';
import { type Task } from './task.js';
import { writeTasks } from './tasks-table.js';

export const HOUSEHOLD_FOLDS = foldTable('household_folds');

/** One row per household of the register. `open_cases` is a JSON list of case ids, `support` a JSON object. */
export const HOUSEHOLDS = table({
  name: 'households',
  columns: {
    household_id: 'text',
    path: 'text',
    hukou_path: 'text',
    residence_path: 'text',
    phase: 'text',
    head: 'text',
    members: 'integer',
    attribute: 'text?',
    cause_group: 'text?',
    standing: 'text',
    spells: 'integer',
    identified_on: 'text?',
    exited_on: 'text?',
    monitored_on: 'text?',
    deregistered_on: 'text?',
    deregistration_due: 'text?',
    taken_over: 'integer',
    parent: 'text?',
    open_cases: 'text',
    measures: 'integer',
    support: 'text?',
    disaster_on: 'text?',
    enrolled_on: 'text',
    last_on: 'text',
  },
  key: ['household_id'],
  indexes: [
    'households_by_area ON households (path, household_id)',
    'households_to_deregister ON households (deregistration_due) WHERE deregistration_due IS NOT NULL',
  ],
});

// Indexed: set only where the household moved.
const UPSERT = put(
  HOUSEHOLDS,
  [
    'household_id',
    'path',
    'hukou_path',
    'residence_path',
    'phase',
    'head',
    'members',
    'attribute',
    'cause_group',
    'standing',
    'spells',
    'identified_on',
    'exited_on',
    'monitored_on',
    'deregistered_on',
    'deregistration_due',
    'taken_over',
    'parent',
    'open_cases',
    'measures',
    'support',
    'disaster_on',
    'enrolled_on',
    'last_on',
  ],
  { kept: ['path'] },
);
const MOVE = change(HOUSEHOLDS, ['path'], ['household_id']);

const ABOUT_LEADS: ReadonlySet<string> = new Set([
  'case.IdentificationLeadOpened.v1',
  'case.CorrectionLeadOpened.v1',
  'case.ObjectionDecided.v1',
]);

/** What the tables say of a household that has changed since. */
interface Written {
  readonly share: PresentShare | undefined;
  readonly tasks: readonly Task[];
  readonly path: string;
}

/** Households, standing counts and the tasks of registers: tables of one fold. */
export class HouseholdsProjection implements Projection {
  readonly shelf: FoldShelf<HouseholdFold>;
  readonly #counts: StandingCounts;
  /** Of the dirty households; undefined for one that is new. */
  readonly #written = new Map<string, Written | undefined>();

  constructor(
    private readonly db: Database,
    private readonly areas: AreaPaths,
    private readonly householdOf: (caseId: string) => string | undefined,
    room: number,
  ) {
    this.shelf = new FoldShelf(db, HOUSEHOLD_FOLDS, room);
    this.#counts = new StandingCounts(db);
  }

  /** As it stands after the events absorbed so far. */
  get(householdId: string): HouseholdFold | undefined {
    return this.shelf.get(householdId);
  }

  absorb(stored: StoredEvent): void {
    const category = categoryOf(stored.stream);
    if (category === 'case') return this.#lead(stored as StoredCaseEvent);
    if (category !== 'household') return;
    const event = stored as StoredRegisterEvent;
    if (event.type === 'household.HouseholdEnrolled.v1') {
      const enrolled = enrolledHousehold(event);
      this.shelf.put(enrolled.householdId, enrolled);
      this.#written.set(enrolled.householdId, undefined);
      this.areas.learn(enrolled.managementArea);
      return;
    }
    const fold = this.#change(idOf(event.stream));
    if (fold === undefined) return;
    const before = event.type === 'household.CaseReopened.v1' ? (fold.cases[event.data.caseId]?.counted ?? null) : null;
    const parent = event.type === 'household.StandingInherited.v1' ? this.shelf.get(event.data.parent) : undefined;
    evolveHousehold(fold, event, parent);
    this.#counts.gross(fold, before, event);
    if (event.type === 'household.ManagementMoved.v1') this.areas.learn(fold.managementArea);
  }

  /** Of all that a case says, the register's desk must know what is left to be looked into. */
  #lead(event: StoredCaseEvent): void {
    if (!ABOUT_LEADS.has(event.type)) return;
    const caseId = idOf(event.stream);
    const householdId = this.householdOf(caseId);
    const fold = householdId === undefined ? undefined : this.#change(householdId);
    if (fold !== undefined) followLead(fold, caseId, event);
  }

  #change(householdId: string): HouseholdFold | undefined {
    const fold = this.shelf.get(householdId);
    if (fold === undefined) return undefined;
    if (!this.#written.has(householdId)) {
      const written = { share: shareOf(fold), tasks: tasksOfHousehold(fold), path: pathOf(fold.managementArea) };
      this.#written.set(householdId, written);
    }
    this.shelf.touch(householdId);
    return fold;
  }

  flush(): void {
    this.shelf.flush((fold) => {
      const { householdId } = fold;
      const before = this.#written.get(householdId);
      const path = pathOf(fold.managementArea);
      const moved = before !== undefined && before.path !== path;
      this.#counts.present(before?.share, shareOf(fold));
      this.#write(fold, path);
      if (moved) this.db.write(MOVE, path, householdId);
      const stream = `household-${householdId}`;
      const owner = { owner: householdId, stream, householdId, path, programYear: null };
      writeTasks(this.db, owner, before?.tasks ?? [], tasksOfHousehold(fold), moved);
    });
    this.#counts.flush();
    this.#written.clear();
  }

  #write(fold: HouseholdFold, path: string): void {
    const open = Object.entries(fold.cases).flatMap(([caseId, admitted]) => (admitted.open ? [caseId] : []));
    this.db.write(
      UPSERT,
      fold.householdId,
      path,
      pathOf(fold.hukouArea),
      pathOf(fold.residenceArea),
      fold.phase,
      fold.head,
      fold.members.length,
      fold.attribute,
      fold.causeGroup,
      fold.standing,
      fold.spell,
      fold.identifiedOn,
      fold.exitedOn,
      fold.monitoredOn,
      fold.deregisteredOn,
      fold.deregistrationDue,
      fold.takenOver ? 1 : 0,
      fold.parent,
      JSON.stringify(open),
      fold.measures,
      fold.support === null ? null : JSON.stringify(fold.support),
      fold.disasterOn,
      fold.enrolledOn,
      fold.lastOn,
    );
  }

  forget(): void {
    this.shelf.forget();
    this.#counts.forget();
    this.#written.clear();
  }
}
