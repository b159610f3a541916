import { addDays, type CivilDate } from '#libs/kernel';
import { type CaseOrder } from '../orders.js';
import { CaseWalk, CHILD, holder, NO_PAPERS, SCAN, sealed, SPOUSE } from './case-walk.fixture.js';

const SURVEY = 'SURVEY.SURVEY';
const COMPARISON = 'COMPARE.COMPARISON';
const VILLAGE_NOTICE = 'PUBLICITY_VILLAGE.NOTICE';
const APPROVAL = 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL';
const ANNOUNCEMENT = 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT';
const CONSENT = 'REVIEW_VILLAGE.CONSENT';

const leadingGroup = { performedBy: holder('LEADING_GROUP_HEAD', 1) };

const withdraw = (walk: CaseWalk, signer?: string): CaseOrder => ({
  type: 'WithdrawCase',
  data: { signature: walk.signature(signer), papers: NO_PAPERS },
});
const revokeApproval = (documentNo = 'county-9'): CaseOrder => ({
  type: 'RevokeApproval',
  data: { documentNo, reason: sealed('why'), papers: NO_PAPERS },
});

describe('a withdrawal by the household (§2.3, R12)', () => {
  it('ends an identification', () => {
    const walk = new CaseWalk().upTo(SURVEY);
    const [withdrawn] = walk.give(withdraw(walk));
    expect(withdrawn).toEqual({
      type: 'case.CaseWithdrawn.v1',
      data: { signature: walk.signature(), papers: NO_PAPERS, afterHit: false },
    });
    expect(walk.state.outcome).toBe('WITHDRAWN');
  });

  it('after a hit is marked', () => {
    const walk = new CaseWalk().before(COMPARISON).wait(1);
    const part = walk.part(COMPARISON);
    if (part.kind !== 'comparison') throw new Error('no comparison');
    const first = part.sources[0];
    const persons = walk.state.household.members.map(({ person }) => person);
    const sources = part.sources.map(({ source }) => source);
    const answers = [{ person: SPOUSE, result: 'HIT' as const, code: first?.answers[0] ?? '' }];
    walk.give({ type: 'RequestComparison', data: { part: COMPARISON, persons, sources } }, walk.handOf(part));
    const receipt = { part: COMPARISON, source: first?.source ?? '', asOf: walk.today, receiptDigest: 'r1', answers };
    walk.give({ type: 'RecordComparisonResult', data: receipt }, walk.handOf(part));
    expect(walk.give(withdraw(walk))[0]?.data).toMatchObject({ afterHit: true });
  });

  it('after the approval follows its revocation by the county', () => {
    const walk = new CaseWalk().upTo(APPROVAL).wait(1);
    expect(walk.refusal(withdraw(walk))).toEqual(['APPROVAL_NOT_REVOKED']);
    expect(walk.types(revokeApproval(), leadingGroup)).toEqual(['ApprovalRevoked', 'CaseReturned']);
    expect(walk.types(withdraw(walk))).toEqual(['CaseWithdrawn']);
  });

  it('is not kept waiting by a contest of a return: the approval is revoked at any time before the effect', () => {
    const walk = new CaseWalk().upTo(APPROVAL).wait(1);
    const back = { no: 1, to: SURVEY, level: 'COUNTY' as const, reason: sealed('again'), papers: NO_PAPERS };
    walk.give({ type: 'ReturnCase', data: back }, leadingGroup);
    walk.wait(1).upTo(APPROVAL);
    const contest = { contested: 'RETURN' as const, reason: sealed('why'), papers: NO_PAPERS };
    walk.give({ type: 'ContestDecision', data: contest }, { performedBy: holder('VILLAGE_DIRECTOR', 1) });
    expect(walk.types(revokeApproval('county-10'), leadingGroup)).toEqual(['ApprovalRevoked', 'CaseReturned']);
    expect(walk.types(withdraw(walk))).toEqual(['CaseWithdrawn']);
  });

  it('is accepted until the effect, and signed by an adult of the household', () => {
    const walk = new CaseWalk().upTo(SURVEY);
    expect(walk.refusal(withdraw(walk, CHILD))).toEqual(['SIGNER_NOT_ADULT']);
    expect(walk.refusal(withdraw(walk, 'person-stranger'))).toEqual(['SIGNER_NOT_OF_HOUSEHOLD']);
    walk.upTo(ANNOUNCEMENT);
    expect(walk.refusal(withdraw(walk))).toEqual(['CASE_CLOSED']);
  });

  it('is no way out of an exit: that is a consent refused or revoked', () => {
    const walk = new CaseWalk({ kind: 'EXIT-8' });
    expect(walk.refusal(withdraw(walk))).toEqual(['WITHDRAWAL_OF_EXIT']);
  });

  it('is not signed for tomorrow', () => {
    const walk = new CaseWalk();
    const signature = walk.signature(SPOUSE, { signedOn: addDays(walk.today, 1) });
    expect(walk.refusal({ type: 'WithdrawCase', data: { signature, papers: NO_PAPERS } })).toEqual(['DATE_IN_FUTURE']);
  });
});

describe('the approval revoked (R12)', () => {
  it('between approval and effect: the case waits for a new decision, and may be approved again', () => {
    const walk = new CaseWalk().upTo(APPROVAL).wait(1).post(ANNOUNCEMENT).wait(1);
    walk.give(revokeApproval(), leadingGroup);
    expect([APPROVAL, ANNOUNCEMENT].map((part) => walk.status(part))).toEqual(['NOT_STARTED:2', 'NOT_STARTED:2']);
    walk.upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('REGISTERED');
  });

  it.each([
    ['before there is one', () => new CaseWalk().upTo(SURVEY), leadingGroup, ['NOT_APPROVED']],
    [
      'by the township',
      () => new CaseWalk().upTo(APPROVAL),
      { performedBy: holder('TOWNSHIP_HEAD') },
      ['REVOKED_BY_OTHER_LEVEL'],
    ],
    ['after the effect', () => new CaseWalk().upTo(ANNOUNCEMENT), leadingGroup, ['CASE_CLOSED']],
  ])('is refused %s', (_when, walked, hand, codes) => {
    expect(walked().wait(1).refusal(revokeApproval(), hand)).toEqual(codes);
  });
});

describe('a lapse (§2.3)', () => {
  it('ends the case on a certificate', () => {
    const walk = new CaseWalk();
    expect(walk.refusal({ type: 'LapseCase', data: { reason: 'MOVED', papers: NO_PAPERS } })).toEqual(['LAPSE_NOT_EVIDENCED']);
    const papers = { ...NO_PAPERS, evidence: [{ slot: 'CERTIFICATE', digest: SCAN, date: walk.today }] };
    expect(walk.types({ type: 'LapseCase', data: { reason: 'MOVED', papers } })).toEqual(['CaseLapsed']);
    expect(walk.state.outcome).toBe('LAPSED');
  });
});

describe('an exit put off by the county (R1, T21)', () => {
  const defer = (toYear = 2017): CaseOrder => ({
    type: 'DeferExit',
    data: { toYear, reason: sealed('window'), papers: NO_PAPERS },
  });

  it('ends the case as deferred', () => {
    const walk = new CaseWalk({ kind: 'EXIT-8' }).upTo('EXIT_SURVEY.SURVEY');
    expect(walk.types(defer(), leadingGroup)).toEqual(['ExitDeferred']);
    expect([walk.state.outcome, walk.state.deferredTo]).toEqual(['DEFERRED', 2017]);
  });

  it.each([
    ['of an identification', () => new CaseWalk(), defer(), leadingGroup, ['NOT_AN_EXIT']],
    ['to the same year', () => new CaseWalk({ kind: 'EXIT-8' }), defer(2016), leadingGroup, ['DEFERRED_TO_NO_LATER_YEAR']],
    [
      'by the township',
      () => new CaseWalk({ kind: 'EXIT-8' }),
      defer(),
      { performedBy: holder('TOWNSHIP_HEAD') },
      ['DEFERRED_BY_OTHER_LEVEL'],
    ],
  ])('is refused %s', (_how, walked, order, hand, codes) => {
    expect(walked().refusal(order, hand)).toEqual(codes);
  });
});

describe('a consent revoked (§3.4, R12)', () => {
  const revoke = (walk: CaseWalk, signer?: string): CaseOrder => ({
    type: 'RevokeConsent',
    data: { signature: walk.signature(signer), reason: sealed('we cannot live on it') },
  });
  const hand = { role: 'DATA_CLERK' };

  it('equals a refusal: surveyed again by others, published again', () => {
    const walk = new CaseWalk({ kind: 'EXIT-8' }).upTo(VILLAGE_NOTICE).wait(1);
    expect(walk.types(revoke(walk), hand)).toEqual(['ExitConsentRevoked', 'CaseReturned']);
    expect([CONSENT, VILLAGE_NOTICE].map((part) => walk.status(part))).toEqual(['NOT_STARTED:2', 'NOT_STARTED:2']);
    const survey = 'EXIT_SURVEY.SURVEY';
    expect(walk.refusal(walk.surveyOrder(survey), walk.handOf(walk.part(survey)))).toEqual(['SURVEYED_BY_SAME_TEAM']);
  });

  it('a second time in the year puts the exit off', () => {
    const walk = new CaseWalk({ kind: 'EXIT-8' }).before(CONSENT).wait(1);
    walk.give(walk.consentOrder(false), { role: 'DATA_CLERK', performedBy: walk.signature().person });
    walk.wait(1);
    const survey = 'EXIT_SURVEY.SURVEY';
    walk.give(walk.surveyOrder(survey, 5), walk.handOf(walk.part(survey)));
    walk.upTo(VILLAGE_NOTICE).wait(1);
    const [, deferred] = walk.give(revoke(walk), hand);
    expect(deferred).toMatchObject({ type: 'case.ExitDeferred.v1', data: { toYear: 2017, because: 'CONSENT' } });
    expect(walk.state.outcome).toBe('DEFERRED');
  });

  it('is accepted until the household has exited, even between approval and effect', () => {
    const walk = new CaseWalk({ kind: 'EXIT-8' }).upTo(APPROVAL).wait(1).post(ANNOUNCEMENT).wait(2);
    walk.give(revoke(walk, SPOUSE), hand);
    expect(walk.status(APPROVAL)).toBe('NOT_STARTED:2');
    const exited = new CaseWalk({ kind: 'EXIT-8' }).upTo(ANNOUNCEMENT);
    expect(exited.refusal(revoke(exited), hand)).toEqual(['CASE_CLOSED']);
  });

  it.each([
    ['of an identification', () => new CaseWalk().upTo(SURVEY), undefined, ['NOT_AN_EXIT', 'CONSENT_NOT_GIVEN']],
    ['that was not given', () => new CaseWalk({ kind: 'EXIT-8' }), undefined, ['CONSENT_NOT_GIVEN']],
    ['by a stranger', () => new CaseWalk({ kind: 'EXIT-8' }).upTo(CONSENT), 'person-stranger', ['SIGNER_NOT_OF_HOUSEHOLD']],
    ['by a child', () => new CaseWalk({ kind: 'EXIT-8' }).upTo(CONSENT), CHILD, ['SIGNER_NOT_ADULT']],
  ])('is refused %s', (_how, walked, signer, codes) => {
    const walk = walked();
    expect(walk.refusal(revoke(walk, signer), hand)).toEqual(codes);
  });
});

describe('after the effect (§2.1, row post)', () => {
  const letter = (deliveredOn: CivilDate): CaseOrder => ({
    type: 'IssueConfirmationLetter',
    data: { deliveredOn, papers: NO_PAPERS },
  });
  const handbook = (issuedOn: CivilDate): CaseOrder => ({ type: 'IssueHandbook', data: { issuedOn, papers: NO_PAPERS } });
  const entry = (enteredOn: CivilDate): CaseOrder => ({
    type: 'RecordRegistryEntry',
    data: { enteredOn, system: 'NATIONAL_REGISTRY' },
  });

  it('letter, handbook and registry entry are recorded', () => {
    const walk = new CaseWalk().upTo(ANNOUNCEMENT).wait(3);
    expect(walk.types(letter(walk.today))).toEqual(['ConfirmationLetterIssued']);
    expect(walk.types(handbook(walk.today))).toEqual(['HandbookIssued']);
    expect(walk.types(entry(walk.today))).toEqual(['RegistryEntryRecorded']);
    expect([walk.state.lettersIssuedOn, walk.state.handbookIssuedOn]).toEqual([walk.today, walk.today]);
    expect(walk.state.registryEntries).toEqual([{ system: 'NATIONAL_REGISTRY', on: walk.today }]);
  });

  it.each([
    ['letter', letter],
    ['handbook', handbook],
    ['entry', entry],
  ])('no %s before the effect, dated before it, or dated tomorrow', (_what, order) => {
    const walk = new CaseWalk().upTo(APPROVAL);
    expect(walk.refusal(order(walk.today))).toEqual(['EFFECT_NOT_REACHED']);
    walk.upTo(ANNOUNCEMENT);
    expect(walk.refusal(order(addDays(walk.today, -1)))).toEqual(['DATED_BEFORE_EFFECT']);
    expect(walk.refusal(order(addDays(walk.today, 1)))).toEqual(['DATE_IN_FUTURE']);
  });

  it('no handbook for an exit', () => {
    const walk = new CaseWalk({ kind: 'EXIT-8' }).upTo(ANNOUNCEMENT);
    expect(walk.refusal(handbook(walk.today))).toEqual(['HANDBOOK_WITHOUT_REGISTRATION']);
    expect(walk.types(letter(walk.today))).toEqual(['ConfirmationLetterIssued']);
  });
});
