import { addDays, type CivilDate } from '#libs/kernel';
import { type CaseKind, type Level, type Office } from '#libs/procedure';
import { within } from './area-paths.js';
import { count, text, textOrNull } from './columns.js';
import { type Row } from './database.js';
import { Conditions } from './paging.js';
import { DEADLINES_WITH_DESKS } from './part-desks.js';
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

/** What is open, counted by level and office. */
export function deadlineBoard(
  { database }: ReadModels,
  today: CivilDate,
  { within: area, year, caseKind }: BoardFilter = {},
  days = UPCOMING_DAYS,
): DeadlineBoard {
  // The words of the partial index; what is due later than anybody asks for is not read at all, but for reminders.
  const conditions = new Conditions().add("status = 'OPEN'").equal('program_year', year).equal('case_kind', caseKind);
  if (area !== undefined) {
    const inArea = within(database, area);
    conditions.add(inArea.sql, ...inArea.values);
  }
  conditions.add(`(${DUE} <= ? OR reminded_on IS NOT NULL)`, addDays(today, days));
  const counted = counts(today, days);
  const rows = (group: string, from: string): readonly Row[] =>
    database.all(
      `SELECT ${group}${counted.sql} FROM ${from}${conditions.where} ${group === '' ? '' : `GROUP BY ${group.replace(/, $/, '')} ORDER BY ${group.replace(/, $/, '')}`}`,
      ...counted.values,
      ...conditions.values,
    );
  const [total] = rows('', DEADLINES_WITH_DESKS);
  return {
    day: today,
    days,
    total: countsOf(total ?? {}),
    levels: rows('level, ', DEADLINES_WITH_DESKS).map((row) => ({ level: levelOf(row), ...countsOf(row) })),
    offices: rows(
      'level, office, ',
      `(SELECT b.*, o.value AS office FROM ${DEADLINES_WITH_DESKS} b, json_each(b.offices) o)`,
    ).map((row) => ({ level: levelOf(row), office: text(row, 'office') as Office, ...countsOf(row) })),
  };
}

/** What is open for one office in an area and below it; all counts 0 where nothing is. */
export function openOfOffice(models: ReadModels, today: CivilDate, area: string, office: Office): StateCounts {
  const none: StateCounts = { overdue: 0, today: 0, upcoming: 0, reminded: 0, missed: 0 };
  return deadlineBoard(models, today, { within: area })
    .offices.filter((one) => one.office === office)
    .reduce(
      (sum, one) => ({
        overdue: sum.overdue + one.overdue,
        today: sum.today + one.today,
        upcoming: sum.upcoming + one.upcoming,
        reminded: sum.reminded + one.reminded,
        missed: sum.missed + one.missed,
      }),
      none,
    );
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
    .map((row) => ({ level: levelOf(row), overdue: count(row, 'overdue') }));
}

function counts(today: CivilDate, days: number): { readonly sql: string; readonly values: readonly string[] } {
  const states = DEADLINE_STATES.map((state) => ({ state, condition: stateCondition(state, today, days) }));
  const sums = states.map(({ state, condition: [sql] }) => `coalesce(sum(${sql}), 0) AS ${state.toLowerCase()}`);
  return {
    sql: [...sums, `coalesce(sum(missed_on IS NOT NULL), 0) AS missed`].join(', '),
    values: states.flatMap(({ condition: [, ...values] }) => values),
  };
}

const levelOf = (row: Row): Level | null => textOrNull(row, 'level') as Level | null;

function countsOf(row: Row): StateCounts {
  return {
    overdue: count(row, 'overdue'),
    today: count(row, 'today'),
    upcoming: count(row, 'upcoming'),
    reminded: count(row, 'reminded'),
    missed: count(row, 'missed'),
  };
}
