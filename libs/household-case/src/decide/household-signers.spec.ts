import { type Signature } from '#libs/procedure';
import { before, type Before, eventsOf, papersIn, refusedFor, saying } from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';
import { CaseWalk, NO_PAPERS, SCAN } from './case-walk.fixture.js';

const law = shippedLaw('IDENT-8', 2016);
const application = before(law, 'APPLY.APPLICATION');
const exitSurvey = before(shippedLaw('EXIT-8', 2016), 'EXIT_SURVEY.SURVEY');
const PROXY = 'POWER_OF_ATTORNEY';

/** The papers of a part, signed for the household by somebody else. */
function signedBy(situation: Before, change: Partial<Signature>, slot?: string): Before {
  const { given } = situation;
  const papers = papersIn(given);
  const signatures = papers.signatures.map((one) => (one.capacity === 'OFFICE' ? one : { ...one, ...change }));
  const more = slot === undefined ? [] : [{ slot, digest: SCAN, date: given.on }];
  return { ...situation, given: saying(given, { papers: { ...papers, signatures, evidence: [...papers.evidence, ...more] } }) };
}

describe.each([
  ['its application', application, 'ApplicationSubmitted'],
  ['the survey of its exit', exitSurvey, 'HomeVisitRecorded'],
])('who signs %s for the household (R12, F17)', (_name, situation, event) => {
  it('is of it and of age', () => {
    expect(eventsOf(signedBy(situation, { person: 'wang', capacity: 'ADULT_MEMBER' }))[0]).toBe(event);
    expect(refusedFor(signedBy(situation, { person: 'xiao', capacity: 'ADULT_MEMBER' }))).toEqual(['SIGNER_NOT_ADULT']);
    expect(refusedFor(signedBy(situation, { person: 'villager-1' }))).toEqual(['SIGNER_NOT_OF_HOUSEHOLD']);
  });

  it('or shows by what he stands for it', () => {
    const attorney = { person: 'villager-1', capacity: 'ATTORNEY' } as const;
    expect(refusedFor(signedBy(situation, attorney))).toEqual(['SIGNER_WITHOUT_INSTRUMENT']);
    expect(refusedFor(signedBy(situation, attorney, 'GUARDIAN_INSTRUMENT'))).toEqual(['SIGNER_WITHOUT_INSTRUMENT']);
    expect(eventsOf(signedBy(situation, attorney, PROXY))[0]).toBe(event);
  });

  it('is no cadre, whatever he shows', () => {
    const cadre = { person: 'responsible_cadre', capacity: 'ATTORNEY' } as const;
    expect(refusedFor(signedBy(situation, cadre, PROXY))).toEqual(['SIGNER_NOT_OF_HOUSEHOLD']);
  });
});

describe('whoever takes the word of a household back shows by what he stands for it (R12)', () => {
  const evidence = (slot: string, walk: CaseWalk) => [{ slot, digest: SCAN, date: walk.today }];

  it('withdraws its application', () => {
    const walk = new CaseWalk().upTo('REVIEW_GROUP.REVIEW');
    const signature = walk.signature('person-nephew', { capacity: 'ATTORNEY' });
    const papers = { ...NO_PAPERS, evidence: evidence(PROXY, walk) };
    expect(walk.refusal({ type: 'WithdrawCase', data: { signature, papers: NO_PAPERS } })).toEqual(['SIGNER_WITHOUT_INSTRUMENT']);
    expect(walk.types({ type: 'WithdrawCase', data: { signature, papers } })).toEqual(['CaseWithdrawn']);
  });

  it('revokes its consent', () => {
    const walk = new CaseWalk({ kind: 'EXIT-8' }).upTo('REVIEW_VILLAGE.CONSENT');
    const signature = walk.signature('person-nephew', { capacity: 'GUARDIAN' });
    expect(walk.refusal({ type: 'RevokeConsent', data: { signature } })).toEqual(['SIGNER_WITHOUT_INSTRUMENT']);
    const shown = { signature, evidence: evidence('GUARDIAN_INSTRUMENT', walk) };
    expect(walk.types({ type: 'RevokeConsent', data: shown })).toEqual(['ExitConsentRevoked', 'CaseReturned']);
  });
});
