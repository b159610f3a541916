import { addDays, type CivilDate } from '#libs/kernel';
import { type CaseKind, type Level, type Office } from '#libs/procedure';
import { type AliasedRawBuilder, type RawBuilder, sql } from 'kysely';
import { nextBelow, within } from './area-conditions.js';
import { count, flag, text, textOrNull } from './columns.js';
import { type Row } from './database.js';
import { desksOfParts } from './deadline-desks.js';
import { DEADLINE_STATES, DUE, ofStep, stateCondition, UPCOMING_DAYS, WAITS } from './deadline-states.js';
import { asked } from './paging.js';
import { deskOf } from './desks.js';
import { type ReadModels } from './read-models.js';
import { type Answers } from './store.js';

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
export async function deadlineBoard(
  models: ReadModels,
  today: CivilDate,
  filter: BoardFilter = {},
  days = UPCOMING_DAYS,
): Promise<DeadlineBoard> {
  const levels = new Tally<{ readonly level: Level | null }>();
  const offices = new Tally<{ readonly level: Level | null; readonly office: Office }>();
  const areas = new Tally<{ readonly area: string }>();
  const steps = new Tally<{ readonly caseKind: CaseKind; readonly step: string }>();
  const calendars = new Map<string, number>();
  const groups = await groupsOf(models, today, filter, days);
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
async function groupsOf(
  { database }: ReadModels,
  today: CivilDate,
  filter: BoardFilter,
  days: number,
): Promise<readonly Group[]> {
  const { within: where, year, caseKind, level: ofLevel, office, step } = filter;
  const same = asked({ 'd.program_year': year, 'd.case_kind': caseKind, 'd.level': ofLevel });
  const place = await nextBelow(database, where, 'd.path');
  let open = database
    .selectFrom('deadlines as d')
    .innerJoin('case_status as c', 'c.case_id', 'd.case_id')
    .select([
      'd.level',
      'c.definition',
      'd.part',
      'd.case_kind',
      'd.missed_on',
      sql<number>`CASE WHEN d.kind = 'TOTAL' OR d.about_no IS NOT NULL THEN 1 ELSE 0 END`.as('loose'),
      place.as('place'),
      WAITS_FOR.as('calendar'),
      ...DEADLINE_STATES.map((state) =>
        sql<number>`CASE WHEN ${stateCondition(state, today, days)} THEN 1 END`.as(state.toLowerCase()),
      ),
    ])
    // The words of the partial index.
    .where('d.status', '=', sql.lit('OPEN'))
    .where((eb) => eb.and(same));
  if (where !== undefined) open = open.where(await within(database, where, 'd.path'));
  if (step !== undefined) open = open.where(ofStep(step));
  // Two stretches of one index; as one condition they would be looked for among all that is open.
  const soon = open.where(DUE, '<=', addDays(today, Math.max(days, REMINDED_AT_MOST_DAYS)));
  const rows: Row[] = [];
  for (const stretch of [soon, open.where(WAITS)]) {
    const counted = database
      .selectFrom(stretch.as('s'))
      .select(['level', 'definition', 'part', 'loose', 'case_kind', 'place', 'calendar'])
      .select([...DEADLINE_STATES.map((state) => state.toLowerCase()), 'missed_on'].map(counting))
      .groupBy(['level', 'definition', 'part', 'loose', 'case_kind', 'place', 'calendar']);
    rows.push(...(await counted.execute()));
  }
  const desksOf = await desks(database);
  const groups = rows.map((row): Group => {
    const level = textOrNull(row, 'level') as Level | null;
    const part = text(row, 'part');
    const place = text(row, 'place');
    return {
      level,
      desks: desksOf(level, text(row, 'definition'), flag(row, 'loose') ? null : part),
      area: place === '' && typeof where === 'string' ? where : place,
      caseKind: text(row, 'case_kind') as CaseKind,
      step: part.slice(0, part.indexOf('.')),
      calendar: textOrNull(row, 'calendar'),
      counts: countsOf(row),
    };
  });
  return office === undefined ? groups : groups.filter((group) => group.desks.includes(office));
}

/** To whom terms of a part fall; the desk of the level where no part assigns them. */
async function desks(
  database: Answers,
): Promise<(level: Level | null, definition: string, part: string | null) => readonly Office[]> {
  const ofPart = await desksOfParts(database);
  return (level, definition, part) =>
    (part === null ? undefined : ofPart(definition, part, level)) ?? (level === null ? [] : deskOf(level));
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
export async function openOfOffice(
  models: ReadModels,
  today: CivilDate,
  office: Office,
  where: string | readonly string[] | undefined,
): Promise<StateCounts> {
  const groups = await groupsOf(models, today, { office, ...(where === undefined ? {} : { within: where }) }, UPCOMING_DAYS);
  return groups.map(({ counts }) => counts).reduce(sum, NONE);
}

/** Codes of the steps of all published definitions, in order: what a filter by step may name. */
export async function knownSteps({ database }: ReadModels): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('part_desks')
    .select(sql<string>`substr(part, 1, instr(part, '.') - 1)`.as('step'))
    .distinct()
    .orderBy('step')
    .execute();
  return rows.map(({ step }) => step);
}

/** Open longest terms that are over, by level: for whoever watches from outside. */
export async function overdueByLevel(
  { database }: ReadModels,
  today: CivilDate,
): Promise<readonly { readonly level: Level | null; readonly overdue: number }[]> {
  const rows = await openByLevel(database)
    .where(stateCondition('OVERDUE', today, 0))
    .execute();
  return rows.map(({ level, open }) => ({ level: level as Level | null, overdue: open }));
}

/** Open terms that have no day before a calendar is published, by level: for whoever watches from outside. */
export async function waitingByLevel({
  database,
}: ReadModels): Promise<readonly { readonly level: Level | null; readonly waiting: number }[]> {
  const rows = await openByLevel(database).where(WAITS).execute();
  return rows.map(({ level, open }) => ({ level: level as Level | null, waiting: open }));
}

function openByLevel(database: Answers) {
  return database
    .selectFrom('deadlines as d')
    .select(({ fn }) => ['d.level', fn.countAll<number>().as('open')])
    .where('d.status', '=', sql.lit('OPEN'))
    .groupBy('d.level')
    .orderBy('d.level', (order) => order.asc().nullsFirst());
}

/** The calendar that a term without a day waits for, as its derivation names it. */
const WAITS_FOR: RawBuilder<string | null> = sql<
  string | null
>`CASE WHEN d.due_on IS NULL THEN json_extract(d.derivation, '$.missing') END`;

/** In how many rows the column holds something. */
const counting = (column: string): AliasedRawBuilder<number, string> =>
  sql<number>`count(${sql.ref(column)})`.as(COUNTED[column] ?? column);
const COUNTED: Readonly<Record<string, string>> = { missed_on: 'missed' };

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
