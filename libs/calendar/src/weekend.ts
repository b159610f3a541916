import { type CivilDate, civilDate, daysBetween } from '#libs/kernel';

const A_MONDAY = civilDate('2018-01-01');
const SATURDAY = 5;

/** 0 on Mondays, 6 on Sundays. */
export function weekdayOf(day: CivilDate): number {
  const afterMonday = daysBetween(A_MONDAY, day) % 7;
  return afterMonday < 0 ? afterMonday + 7 : afterMonday;
}

export const isWeekend = (weekday: number): boolean => weekday >= SATURDAY;
