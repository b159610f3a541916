import { addDays, type CivilDate, civilDateOf, instantOfMs, type Instant, msOf } from '#libs/kernel';

interface Shift {
  readonly pivot: CivilDate;
  readonly days: number;
}

const DAY_MS = 86_400_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The days of a case, moved: from each pivot on, everything lies so many days later, so that what follows keeps its gaps. What
 * lay before a pivot stays, also where it is named later.
 */
export class Timeline {
  private constructor(private readonly shifts: readonly Shift[]) {}

  static readonly AS_RECORDED = new Timeline([]);

  get moved(): boolean {
    return this.shifts.length > 0;
  }

  /** The same, and from `pivot` (a recorded day) on so many days later still. */
  later(pivot: CivilDate, days: number): Timeline {
    return new Timeline([...this.shifts, { pivot, days }]);
  }

  /** How many days later a recorded day lies. */
  daysAt(day: CivilDate): number {
    return this.shifts.reduce((sum, { pivot, days }) => (day >= pivot ? sum + days : sum), 0);
  }

  date(day: CivilDate): CivilDate {
    const days = this.daysAt(day);
    return days === 0 ? day : addDays(day, days);
  }

  moment(recorded: Instant): Instant {
    const days = this.moved ? this.daysAt(civilDateOf(recorded)) : 0;
    return days === 0 ? recorded : instantOfMs(msOf(recorded) + days * DAY_MS);
  }

  /** Data with every civil date in it moved. */
  data<T>(value: T): T {
    return this.moved ? (mapDates(value, (day) => this.date(day)) as T) : value;
  }
}

/** Data with every text that is a civil date given anew. */
export function mapDates(value: unknown, as: (day: CivilDate) => string): unknown {
  if (typeof value === 'string') return DATE.test(value) ? as(value as CivilDate) : value;
  if (Array.isArray(value)) return value.map((item) => mapDates(item, as));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapDates(member, as)]));
}

/** Every civil date in data. */
export function datesIn(value: unknown): readonly CivilDate[] {
  const dates: CivilDate[] = [];
  mapDates(value, (day) => {
    dates.push(day);
    return day;
  });
  return dates;
}
