import { checkCalendarYear } from './check.js';

const year = (holidays: readonly object[]): object => ({
  id: 'CN-2027',
  version: 1,
  year: 2027,
  sources: ['a notice'],
  holidays,
});
const holiday = (from: string, to: string, workdays: readonly string[] = []): object => ({
  occasion: 'NEW_YEAR',
  from,
  to,
  workdays,
});
const told = (calendar: unknown) =>
  checkCalendarYear(calendar).map(({ path, code, expected, actual }) => [path, code, expected, actual]);

describe('the self-check of a calendar', () => {
  it('lets a sound one pass', () => {
    expect(told(year([holiday('2027-01-01', '2027-01-03'), holiday('2027-02-05', '2027-02-11', ['2027-01-30'])]))).toEqual([]);
  });

  it.each([
    [
      'an adjusted workday that is no weekend day',
      year([holiday('2027-01-01', '2027-01-03', ['2027-01-04'])]),
      ['holidays.0.workdays.0', 'WORKDAY_NOT_ON_A_WEEKEND', 'a Saturday or Sunday', '2027-01-04'],
    ],
    [
      'two holidays that share a day',
      year([holiday('2027-05-01', '2027-05-03'), holiday('2027-05-03', '2027-05-04')]),
      ['holidays.1', 'DAY_NAMED_TWICE', 'holidays.0', '2027-05-03'],
    ],
    [
      'a day that is off and worked',
      year([holiday('2027-01-01', '2027-01-03', ['2027-01-02'])]),
      ['holidays.0.workdays.0', 'DAY_NAMED_TWICE', 'holidays.0', '2027-01-02'],
    ],
    [
      'a day of the year before',
      year([holiday('2027-01-01', '2027-01-03', ['2026-12-26'])]),
      ['holidays.0.workdays.0', 'DAY_OF_ANOTHER_YEAR', 2027, '2026-12-26'],
    ],
    [
      'a holiday that goes on for thousands of years, without counting its days',
      year([holiday('2027-01-01', '9998-12-31')]),
      ['holidays.0.to', 'DAY_OF_ANOTHER_YEAR', 2027, '9998-12-31'],
    ],
    [
      'more holidays than a year can have',
      year(Array.from({ length: 41 }, () => holiday('2027-01-01', '2027-01-01'))),
      ['holidays', 'CALENDAR_MALFORMED', 'Too big: expected array to have <=40 items', null],
    ],
    [
      'a holiday that ends before it begins',
      year([holiday('2027-01-03', '2027-01-01')]),
      ['holidays.0.to', 'HOLIDAY_ENDS_BEFORE_IT_BEGINS', '2027-01-03', '2027-01-01'],
    ],
    ['an id of another year', { ...year([]), id: 'CN-2026' }, ['id', 'CALENDAR_ID_NOT_OF_ITS_YEAR', 'CN-2027', 'CN-2026']],
    [
      'a date of no calendar',
      year([holiday('2027-02-29', '2027-03-01')]),
      ['holidays.0.from', 'CALENDAR_MALFORMED', 'a date of the calendar, YYYY-MM-DD', null],
    ],
  ])('tells of %s', (_, calendar, problem) => {
    expect(told(calendar)).toEqual([problem]);
  });

  it('says it in words', () => {
    const [problem] = checkCalendarYear(year([holiday('2027-01-01', '2027-01-03', ['2027-01-04'])]));
    expect(problem?.message.en).toBe('An adjusted workday is not on a weekend');
  });
});
