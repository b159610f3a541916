import { type CivilDate } from '#libs/kernel';
import { type CaseOrder } from '../orders.js';
import { before, clerk, type Given, papersIn, refusedFor, saying, sealed, stageOf } from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
/** Kept as the desk may keep it: a plain record, in which a word such as `constructor` is found. */
const offices = { township_head: [{ office: 'TOWNSHIP_HEAD', area: 'area' }] };
const NO_PAPERS = { evidence: [], signatures: [], seals: [] };
const reason = sealed('reason');
const situation = { ...before(law, 'SURVEY.VERIFICATION'), stage: stageOf(law, { offices }) };

const refused = (order: unknown, change: Partial<Given> = {}): readonly string[] => {
  const given = { on: '2016-05-20' as CivilDate, by: clerk('STATION_CLERK'), performedBy: 'township_head', ...change };
  return refusedFor({
    ...before(law, 'SURVEY.VERIFICATION'),
    stage: situation.stage,
    given: { ...given, order: order as CaseOrder },
  });
};

describe.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])('the word %p', (word) => {
  it('is no part', () => {
    const about = { no: 1, level: 'TOWNSHIP', reason, papers: NO_PAPERS };
    expect([
      refusedFor(before(law, 'SURVEY.VERIFICATION')),
      refused({ type: 'ReturnCase', data: { ...about, to: word } }),
      refused({ type: 'OrderSignedRoll', data: { ...about, part: word } }),
      refused({ type: 'OrderReReview', data: { ...about, part: word } }),
      refused({ type: 'RuleOnContest', data: { ...about, upheld: true, resumeAt: word, decidedBy: [word] } }),
      refused({ type: 'AdmitBackfill', data: { ...about, parts: [word], scanDigest: '' } }),
      refused({ type: 'RecordVerification', data: { part: word, passed: true, papers: NO_PAPERS } }),
    ]).toEqual([
      [],
      ['PART_UNKNOWN'],
      ['PART_UNKNOWN'],
      ['PART_UNKNOWN'],
      ['PART_UNKNOWN'],
      ['BACKFILL_PARTS_UNKNOWN'],
      ['PART_UNKNOWN'],
    ]);
  });

  it('is nobody who holds an office', () => {
    const { given } = situation;
    const papers = papersIn(given);
    const signatures = papers.signatures.map((signature) => ({ ...signature, person: word }));
    expect(refusedFor({ ...situation, given: { ...given, performedBy: word } })).toContain('PERFORMER_NOT_IN_OFFICE');
    expect(refusedFor({ ...situation, given: saying(given, { papers: { ...papers, signatures } }) })).toContain(
      'SIGNER_NOT_IN_OFFICE',
    );
  });

  it('is no objection and no order', () => {
    expect([
      refused({ type: 'AssignInvestigation', data: { no: word, level: 'TOWNSHIP', investigators: [word] } }),
      refused({ type: 'DecideObjection', data: { no: word, outcome: 'DISMISSED', material: false, decidedBy: [word], reason } }),
      refused({ type: word, data: {} }),
    ]).toEqual([['OBJECTION_UNKNOWN'], ['OBJECTION_UNKNOWN'], ['ORDER_UNKNOWN']]);
  });
});
