import { Temporal } from 'temporal-polyfill';
import { type Instant } from './instant.js';

/** A civil date of Asia/Shanghai, `YYYY-MM-DD`. Compares as text. The law counts in these (domain.md §5, day counting). */
export type CivilDate = string & { readonly __civilDate: unique symbol };

const TIME_ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;
const MOST_REMEMBERED = 10_000;
const FORM = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads `YYYY-MM-DD`.
 * @throws RangeError where the text is no date of the calendar (2023-02-29, 2024-13-01).
 */
export function civilDate(text: string): CivilDate {
  if (!isCivilDate(text)) throw new RangeError(`"${text}" is not a calendar date; expected YYYY-MM-DD, such as 2024-02-29`);
  return text;
}

export function isCivilDate(text: unknown): text is CivilDate {
  return typeof text === 'string' && FORM.test(text) && isOfCalendar(text);
}

const isOfCalendar: (text: string) => boolean = remembering(
  (text) => {
    const ms = Date.parse(`${text}T00:00:00Z`);
    return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
  },
  (text) => text,
);

const epochDay: (date: CivilDate) => number = remembering(
  (date) => Date.parse(`${date}T00:00:00Z`) / DAY_MS,
  (date) => date,
);

const dateOf: (epochDay: number) => CivilDate = remembering(
  (day) => new Date(day * DAY_MS).toISOString().slice(0, 10) as CivilDate,
  (day) => day,
);

/** `date` plus `days` calendar days; `days` may be negative. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return dateOf(epochDay(date) + days);
}

/** Whole calendar days from `from` to `to`: 0 on the same day, negative where `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return epochDay(to) - epochDay(from);
}

export function laterOf(a: CivilDate, b: CivilDate): CivilDate {
  return a > b ? a : b;
}

export function yearOf(date: CivilDate): number {
  return Number(date.slice(0, 4));
}

/** The civil date in Asia/Shanghai on which `instant` falls. */
export const civilDateOf: (instant: Instant) => CivilDate = remembering(
  (instant) => Temporal.Instant.from(instant).toZonedDateTimeISO(TIME_ZONE).toPlainDate().toString() as CivilDate,
  // Days begin on a full hour of UTC there: all moments of one fall on the same date.
  (instant) => instant.slice(0, 'YYYY-MM-DDTHH'.length),
);

/** The instant at which the civil date begins in Asia/Shanghai. */
export const startOfDay: (date: CivilDate) => Instant = remembering(
  (date) => new Date(Temporal.PlainDate.from(date).toZonedDateTime(TIME_ZONE).epochMilliseconds).toISOString() as Instant,
  (date) => date,
);

/** Every order asks for the same few days: the calendar and the rules of the time zone are asked once for each. */
function remembering<In, Key extends string | number, Out>(
  workOut: (given: In) => Out,
  keyOf: (given: In) => Key,
): (given: In) => Out {
  const known = new Map<Key, Out>();
  return (given) => {
    const key = keyOf(given);
    const found = known.get(key);
    if (found !== undefined) return found;
    const fresh = workOut(given);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, fresh);
    return fresh;
  };
}

/** Full years from `bornOn` to `on`; one born on 29 February completes a year on 1 March of a common year. */
export function ageOn(bornOn: CivilDate, on: CivilDate): number {
  const years = yearOf(on) - yearOf(bornOn);
  return on.slice(5) < bornOn.slice(5) ? years - 1 : years;
}
