import { civilDate } from '#libs/kernel';
import { type Duration } from './definition.js';
import { countsFrom, type DayCount, earliestClose, interrupted, lastDayOf, noticePeriod } from './period.js';

const term = (length: number, unit: Duration['unit'] = 'cd'): Duration => ({
  length,
  unit,
  basis: { clause: '§5', mark: 'SOURCE' },
});
const day = civilDate;

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
    expect([lastDayOf(day(from), term(days), dayCount), earliestClose(day(from), term(days), dayCount)]).toEqual([last, close]);
  });

  test.each<[string, string, number, Duration['unit'], string]>([
    ['a month', '2021-01-15', 1, 'month', '2021-02-15'],
    ['a month from the 31st ends on the last of a shorter one', '2021-01-31', 1, 'month', '2021-02-28'],
    ['six months over a year', '2021-08-31', 6, 'month', '2022-02-28'],
    ['a year from 29 February', '2016-02-29', 1, 'year', '2017-02-28'],
    ['months to December', '2021-11-30', 1, 'month', '2021-12-30'],
  ])('%s', (_, from, length, unit, last) => {
    expect(lastDayOf(day(from), term(length, unit), 'EXCLUDE_START')).toBe(last);
  });

  it('says that working days need a calendar instead of guessing', () => {
    expect([
      lastDayOf(day('2018-02-14'), term(10, 'wd'), 'EXCLUDE_START'),
      earliestClose(day('2018-02-14'), term(10, 'wd'), 'EXCLUDE_START'),
      noticePeriod(day('2018-02-14'), term(5, 'wd'), 'EXCLUDE_START'),
    ]).toEqual(['NEEDS_CALENDAR', 'NEEDS_CALENDAR', 'NEEDS_CALENDAR']);
  });

  it('keeps how the end was reached', () => {
    const sevenDays: Duration = { length: 7, unit: 'cd', timer: 'T01', basis: { clause: '§5 T01', mark: 'SOURCE' } };
    expect(noticePeriod(day('2014-03-03'), sevenDays, 'EXCLUDE_START')).toEqual({
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
  const find = (missingFrom: string, restoredOn: string, more: { withdrawnByIssuer?: boolean; missingBefore?: number } = {}) =>
    interrupted(
      running,
      { missingFrom: day(missingFrom), restoredOn: day(restoredOn), withdrawnByIssuer: false, ...more },
      term(7),
      'EXCLUDE_START',
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
    expect(find('2014-03-07', '2014-03-08', { missingBefore: 2 })).toEqual({
      mode: 'RESTART',
      missingDays: 1,
      runsFrom: '2014-03-08',
      earliestClose: '2014-03-16',
    });
  });
  it('adds the whole gap where it reaches over the printed end', () => {
    expect(find('2014-03-10', '2014-03-12')).toEqual({
      mode: 'EXTEND',
      missingDays: 2,
      runsFrom: '2014-03-03',
      earliestClose: '2014-03-13',
    });
  });
  it.each([
    ['after the period', '2014-03-11', '2014-03-20'],
    ['before it runs', '2014-03-01', '2014-03-03'],
    ['taken down and hung again within a day', '2014-03-05', '2014-03-05'],
  ])('takes nothing where it was missing %s', (_, missingFrom, restoredOn) => {
    expect(find(missingFrom, restoredOn)).toEqual({ mode: 'EXTEND', missingDays: 0, ...running });
  });
  it('says that a restart in working days needs a calendar', () => {
    expect(
      interrupted(
        running,
        { missingFrom: day('2014-03-05'), restoredOn: day('2014-03-09'), withdrawnByIssuer: false },
        term(5, 'wd'),
        'EXCLUDE_START',
        2,
      ),
    ).toBe('NEEDS_CALENDAR');
  });
});
