import { addDays, type CivilDate } from '#libs/kernel';
import { type CaseKind, type Level, type Office } from '#libs/procedure';
import { nextBelow, within } from './area-paths.js';
import { count, flag, text, textOrNull } from './columns.js';
import { type Database, type Row } from './database.js';
import { Conditions } from './paging.js';
import { deskOf } from './desks.js';
import { desksOfPart } from './part-desks.js';
import { type ReadModels } from './read-models.js';

/** How an open deadline stands on a day. Only a longest term is ever overdue: nobody is late with what may not be done yet (R1). */
export const DEADLINE_STATES = ['OVERDUE', 'TODAY', 'UPCOMING', 'REMINDED', 'WAITING'] as const;
export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** Days ahead that count as upcoming where nobody says otherwise. */
export const UPCOMING_DAYS = 7;

/** Day of a term that no calendar tells yet: after all others. */
const UNTOLD = '9999-12-31';

export const DUE = `coalesce(due_on, '${UNTOLD}')`;

/** Terms of which no day can be told; as a stretch of the index by due day, so that they come in its order. */
const WAITS = `${DUE} >= '${UNTOLD}'`;

/** The calendar that a term without a day waits for, as its derivation names it. */
const WAITS_FOR = "CASE WHEN d.due_on IS NULL THEN json_extract(d.derivation, '$.missing') END";

/**
 * The condition of a state: OVERDUE, its last day is over; TODAY, it is due or may end today; UPCOMING, within the `days` after
 * today; REMINDED, whoever has to do it was reminded and is not late yet; WAITING, it has no day before a calendar is published.
 */
export function stateCondition(
  state: DeadlineState,
  today: CivilDate,
  days: number,
): readonly [sql: string, ...values: string[]] {
  switch (state) {
    case 'OVERDUE':
      return [`kind <> 'MIN' AND ${DUE} < ?`, today];
    case 'TODAY':
      return [`${DUE} = ?`, today];
    case 'UPCOMING':
      return [`${DUE} > ? AND ${DUE} <= ?`, today, addDays(today, days)];
    case 'REMINDED':
      return [`reminded_on IS NOT NULL AND ${DUE} >= ?`, today];
    case 'WAITING':
      return [WAITS];
  }
}

export interface StateCounts {
  readonly overdue: number;
  readonly today: number;
  readonly upcoming: number;
  readonly reminded: number;
  /** Without a day before a calendar is published, and rung by nothing until then: publish it, then recompute. */
  readonly waiting: number;
  /** Of the overdue: recorded as missed, by a term that the county has adopted (R16). */
  readonly missed: number;
}

export interface DeadlineBoard {
  readonly day: CivilDate;
  /** How many days after today count as upcoming. */
  readonly days: number;
  readonly total: StateCounts;
  /** Each deadline once. */
  readonly levels: readonly (StateCounts & { readonly level: Level | null })[];
  /** A deadline once for each office that may do it or record it: these do not add up. */
  readonly offices: readonly (StateCounts & { readonly level: Level | null; readonly office: Office })[];
  /** By what lies next below the area that was asked for; the area itself where nothing does. Each deadline once. */
  readonly areas: readonly (StateCounts & { readonly area: string })[];
  /** By procedure and step, that of a whole case at the step of its effect. Each deadline once. */
  readonly steps: readonly (StateCounts & { readonly caseKind: CaseKind; readonly step: string })[];
  /** The calendars that terms wait for, such as `CN-2027`, and how many wait. Each deadline once. */
  readonly calendars: readonly { readonly calendar: string; readonly waiting: number }[];
}

export interface BoardFilter {
  /** An area or several counties; the whole country where absent. */
  readonly within?: string | readonly string[];
  readonly year?: number;
  readonly caseKind?: CaseKind;
  readonly level?: Level;
  /** Of which this office is one that may do it or record it. */
  readonly office?: Office;
  /** Code of a step. */
  readonly step?: string;
}

/** No reminder comes earlier before its day than this (policy data, §5): what is due later is not looked at. */
const REMINDED_AT_MOST_DAYS = 31;

/**
 * What is open, counted by level, office, area and step. Costs a look at each term that is over or due soon or waits for a
 * calendar, whatever else is open.
 */
export function deadlineBoard(
  models: ReadModels,
  today: CivilDate,
  filter: BoardFilter = {},
  days = UPCOMING_DAYS,
): DeadlineBoard {
  const levels = new Tally<{ readonly level: Level | null }>();
  const offices = new Tally<{ readonly level: Level | null; readonly office: Office }>();
  const areas = new Tally<{ readonly area: string }>();
  const steps = new Tally<{ readonly caseKind: CaseKind; readonly step: string }>();
  const calendars = new Map<string, number>();
  const groups = groupsOf(models, today, filter, days);
  for (const { level, desks, area, caseKind, step, calendar, counts } of groups) {
    if (calendar !== null) calendars.set(calendar, (calendars.get(calendar) ?? 0) + counts.waiting);
    levels.add({ level }, counts);
    for (const office of desks) offices.add({ level, office }, counts);
    areas.add({ area }, counts);
    steps.add({ caseKind, step }, counts);
  }
  return {
    day: today,
    days,
    total: groups.map(({ counts }) => counts).reduce(sum, NONE),
    levels: levels.inOrder(),
    offices: offices.inOrder(),
    areas: areas.inOrder(),
    steps: steps.inOrder(),
    calendars: [...calendars]
      .map(([calendar, waiting]) => ({ calendar, waiting }))
      .sort((a, b) => (a.calendar < b.calendar ? -1 : 1)),
  };
}

interface Group {
  readonly level: Level | null;
  readonly desks: readonly Office[];
  readonly area: string;
  readonly caseKind: CaseKind;
  readonly step: string;
  /** What terms without a day wait for; null: they have one. */
  readonly calendar: string | null;
  readonly counts: StateCounts;
}

/** One for each part and level of a definition, each area next below and each calendar waited for: few, however many terms. */
function groupsOf({ database }: ReadModels, today: CivilDate, filter: BoardFilter, days: number): readonly Group[] {
  const { within: asked, year, caseKind, level: ofLevel, office, step: ofStep } = filter;
  // The words of the partial index.
  const conditions = new Conditions().add("status = 'OPEN'").equal('program_year', year).equal('case_kind', caseKind);
  conditions.equal('level', ofLevel);
  if (asked !== undefined) {
    const inArea = within(database, asked);
    conditions.add(inArea.sql, ...inArea.values);
  }
  if (ofStep !== undefined) conditions.add('instr(part, ?) = 1', `${ofStep}.`);
  const counted = counts(today, days);
  // Two stretches of one index; as one condition they would be looked for among all that is open.
  const stretches = [conditions.and(`${DUE} <= ?`, addDays(today, Math.max(days, REMINDED_AT_MOST_DAYS))), conditions.and(WAITS)];
  const rows = stretches.flatMap((stretch) =>
    database.all(
      `SELECT level, definition, part, loose, case_kind, place, calendar, ${counted.sql}
       FROM (SELECT d.*, c.definition, d.kind = 'TOTAL' OR d.about_no IS NOT NULL AS loose,
           ${nextBelow(database, asked, 'd.path')} AS place, ${WAITS_FOR} AS calendar
         FROM deadlines d JOIN case_status c ON c.case_id = d.case_id)${stretch.where}
       GROUP BY level, definition, part, loose, case_kind, place, calendar`,
      ...counted.values,
      ...stretch.values,
    ),
  );
  const desksOf = desks(database);
  const groups = rows.map((row): Group => {
    const level = textOrNull(row, 'level') as Level | null;
    const part = text(row, 'part');
    const place = text(row, 'place');
    return {
      level,
      desks: desksOf(level, text(row, 'definition'), flag(row, 'loose') ? null : part),
      area: place === '' && typeof asked === 'string' ? asked : place,
      caseKind: text(row, 'case_kind') as CaseKind,
      step: part.slice(0, part.indexOf('.')),
      calendar: textOrNull(row, 'calendar'),
      counts: countsOf(row),
    };
  });
  return office === undefined ? groups : groups.filter((group) => group.desks.includes(office));
}

/** To whom terms of a part fall, each looked up once; the desk of the level where no part assigns them. */
function desks(database: Database): (level: Level | null, definition: string, part: string | null) => readonly Office[] {
  const known = new Map<string, readonly Office[]>();
  return (level, definition, part) => {
    const key = JSON.stringify([level, definition, part]);
    const offices =
      known.get(key) ??
      (part === null ? undefined : desksOfPart(database, definition, part, level)) ??
      (level === null ? [] : deskOf(level));
    known.set(key, offices);
    return offices;
  };
}

const NONE: StateCounts = { overdue: 0, today: 0, upcoming: 0, reminded: 0, waiting: 0, missed: 0 };

function sum(a: StateCounts, b: StateCounts): StateCounts {
  return {
    overdue: a.overdue + b.overdue,
    today: a.today + b.today,
    upcoming: a.upcoming + b.upcoming,
    reminded: a.reminded + b.reminded,
    waiting: a.waiting + b.waiting,
    missed: a.missed + b.missed,
  };
}

/** Counts by what is counted; those in which nothing stands are left out. */
class Tally<K extends object> {
  readonly #counts = new Map<string, K & StateCounts>();

  add(what: K, counts: StateCounts): void {
    const key = JSON.stringify(what);
    this.#counts.set(key, { ...what, ...sum(this.#counts.get(key) ?? NONE, counts) });
  }

  inOrder(): readonly (K & StateCounts)[] {
    return [...this.#counts]
      .filter(([, { overdue, today, upcoming, reminded, waiting }]) => overdue + today + upcoming + reminded + waiting > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, one]) => one);
  }
}

/** What is open for one office in an area and below it, or in several counties; all counts 0 where nothing is. */
export function openOfOffice(
  models: ReadModels,
  today: CivilDate,
  office: Office,
  where: string | readonly string[] | undefined,
): StateCounts {
  const groups = groupsOf(models, today, { office, ...(where === undefined ? {} : { within: where }) }, UPCOMING_DAYS);
  return groups.map(({ counts }) => counts).reduce(sum, NONE);
}

/** Codes of the steps of all published definitions, in order: what a filter by step may name. */
export function knownSteps({ database }: ReadModels): readonly string[] {
  return database
    .all("SELECT DISTINCT substr(part, 1, instr(part, '.') - 1) AS step FROM part_desks ORDER BY step")
    .map((row) => text(row, 'step'));
}

/** Open longest terms that are over, by level: for whoever watches from outside. */
export function overdueByLevel(
  { database }: ReadModels,
  today: CivilDate,
): readonly { readonly level: Level | null; readonly overdue: number }[] {
  return database
    .all(
      `SELECT level, count(*) AS overdue FROM deadlines WHERE status = 'OPEN' AND kind <> 'MIN' AND ${DUE} < ? GROUP BY level ORDER BY level`,
      today,
    )
    .map((row) => ({ level: textOrNull(row, 'level') as Level | null, overdue: count(row, 'overdue') }));
}

/** Open terms that have no day before a calendar is published, by level: for whoever watches from outside. */
export function waitingByLevel({ database }: ReadModels): readonly { readonly level: Level | null; readonly waiting: number }[] {
  return database
    .all(`SELECT level, count(*) AS waiting FROM deadlines WHERE status = 'OPEN' AND ${WAITS} GROUP BY level ORDER BY level`)
    .map((row) => ({ level: textOrNull(row, 'level') as Level | null, waiting: count(row, 'waiting') }));
}

function counts(today: CivilDate, days: number): { readonly sql: string; readonly values: readonly string[] } {
  const states = DEADLINE_STATES.map((state) => ({ state, condition: stateCondition(state, today, days) }));
  const sums = states.map(({ state, condition: [sql] }) => `coalesce(sum(${sql}), 0) AS ${state.toLowerCase()}`);
  return {
    sql: [...sums, `coalesce(sum(missed_on IS NOT NULL), 0) AS missed`].join(', '),
    values: states.flatMap(({ condition: [, ...values] }) => values),
  };
}

function countsOf(row: Row): StateCounts {
  return {
    overdue: count(row, 'overdue'),
    today: count(row, 'today'),
    upcoming: count(row, 'upcoming'),
    reminded: count(row, 'reminded'),
    waiting: count(row, 'waiting'),
    missed: count(row, 'missed'),
  };
}
