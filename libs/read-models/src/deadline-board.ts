import { addDays, type CivilDate } from '#libs/kernel';
import { type CaseKind, type Level, type Office } from '#libs/procedure';
import { within } from './area-paths.js';
import { count, flag, text, textOrNull } from './columns.js';
import { type Row } from './database.js';
import { Conditions } from './paging.js';
import { deskOf } from './desks.js';
import { desksOfPart } from './part-desks.js';
import { type ReadModels } from './read-models.js';

/** How an open deadline stands on a day. Only a longest term is ever overdue: nobody is late with what may not be done yet (R1). */
export const DEADLINE_STATES = ['OVERDUE', 'TODAY', 'UPCOMING', 'REMINDED'] as const;
export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** Days ahead that count as upcoming where nobody says otherwise. */
export const UPCOMING_DAYS = 7;

export const DUE = "coalesce(due_on, '9999-12-31')";

/**
 * The condition of a state: OVERDUE, its last day is over; TODAY, it is due or may end today; UPCOMING, within the `days` after
 * today; REMINDED, whoever has to do it was reminded and is not late yet.
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
  }
}

export interface StateCounts {
  readonly overdue: number;
  readonly today: number;
  readonly upcoming: number;
  readonly reminded: number;
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
}

export interface BoardFilter {
  readonly within?: string;
  readonly year?: number;
  readonly caseKind?: CaseKind;
}

/** No reminder comes earlier before its day than this (policy data, §5): what is due later is not looked at. */
const REMINDED_AT_MOST_DAYS = 31;

/** What is open, counted by level and office. Costs a look at each term that is over or due soon, whatever else is open. */
export function deadlineBoard(
  models: ReadModels,
  today: CivilDate,
  filter: BoardFilter = {},
  days = UPCOMING_DAYS,
): DeadlineBoard {
  const groups = groupsOf(models, today, filter, days);
  const levels = new Map<Level | null, StateCounts>();
  const offices = new Map<string, StateCounts & { readonly level: Level | null; readonly office: Office }>();
  for (const { level, desks, counts } of groups) {
    levels.set(level, sum(levels.get(level) ?? NONE, counts));
    for (const office of desks) {
      const key = `${level ?? ''} ${office}`;
      offices.set(key, { level, office, ...sum(offices.get(key) ?? NONE, counts) });
    }
  }
  return {
    day: today,
    days,
    total: groups.map(({ counts }) => counts).reduce(sum, NONE),
    levels: inOrder(levels).map(([level, counts]) => ({ level, ...counts })),
    offices: inOrder(offices).map(([, one]) => one),
  };
}

interface Group {
  readonly level: Level | null;
  readonly desks: readonly Office[];
  readonly counts: StateCounts;
}

/** One for each part and level of a definition: few, however many terms there are. */
function groupsOf({ database }: ReadModels, today: CivilDate, filter: BoardFilter, days: number): readonly Group[] {
  const { within: area, year, caseKind } = filter;
  // The words of the partial index.
  const conditions = new Conditions().add("status = 'OPEN'").equal('program_year', year).equal('case_kind', caseKind);
  if (area !== undefined) {
    const inArea = within(database, area);
    conditions.add(inArea.sql, ...inArea.values);
  }
  conditions.add(`${DUE} <= ?`, addDays(today, Math.max(days, REMINDED_AT_MOST_DAYS)));
  const counted = counts(today, days);
  const rows = database.all(
    `SELECT level, definition, part, loose, ${counted.sql}
     FROM (SELECT d.*, c.definition, d.kind = 'TOTAL' OR d.about_no IS NOT NULL AS loose
       FROM deadlines d JOIN case_status c ON c.case_id = d.case_id)${conditions.where} GROUP BY level, definition, part, loose`,
    ...counted.values,
    ...conditions.values,
  );
  return rows.map((row) => {
    const level = textOrNull(row, 'level') as Level | null;
    const own = flag(row, 'loose') ? undefined : desksOfPart(database, text(row, 'definition'), text(row, 'part'), level);
    return { level, desks: own ?? (level === null ? [] : deskOf(level)), counts: countsOf(row) };
  });
}

const NONE: StateCounts = { overdue: 0, today: 0, upcoming: 0, reminded: 0, missed: 0 };

function sum(a: StateCounts, b: StateCounts): StateCounts {
  return {
    overdue: a.overdue + b.overdue,
    today: a.today + b.today,
    upcoming: a.upcoming + b.upcoming,
    reminded: a.reminded + b.reminded,
    missed: a.missed + b.missed,
  };
}

/** Those in which nothing stands are left out. */
function inOrder<K extends string | null, T extends StateCounts>(counted: ReadonlyMap<K, T>): readonly (readonly [K, T])[] {
  return [...counted]
    .filter(([, { overdue, today, upcoming, reminded }]) => overdue + today + upcoming + reminded > 0)
    .sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1));
}

/** What is open for one office in an area and below it; all counts 0 where nothing is. */
export function openOfOffice(models: ReadModels, today: CivilDate, area: string, office: Office): StateCounts {
  const groups = groupsOf(models, today, { within: area }, UPCOMING_DAYS).filter(({ desks }) => desks.includes(office));
  return groups.map(({ counts }) => counts).reduce(sum, NONE);
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
    missed: count(row, 'missed'),
  };
}
