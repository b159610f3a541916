import { digestLine, type DigestWords } from './digest-line.js';

const missed: DigestWords = {
  kind: 'MISSED',
  householdId: 'h-1',
  timer: 'T12',
  part: { zh: '村级公示', en: 'Village notice' },
  round: 1,
  aboutNo: null,
  since: '2020-03-02',
  dueOn: '2020-03-17',
  clause: '§5 T12',
  adopted: '县发〔2020〕1号',
  supersededOn: null,
};
const lines = (more: Partial<DigestWords>): readonly string[] => [
  digestLine({ ...missed, ...more }, 'zh'),
  digestLine({ ...missed, ...more }, 'en'),
];

describe('a line of a digest', () => {
  it('says what was told, of whom, of which term, since when, by when, by which clause', () => {
    expect(lines({})).toEqual([
      '已逾期：户h-1，村级公示的异议处理期限（T12）自2020-03-02起，2020-03-17届满（依据：§5 T12，县发〔2020〕1号）。',
      'Missed: household h-1, Village notice, Decision of an objection (T12) from 2020-03-02, last day 2020-03-17 (clause: §5 T12, 县发〔2020〕1号).',
    ]);
  });

  it('tells rounds, objections and households apart', () => {
    const all = [{}, { round: 2 }, { aboutNo: 1 }, { aboutNo: 2 }, { round: 2, aboutNo: 2 }, { householdId: 'h-2' }].map(lines);
    for (const language of [0, 1]) expect(new Set(all.map((one) => one[language])).size).toBe(all.length);
    expect(lines({ round: 2, aboutNo: 3 })).toEqual([
      '已逾期：户h-1，村级公示第2轮第3号异议的异议处理期限（T12）自2020-03-02起，2020-03-17届满（依据：§5 T12，县发〔2020〕1号）。',
      'Missed: household h-1, Village notice, round 2, objection 3, Decision of an objection (T12) from 2020-03-02, last day 2020-03-17 (clause: §5 T12, 县发〔2020〕1号).',
    ]);
  });

  it('says what was done in time and entered late', () => {
    expect(lines({ supersededOn: '2020-03-16', since: null, clause: null, adopted: null })).toEqual([
      '已逾期：户h-1，村级公示的异议处理期限（T12）2020-03-17届满；已于2020-03-16按期办理，事后录入。',
      'Missed: household h-1, Village notice, Decision of an objection (T12), last day 2020-03-17; done in time on 2020-03-16 and entered late.',
    ]);
  });
});
