import { type CaseOrder } from '../orders.js';
import { CaseWalk, HEAD, holder, NO_PAPERS, SCAN, sealed } from './case-walk.fixture.js';

const GROUP_REVIEW = 'REVIEW_GROUP.REVIEW';
const VILLAGE_NOTICE = 'PUBLICITY_VILLAGE.NOTICE';
const AUDIT = 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT';
const APPROVAL = 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL';
const reason = sealed('why');
const papers = NO_PAPERS;

/** A household whose head holds an office of the township or of the county. */
const ofOfficial = (office: 'TOWNSHIP_HEAD' | 'LEADING_GROUP_HEAD' | 'VILLAGE_DIRECTOR'): CaseWalk =>
  new CaseWalk({
    members: [
      { person: holder(office, 7), relation: 'SPOUSE' },
      { person: HEAD, relation: 'HEAD' },
    ],
  });
const by = (office: 'TOWNSHIP_HEAD' | 'LEADING_GROUP_HEAD' | 'VILLAGE_DIRECTOR') => ({ performedBy: holder(office, 7) });

describe('who rules on a household is not of it (R4, §8)', () => {
  const back: CaseOrder = { type: 'ReturnCase', data: { no: 1, to: GROUP_REVIEW, level: 'TOWNSHIP', reason, papers } };

  it('returns its case', () => {
    const walk = ofOfficial('TOWNSHIP_HEAD').upTo(GROUP_REVIEW).wait(1);
    expect(walk.refusal(back, by('TOWNSHIP_HEAD'))).toEqual(['OFFICIAL_IS_HOUSEHOLD']);
    expect(walk.types(back, { performedBy: holder('TOWNSHIP_HEAD', 8) })).toEqual(['CaseReturned']);
  });

  it('contests a return of it, admits its old dates, revokes its approval', () => {
    const walk = ofOfficial('VILLAGE_DIRECTOR').upTo(GROUP_REVIEW).wait(1);
    walk.give(back, { performedBy: holder('TOWNSHIP_HEAD', 8) });
    const contest: CaseOrder = { type: 'ContestDecision', data: { contested: 'RETURN', reason, papers } };
    expect(walk.refusal(contest, by('VILLAGE_DIRECTOR'))).toEqual(['OFFICIAL_IS_HOUSEHOLD']);

    const county = ofOfficial('LEADING_GROUP_HEAD').upTo(APPROVAL).wait(1);
    const revoke: CaseOrder = { type: 'RevokeApproval', data: { documentNo: 'county-9', reason, papers } };
    expect(county.refusal(revoke, by('LEADING_GROUP_HEAD'))).toEqual(['OFFICIAL_IS_HOUSEHOLD']);
    const admit: CaseOrder = {
      type: 'AdmitBackfill',
      data: { no: 1, parts: ['COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT'], reason, scanDigest: SCAN },
    };
    expect(county.refusal(admit, by('LEADING_GROUP_HEAD'))).toContain('OFFICIAL_IS_HOUSEHOLD');
  });

  it('confirms a correction of its papers', () => {
    const walk = ofOfficial('TOWNSHIP_HEAD').upTo(GROUP_REVIEW).wait(1);
    const event = walk.last('case.ReviewHeld.v1').id;
    const slip = { no: 1, event, field: 'tally', old: '18/2/0', new: '17/3/0', scanDigest: SCAN, reason };
    const confirmed = (confirmedBy: string): CaseOrder => ({ type: 'CorrectRecord', data: { ...slip, confirmedBy } });
    expect(walk.refusal(confirmed(holder('TOWNSHIP_HEAD', 7)))).toEqual(['OFFICIAL_IS_HOUSEHOLD']);
    expect(walk.types(confirmed(holder('TOWNSHIP_HEAD', 8)))).toEqual(['RecordCorrected']);
  });
});

describe('nobody decides at two levels of one case (R4, §8)', () => {
  it('who decided an objection decided at the level that investigated it', () => {
    const investigators = [holder('STATION_HEAD', 2)];
    const walk = new CaseWalk().before(VILLAGE_NOTICE).wait(1).post(VILLAGE_NOTICE).wait(3);
    walk.give(walk.objection(1, { part: VILLAGE_NOTICE }));
    walk.give({ type: 'AssignInvestigation', data: { no: 1, level: 'TOWNSHIP', investigators } });
    const decided = { no: 1, material: false, reason, evidence: [], decidedBy: investigators };
    walk.give({ type: 'DecideObjection', data: { ...decided, outcome: 'DISMISSED' } });
    expect(walk.state.deciders).toEqual({ TOWNSHIP: investigators });
  });

  it('who verified in the village returns nothing for the township', () => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE).wait(1);
    const verifier = walk.state.decidedBy['SURVEY.VERIFICATION']?.[0] ?? '';
    const back: CaseOrder = { type: 'ReturnCase', data: { no: 1, to: GROUP_REVIEW, level: 'TOWNSHIP', reason, papers } };
    expect(walk.refusal(back, { performedBy: verifier })).toEqual(['RETURNED_BY_OTHER_LEVEL', 'DECIDED_AT_OTHER_LEVEL']);
  });

  it('who verified in the village decides no recheck for the county', () => {
    const walk = new CaseWalk().before(AUDIT).wait(1);
    const about = { part: AUDIT, onSiteCheck: true, papers: walk.papers(AUDIT), reason };
    walk.give({ type: 'RecordAudit', data: { ...about, decision: 'REJECT' } }, walk.handOf(walk.part(AUDIT)));
    walk.give({ type: 'RequestRecheck', data: { requestedOn: walk.today, signature: walk.signature(), reason } });
    const verifier = walk.state.decidedBy['SURVEY.VERIFICATION']?.[0] ?? '';
    const said = { outcome: 'CONFIRMED', level: 'COUNTY', decidedBy: [verifier], reason, papers } as const;
    expect(walk.refusal({ type: 'DecideRecheck', data: said })).toEqual(['DECIDER_NOT_OF_LEVEL', 'DECIDED_AT_OTHER_LEVEL']);
  });
});
