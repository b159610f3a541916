import { type CivilDate, civilDate, daysBetween } from '#libs/kernel';

const A_MONDAY = civilDate('2018-01-01');

/** Saturday and Sunday. */
export function isWeekend(day: CivilDate): boolean {
  const afterMonday = daysBetween(A_MONDAY, day) % 7;
  return (afterMonday < 0 ? afterMonday + 7 : afterMonday) >= 5;
}
