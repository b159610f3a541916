import { isWorkday } from 'chinese-days';
import { addDays, type CivilDate, civilDate } from '#libs/kernel';
import { checkCalendarYear } from '../check.js';
import { restOn } from '../calendar.js';
import { shippedCalendar, shippedCalendars } from './index.js';

const daysOfYear = (year: number): readonly CivilDate[] => {
  const days: CivilDate[] = [];
  for (let day = civilDate(`${year}-01-01`); day.startsWith(String(year)); day = addDays(day, 1)) days.push(day);
  return days;
};
const restIn = (year: number, day: CivilDate) => {
  const table = shippedCalendar.year(year);
  if (table === undefined) throw new RangeError(`there is no ${year}`);
  return restOn(table, day);
};

/** Days of a year that are worked or not against the plain week, as `MM-DD`. */
function against(year: number): { readonly off: readonly string[]; readonly worked: readonly string[] } {
  const weekend = (day: CivilDate): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
  const days = daysOfYear(year).map((day) => ({ day, off: restIn(year, day) !== null, weekend: weekend(day) }));
  const short = (wanted: typeof days): readonly string[] => wanted.map(({ day }) => day.slice(5));
  return {
    off: short(days.filter(({ off, weekend: plain }) => off && !plain)),
    worked: short(days.filter(({ off, weekend: plain }) => !off && plain)),
  };
}

describe('calendars that we ship', () => {
  it('are every year from 2013 to 2026, each sound', () => {
    expect([shippedCalendar.years, shippedCalendars.flatMap(checkCalendarYear)]).toEqual([
      [2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026],
      [],
    ]);
  });

  // Typed from the notices of the General Office of the State Council, not from the tables: 2014-12-16 and 2015-05-13 (Victory
  // Day); 2017-11-30, with 2018-12-06 for its last days; 2019-11-21 and 2020-01-26 (extension); 2022-12-08; 2025-11-04.
  it.each([
    [
      2015,
      '01-01 01-02 02-18 02-19 02-20 02-23 02-24 04-06 05-01 06-22 09-03 09-04 10-01 10-02 10-05 10-06 10-07',
      '01-04 02-15 02-28 09-06 10-10',
    ],
    [
      2018,
      '01-01 02-15 02-16 02-19 02-20 02-21 04-05 04-06 04-30 05-01 06-18 09-24 10-01 10-02 10-03 10-04 10-05 12-31',
      '02-11 02-24 04-08 04-28 09-29 09-30 12-29',
    ],
    [
      2020,
      '01-01 01-24 01-27 01-28 01-29 01-30 01-31 04-06 05-01 05-04 05-05 06-25 06-26 10-01 10-02 10-05 10-06 10-07 10-08',
      '01-19 04-26 05-09 06-28 09-27 10-10',
    ],
    [
      2023,
      '01-02 01-23 01-24 01-25 01-26 01-27 04-05 05-01 05-02 05-03 06-22 06-23 09-29 10-02 10-03 10-04 10-05 10-06',
      '01-28 01-29 04-23 05-06 06-25 10-07 10-08',
    ],
    [
      2026,
      '01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07',
      '01-04 02-14 02-28 05-09 09-20 10-10',
    ],
  ])('%i: weekdays off and weekend days worked are those of the notices', (year, off, worked) => {
    expect(against(year)).toEqual({ off: off.split(' '), worked: worked.split(' ') });
  });

  it.each([
    ['2015-02-18', 'SPRING_FESTIVAL'],
    ['2015-09-05', 'VICTORY_DAY'],
    ['2018-02-21', 'SPRING_FESTIVAL'],
    ['2018-02-22', null],
    ['2018-02-24', null],
    ['2018-02-25', 'WEEKEND'],
    ['2018-12-30', 'NEW_YEAR'],
    ['2020-02-01', 'SPRING_FESTIVAL'],
    ['2020-02-02', 'SPRING_FESTIVAL'],
    ['2020-02-03', null],
    ['2020-10-01', 'NATIONAL_DAY_AND_MID_AUTUMN'],
    ['2022-12-31', 'NEW_YEAR'],
    ['2026-02-14', null],
    ['2026-02-15', 'SPRING_FESTIVAL'],
  ])('%s: %s', (day, because) => {
    expect(restIn(Number(day.slice(0, 4)), civilDate(day))).toBe(because);
  });

  it.each(shippedCalendars.map(({ year }) => year))('%i agrees with the library chinese-days on every day', (year) => {
    const days = daysOfYear(year);
    expect(days.filter((day) => (restIn(year, day) === null) !== isWorkday(day))).toEqual([]);
  });
});
