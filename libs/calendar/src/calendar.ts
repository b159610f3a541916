import { type CivilDate } from '#libs/kernel';
import { type CalendarYear, type Occasion } from './calendar-year.js';
import { daysOf } from './check.js';
import { isWeekend, weekdayOf } from './weekend.js';

/** Why a day is not worked. A weekend that falls into a holiday is that holiday's. */
export type RestReason = 'WEEKEND' | Occasion;

/** One published version of a year. */
export interface YearTable {
  /** `id@version#digest`: what a date counted by it pins. */
  readonly ref: string;
  readonly holidays: ReadonlyMap<CivilDate, Occasion>;
  /** Weekend days that are worked. */
  readonly workdays: ReadonlySet<CivilDate>;
}

/** Which days are worked. A year that it does not hold is missing: nothing is assumed of its days. */
export interface Calendar {
  /** In ascending order. */
  readonly years: readonly number[];
  /** The version of a year that `pinned` names, or else the newest. Undefined where the year is missing. */
  year(year: number, pinned?: readonly string[]): YearTable | undefined;
}

/** Why a day is not worked; null where it is. Whoever goes from day to day knows the weekday (0 on Mondays). */
export function restOn(table: YearTable, day: CivilDate, weekday = weekdayOf(day)): RestReason | null {
  if (table.workdays.has(day)) return null;
  return table.holidays.get(day) ?? (isWeekend(weekday) ? 'WEEKEND' : null);
}

/** The calendars that were published, every version of them. Knows no day of which it was not told. */
export class CalendarBook implements Calendar {
  private readonly newest = new Map<number, { readonly version: number; readonly table: YearTable }>();
  private readonly byRef = new Map<string, { readonly year: number; readonly table: YearTable }>();

  /** Takes in a sound year; the same version twice changes nothing. */
  publish(ref: string, { year, version, holidays }: CalendarYear): void {
    const table: YearTable = {
      ref,
      holidays: new Map(holidays.flatMap((holiday) => daysOf(holiday).map((day) => [day, holiday.occasion] as const))),
      workdays: new Set(holidays.flatMap(({ workdays }) => workdays)),
    };
    this.byRef.set(ref, { year, table });
    const known = this.newest.get(year);
    if (known === undefined || known.version < version) this.newest.set(year, { version, table });
  }

  get years(): readonly number[] {
    return [...this.newest.keys()].sort((a, b) => a - b);
  }

  year(year: number, pinned: readonly string[] = []): YearTable | undefined {
    for (const ref of pinned) {
      const known = this.byRef.get(ref);
      if (known?.year === year) return known.table;
    }
    return this.newest.get(year)?.table;
  }
}
