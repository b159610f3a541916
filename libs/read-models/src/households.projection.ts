import { type StoredEvent } from '#libs/event-store';
import { type StoredCaseEvent, categoryOf, idOf, type Projection } from './projection.js';
import { type AreaPaths, pathOf } from './area-paths.js';
import { type Database } from './database.js';
import { FoldShelf } from './fold-shelf.js';
import { enrolledHousehold, evolveHousehold, type HouseholdFold, type StoredRegisterEvent } from './household-fold.js';
import { type PresentShare, shareOf, StandingCounts } from './standing-counts.js';
import { type Table, upsert } from './table.js';

/** One row per household of the register. `open_cases` is a JSON list of case ids. */
const HOUSEHOLDS: Table = {
  name: 'households',
  key: ['household_id'],
  schema: `
    CREATE TABLE IF NOT EXISTS households (
      household_id TEXT NOT NULL PRIMARY KEY, path TEXT NOT NULL, hukou_path TEXT NOT NULL, residence_path TEXT NOT NULL,
      phase TEXT NOT NULL, head TEXT NOT NULL, members INTEGER NOT NULL, attribute TEXT, cause_group TEXT,
      standing TEXT NOT NULL, spells INTEGER NOT NULL, identified_on TEXT, exited_on TEXT, monitored_on TEXT,
      deregistered_on TEXT, taken_over INTEGER NOT NULL, parent TEXT, open_cases TEXT NOT NULL, measures INTEGER NOT NULL,
      enrolled_on TEXT NOT NULL, last_on TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS households_by_area ON households (path, household_id);`,
};

const UPSERT = upsert(
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
    'taken_over',
    'parent',
    'open_cases',
    'measures',
    'enrolled_on',
    'last_on',
  ],
  // Indexed: set only where the household moved.
  ['path'],
);
const MOVE = 'UPDATE households SET path = ? WHERE household_id = ?';

/** Households and standing counts: tables of one fold. */
export class HouseholdsProjection implements Projection {
  readonly #shelf: FoldShelf<HouseholdFold>;
  readonly #counts: StandingCounts;
  /** The dirty households as they are counted in the tables. */
  readonly #shares = new Map<string, PresentShare | undefined>();
  readonly #moved = new Set<string>();
  readonly tables;

  constructor(
    private readonly db: Database,
    private readonly areas: AreaPaths,
    private readonly householdOf: (caseId: string) => string | undefined,
    room: number,
  ) {
    this.#shelf = new FoldShelf(db, 'household_folds', room);
    this.#counts = new StandingCounts(db);
    this.tables = [this.#shelf.table, HOUSEHOLDS, ...this.#counts.tables];
  }

  absorb(stored: StoredEvent): void {
    const category = categoryOf(stored.stream);
    if (category === 'household') this.#register(stored as StoredRegisterEvent);
    else if (stored.type === 'case.ManagementTransferred.v1') this.#transferred(stored as StoredCaseEvent);
  }

  #register(event: StoredRegisterEvent): void {
    if (event.type === 'household.HouseholdEnrolled.v1') {
      const enrolled = enrolledHousehold(event);
      this.#shelf.put(enrolled.householdId, enrolled);
      this.#shares.set(enrolled.householdId, undefined);
      this.areas.learn(enrolled.managementArea);
      return;
    }
    const householdId = idOf(event.stream);
    const fold = this.#change(householdId);
    if (fold === undefined) return;
    const before = event.type === 'household.CaseReopened.v1' ? (fold.cases[event.data.caseId]?.counted ?? null) : null;
    evolveHousehold(fold, event);
    this.#counts.gross(fold, before, event);
  }

  /** The case carries the household into its new area: both sides have confirmed it (domain.md R14). */
  #transferred(event: StoredCaseEvent): void {
    if (event.type !== 'case.ManagementTransferred.v1') return;
    const householdId = this.householdOf(idOf(event.stream));
    if (householdId === undefined) return;
    const fold = this.#change(householdId);
    if (fold === undefined) return;
    fold.managementArea = event.data.to;
    this.#moved.add(householdId);
    this.areas.learn(event.data.to);
  }

  #change(householdId: string): HouseholdFold | undefined {
    const fold = this.#shelf.get(householdId);
    if (fold === undefined) return undefined;
    if (!this.#shares.has(householdId)) this.#shares.set(householdId, shareOf(fold));
    this.#shelf.touch(householdId);
    return fold;
  }

  flush(): void {
    this.#shelf.flush((fold) => {
      this.#counts.present(this.#shares.get(fold.householdId), shareOf(fold));
      this.#write(fold);
    });
    this.#counts.flush();
    this.#shares.clear();
    this.#moved.clear();
  }

  #write(fold: HouseholdFold): void {
    const path = pathOf(fold.managementArea);
    const open = Object.entries(fold.cases).flatMap(([caseId, admitted]) => (admitted.open ? [caseId] : []));
    this.db.run(
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
      fold.takenOver ? 1 : 0,
      fold.parent,
      JSON.stringify(open),
      fold.measures,
      fold.enrolledOn,
      fold.lastOn,
    );
    if (this.#moved.has(fold.householdId)) this.db.run(MOVE, path, fold.householdId);
  }

  forget(): void {
    this.#shelf.forget();
    this.#counts.forget();
    this.#shares.clear();
    this.#moved.clear();
  }
}
