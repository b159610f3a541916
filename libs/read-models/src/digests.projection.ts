import { type StoredEvent } from '#libs/event-store';
import { type CivilDate, type Event } from '#libs/kernel';
import { type AreaPath, type Level, type PartId, termKey } from '#libs/procedure';
import { pathOf } from './area-paths.js';
import { openTermOf } from './case-deadlines.js';
import { type CaseFold } from './case-fold.js';
import { type Database, type SqlValue } from './database.js';
import { deskOf, officesOf } from './desks.js';
import { type Procedures } from './procedures.js';
import { categoryOf, idOf, type Projection, type StoredOf } from './projection.js';
import { table } from './table.js';
import { add, change, type Write } from './writes.js';

interface OfTerm {
  readonly timer: string;
  readonly part: PartId;
  readonly round: number;
  readonly no?: number;
  readonly dueOn: CivilDate;
}

type TermEvent = StoredOf<
  | Event<'case.ReminderDue.v1', OfTerm & { readonly level: Level }>
  | Event<'case.DeadlineMissed.v1', OfTerm & { readonly level: Level }>
  | Event<
      'case.Escalated.v1',
      OfTerm & { readonly times: number; readonly level: Level; readonly area?: string; readonly office: string }
    >
  | Event<'case.NoticeCopyExpired.v1', OfTerm>
  | Event<'case.ExitWindowEnded.v1', OfTerm>
  | Event<'case.TransitionEnded.v1', OfTerm>
  | Event<'case.MetOnPaper.v1', OfTerm & { readonly on: CivilDate }>
>;

export type DigestKind = 'REMINDER' | 'MISSED' | 'ESCALATED' | 'COPY_EXPIRED' | 'WINDOW_ENDED' | 'TRANSITION_ENDED';
const KINDS: Readonly<Record<Exclude<TermEvent['type'], 'case.MetOnPaper.v1'>, DigestKind>> = {
  'case.ReminderDue.v1': 'REMINDER',
  'case.DeadlineMissed.v1': 'MISSED',
  'case.Escalated.v1': 'ESCALATED',
  'case.NoticeCopyExpired.v1': 'COPY_EXPIRED',
  'case.ExitWindowEnded.v1': 'WINDOW_ENDED',
  'case.TransitionEnded.v1': 'TRANSITION_ENDED',
};

/**
 * What bells have told of terms, by the area and the offices that are told: gathered by office and day it is a digest (domain.md
 * R16). `offices` is a JSON list; `since` and `adopted` are what stood of the term when it was told; `superseded_on` is the day on
 * paper of what was done in time and entered late.
 */
export const DIGESTS = table({
  name: 'digests',
  columns: {
    position: 'integer',
    told_on: 'text',
    kind: 'text',
    area: 'text',
    level: 'text',
    offices: 'text',
    case_id: 'text',
    household_id: 'text',
    path: 'text',
    program_year: 'integer',
    timer: 'text',
    part: 'text',
    round: 'integer',
    about_no: 'integer?',
    due_on: 'text',
    times: 'integer',
    since: 'text?',
    adopted: 'text?',
    superseded_on: 'text?',
  },
  key: ['position'],
  indexes: ['digests_told ON digests (told_on)', 'digests_by_case ON digests (case_id)'],
  apart: true,
});
const ADD = add(DIGESTS, [
  'position',
  'told_on',
  'kind',
  'area',
  'level',
  'offices',
  'case_id',
  'household_id',
  'path',
  'program_year',
  'timer',
  'part',
  'round',
  'about_no',
  'due_on',
  'times',
  'since',
  'adopted',
]);
const SUPERSEDE = change(DIGESTS, ['superseded_on'], ['case_id', 'timer', 'part', 'round', 'about_no', 'kind']);

/** Reminders, misses and what was told upward, each for the offices that it was told to, on the day on which it was told. */
export class DigestsProjection implements Projection {
  #writes: (readonly [Write, readonly SqlValue[]])[] = [];

  constructor(
    private readonly db: Database,
    private readonly procedures: Procedures,
    private readonly caseOf: (caseId: string) => CaseFold | undefined,
  ) {}

  absorb(stored: StoredEvent): void {
    if (stored.type !== 'case.MetOnPaper.v1' && !(stored.type in KINDS)) return;
    if (categoryOf(stored.stream) !== 'case') return;
    const event = stored as TermEvent;
    const caseId = idOf(event.stream);
    const { timer, part, round, no = null, dueOn } = event.data;
    if (event.type === 'case.MetOnPaper.v1') {
      const { on } = event.data;
      for (const kind of ['MISSED', 'ESCALATED']) this.#writes.push([SUPERSEDE, [on, caseId, timer, part, round, no, kind]]);
      return;
    }
    const fold = this.caseOf(caseId);
    if (fold === undefined) return;
    const { level, area, offices, times } = this.#told(event, fold);
    const told = [Number(event.position), event.metadata.occurredOn, KINDS[event.type], area, level, JSON.stringify(offices)];
    const about = [caseId, fold.householdId, pathOf(fold.area), fold.programYear, timer, part, round, no, dueOn, times];
    const term = openTermOf(fold, termKey({ timer, part, round, ...(no === null ? {} : { no }) }));
    const row: readonly SqlValue[] = [...told, ...about, term?.fromOn ?? null, term?.adopted ?? null];
    this.#writes.push([ADD, row]);
  }

  /** To whom: the offices of the part where it is theirs, or else the desk of the level. */
  #told(
    event: Exclude<TermEvent, { type: 'case.MetOnPaper.v1' }>,
    fold: CaseFold,
  ): { readonly level: Level; readonly area: string; readonly offices: readonly string[]; readonly times: number } {
    const placed = this.procedures.of(fold.definition)?.byId[event.data.part];
    if (event.type === 'case.Escalated.v1') {
      const { level, office, times, area = areaAt(fold.area, level) } = event.data;
      return { level, area, offices: [office], times };
    }
    const level =
      event.type === 'case.ExitWindowEnded.v1' || event.type === 'case.TransitionEnded.v1'
        ? 'COUNTY'
        : event.type === 'case.NoticeCopyExpired.v1'
          ? (placed?.part.level ?? 'VILLAGE')
          : event.data.level;
    const ofPart = event.type !== 'case.TransitionEnded.v1' && event.data.no === undefined;
    const own = placed?.part.level === level && ofPart;
    return { level, area: areaAt(fold.area, level), offices: own ? officesOf(placed) : deskOf(level), times: 0 };
  }

  flush(): void {
    for (const [kind, values] of this.#writes) this.db.write(kind, ...values);
    this.#writes = [];
  }

  forget(): void {
    this.#writes = [];
  }
}

/** The area of a case at a level; the county where the case knows none so high, the village where none so low. */
function areaAt({ group, village, township, county }: AreaPath, level: Level): string {
  if (level === 'GROUP') return group ?? village;
  if (level === 'HOUSEHOLD' || level === 'VILLAGE') return village;
  return level === 'TOWNSHIP' ? township : county;
}
