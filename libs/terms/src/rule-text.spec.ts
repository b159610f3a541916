import { ruleText } from './rule-text.js';

const of = (code: string, met: boolean, required: unknown, actual: unknown) => ({ code, met, clause: 'R8', required, actual });

describe('ruleText', () => {
  it('tells a rule that is met as the card does, or as that which was not seen', () => {
    const quorum = of('QUORUM_NOT_REACHED', true, { fraction: '>= 2/3', reached: true }, { present: 24, rosterTotal: 30 });
    const papers = of('EVIDENCE_MISSING', true, ['SURVEY_FORM', 'PHOTOS'], { missing: [] });
    const dated = of('DATE_IN_FUTURE', true, { notAfter: '2020-03-03' }, '2020-03-02');
    const named = (code: string): string | undefined => ({ SURVEY_FORM: '入户调查表', PHOTOS: '照片' })[code];
    expect([quorum, papers, dated].map((finding) => ruleText(finding, 'zh', named))).toEqual([
      '✓ 到会人数≥ 2/3：应到30，到会24 [QUORUM_NOT_REACHED · R8]',
      '✓ 未见“缺少材料”：应为入户调查表、照片，无不符 [EVIDENCE_MISSING · R8]',
      '✓ 未见“日期在将来”：应为不晚于 2020-03-03，实际为2020-03-02 [DATE_IN_FUTURE · R8]',
    ]);
    expect([quorum, dated].map((finding) => ruleText(finding, 'en'))).toEqual([
      '✓ present ≥ 2/3: 24 of 30 [QUORUM_NOT_REACHED · R8]',
      '✓ not seen, "The date lies in the future": required not after 2020-03-03, found 2020-03-02 [DATE_IN_FUTURE · R8]',
    ]);
  });

  it('tells of one that is not met all that was found, also where the card only counts', () => {
    const open = of('COMPARISON_INCOMPLETE', false, 'an answer for each member of each source', [
      { person: 'h1-p4', source: 'VEHICLES', why: 'SUPERSEDED' },
    ]);
    expect(['zh', 'en'].map((language) => ruleText(open, language as 'zh' | 'en'))).toEqual([
      '✗ 比对未完成：应为每个部门对每名成员的答复，实际为人员 h1-p4、部门 公安车管、原因 已被后来的变化取代 [COMPARISON_INCOMPLETE · R8]',
      '✗ The comparison is not complete: required an answer for each member of each source, found person h1-p4, source Vehicle register, why overtaken by a later change [COMPARISON_INCOMPLETE · R8]',
    ]);
  });

  it('says of votes that they add up where nobody tells the majority', () => {
    const votes = of('VOTES_DO_NOT_ADD_UP', true, { voters: 24 }, { votesFor: 21, against: 2, abstain: 1 });
    expect(ruleText(votes, 'zh')).toBe('✓ 票数与有表决权的24人相合：赞成21，反对2，弃权1 [VOTES_DO_NOT_ADD_UP · R8]');
  });
});
