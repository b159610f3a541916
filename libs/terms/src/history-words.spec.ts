import { detailText } from './history-words.js';

describe('What is noted beside an event', () => {
  const required = { timer: 'T12', round: 1, no: 1, notAfter: '2020-03-27' };
  const actual = { recordedOn: '2020-04-01' };
  const finding = { code: 'TERM_OVER_WHEN_RECORDED', clause: '§5 T12 [S32]', required, actual };
  it.each([
    [
      'zh',
      '登记时期限已届满：应为期限 异议处理期限（T12）、轮次 1、编号 1、不晚于 2020-03-27，实际为录入日期 2020-04-01（依据：§5 T12 [S32]）。',
    ],
    [
      'en',
      'The term was over when it was recorded: required timer Decision of an objection (T12), round 1, no 1, not after 2020-03-27, found recorded on 2020-04-01 (clause: §5 T12 [S32]).',
    ],
  ] as const)('is said with what was required, what was so, and the clause (%s)', (language, said) => {
    expect(detailText('case.FindingNoted.v1', { finding, about: 'case.ObjectionRaised.v1' }, [], language)).toBe(said);
  });
});
