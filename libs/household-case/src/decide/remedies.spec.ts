import { addDays } from '#libs/kernel';
import { type CaseOrder } from '../orders.js';
import { CaseWalk, CHILD, HEAD, holder, NO_PAPERS, SCAN, sealed } from './case-walk.fixture.js';

const SURVEY = 'SURVEY.SURVEY';
const GROUP_REVIEW = 'REVIEW_GROUP.REVIEW';
const VILLAGE_REVIEW = 'REVIEW_VILLAGE.REVIEW';
const VILLAGE_NOTICE = 'PUBLICITY_VILLAGE.NOTICE';
const AUDIT = 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT';
const ANNOUNCEMENT = 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT';

const village = { performedBy: holder('VILLAGE_DIRECTOR', 1) };
const county = { performedBy: holder('COUNTY_POVERTY_OFFICE_HEAD', 1) };
const countyPersons = [holder('COUNTY_POVERTY_OFFICER', 5), holder('LEADING_GROUP_MEMBER', 5)];

type Recheck = Extract<CaseOrder, { type: 'DecideRecheck' }>['data'];
type Ruling = Extract<CaseOrder, { type: 'RuleOnContest' }>['data'];

const notify = (walk: CaseWalk, deliveredOn = walk.today): CaseOrder => ({
  type: 'NotifyRejection',
  data: { deliveredOn, papers: NO_PAPERS },
});
const request = (walk: CaseWalk, requestedOn = walk.today, signer = HEAD): CaseOrder => ({
  type: 'RequestRecheck',
  data: { requestedOn, signature: walk.signature(signer), reason: sealed('we are poor') },
});
const recheck = (change: Partial<Recheck> = {}): CaseOrder => ({
  type: 'DecideRecheck',
  data: { outcome: 'CONFIRMED', level: 'COUNTY', decidedBy: countyPersons, reason: sealed('why'), papers: NO_PAPERS, ...change },
});
const contest = (contested: 'RETURN' | 'REJECTION', no?: number): CaseOrder => ({
  type: 'ContestDecision',
  data: { ...(no !== undefined && { no }), contested, reason: sealed('why'), papers: NO_PAPERS },
});
const rule = (change: Partial<Ruling> = {}): CaseOrder => ({
  type: 'RuleOnContest',
  data: { upheld: false, decidedBy: countyPersons, reason: sealed('why'), papers: NO_PAPERS, ...change },
});

/** Rejected by the township at its audit. */
function rejected(): CaseWalk {
  const walk = new CaseWalk().before(AUDIT).wait(1);
  const data = {
    part: AUDIT,
    decision: 'REJECT',
    onSiteCheck: true,
    papers: walk.papers(AUDIT),
    reason: sealed('owns a shop'),
  } as const;
  walk.give({ type: 'RecordAudit', data }, walk.handOf(walk.part(AUDIT)));
  return walk;
}

describe('a rejection (R13)', () => {
  it('is notified to the household', () => {
    const walk = rejected().wait(2);
    expect(walk.types(notify(walk))).toEqual(['RejectionNotified']);
    expect(walk.state.rejection?.notifiedOn).toBe(walk.today);
  });

  it.each([
    ['before it was decided', (walk: CaseWalk) => notify(walk, addDays(walk.today, -1)), ['DATED_BEFORE_REJECTION']],
    ['tomorrow', (walk: CaseWalk) => notify(walk, addDays(walk.today, 1)), ['DATE_IN_FUTURE']],
  ])('is not notified %s', (_when, order, codes) => {
    const walk = rejected();
    expect(walk.refusal(order(walk))).toEqual(codes);
  });

  it('is notified once, and only where there is one', () => {
    const walk = rejected();
    walk.give(notify(walk));
    walk.wait(1);
    expect(walk.refusal(notify(walk))).toEqual(['REJECTION_ALREADY_NOTIFIED']);
    const open = new CaseWalk();
    expect(open.refusal(notify(open))).toEqual(['NOT_REJECTED']);
  });
});

describe('a recheck asked for by the household (R13)', () => {
  it('is in time for fifteen days after the notification', () => {
    const walk = rejected().wait(3);
    walk.give(notify(walk));
    const delivered = walk.today;
    walk.wait(20);
    expect(walk.refusal(request(walk, addDays(delivered, 16)))).toEqual(['RECHECK_TOO_LATE']);
    expect(walk.types(request(walk, addDays(delivered, 15)))).toEqual(['RecheckRequested']);
  });

  it('is not cut short by a letter that is entered late (R2)', () => {
    const walk = rejected();
    const delivered = walk.today;
    walk.wait(20).give(notify(walk, delivered));
    expect(walk.refusal(request(walk.wait(13)))).toEqual(['RECHECK_TOO_LATE']);
    expect(walk.types(request(walk, addDays(walk.today, -1)))).toEqual(['RecheckRequested']);
  });

  it('without a notification counts from the rejection itself', () => {
    const walk = rejected().wait(16);
    expect(walk.refusal(request(walk))).toEqual(['RECHECK_TOO_LATE']);
  });

  it('is asked for once, by an adult of the household, of a rejection', () => {
    const walk = rejected();
    expect(walk.refusal(request(walk, walk.today, 'person-stranger'))).toEqual(['SIGNER_NOT_OF_HOUSEHOLD']);
    expect(walk.refusal(request(walk, walk.today, CHILD))).toEqual(['SIGNER_NOT_ADULT']);
    expect(walk.refusal(request(walk, addDays(walk.today, -1)))).toEqual(['DATED_BEFORE_REJECTION']);
    walk.give(request(walk));
    walk.wait(1);
    expect(walk.refusal(request(walk))).toEqual(['RECHECK_ALREADY_REQUESTED']);
    const open = new CaseWalk();
    expect(open.refusal(request(open))).toEqual(['NOT_REJECTED']);
  });

  it('is not signed by an official in the name of the household', () => {
    const walk = rejected();
    const signature = walk.signature(holder('DATA_CLERK'), { capacity: 'ATTORNEY' });
    const evidence = [{ slot: 'POWER_OF_ATTORNEY', digest: SCAN, date: walk.today }];
    const order: CaseOrder = {
      type: 'RequestRecheck',
      data: { requestedOn: walk.today, signature, evidence, reason: sealed('we are poor') },
    };
    expect(walk.refusal(order)).toEqual(['SIGNER_NOT_OF_HOUSEHOLD']);
  });
});

describe('the recheck (R13)', () => {
  const requested = (): CaseWalk => {
    const walk = rejected();
    walk.give(request(walk));
    return walk.wait(1);
  };

  it('CONFIRMED: the rejection stands', () => {
    const walk = requested();
    expect(walk.types(recheck())).toEqual(['RecheckDecided']);
    expect(walk.state.outcome).toBe('REJECTED');
    expect(walk.refusal(recheck({ no: 2 }))).toEqual(['RECHECK_NOT_PENDING']);
  });

  it('NEW_SURVEY: the case goes on at the survey, by another team', () => {
    const walk = requested();
    expect(walk.types(recheck({ outcome: 'NEW_SURVEY' }))).toEqual(['RecheckDecided', 'CaseReturned']);
    expect(walk.status(SURVEY)).toBe('NOT_STARTED:2');
    walk.wait(1);
    const hand = { ...walk.handOf(walk.part(SURVEY)) };
    expect(walk.refusal(walk.surveyOrder(SURVEY), hand)).toEqual(['SURVEYED_BY_SAME_TEAM']);
    expect(walk.types(walk.surveyOrder(SURVEY, 3), { ...hand, performedBy: holder('VILLAGE_SECRETARY', 3) })).toContain(
      'HomeVisitRecorded',
    );
    walk.upTo(VILLAGE_NOTICE);
    expect(walk.status(VILLAGE_NOTICE)).toBe('DONE:2');
  });

  it('RE_REVIEW: the case goes on at the last review before', () => {
    const walk = requested();
    walk.give(recheck({ outcome: 'RE_REVIEW' }));
    expect([GROUP_REVIEW, VILLAGE_REVIEW, AUDIT].map((part) => walk.status(part))).toEqual([
      'DONE:1',
      'NOT_STARTED:2',
      'NOT_STARTED:2',
    ]);
  });

  it.each([
    ['by the level that decided', { level: 'TOWNSHIP', decidedBy: [holder('STATION_HEAD', 5)] }, ['LEVEL_NOT_ABOVE_DECIDER']],
    ['by persons of another level', { decidedBy: [holder('STATION_HEAD', 5)] }, ['DECIDER_NOT_OF_LEVEL']],
    ['by nobody', { decidedBy: [] }, ['DECIDERS_NOT_NAMED']],
    [
      'by who decided first',
      { decidedBy: [holder('TOWNSHIP_HEAD')] },
      ['DECIDER_NOT_OF_LEVEL', 'DECIDER_DECIDED_BEFORE', 'DECIDED_AT_OTHER_LEVEL'],
    ],
  ] as const)('is refused %s', (_who, change, codes) => {
    expect(requested().refusal(recheck({ ...change }))).toEqual(codes);
  });

  it('is not decided where nobody asked for it', () => {
    expect(rejected().refusal(recheck())).toEqual(['RECHECK_NOT_PENDING']);
  });

  it('of a rejection before any review cannot order a re-review', () => {
    const walk = new CaseWalk().before('SURVEY.VERIFICATION').wait(1);
    const part = 'SURVEY.VERIFICATION';
    const data = { part, passed: false, papers: walk.papers(part), reason: sealed('not poor') };
    walk.give({ type: 'RecordVerification', data }, walk.handOf(walk.part(part)));
    walk.give(request(walk));
    expect(walk.refusal(recheck({ outcome: 'RE_REVIEW' }))).toEqual(['NOTHING_TO_REPEAT']);
  });
});

describe('a contest by the village (R13)', () => {
  const returned = (): CaseWalk => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE).wait(1);
    const data = { no: 1, to: SURVEY, level: 'TOWNSHIP' as const, reason: sealed('again'), papers: NO_PAPERS };
    walk.give({ type: 'ReturnCase', data }, { performedBy: holder('TOWNSHIP_HEAD', 1) });
    return walk.wait(1);
  };

  it('of a return holds the case until the county has ruled', () => {
    const walk = returned();
    expect(walk.types(contest('RETURN'), village)).toEqual(['DecisionContested']);
    expect(walk.refusal(walk.surveyOrder(SURVEY), walk.handOf(walk.part(SURVEY)))).toEqual(['CASE_HELD']);
    expect(walk.types(rule(), county)).toEqual(['ContestRuled']);
    walk.do(SURVEY);
    expect(walk.status(SURVEY)).toBe('DONE:2');
  });

  it('of a return lets nothing begin or fail meanwhile that a ruling would have to undo', () => {
    const walk = new CaseWalk().upTo(AUDIT).wait(1);
    const data = { no: 1, to: AUDIT, level: 'TOWNSHIP' as const, reason: sealed('again'), papers: NO_PAPERS };
    walk.give({ type: 'ReturnCase', data }, { performedBy: holder('TOWNSHIP_HEAD', 1) });
    walk.wait(1).give(contest('RETURN'), village);
    const about = { part: AUDIT, round: 2, onSiteCheck: true, papers: walk.papers(AUDIT), reason: sealed('no') };
    const reject: CaseOrder = { type: 'RecordAudit', data: { ...about, decision: 'REJECT' } };
    expect(walk.refusal(reject, walk.handOf(walk.part(AUDIT)))).toEqual(['CASE_HELD']);
    const join: CaseOrder = { type: 'JoinAct', data: { act: 'act-1', part: AUDIT, round: 2 } };
    expect(walk.refusal(join, { role: 'process' })).toEqual(['CASE_HELD']);
  });

  it('upheld gives the results back as far as the part at which the case goes on', () => {
    const walk = returned();
    walk.give(contest('RETURN'), village);
    expect(walk.types(rule({ upheld: true, resumeAt: VILLAGE_NOTICE }), county)).toEqual(['ContestRuled', 'CaseReturned']);
    expect([SURVEY, VILLAGE_REVIEW, VILLAGE_NOTICE].map((part) => walk.status(part))).toEqual([
      'DONE:2',
      'DONE:2',
      'NOT_STARTED:2',
    ]);
    walk.upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('REGISTERED');
  });

  it('of a rejection, upheld, opens the case again at the named part', () => {
    const walk = rejected().wait(1);
    walk.give(contest('REJECTION'), village);
    walk.give(rule({ upheld: true, resumeAt: AUDIT }), county);
    expect(walk.state.phase).toBe('OPEN');
    expect(walk.status(AUDIT)).toBe('NOT_STARTED:2');
  });

  it('dismissed leaves the rejection', () => {
    const walk = rejected().wait(1);
    walk.give(contest('REJECTION'), village);
    expect(walk.types(rule(), county)).toEqual(['ContestRuled']);
    expect(walk.state.outcome).toBe('REJECTED');
  });

  it('is made once, by the village, of a decision above it', () => {
    const walk = returned();
    expect(walk.refusal(contest('RETURN'), county)).toEqual(['CONTESTED_BY_OTHER_LEVEL']);
    walk.give(contest('RETURN'), village);
    walk.give(rule(), county);
    expect(walk.refusal(contest('RETURN', 2), village)).toEqual(['DECISION_ALREADY_CONTESTED']);
    expect(new CaseWalk().refusal(contest('RETURN'), village)).toEqual(['NOTHING_TO_CONTEST']);
    const votedDown = new CaseWalk().before(GROUP_REVIEW).wait(1);
    votedDown.give(votedDown.review(GROUP_REVIEW, { for: 5, against: 15 }), votedDown.handOf(votedDown.part(GROUP_REVIEW)));
    expect(votedDown.refusal(contest('REJECTION'), village)).toEqual(['OWN_DECISION_CONTESTED']);
  });

  it.each([
    ['by the township', { decidedBy: [holder('STATION_HEAD', 5)] }, ['DECIDER_NOT_OF_LEVEL']],
    ['by nobody', { decidedBy: [] }, ['DECIDERS_NOT_NAMED']],
    ['upheld without saying where it goes on', { upheld: true }, ['RESUME_PART_MISSING']],
    ['upheld where the parts before are not done', { upheld: true, resumeAt: ANNOUNCEMENT }, ['RESUME_PART_NOT_READY']],
    ['upheld at no part of the law', { upheld: true, resumeAt: 'NO.PART' }, ['PART_UNKNOWN']],
  ])('is not ruled on %s', (_how, change, codes) => {
    const walk = returned();
    walk.give(contest('RETURN'), village);
    expect(walk.refusal(rule(change), county)).toEqual(codes);
  });

  it('is ruled on before the case is returned once more, by whatever level', () => {
    const walk = returned();
    walk.give(contest('RETURN'), village);
    const again = (level: 'TOWNSHIP' | 'COUNTY'): CaseOrder => ({
      type: 'ReturnCase',
      data: { no: 2, to: 'APPLY.APPLICATION', level, reason: sealed('again'), papers: NO_PAPERS },
    });
    const byTownship = { performedBy: holder('TOWNSHIP_HEAD', 1) };
    const byCounty = { performedBy: countyPersons[0] ?? '' };
    expect([walk.refusal(again('TOWNSHIP'), byTownship), walk.refusal(again('COUNTY'), byCounty)]).toEqual([
      ['CASE_HELD'],
      ['CASE_HELD'],
    ]);
    walk.give(rule(), county);
    expect(walk.types(again('TOWNSHIP'), byTownship)).toEqual(['CaseReturned']);
  });

  it('is ruled on only where there is one, by others than who returned the case', () => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE).wait(1);
    expect(walk.refusal(rule(), county)).toEqual(['NO_CONTEST_PENDING']);
    const data = { no: 1, to: SURVEY, level: 'COUNTY' as const, reason: sealed('again'), papers: NO_PAPERS };
    walk.give({ type: 'ReturnCase', data }, { performedBy: countyPersons[0] ?? '' });
    walk.give(contest('RETURN'), village);
    expect(walk.refusal(rule(), county)).toEqual(['DECIDER_DECIDED_BEFORE']);
  });
});
