import { civilDate } from '#libs/kernel';
import { CalendarBook } from './calendar.js';
import { countWorkingDays, nextWorkingDay, workingDaysWithin } from './counting.js';
import { shippedCalendar as shipped, shippedCalendars } from './years/index.js';

const day = civilDate;

describe('counting working days', () => {
  it('tells what it passed over, which weekend days it counted, and by which versions', () => {
    expect(countWorkingDays(shipped, day('2018-02-14'), 5)).toEqual({
      lastDay: '2018-02-26',
      days: 5,
      skipped: [
        { day: '2018-02-15', because: 'SPRING_FESTIVAL' },
        { day: '2018-02-16', because: 'SPRING_FESTIVAL' },
        { day: '2018-02-17', because: 'SPRING_FESTIVAL' },
        { day: '2018-02-18', because: 'SPRING_FESTIVAL' },
        { day: '2018-02-19', because: 'SPRING_FESTIVAL' },
        { day: '2018-02-20', because: 'SPRING_FESTIVAL' },
        { day: '2018-02-21', because: 'SPRING_FESTIVAL' },
        { day: '2018-02-25', because: 'WEEKEND' },
      ],
      workedWeekends: ['2018-02-24'],
      calendar: ['CN-2018@1'],
    });
  });

  it('names both years where it goes over New Year', () => {
    expect(countWorkingDays(shipped, day('2018-12-28'), 3)).toMatchObject({
      lastDay: '2019-01-02',
      workedWeekends: ['2018-12-29'],
      calendar: ['CN-2018@1', 'CN-2019@1'],
    });
  });

  it('names the year that is missing, and those that are known, instead of guessing', () => {
    const book = new CalendarBook();
    for (const year of shippedCalendars.filter(({ year: of }) => of >= 2025)) book.publish(year.id, year);
    expect([countWorkingDays(book, day('2026-12-30'), 3), countWorkingDays(book, day('2024-12-31'), 1)]).toEqual([
      { missing: 2027, known: [2025, 2026] },
      { missing: 2024, known: [2025, 2026] },
    ]);
  });

  it('counts by the newest version of a year, or by the one that is pinned', () => {
    const [year] = shippedCalendars.filter(({ year: of }) => of === 2020);
    if (year === undefined) throw new RangeError('2020 is not shipped');
    // As it stood before the notice of 26 January: back to work on 31 January, Saturday 1 February worked.
    const before = year.holidays.map((holiday) =>
      holiday.occasion === 'SPRING_FESTIVAL'
        ? { ...holiday, to: day('2020-01-30'), workdays: [day('2020-01-19'), day('2020-02-01')] }
        : holiday,
    );
    const book = new CalendarBook();
    book.publish('CN-2020@2', { ...year, version: 2 });
    book.publish('CN-2020@1', { ...year, version: 1, holidays: before });
    const counted = (pinned?: readonly string[]) => countWorkingDays(book, day('2020-01-22'), 4, pinned);
    expect([counted(), counted(['CN-2020@1'])]).toMatchObject([
      { lastDay: '2020-02-04', calendar: ['CN-2020@2'] },
      { lastDay: '2020-02-01', calendar: ['CN-2020@1'] },
    ]);
  });

  it.each([
    ['a working day stays', '2018-02-22', '2018-02-22'],
    ['a Sunday moves to Monday', '2018-03-04', '2018-03-05'],
    ['an adjusted Saturday stays', '2018-02-24', '2018-02-24'],
    ['a holiday moves behind all of it', '2018-02-15', '2018-02-22'],
    ['the extension of 2020 reaches to Sunday, 2 February', '2020-01-31', '2020-02-03'],
    ['New Year moves to the next day that is worked', '2022-01-01', '2022-01-04'],
  ])('the next working day: %s', (_, from, to) => {
    expect(nextWorkingDay(shipped, day(from))).toMatchObject({ lastDay: to });
  });

  it.each([
    ['2018-02-12', '2018-02-25', 6],
    ['2018-02-15', '2018-02-21', 0],
    ['2018-02-24', '2018-02-24', 1],
  ])('from %s to %s: %i', (first, last, days) => {
    expect(workingDaysWithin(shipped, day(first), day(last))).toMatchObject({ days });
  });

  it('has no last day of no days', () => {
    expect(() => countWorkingDays(shipped, day('2018-02-22'), 0)).toThrow(
      new RangeError('0 working days have no last day; at least 1 is counted'),
    );
  });
});
