import { type CivilDate, type JsonObject, type JsonValue } from '#libs/kernel';
import { type CaseKind, type Level, type Office, type PartId } from '#libs/procedure';
import { sql } from 'kysely';
import { within } from './area-conditions.js';
import { type PostedNotice, type Recomputed } from './case-changes.js';
import { type DeadlineKind, type DeadlineStatus, type NoticeFold } from './case-fold.js';
import { areaOf, type Areas, count, countOrNull, day, dayOrNull, flag, json, position, text, textOrNull } from './columns.js';
import { type Row } from './database.js';
import { deadlinesWithDesks, OFFICES } from './deadline-desks.js';
import { type DeadlineState, DUE, ofStep, stateCondition, UPCOMING_DAYS } from './deadline-states.js';
import { incidentsHolding } from './held-cases.js';
import { asked, type Page, type Paged, pageOf } from './paging.js';
import { type ReadModels } from './read-models.js';

export interface CaseStatus {
  readonly caseId: string;
  readonly householdId: string;
  readonly kind: CaseKind;
  readonly origin: string;
  readonly definition: string;
  readonly area: Areas;
  readonly programYear: number;
  readonly phase: 'OPEN' | 'CLOSED';
  readonly outcome: string | null;
  readonly openedOn: CivilDate;
  readonly closedOn: CivilDate | null;
  /** Step of the first current part; null where the case is closed. */
  readonly step: { readonly code: string; readonly no: number } | null;
  /** Parts that may be worked at, in the order of the definition. */
  readonly currentParts: readonly PartId[];
  readonly last: { readonly type: string; readonly step: string | null; readonly on: CivilDate; readonly position: bigint };
  readonly headCount: number;
  readonly openObjections: number;
  readonly onAct: string | null;
  /** It does not go on: its return is contested (R13), or an incident holds it, its household or its act. */
  readonly held: boolean;
  /** Streams of the open incidents that hold it. */
  readonly incidents: readonly string[];
  /** Codes of what was found and did not stop its event, in the order in which it was found first. */
  readonly findings: readonly string[];
}

export interface CaseFilter {
  /** Cases managed in this area or beneath it. */
  readonly within?: string;
  readonly year?: number;
  readonly kind?: CaseKind;
  readonly phase?: 'OPEN' | 'CLOSED';
  readonly outcome?: string;
  /** Code of a step that has a current part. */
  readonly step?: string;
  readonly householdId?: string;
  readonly onAct?: string;
  /** Only those with a term that is over on this day. */
  readonly overdueOn?: CivilDate;
}

export async function caseStatus({ database }: ReadModels, caseId: string): Promise<CaseStatus | undefined> {
  const row = await database.selectFrom('case_status').selectAll().where('case_id', '=', caseId).executeTakeFirst();
  return row === undefined ? undefined : caseStatusOf(row, (await incidentsHolding(database, [row]))(row));
}

/** By area, then by case. */
export async function caseStatuses(
  { database }: ReadModels,
  filter: CaseFilter = {},
  page: Page = {},
): Promise<Paged<CaseStatus>> {
  const { year, kind, phase, outcome, step, householdId, onAct, overdueOn } = filter;
  const same = asked({
    program_year: year,
    case_kind: kind,
    phase,
    outcome,
    household_id: householdId,
    on_act: onAct,
  });
  let list = database
    .selectFrom('case_status')
    .selectAll()
    .where((eb) => eb.and(same));
  if (filter.within !== undefined) list = list.where(await within(database, filter.within));
  if (step !== undefined) list = list.where(sql<boolean>`instr(current_parts, ${`"${step}.`}) > 0`);
  if (overdueOn !== undefined) {
    const overdue = database
      .selectFrom('deadlines')
      .select('case_id')
      .where('status', '=', sql.lit('OPEN'))
      .where('kind', '<>', 'MIN')
      .where(DUE, '<', overdueOn);
    list = list.where('case_id', 'in', overdue);
  }
  const { items: rows, next } = await pageOf(list, ['path', 'case_id'], page, (row) => row);
  const incidentsOf = await incidentsHolding(database, rows);
  return { items: rows.map((row) => caseStatusOf(row, incidentsOf(row))), next };
}

function caseStatusOf(row: Row, incidents: readonly string[]): CaseStatus {
  const step = textOrNull(row, 'step');
  const no = countOrNull(row, 'step_no');
  return {
    caseId: text(row, 'case_id'),
    householdId: text(row, 'household_id'),
    kind: text(row, 'case_kind') as CaseKind,
    origin: text(row, 'origin'),
    definition: text(row, 'definition'),
    area: areaOf(row),
    programYear: count(row, 'program_year'),
    phase: text(row, 'phase') as CaseStatus['phase'],
    outcome: textOrNull(row, 'outcome'),
    openedOn: day(row, 'opened_on'),
    closedOn: dayOrNull(row, 'closed_on'),
    step: step === null || no === null ? null : { code: step, no },
    currentParts: json<PartId[]>(row, 'current_parts'),
    last: {
      type: text(row, 'last_type'),
      step: textOrNull(row, 'last_step'),
      on: day(row, 'last_on'),
      position: position(row, 'last_position'),
    },
    headCount: count(row, 'head_count'),
    openObjections: count(row, 'open_objections'),
    onAct: textOrNull(row, 'on_act'),
    held: flag(row, 'held') || incidents.length > 0,
    incidents,
    findings: json<string[]>(row, 'findings'),
  };
}

/** A household's row on a notice or announcement; no name. */
export interface NoticeEntry {
  readonly caseId: string;
  readonly area: Areas;
  readonly programYear: number;
  readonly caseKind: CaseKind;
  readonly kind: PostedNotice['kind'];
  readonly part: PartId;
  readonly round: number;
  readonly level: Level | null;
  readonly act: string | null;
  readonly places: readonly { readonly place: string; readonly postedOn: string }[];
  readonly postedOn: CivilDate;
  readonly runsFrom: CivilDate;
  readonly earliestClose: CivilDate;
  readonly elapsed: boolean;
  readonly completedOn: CivilDate | null;
  readonly status: NoticeFold['status'];
  readonly openObjections: number;
  readonly interruptions: number;
  readonly corrections: number;
  readonly headCount: number;
  readonly contentDigest: string;
}

export interface NoticeFilter {
  readonly within?: string;
  readonly year?: number;
  readonly caseId?: string;
  readonly status?: NoticeFold['status'];
  readonly level?: Level;
}

/** Running and past notices by area, then by case. */
export async function noticeBoard(
  { database }: ReadModels,
  filter: NoticeFilter = {},
  page: Page = {},
): Promise<Paged<NoticeEntry>> {
  const { year, caseId, status, level } = filter;
  let list = database
    .selectFrom('notice_board')
    .selectAll()
    .where((eb) => eb.and(asked({ program_year: year, case_id: caseId, status, level })));
  if (filter.within !== undefined) list = list.where(await within(database, filter.within));
  return pageOf(list, ['path', 'case_id', 'no'], page, (row) => ({
    caseId: text(row, 'case_id'),
    area: areaOf(row),
    programYear: count(row, 'program_year'),
    caseKind: text(row, 'case_kind') as CaseKind,
    kind: text(row, 'kind') as PostedNotice['kind'],
    part: text(row, 'part'),
    round: count(row, 'round'),
    level: textOrNull(row, 'level') as Level | null,
    act: textOrNull(row, 'act'),
    places: json<{ place: string; postedOn: string }[]>(row, 'places'),
    postedOn: day(row, 'posted_on'),
    runsFrom: day(row, 'runs_from'),
    earliestClose: day(row, 'earliest_close'),
    elapsed: flag(row, 'elapsed'),
    completedOn: dayOrNull(row, 'completed_on'),
    status: text(row, 'status') as NoticeFold['status'],
    openObjections: count(row, 'open_objections'),
    interruptions: count(row, 'interruptions'),
    corrections: count(row, 'corrections'),
    headCount: count(row, 'head_count'),
    contentDigest: text(row, 'content_digest'),
  }));
}

export interface Deadline {
  readonly caseId: string;
  readonly no: number;
  readonly householdId: string;
  readonly area: Areas;
  readonly programYear: number;
  readonly caseKind: CaseKind;
  /** MIN: cannot close earlier. MAX: a longest term of a part. TOTAL: of the whole case. */
  readonly kind: DeadlineKind;
  readonly timer: string | null;
  readonly part: PartId;
  readonly round: number;
  readonly level: Level | null;
  /** Each of these may do it or record it. */
  readonly offices: readonly Office[];
  /** Number of the objection that it is about; null where it is about none. */
  readonly aboutNo: number | null;
  readonly from: CivilDate;
  /** Null where a calendar of working days is needed to tell. */
  readonly dueOn: CivilDate | null;
  readonly needsCalendar: boolean;
  /** The calendar that has to be published, such as `CN-2027`; null where the day is told. */
  readonly waitsFor: string | null;
  readonly status: DeadlineStatus;
  readonly closedOn: CivilDate | null;
  /** By what instrument the county has adopted the term; null: nobody is said to have missed it (R16). */
  readonly adopted: string | null;
  readonly remindOn: CivilDate | null;
  readonly remindedOn: CivilDate | null;
  readonly missedOn: CivilDate | null;
  /** The level that was told last, and how often one was. */
  readonly escalatedTo: Level | null;
  readonly escalations: number;
  /** Done in time, and entered late. */
  readonly metOnPaper: boolean;
  /** How often its day or its standing has changed since it began, or it was recomputed. */
  readonly revision: number;
  readonly derivation: JsonValue;
  /** Each time that it was reckoned again under another calendar or policy. */
  readonly recomputed: readonly Recomputed[];
  /** A longest term that is over on the day asked for; a shortest one is never overdue (domain.md R1). */
  readonly overdue: boolean;
}

export interface DeadlineFilter {
  /** An area or several counties. */
  readonly within?: string | readonly string[];
  readonly year?: number;
  readonly caseId?: string;
  readonly status?: DeadlineStatus;
  readonly kind?: DeadlineKind;
  readonly level?: Level;
  /** Of which this office is one that may do it or record it. */
  readonly office?: Office;
  /** Code of a step. */
  readonly step?: string;
  /** Due on this day or before. */
  readonly dueUntil?: CivilDate;
  readonly overdueOnly?: boolean;
  /** How it stands today; `days` says what is upcoming. */
  readonly state?: DeadlineState;
  readonly days?: number;
}

/** By due day, those without one last. `today` decides what is overdue. Open ones where no status is asked for. */
export async function deadlines(
  { database }: ReadModels,
  today: CivilDate,
  filter: DeadlineFilter = {},
  page: Page = {},
): Promise<Paged<Deadline>> {
  const { status = 'OPEN', year, caseId, kind, level, dueUntil, overdueOnly, state, days, office, step } = filter;
  const same = asked({ 'd.program_year': year, 'd.case_id': caseId, 'd.kind': kind, 'd.level': level });
  let list = deadlinesWithDesks(database)
    .selectAll('d')
    .select(OFFICES.as('offices'))
    // The words of the partial index, not a value: only so can it serve.
    .where('d.status', '=', status === 'OPEN' ? sql.lit('OPEN') : status)
    .where((eb) => eb.and(same));
  if (filter.within !== undefined) list = list.where(await within(database, filter.within, 'd.path'));
  if (dueUntil !== undefined) list = list.where(DUE, '<=', dueUntil);
  if (overdueOnly === true) list = list.where(stateCondition('OVERDUE', today, 0));
  if (state !== undefined) list = list.where(stateCondition(state, today, days ?? UPCOMING_DAYS));
  if (office !== undefined) list = list.where(sql<boolean>`instr(${OFFICES}, ${`"${office}"`}) > 0`);
  if (step !== undefined) list = list.where(ofStep(step));
  return pageOf(list, [DUE, 'd.case_id', 'd.no'], page, (row) => deadlineOf(row, today));
}

/** All that a case has or had to do by a day, in the order in which it began. */
export async function caseDeadlines({ database }: ReadModels, today: CivilDate, caseId: string): Promise<readonly Deadline[]> {
  const rows = await deadlinesWithDesks(database)
    .selectAll('d')
    .select(OFFICES.as('offices'))
    .where('d.case_id', '=', caseId)
    .orderBy('d.no')
    .execute();
  return rows.map((row) => deadlineOf(row, today));
}

function deadlineOf(row: Row, today: CivilDate): Deadline {
  const kind = text(row, 'kind') as DeadlineKind;
  const status = text(row, 'status') as DeadlineStatus;
  const dueOn = dayOrNull(row, 'due_on');
  const derivation = json<JsonObject>(row, 'derivation');
  return {
    caseId: text(row, 'case_id'),
    no: count(row, 'no'),
    householdId: text(row, 'household_id'),
    area: areaOf(row),
    programYear: count(row, 'program_year'),
    caseKind: text(row, 'case_kind') as CaseKind,
    kind,
    timer: textOrNull(row, 'timer'),
    part: text(row, 'part'),
    round: count(row, 'round'),
    level: textOrNull(row, 'level') as Level | null,
    offices: json<Office[]>(row, 'offices'),
    aboutNo: countOrNull(row, 'about_no'),
    from: day(row, 'from_on'),
    dueOn,
    needsCalendar: flag(row, 'needs_calendar'),
    waitsFor: dueOn === null && typeof derivation['missing'] === 'string' ? derivation['missing'] : null,
    status,
    closedOn: dayOrNull(row, 'closed_on'),
    adopted: textOrNull(row, 'adopted'),
    remindOn: dayOrNull(row, 'remind_on'),
    remindedOn: dayOrNull(row, 'reminded_on'),
    missedOn: dayOrNull(row, 'missed_on'),
    escalatedTo: textOrNull(row, 'escalated_to') as Level | null,
    escalations: count(row, 'escalations'),
    metOnPaper: flag(row, 'met_on_paper'),
    revision: count(row, 'revision'),
    derivation,
    recomputed: JSON.parse(text(row, 'recomputed')) as readonly Recomputed[],
    overdue: status === 'OPEN' && kind !== 'MIN' && dueOn !== null && dueOn < today,
  };
}
