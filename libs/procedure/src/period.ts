import { addDays, type CivilDate, civilDate, daysBetween, type JsonObject, laterOf } from '#libs/kernel';
import { type Duration } from './definition.js';
import { type PolicyParameters } from './policy.js';

export type DayCount = PolicyParameters['dayCount']['value'];

/** A term in working days cannot be told without a calendar of holidays and shifted working days; it is shown as such. */
export const NEEDS_CALENDAR = 'NEEDS_CALENDAR';
export type OrNeedsCalendar = CivilDate | typeof NEEDS_CALENDAR;

/** A notice period and how it was reached (domain.md §5, day counting). */
export interface Period {
  readonly runsFrom: CivilDate;
  /** The last day of the period: what is printed as its end. */
  readonly lastDay: CivilDate;
  /** The first day on which it may close. */
  readonly earliestClose: CivilDate;
  readonly derivation: JsonObject;
}

/**
 * The last day of a term that starts on `from`. EXCLUDE_START does not count the first day (the default; Civil Code art. 201),
 * INCLUDE_START does. Calendar days are not prolonged by holidays. A month ends on the day of the same number, or on
 * the last of a shorter month.
 */
export function lastDayOf(from: CivilDate, term: Duration, dayCount: DayCount): OrNeedsCalendar {
  if (term.unit === 'wd') return NEEDS_CALENDAR;
  const end =
    term.unit === 'cd' ? addDays(from, term.length) : addMonths(from, term.unit === 'year' ? term.length * 12 : term.length);
  return dayCount === 'INCLUDE_START' && term.length > 0 ? addDays(end, -1) : end;
}

/** The first day on which a term that starts on `from` is over: posted on D, n days, EXCLUDE_START: D + n + 1 (§5). */
export function earliestClose(from: CivilDate, term: Duration, dayCount: DayCount): OrNeedsCalendar {
  const last = lastDayOf(from, term, dayCount);
  return last === NEEDS_CALENDAR ? last : addDays(last, 1);
}

/** The period of a notice that runs from `runsFrom`; NEEDS_CALENDAR where its term is in working days. */
export function noticePeriod(runsFrom: CivilDate, term: Duration, dayCount: DayCount): Period | typeof NEEDS_CALENDAR {
  const lastDay = lastDayOf(runsFrom, term, dayCount);
  if (lastDay === NEEDS_CALENDAR) return NEEDS_CALENDAR;
  return {
    runsFrom,
    lastDay,
    earliestClose: addDays(lastDay, 1),
    derivation: {
      runsFrom,
      length: term.length,
      unit: term.unit,
      dayCount,
      ...(term.timer === undefined ? {} : { timer: term.timer }),
      clause: term.basis.clause,
      mark: term.basis.mark,
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
  /** Days already missing in the running period. 0 where absent. */
  readonly missingBefore?: number;
}

export interface Resumed {
  readonly mode: 'EXTEND' | 'RESTART';
  readonly missingDays: number;
  readonly runsFrom: CivilDate;
  readonly earliestClose: CivilDate;
}

/**
 * What an interruption does to a running period (R10): EXTEND by the missing days; RESTART from the day on which it hung
 * again, in full, where the issuer withdrew it or more than `maxMissingDays` are missing. What happens before the period
 * runs or after it is over takes nothing from it. NEEDS_CALENDAR where a restart cannot be told without a calendar.
 */
export function interrupted(
  running: Pick<Period, 'runsFrom' | 'earliestClose'>,
  interruption: Interruption,
  term: Duration,
  dayCount: DayCount,
  maxMissingDays: number,
): Resumed | typeof NEEDS_CALENDAR {
  const from = laterOf(interruption.missingFrom, running.runsFrom);
  const within = from < running.earliestClose;
  const missingDays = within ? Math.max(0, daysBetween(from, interruption.restoredOn)) : 0;
  const tooMany = missingDays > 0 && missingDays + (interruption.missingBefore ?? 0) > maxMissingDays;
  if (within && (interruption.withdrawnByIssuer || tooMany)) {
    const close = earliestClose(interruption.restoredOn, term, dayCount);
    if (close === NEEDS_CALENDAR) return NEEDS_CALENDAR;
    return { mode: 'RESTART', missingDays, runsFrom: interruption.restoredOn, earliestClose: close };
  }
  return {
    mode: 'EXTEND',
    missingDays,
    runsFrom: running.runsFrom,
    earliestClose: addDays(running.earliestClose, missingDays),
  };
}

function addMonths(date: CivilDate, months: number): CivilDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const first = firstOfMonth(index);
  const lastDay = addDays(firstOfMonth(index + 1), -1);
  const wanted = addDays(first, Number(date.slice(8)) - 1);
  return wanted > lastDay ? lastDay : wanted;
}

function firstOfMonth(index: number): CivilDate {
  const year = String(Math.floor(index / 12)).padStart(4, '0');
  return civilDate(`${year}-${String((index % 12) + 1).padStart(2, '0')}-01`);
}
