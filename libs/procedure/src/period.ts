import {
  type Calendar,
  countWorkingDays,
  type Counted,
  isYearMissing,
  workingDaysWithin,
  type YearMissing,
} from '#libs/calendar';
import {
  addDays,
  type CivilDate,
  civilDate,
  daysBetween,
  type Finding,
  type JsonObject,
  type JsonValue,
  laterOf,
  unmet,
} from '#libs/kernel';
import { type Duration } from './definition.js';
import { type Law } from './law.js';
import { type PolicyParameters } from './policy.js';

export { isYearMissing, type YearMissing };

export type DayCount = PolicyParameters['dayCount']['value'];

/** By what days are counted. */
export interface Counting {
  readonly dayCount: DayCount;
  readonly calendar: Calendar;
  /** Versions of years to count by, `id@version#digest`. Absent: the newest. */
  readonly pinned?: readonly string[];
}

/**
 * How a law counts days. With the derivation of an end that was counted before, by the versions of the calendar that it pins:
 * an explanation counts as the decision did, whatever was published since.
 */
export function countingOf({ policy, calendar }: Pick<Law, 'policy' | 'calendar'>, derivation: JsonValue = null): Counting {
  const dayCount = policy.parameters.dayCount.value;
  const pinned = typeof derivation === 'object' && derivation !== null && 'calendar' in derivation ? derivation.calendar : null;
  return Array.isArray(pinned) ? { dayCount, calendar, pinned: pinned as string[] } : { dayCount, calendar };
}

/** What refuses an order whose days cannot be counted: which year is missing, and what to publish. */
export function calendarMissing({ missing, known }: YearMissing, part: string): Finding {
  const required = { calendar: `CN-${missing}`, by: 'PublishCalendar' };
  return unmet('CALENDAR_MISSING', 'INPUT', '§5 day counting', required, { part, year: missing, known });
}

/** The last day of a term. */
export interface TermEnd {
  readonly lastDay: CivilDate;
  /**
   * What was looked at to reach it, for its derivation. Of a term in working days `calendar` (the versions counted by),
   * `skipped` (days passed over, and why) and `workedWeekends` (adjusted workdays that count); nothing of others.
   */
  readonly counted: JsonObject;
}

/** A notice period and how it was reached (domain.md §5, day counting). */
export interface Period {
  readonly runsFrom: CivilDate;
  /** The last day of the period: what is printed as its end. */
  readonly lastDay: CivilDate;
  /** The first day on which it may close. */
  readonly earliestClose: CivilDate;
  readonly derivation: JsonObject;
}

const lookedAt = ({ calendar, skipped, workedWeekends }: Counted): JsonObject => ({
  calendar,
  skipped: skipped.map(({ day, because }) => ({ day, because })),
  workedWeekends,
});

/**
 * The end of a term that starts on `from`. EXCLUDE_START does not count the first day (the default; Civil Code art. 201),
 * INCLUDE_START does. Calendar days are not prolonged by holidays; of working days only those count that are worked. A month
 * ends on the day of the same number, or on the last of a shorter month. The year missing where working days fall into one
 * that has no calendar.
 */
export function termEnd(from: CivilDate, term: Duration, counting: Counting): TermEnd | YearMissing {
  if (term.length === 0) return { lastDay: from, counted: {} };
  if (term.unit === 'wd') return inWorkingDays(from, term.length, counting);
  const end =
    term.unit === 'cd' ? addDays(from, term.length) : addMonths(from, term.unit === 'year' ? term.length * 12 : term.length);
  return { lastDay: counting.dayCount === 'INCLUDE_START' ? addDays(end, -1) : end, counted: {} };
}

function inWorkingDays(from: CivilDate, length: number, { dayCount, calendar, pinned }: Counting): TermEnd | YearMissing {
  const counted = countWorkingDays(calendar, dayCount === 'INCLUDE_START' ? from : addDays(from, 1), length, pinned);
  return isYearMissing(counted) ? counted : { lastDay: counted.lastDay, counted: lookedAt(counted) };
}

/**
 * The end of a period in which somebody files something: one that ends on a rest day ends on the next working day
 * (Civil Code art. 203). Notice periods and the terms of offices do not move.
 */
export function filingEnd(from: CivilDate, term: Duration, counting: Counting): TermEnd | YearMissing {
  const end = termEnd(from, term, counting);
  if (isYearMissing(end)) return end;
  const moved = countWorkingDays(counting.calendar, end.lastDay, 1, counting.pinned);
  if (isYearMissing(moved)) return moved;
  if (moved.lastDay === end.lastDay) return end;
  return { lastDay: moved.lastDay, counted: { ...end.counted, movedFrom: end.lastDay, movedOver: lookedAt(moved) } };
}

/** The last day of a term that starts on `from`: see {@link termEnd}. */
export function lastDayOf(from: CivilDate, term: Duration, counting: Counting): CivilDate | YearMissing {
  const end = termEnd(from, term, counting);
  return isYearMissing(end) ? end : end.lastDay;
}

/** The period of a notice that runs from `runsFrom`. Posted on D, n days, EXCLUDE_START: it closes on D + n + 1 (§5). */
export function noticePeriod(runsFrom: CivilDate, term: Duration, counting: Counting): Period | YearMissing {
  const end = termEnd(runsFrom, term, counting);
  if (isYearMissing(end)) return end;
  const { lastDay, counted } = end;
  return {
    runsFrom,
    lastDay,
    earliestClose: addDays(lastDay, 1),
    derivation: {
      runsFrom,
      length: term.length,
      unit: term.unit,
      dayCount: counting.dayCount,
      ...(term.timer === undefined ? {} : { timer: term.timer }),
      clause: term.basis.clause,
      mark: term.basis.mark,
      ...counted,
      lastDay,
    },
  };
}

/**
 * From which day a period counts (R2): the later of the paper date and the recording less `backfillMaxDays`;
 * an older paper date counts only where the level above admitted it.
 */
export function countsFrom(occurredOn: CivilDate, recordedOn: CivilDate, backfillMaxDays: number, admitted: boolean): CivilDate {
  return admitted ? occurredOn : laterOf(occurredOn, addDays(recordedOn, -backfillMaxDays));
}

export interface Interruption {
  readonly missingFrom: CivilDate;
  /** First day on which it hung again. */
  readonly restoredOn: CivilDate;
  readonly withdrawnByIssuer: boolean;
  /** The days that were missing before, wherever it was: they were counted, and do not count again. None where absent. */
  readonly missingBefore?: readonly CivilDate[];
}

export interface Resumed {
  readonly mode: 'EXTEND' | 'RESTART';
  /** Calendar days that were not counted before, whatever the unit of the term. */
  readonly missingDays: number;
  readonly runsFrom: CivilDate;
  readonly earliestClose: CivilDate;
  /** Where working days were counted: by which calendar. What calendar days give needs none. */
  readonly derivation?: JsonObject;
}

/**
 * What an interruption does to a running period (R10): EXTEND by the missing days; RESTART from the day on which it hung
 * again everywhere, in full, where the issuer withdrew it or more than `maxMissingDays` are missing. A day is missing once,
 * however often and of how many places it is told. What happens before the period runs or after it is over takes nothing
 * from it. A period in working days is extended by the working days among those that are missing. The year missing where
 * working days fall into one that has no calendar.
 */
export function interrupted(
  running: Pick<Period, 'runsFrom' | 'earliestClose'>,
  interruption: Interruption,
  term: Duration,
  counting: Counting,
  maxMissingDays: number,
): Resumed | YearMissing {
  const from = laterOf(interruption.missingFrom, running.runsFrom);
  const { restoredOn, withdrawnByIssuer, missingBefore = [] } = interruption;
  const within = from < running.earliestClose && restoredOn >= running.runsFrom;
  const before = missingBefore.filter((day) => day >= running.runsFrom);
  const known = before.filter((day) => day >= from && day < restoredOn);
  const missingDays = within ? Math.max(0, daysBetween(from, restoredOn) - known.length) : 0;
  const tooMany = missingDays > 0 && missingDays + before.length > maxMissingDays;
  if (within && (withdrawnByIssuer || tooMany)) {
    const again = before.reduce((last, day) => laterOf(last, addDays(day, 1)), restoredOn);
    const period = noticePeriod(again, term, counting);
    if (isYearMissing(period)) return period;
    const { runsFrom, earliestClose, derivation } = period;
    return { mode: 'RESTART', missingDays, runsFrom, earliestClose, ...(term.unit === 'wd' ? { derivation } : {}) };
  }
  const extended = { mode: 'EXTEND', missingDays, runsFrom: running.runsFrom } as const;
  if (term.unit !== 'wd' || missingDays === 0) {
    return { ...extended, earliestClose: addDays(running.earliestClose, missingDays) };
  }
  const { calendar, pinned } = counting;
  const missing = workingDaysWithin(calendar, from, addDays(restoredOn, -1), pinned);
  if (isYearMissing(missing)) return missing;
  let days = missing.days;
  for (const day of known) {
    const counted = workingDaysWithin(calendar, day, day, pinned);
    if (isYearMissing(counted)) return counted;
    days -= counted.days;
  }
  if (days === 0) return { ...extended, earliestClose: running.earliestClose };
  const added = countWorkingDays(calendar, running.earliestClose, days, pinned);
  if (isYearMissing(added)) return added;
  const { clause, mark } = term.basis;
  return {
    ...extended,
    earliestClose: addDays(added.lastDay, 1),
    derivation: { addedTo: running.earliestClose, length: days, unit: 'wd', clause, mark, ...lookedAt(added) },
  };
}

/** The last day of a month, 1 to 12. */
export function lastOfMonth(year: number, month: number): CivilDate {
  return addDays(firstOfMonth(year * 12 + month), -1);
}

function addMonths(date: CivilDate, months: number): CivilDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const first = firstOfMonth(index);
  const lastDay = lastOfMonth(Math.floor(index / 12), (index % 12) + 1);
  const wanted = addDays(first, Number(date.slice(8)) - 1);
  return wanted > lastDay ? lastDay : wanted;
}

function firstOfMonth(index: number): CivilDate {
  const year = String(Math.floor(index / 12)).padStart(4, '0');
  return civilDate(`${year}-${String((index % 12) + 1).padStart(2, '0')}-01`);
}
