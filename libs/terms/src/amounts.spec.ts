import { amount } from './amounts.js';

describe('an amount', () => {
  it.each([
    [1, 'wd', '1个工作日', '1 working day'],
    [10, 'wd', '10个工作日', '10 working days'],
    [0, 'cd', '0日', '0 calendar days'],
    [1, 'cd', '1日', '1 calendar day'],
    [1, 'month', '1个月', '1 month'],
    [6, 'month', '6个月', '6 months'],
    [1, 'year', '1年', '1 year'],
    [2, 'fortnight', '2fortnight', '2 fortnight'],
  ])('%d %s is in number with its unit', (count, unit, zh, en) => {
    expect([amount(count, unit, 'zh'), amount(count, unit, 'en')]).toEqual([zh, en]);
  });
});
