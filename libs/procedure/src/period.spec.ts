import { CalendarBook, shippedCalendar, shippedCalendars } from '#libs/calendar';
import { type CivilDate, civilDate } from '#libs/kernel';
import { type Duration } from './definition.js';
import { policyOf } from './policy-of.js';
import { policySets } from './policies/index.js';
import {
  type Counting,
  countingOf,
  countsFrom,
  type DayCount,
  filingEnd,
  interrupted,
  isYearMissing,
  lastDayOf,
  noticePeriod,
  termEnd,
} from './period.js';

const term = (length: number, unit: Duration['unit'] = 'cd'): Duration => ({
  length,
  unit,
  basis: { clause: '§5', mark: 'SOURCE' },
});
const day = civilDate;
const by = (dayCount: DayCount): Counting => ({ dayCount, calendar: shippedCalendar });
const excluded = by('EXCLUDE_START');

function closing(from: string, period: Duration, counting: Counting): readonly string[] {
  const counted = noticePeriod(day(from), period, counting);
  if (isYearMissing(counted)) throw new RangeError(`${counted.missing} is missing`);
  return [counted.lastDay, counted.earliestClose];
}

describe('notice periods in calendar days (§5, day counting)', () => {
  test.each<[string, string, number, DayCount, string, string]>([
    ['seven days, first day not counted', '2014-03-03', 7, 'EXCLUDE_START', '2014-03-10', '2014-03-11'],
    ['seven days, first day counted', '2014-03-03', 7, 'INCLUDE_START', '2014-03-09', '2014-03-10'],
    ['Hunan 2019-03-17 to 23 counts its first day', '2019-03-17', 7, 'INCLUDE_START', '2019-03-23', '2019-03-24'],
    ['the same notice by the stricter default', '2019-03-17', 7, 'EXCLUDE_START', '2019-03-24', '2019-03-25'],
    ['Hubei over Spring Festival: objections to 02-23', '2018-02-14', 9, 'EXCLUDE_START', '2018-02-23', '2018-02-24'],
    ['holidays do not prolong the minimum', '2018-02-14', 7, 'EXCLUDE_START', '2018-02-21', '2018-02-22'],
    ['over 29 February', '2016-02-25', 7, 'EXCLUDE_START', '2016-03-03', '2016-03-04'],
    ['over the end of February of a common year', '2015-02-25', 7, 'EXCLUDE_START', '2015-03-04', '2015-03-05'],
    ['from 29 February', '2020-02-29', 7, 'EXCLUDE_START', '2020-03-07', '2020-03-08'],
    ['over New Year', '2014-12-28', 7, 'EXCLUDE_START', '2015-01-04', '2015-01-05'],
    ['five days of monitoring', '2021-06-01', 5, 'EXCLUDE_START', '2021-06-06', '2021-06-07'],
    ['no minimum: closes on the next day', '2014-03-03', 0, 'EXCLUDE_START', '2014-03-03', '2014-03-04'],
    ['no minimum, first day counted', '2014-03-03', 0, 'INCLUDE_START', '2014-03-03', '2014-03-04'],
  ])('%s', (_, from, days, dayCount, last, close) => {
    expect(closing(from, term(days), by(dayCount))).toEqual([last, close]);
  });

  test.each<[string, string, number, Duration['unit'], string]>([
    ['a month', '2021-01-15', 1, 'month', '2021-02-15'],
    ['a month from the 31st ends on the last of a shorter one', '2021-01-31', 1, 'month', '2021-02-28'],
    ['six months over a year', '2021-08-31', 6, 'month', '2022-02-28'],
    ['a year from 29 February', '2016-02-29', 1, 'year', '2017-02-28'],
    ['months to December', '2021-11-30', 1, 'month', '2021-12-30'],
  ])('%s', (_, from, length, unit, last) => {
    expect(lastDayOf(day(from), term(length, unit), excluded)).toBe(last);
  });

  it('keeps how the end was reached', () => {
    const sevenDays: Duration = { length: 7, unit: 'cd', timer: 'T01', basis: { clause: '§5 T01', mark: 'SOURCE' } };
    expect(noticePeriod(day('2014-03-03'), sevenDays, excluded)).toEqual({
      runsFrom: '2014-03-03',
      lastDay: '2014-03-10',
      earliestClose: '2014-03-11',
      derivation: {
        runsFrom: '2014-03-03',
        length: 7,
        unit: 'cd',
        dayCount: 'EXCLUDE_START',
        timer: 'T01',
        clause: '§5 T01',
        mark: 'SOURCE',
        lastDay: '2014-03-10',
      },
    });
  });
});

describe('from which day a period counts (R2)', () => {
  test.each<[string, string, string, number, boolean, string]>([
    ['entered on the day', '2014-03-03', '2014-03-03', 3, false, '2014-03-03'],
    ['entered within the days allowed', '2014-03-03', '2014-03-06', 3, false, '2014-03-03'],
    ['entered one day too late: one day is lost', '2014-03-03', '2014-03-07', 3, false, '2014-03-04'],
    ['a back-dated stack does not shorten the period', '2014-03-03', '2014-03-20', 3, false, '2014-03-17'],
    ['admitted by the level above: the paper counts', '2014-03-03', '2014-03-20', 3, true, '2014-03-03'],
    ['no back-dating allowed', '2014-03-03', '2014-03-04', 0, false, '2014-03-04'],
  ])('%s', (_, occurredOn, recordedOn, days, admitted, from) => {
    expect(countsFrom(day(occurredOn), day(recordedOn), days, admitted)).toBe(from);
  });
});

describe('a notice that did not hang all the time (R10)', () => {
  const running = { runsFrom: day('2014-03-03'), earliestClose: day('2014-03-11') };
  const find = (
    missingFrom: string,
    restoredOn: string,
    more: { withdrawnByIssuer?: boolean; missingBefore?: CivilDate[] } = {},
  ) =>
    interrupted(
      running,
      { missingFrom: day(missingFrom), restoredOn: day(restoredOn), withdrawnByIssuer: false, ...more },
      term(7),
      excluded,
      2,
    );

  it('is extended by the missing days', () => {
    expect(find('2014-03-05', '2014-03-07')).toEqual({
      mode: 'EXTEND',
      missingDays: 2,
      runsFrom: '2014-03-03',
      earliestClose: '2014-03-13',
    });
  });
  it('starts again where more than two days are missing', () => {
    expect(find('2014-03-05', '2014-03-08')).toEqual({
      mode: 'RESTART',
      missingDays: 3,
      runsFrom: '2014-03-08',
      earliestClose: '2014-03-16',
    });
  });
  it('starts again where the issuer withdrew it, however short', () => {
    expect(find('2014-03-05', '2014-03-05', { withdrawnByIssuer: true })).toEqual({
      mode: 'RESTART',
      missingDays: 0,
      runsFrom: '2014-03-05',
      earliestClose: '2014-03-13',
    });
  });
  it('counts days that were missing before', () => {
    const missingBefore = [day('2014-03-04'), day('2014-03-05')];
    expect(find('2014-03-07', '2014-03-08', { missingBefore })).toEqual({
      mode: 'RESTART',
      missingDays: 1,
      runsFrom: '2014-03-08',
      earliestClose: '2014-03-16',
    });
    expect(find('2014-03-07', '2014-03-08', { missingBefore: [day('2014-03-01'), day('2014-03-02')] })).toMatchObject({
      mode: 'EXTEND',
      missingDays: 1,
    });
  });
  it('counts no day twice, of however many places it is told', () => {
    const missingBefore = [day('2014-03-05'), day('2014-03-06')];
    expect(find('2014-03-05', '2014-03-07', { missingBefore })).toEqual({ mode: 'EXTEND', missingDays: 0, ...running });
    expect(find('2014-03-04', '2014-03-06', { missingBefore: [day('2014-03-05')] })).toEqual({
      mode: 'EXTEND',
      missingDays: 1,
      runsFrom: '2014-03-03',
      earliestClose: '2014-03-12',
    });
  });
  it('starts again when it hangs everywhere again, not when the first place has it back', () => {
    const missingBefore = [day('2014-03-08'), day('2014-03-09')];
    expect(find('2014-03-05', '2014-03-06', { missingBefore })).toMatchObject({ mode: 'RESTART', runsFrom: '2014-03-10' });
  });
  it('adds the whole gap where it reaches over the printed end', () => {
    expect(find('2014-03-10', '2014-03-12')).toEqual({
      mode: 'EXTEND',
      missingDays: 2,
      runsFrom: '2014-03-03',
      earliestClose: '2014-03-13',
    });
  });
  it.each<[string, string, string, boolean?]>([
    ['after the period', '2014-03-11', '2014-03-20'],
    ['before it runs', '2014-03-01', '2014-03-03'],
    ['withdrawn by its issuer before it runs', '2014-03-01', '2014-03-02', true],
    ['taken down and hung again within a day', '2014-03-05', '2014-03-05'],
  ])('takes nothing where it was missing %s', (_, missingFrom, restoredOn, withdrawnByIssuer = false) => {
    expect(find(missingFrom, restoredOn, { withdrawnByIssuer })).toEqual({ mode: 'EXTEND', missingDays: 0, ...running });
  });

  describe('in working days', () => {
    // Five working days from Monday 2018-02-05: to Sunday 11 February, which is worked; it may close on the 12th.
    const inWorkingDays = (missingFrom: string, restoredOn: string, calendar = shippedCalendar) =>
      interrupted(
        { runsFrom: day('2018-02-05'), earliestClose: day('2018-02-12') },
        { missingFrom: day(missingFrom), restoredOn: day(restoredOn), withdrawnByIssuer: false },
        { ...term(5, 'wd'), timer: 'T04' },
        { dayCount: 'EXCLUDE_START', calendar },
        2,
      );

    it('is extended by the working days that are missing, and tells by which calendar', () => {
      expect(inWorkingDays('2018-02-08', '2018-02-10')).toEqual({
        mode: 'EXTEND',
        missingDays: 2,
        runsFrom: '2018-02-05',
        earliestClose: '2018-02-14',
        derivation: {
          addedTo: '2018-02-12',
          length: 2,
          unit: 'wd',
          clause: '§5',
          mark: 'SOURCE',
          calendar: ['CN-2018@1'],
          skipped: [],
          workedWeekends: [],
        },
      });
    });
    it('counts of the missing days only those that were not counted before', () => {
      const missingBefore = [day('2018-02-08')];
      const gap = { missingFrom: day('2018-02-08'), restoredOn: day('2018-02-10'), withdrawnByIssuer: false, missingBefore };
      const running = { runsFrom: day('2018-02-05'), earliestClose: day('2018-02-13') };
      expect(interrupted(running, gap, term(5, 'wd'), { dayCount: 'EXCLUDE_START', calendar: shippedCalendar }, 2)).toMatchObject(
        {
          mode: 'EXTEND',
          missingDays: 1,
          earliestClose: '2018-02-14',
          derivation: { addedTo: '2018-02-13', length: 1 },
        },
      );
    });
    it('takes nothing where only a rest day is missing', () => {
      expect(inWorkingDays('2018-02-10', '2018-02-11')).toEqual({
        mode: 'EXTEND',
        missingDays: 1,
        runsFrom: '2018-02-05',
        earliestClose: '2018-02-12',
      });
    });
    it('starts again in full, over the holiday', () => {
      expect(inWorkingDays('2018-02-06', '2018-02-09')).toMatchObject({
        mode: 'RESTART',
        missingDays: 3,
        runsFrom: '2018-02-09',
        earliestClose: '2018-02-23',
        derivation: { runsFrom: '2018-02-09', length: 5, unit: 'wd', calendar: ['CN-2018@1'], lastDay: '2018-02-22' },
      });
    });
    it('names the year that is missing', () => {
      const none = new CalendarBook();
      expect([inWorkingDays('2018-02-06', '2018-02-09', none), inWorkingDays('2018-02-08', '2018-02-10', none)]).toEqual([
        { missing: 2018, known: [] },
        { missing: 2018, known: [] },
      ]);
    });
  });
});

describe('terms in working days (§5, day counting)', () => {
  test.each<[string, string, number, DayCount, string]>([
    ['ten working days of a plain fortnight (T06)', '2016-03-07', 10, 'EXCLUDE_START', '2016-03-21'],
    ['the first day counts by the profile', '2016-03-07', 10, 'INCLUDE_START', '2016-03-18'],
    ['over Spring Festival 2018, its second adjusted Saturday counted', '2018-02-14', 5, 'EXCLUDE_START', '2018-02-27'],
    ['begins on a holiday', '2018-02-17', 1, 'EXCLUDE_START', '2018-02-22'],
    ['begins on a holiday, first day counted: it is not worked', '2018-02-17', 1, 'INCLUDE_START', '2018-02-22'],
    ['ends on an adjusted Saturday', '2018-02-22', 2, 'EXCLUDE_START', '2018-02-24'],
    ['begins on an adjusted Saturday, first day counted', '2018-02-24', 1, 'INCLUDE_START', '2018-02-24'],
    ['begins on a plain Saturday', '2018-03-03', 1, 'EXCLUDE_START', '2018-03-05'],
    ['over New Year 2019, Saturday 29 December worked', '2018-12-28', 3, 'EXCLUDE_START', '2019-01-03'],
    ['over 29 February', '2016-02-26', 2, 'EXCLUDE_START', '2016-03-01'],
    ['from Saturday 29 February', '2020-02-29', 1, 'EXCLUDE_START', '2020-03-02'],
    ['ends on 29 February', '2024-02-28', 1, 'EXCLUDE_START', '2024-02-29'],
    ['over the extension of 2020 to 2 February', '2020-01-23', 3, 'EXCLUDE_START', '2020-02-05'],
    ['over National Day 2023, both days of the weekend behind it worked', '2023-09-28', 3, 'EXCLUDE_START', '2023-10-09'],
    ['over the nine days of 2026', '2026-02-13', 3, 'EXCLUDE_START', '2026-02-25'],
    ['no minimum', '2018-02-14', 0, 'EXCLUDE_START', '2018-02-14'],
  ])('%s', (_, from, days, dayCount, last) => {
    expect(lastDayOf(day(from), term(days, 'wd'), by(dayCount))).toBe(last);
  });

  it('five working days of notice over Spring Festival keep how the end was reached', () => {
    const fiveDays: Duration = { length: 5, unit: 'wd', timer: 'T04', basis: { clause: '§5 T04', mark: 'SOURCE' } };
    expect(noticePeriod(day('2018-02-13'), fiveDays, excluded)).toEqual({
      runsFrom: '2018-02-13',
      lastDay: '2018-02-26',
      earliestClose: '2018-02-27',
      derivation: {
        runsFrom: '2018-02-13',
        length: 5,
        unit: 'wd',
        dayCount: 'EXCLUDE_START',
        timer: 'T04',
        clause: '§5 T04',
        mark: 'SOURCE',
        calendar: ['CN-2018@1'],
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
        lastDay: '2018-02-26',
      },
    });
  });

  it('names the year that has no calendar instead of guessing', () => {
    const until = shippedCalendars.at(-1)?.year ?? 0;
    const known = shippedCalendars.map(({ year }) => year);
    const late = day(`${until}-12-31`);
    expect([termEnd(late, term(1, 'wd'), excluded), noticePeriod(late, term(5, 'wd'), excluded)]).toEqual([
      { missing: until + 1, known },
      { missing: until + 1, known },
    ]);
  });

  it('needs no calendar for calendar days', () => {
    const nothing: Counting = { dayCount: 'EXCLUDE_START', calendar: new CalendarBook() };
    expect(termEnd(day('2031-02-14'), term(7), nothing)).toEqual({ lastDay: '2031-02-21', counted: {} });
  });
});

describe('the version of the calendar', () => {
  const [year] = shippedCalendars.filter(({ year: of }) => of === 2020);
  if (year === undefined) throw new RangeError('2020 is not shipped');
  const policy = policyOf(policySets, ['CN'], 2020);
  if ('missing' in policy) throw new RangeError(policy.missing);
  // As it was arranged before the notice of 2020-01-26.
  const before = year.holidays.map((holiday) =>
    holiday.occasion === 'SPRING_FESTIVAL'
      ? { ...holiday, to: day('2020-01-30'), workdays: [day('2020-01-19'), day('2020-02-01')] }
      : holiday,
  );
  const calendar = new CalendarBook();
  calendar.publish('CN-2020@1', { ...year, holidays: before });
  const fourDays = term(4, 'wd');

  it('is pinned by an end that was counted by it: a later correction changes only what is counted later', () => {
    const first = noticePeriod(day('2020-01-21'), fourDays, countingOf({ policy, calendar }));
    if (isYearMissing(first)) throw new RangeError('2020 is missing');
    calendar.publish('CN-2020@2', { ...year, version: 2 });
    const again = noticePeriod(day('2020-01-21'), fourDays, countingOf({ policy, calendar }, first.derivation));
    const anew = noticePeriod(day('2020-01-21'), fourDays, countingOf({ policy, calendar }));
    expect(again).toEqual(first);
    expect([first, anew]).toMatchObject([
      { lastDay: '2020-02-01', derivation: { calendar: ['CN-2020@1'] } },
      { lastDay: '2020-02-04', derivation: { calendar: ['CN-2020@2'] } },
    ]);
  });
});

describe('a period for filing (Civil Code art. 203)', () => {
  test.each<[string, string, number, string]>([
    ['ends on a working day', '2016-03-01', 15, '2016-03-16'],
    ['ends on a Saturday: moves to Monday', '2016-03-04', 15, '2016-03-21'],
    ['ends on an adjusted Saturday: stays', '2018-02-09', 15, '2018-02-24'],
    ['ends in Spring Festival: moves behind it', '2018-02-01', 15, '2018-02-22'],
    ['ends on New Year', '2021-12-17', 15, '2022-01-04'],
  ])('%s', (_, from, days, last) => {
    expect(filingEnd(day(from), term(days), excluded)).toMatchObject({ lastDay: last });
  });

  it('tells from where it moved, and over what', () => {
    expect(filingEnd(day('2016-03-04'), term(15), excluded)).toEqual({
      lastDay: '2016-03-21',
      counted: {
        movedFrom: '2016-03-19',
        movedOver: {
          calendar: ['CN-2016@1'],
          skipped: [
            { day: '2016-03-19', because: 'WEEKEND' },
            { day: '2016-03-20', because: 'WEEKEND' },
          ],
          workedWeekends: [],
        },
      },
    });
  });

  it('is not counted in a year without a calendar', () => {
    expect(filingEnd(day('2026-12-30'), term(15), excluded)).toMatchObject({ missing: 2027 });
  });
});
