import { before, eventsOf, play, refusedFor, saying, sealed, stageOf } from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
const audit = before(law, 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT');
const approval = before(law, 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL');

describe('the audit of the township (§2.1 step 7)', () => {
  it('passes, or rejects with its reasons, signed and sealed', () => {
    expect(eventsOf(audit)).toEqual(['TownshipAuditPassed']);
    const rejecting = { ...audit, given: saying(audit.given, { decision: 'REJECT', reason: sealed('reason') }) };
    expect(eventsOf(rejecting)).toEqual(['CaseRejected']);
    const { rejection, parts, deciders } = play(audit.played, audit.stage, rejecting.given).folded.state;
    expect([rejection?.reason, rejection?.level, parts['TOWNSHIP_AUDIT_PUBLICITY.AUDIT']?.status]).toEqual([
      'AUDIT',
      'TOWNSHIP',
      'FAILED',
    ]);
    expect(deciders).toEqual({ TOWNSHIP: ['township_party_secretary', 'township_head'] });
    expect(refusedFor({ ...audit, given: saying(audit.given, { decision: 'REJECT' }) })).toEqual(['REASON_MISSING']);
    const unsigned = { decision: 'REJECT', reason: sealed('reason'), papers: { evidence: [], signatures: [], seals: [] } };
    expect(refusedFor({ ...audit, given: saying(audit.given, unsigned) })).toEqual([
      'SEAL_MISSING',
      'SIGNATURE_MISSING',
      'TOO_FEW_PERSONS',
    ]);
  });

  it('visits every household again where the definition asks for all of them', () => {
    const part = law.parts['TOWNSHIP_AUDIT_PUBLICITY.AUDIT'];
    if (part?.kind !== 'audit') throw new Error('no audit');
    const all = stageOf({ ...law, parts: { ...law.parts, 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT': { ...part, samplePermille: 1000 } } });
    const unvisited = saying(audit.given, { onSiteCheck: false });
    expect(refusedFor({ ...audit, stage: all, given: unvisited })).toEqual(['ON_SITE_CHECK_MISSING']);
    expect(eventsOf({ ...audit, given: unvisited })).toEqual(['TownshipAuditPassed']);
  });
});

describe('the approval of the county (§2.1 step 8)', () => {
  it('has a number, and is a decision either way', () => {
    expect(eventsOf(approval)).toEqual(['CountyApproved']);
    expect(refusedFor({ ...approval, given: saying(approval.given, { documentNo: ' ' }) })).toEqual(['DOCUMENT_NO_MISSING']);
    const rejecting = saying(approval.given, { decision: 'REJECT', reason: sealed('reason') });
    expect(eventsOf({ ...approval, given: rejecting })).toEqual(['CaseRejected']);
    expect(play(approval.played, approval.stage, rejecting).folded.state.rejection?.reason).toBe('APPROVAL');
  });

  it('takes no effect before the announcement is confirmed', () => {
    const announcing = before(law, 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT', 1);
    expect(announcing.played.folded.state).toMatchObject({ phase: 'OPEN', approval: { documentNo: 'doc-1', level: 'COUNTY' } });
    expect(eventsOf(announcing)).toEqual(['AnnouncementCompleted', 'HouseholdRegistered']);
  });

  it('takes effect of itself where it stands after the announcement (EXIT-GZ)', () => {
    const gz = shippedLaw('EXIT-GZ', 2017, ['CN-GZ-CHANGSHUN', 'CN-GZ', 'CN']);
    expect(eventsOf(before(gz, 'COUNTY.ANNOUNCEMENT', 1))).toEqual(['AnnouncementCompleted']);
    expect(eventsOf(before(gz, 'COUNTY.APPROVAL'))).toEqual(['CountyApproved', 'HouseholdExited']);
  });
});
