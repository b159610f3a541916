import { addDays, type CivilDate, yearOf } from '#libs/kernel';
import { type Calendar, restOn, type RestReason, type YearTable } from './calendar.js';
import { isWeekend, weekdayOf } from './weekend.js';

/** What cannot be counted, and what is known: the calendar of `missing` has to be published. */
export interface YearMissing {
  readonly missing: number;
  readonly known: readonly number[];
}

/** A day reached by counting, with all that was looked at on the way. */
export interface Counted {
  readonly lastDay: CivilDate;
  /** How many working days were counted. */
  readonly days: number;
  /** Days passed over, and why. */
  readonly skipped: readonly { readonly day: CivilDate; readonly because: RestReason }[];
  /** Weekend days that were counted because they are worked. */
  readonly workedWeekends: readonly CivilDate[];
  /** The versions by which it was counted, `id@version#digest`, in the order of their years. */
  readonly calendar: readonly string[];
}

export function isYearMissing(counted: unknown): counted is YearMissing {
  return typeof counted === 'object' && counted !== null && 'missing' in counted;
}

/** Thousands of cases begin the same term on the same day. What was counted within one year stays true of that very table. */
const counts = new WeakMap<YearTable, Map<string, Counted>>();

/**
 * Counts working days from `first` on, `first` itself being the first of them where it is worked, and answers the day of
 * the `days`th. `pinned` names versions to count by instead of the newest. The year missing where one is not published.
 * @throws RangeError where `days` is below 1: no day is then the last.
 */
export function countWorkingDays(
  calendar: Calendar,
  first: CivilDate,
  days: number,
  pinned?: readonly string[],
): Counted | YearMissing {
  if (days < 1) throw new RangeError(`${days} working days have no last day; at least 1 is counted`);
  const table = calendar.year(yearOf(first), pinned);
  const key = `${first}|${days}`;
  const known = table && counts.get(table)?.get(key);
  if (known !== undefined) return known;
  const counted = walk(calendar, first, pinned, ({ days: so }) => so === days);
  if (table !== undefined && !isYearMissing(counted) && counted.calendar.length === 1) {
    counts.set(table, (counts.get(table) ?? new Map<string, Counted>()).set(key, counted));
  }
  return counted;
}

/** Counts the working days of a span, both ends included. */
export function workingDaysWithin(
  calendar: Calendar,
  first: CivilDate,
  last: CivilDate,
  pinned?: readonly string[],
): Counted | YearMissing {
  return walk(calendar, first, pinned, ({ lastDay }) => lastDay >= last);
}

/** The day itself where it is worked, or else the next that is (Civil Code art. 203). */
export function nextWorkingDay(calendar: Calendar, day: CivilDate, pinned?: readonly string[]): Counted | YearMissing {
  return countWorkingDays(calendar, day, 1, pinned);
}

function walk(
  calendar: Calendar,
  first: CivilDate,
  pinned: readonly string[] | undefined,
  ends: (so: Pick<Counted, 'days' | 'lastDay'>) => boolean,
): Counted | YearMissing {
  const skipped: { readonly day: CivilDate; readonly because: RestReason }[] = [];
  const workedWeekends: CivilDate[] = [];
  const used = new Set<string>();
  let days = 0;
  let weekday = weekdayOf(first);
  for (let day = first; ; day = addDays(day, 1), weekday = (weekday + 1) % 7) {
    const table = calendar.year(yearOf(day), pinned);
    if (table === undefined) return { missing: yearOf(day), known: calendar.years };
    used.add(table.ref);
    const because = restOn(table, day, weekday);
    if (because === null) {
      days++;
      if (isWeekend(weekday)) workedWeekends.push(day);
    } else skipped.push({ day, because });
    if (ends({ days, lastDay: day })) return { lastDay: day, days, skipped, workedWeekends, calendar: [...used] };
  }
}
