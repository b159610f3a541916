import { type Signature } from '#libs/procedure';
import { before, eventsOf, refusedFor, saying } from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';
import { CaseWalk, HEAD, holder, SCAN, sealed as walkSealed } from './case-walk.fixture.js';

const law = shippedLaw('EXIT-8', 2016);
const consent = before(law, 'REVIEW_VILLAGE.CONSENT');
const { order } = consent.given;
if (order.type !== 'RecordConsent') throw new Error('no consent');
const { signature, papers } = order.data;
const signed = (change: Partial<Signature>, more: object = {}) => ({
  ...consent,
  given: saying(consent.given, { signature: { ...signature, ...change }, ...more }),
});
const evidenced = (slot: string) => ({
  papers: { ...papers, evidence: [...papers.evidence, { slot, digest: 'scan', date: consent.given.on }] },
});

describe('the consent of the household (§3.4, R12)', () => {
  it('is signed by an adult of it', () => {
    expect(eventsOf(signed({ person: 'wang', capacity: 'ADULT_MEMBER' }))).toEqual(['ExitConsentGiven']);
    expect(refusedFor(signed({ person: 'xiao', capacity: 'ADULT_MEMBER' }))).toEqual(['CONSENT_SIGNER_NOT_OF_HOUSEHOLD']);
    expect(refusedFor(signed({ person: 'villager-1', capacity: 'ADULT_MEMBER' }))).toEqual(['CONSENT_SIGNER_NOT_OF_HOUSEHOLD']);
  });

  it('is signed by a guardian or an attorney who shows by what he signs', () => {
    const guardian = { person: 'villager-1', capacity: 'GUARDIAN' as const };
    expect(refusedFor(signed(guardian))).toEqual(['CONSENT_SIGNER_NOT_OF_HOUSEHOLD']);
    expect(eventsOf(signed(guardian, evidenced('GUARDIAN_INSTRUMENT')))).toEqual(['ExitConsentGiven']);
    const attorney = { person: 'villager-1', capacity: 'ATTORNEY' as const };
    expect(refusedFor(signed(attorney, evidenced('GUARDIAN_INSTRUMENT')))).toEqual(['CONSENT_SIGNER_NOT_OF_HOUSEHOLD']);
    expect(eventsOf(signed(attorney, evidenced('POWER_OF_ATTORNEY')))).toEqual(['ExitConsentGiven']);
  });

  it('is signed by no cadre', () => {
    const cadre = { person: 'responsible_cadre', capacity: 'ATTORNEY' as const };
    expect(refusedFor(signed(cadre, evidenced('POWER_OF_ATTORNEY')))).toEqual(['CONSENT_SIGNED_BY_CADRE']);
    expect(refusedFor(signed({ person: 'responsible_cadre', capacity: 'OFFICE', offices: ['RESPONSIBLE_CADRE'] }))).toEqual([
      'SIGNATURE_MISSING',
      'CONSENT_SIGNER_NOT_OF_HOUSEHOLD',
      'CONSENT_SIGNED_BY_CADRE',
    ]);
  });

  it('counts once who signed both the answer and the paper, in the slot of the household', () => {
    const onPaper = (...signatures: readonly Signature[]) => signed({}, { papers: { ...papers, signatures } });
    expect(eventsOf(onPaper(signature))).toEqual(['ExitConsentGiven']);
    expect(eventsOf(onPaper({ ...signature, person: 'wang', capacity: 'ADULT_MEMBER' }))).toEqual(['ExitConsentGiven']);
    expect(refusedFor(onPaper({ ...signature, slot: 'RECORDER' }))).toEqual(['SIGNER_IN_TWO_SLOTS']);
  });

  it('by fingerprint is seen by two, not by the responsible cadre alone', () => {
    const printed = (...witnesses: readonly string[]) => signed({ method: 'FINGERPRINT', witnesses });
    expect(eventsOf(printed('responsible_cadre', 'villager-1'))).toEqual(['ExitConsentGiven']);
    expect(refusedFor(printed('villager-1'))).toEqual(['FINGERPRINT_WITNESSES_MISSING']);
    expect(refusedFor(printed('villager-1', 'villager-1'))).toEqual(['FINGERPRINT_WITNESSES_MISSING']);
    expect(refusedFor(printed('responsible_cadre', 'responsible_cadre-2'))).toEqual(['FINGERPRINT_WITNESSES_MISSING']);
    expect(refusedFor(signed({ method: 'FINGERPRINT' }))).toEqual(['FINGERPRINT_WITNESSES_MISSING']);
  });

  it('by telephone is recorded by two cadres', () => {
    const remote = (...recordedBy: readonly string[]) => signed({ method: 'REMOTE' }, { recordedBy });
    expect(eventsOf(remote('responsible_cadre', 'station_clerk'))).toEqual(['ExitConsentGiven']);
    expect(refusedFor(remote('responsible_cadre'))).toEqual(['REMOTE_CONSENT_NEEDS_TWO_CADRES']);
    expect(refusedFor(remote('responsible_cadre', 'villager-1'))).toEqual(['REMOTE_CONSENT_NEEDS_TWO_CADRES']);
  });

  it('by telephone is shown to each ruling until it is signed on paper', () => {
    const audit = 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT';
    const walk = new CaseWalk({ kind: 'EXIT-8' }).before('REVIEW_VILLAGE.CONSENT').wait(1);
    const said = walk.consentOrder(true, { method: 'REMOTE' });
    if (said.type !== 'RecordConsent') throw new Error('no consent');
    const recordedBy = [holder('RESPONSIBLE_CADRE'), holder('STATION_CLERK')];
    walk.give({ ...said, data: { ...said.data, recordedBy } }, { role: 'DATA_CLERK', performedBy: HEAD });
    walk.upTo(audit);
    const noted = () =>
      walk.events.flatMap(({ type, data }) => (type === 'case.FindingNoted.v1' ? [[data.finding.code, data.about]] : []));
    const atAudit = [['WET_SIGNATURE_DUE', 'case.TownshipAuditPassed.v1']];
    expect(noted()).toEqual(atAudit);
    const event = walk.last('case.ExitConsentGiven.v1').id;
    const sheet = { scanDigest: SCAN, confirmedBy: holder('STATION_HEAD', 4), reason: walkSealed('signed at home') };
    walk.give({ type: 'CorrectRecord', data: { no: 1, event, field: 'signature.method', old: 'REMOTE', new: 'WET', ...sheet } });
    walk.upTo('COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT');
    expect([walk.state.outcome, noted()]).toEqual(['EXITED', atAudit]);
  });

  it('answers the objection of the household itself, and waits for that of another', () => {
    const objected = (byHousehold: boolean) => {
      const walk = new CaseWalk({ kind: 'EXIT-8' }).before('REVIEW_VILLAGE.CONSENT').wait(1);
      walk.give(walk.objection(1, { byHousehold }), { role: 'DATA_CLERK' });
      return walk;
    };
    const hand = { role: 'DATA_CLERK', performedBy: HEAD };
    const said = (walk: CaseWalk, given: boolean) =>
      walk.try(walk.consentOrder(given), hand).map((one) => ('code' in one ? one.code : one.type));
    expect(said(objected(true), true)).toEqual(['case.ExitConsentGiven.v1']);
    expect(said(objected(false), true)).toEqual(['CASE_SUSPENDED']);
    expect(said(objected(false), false)).toEqual(said(objected(true), false));
    expect(said(objected(false), false)).toContain('case.ExitConsentRefused.v1');
  });
});
