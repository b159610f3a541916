import { civilDate, instant } from '#libs/kernel';
import { Timeline } from './timeline.js';

const day = civilDate;

describe('the days of a case, moved', () => {
  const moved = Timeline.AS_RECORDED.later(day('2020-03-10'), 3).later(day('2020-03-20'), 2);

  it('stay before a pivot, and lie later from each pivot on, so that gaps are kept', () => {
    expect(['2020-03-09', '2020-03-10', '2020-03-19', '2020-03-20', '2020-12-31'].map((on) => moved.date(day(on)))).toEqual([
      '2020-03-09',
      '2020-03-13',
      '2020-03-22',
      '2020-03-25',
      '2021-01-05',
    ]);
  });

  it('move moments by whole days of Shanghai', () => {
    // 2020-03-09T23:59 and 2020-03-10T00:00 there.
    expect(moved.moment(instant('2020-03-09T15:59:00Z'))).toBe('2020-03-09T15:59:00.000Z');
    expect(moved.moment(instant('2020-03-09T16:00:00Z'))).toBe('2020-03-12T16:00:00.000Z');
  });

  it('move every date in data, wherever it stands, and nothing else', () => {
    const data = {
      on: '2020-03-10',
      before: '2020-03-01',
      papers: [{ date: '2020-03-20', no: 3 }],
      text: 'on 2020-03-20',
      none: null,
    };
    expect(moved.data(data)).toEqual({
      on: '2020-03-13',
      before: '2020-03-01',
      papers: [{ date: '2020-03-25', no: 3 }],
      text: 'on 2020-03-20',
      none: null,
    });
    expect(Timeline.AS_RECORDED.data(data)).toBe(data);
  });
});
