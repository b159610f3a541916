import { type CivilDate, isCivilDate } from '#libs/kernel';
import { dayFaults, type DayFault, type Words } from '#libs/terms';

/** A day about which nothing can be said: it is no date, it has not come, or nothing had begun yet. */
export class DayRefused extends Error {
  override readonly name = 'DayRefused';
  constructor(
    readonly code: DayFault,
    readonly said: Words,
  ) {
    super(said.en);
  }
}

/** Reads a day that a person wrote. @throws DayRefused where no calendar has it (`2020-02-30`). */
export function dayIn(text: string): CivilDate {
  if (!isCivilDate(text)) throw new DayRefused('NO_SUCH_DAY', dayFaults.NO_SUCH_DAY(text));
  return text;
}

/** @throws DayRefused where the day has not come yet. */
export function hasCome(day: CivilDate, today: CivilDate): void {
  if (day > today) throw new DayRefused('DAY_IN_FUTURE', dayFaults.DAY_IN_FUTURE(day, today));
}

/** @throws DayRefused where nothing is told of the day, naming the first of which something is. */
export function notBeforeFirst(day: CivilDate, first: CivilDate | undefined, of: string): void {
  if (first === undefined || day < first) {
    throw new DayRefused('DAY_BEFORE_FIRST_EVENT', dayFaults.DAY_BEFORE_FIRST_EVENT(of, day, first ?? null));
  }
}
