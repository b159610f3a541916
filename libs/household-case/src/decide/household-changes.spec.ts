import { civilDate } from '#libs/kernel';
import { type HouseholdSnapshot } from '#libs/procedure';
import { type CaseOrder } from '../orders.js';
import { CaseWalk, CHILD, HEAD, holder, OTHER_TOWNSHIP_HEAD, SPOUSE } from './case-walk.fixture.js';

const SURVEY = 'SURVEY.SURVEY';
const COMPARISON = 'COMPARE.COMPARISON';
const VILLAGE_NOTICE = 'PUBLICITY_VILLAGE.NOTICE';
const TOWNSHIP_NOTICE = 'TOWNSHIP_AUDIT_PUBLICITY.NOTICE';
const APPROVAL = 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL';
const ANNOUNCEMENT = 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT';
const CONSENT = 'REVIEW_VILLAGE.CONSENT';

type Change = Extract<CaseOrder, { type: 'NoteHouseholdChange' }>['data'];

const register = { role: 'process' };
const BABY = 'person-baby';

const note = (walk: CaseWalk, change: Change['change'], more: Partial<Change> = {}): CaseOrder => ({
  type: 'NoteHouseholdChange',
  data: { change, on: walk.today, household: walk.state.household, cause: `register-event-${change}`, ...more },
});
const withMember = (walk: CaseWalk): HouseholdSnapshot => ({
  ...walk.state.household,
  members: [...walk.state.household.members, { person: BABY, relation: 'CHILD', bornOn: civilDate('2016-02-01') }],
});
const without = (walk: CaseWalk, person: string): HouseholdSnapshot => ({
  ...walk.state.household,
  members: walk.state.household.members.filter((member) => member.person !== person),
});

describe('the household changes during its case (R14)', () => {
  it('another head: the case goes on, with a slip due on the running notice and the new head on the next', () => {
    const walk = new CaseWalk().before(VILLAGE_NOTICE).wait(1).post(VILLAGE_NOTICE);
    const household = { ...walk.state.household, head: SPOUSE };
    const events = walk.give(note(walk, 'HEAD', { household, person: SPOUSE }), register);
    expect(events.map(({ type }) => type)).toEqual(['case.HouseholdChanged.v1', 'case.FindingNoted.v1']);
    expect(events[1]?.data).toMatchObject({ finding: { code: 'CORRECTION_SLIP_DUE', actual: [VILLAGE_NOTICE] } });
    expect(walk.state.household.head).toBe(SPOUSE);
    walk.wait(8).confirm(VILLAGE_NOTICE).upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('REGISTERED');
  });

  it('between notices no slip is due', () => {
    const walk = new CaseWalk().upTo(SURVEY);
    expect(walk.types(note(walk, 'HEAD'), register)).toEqual(['HouseholdChanged']);
  });

  it('is told by the register, and by no person', () => {
    const walk = new CaseWalk();
    expect(walk.refusal(note(walk, 'HEAD'))).toEqual(['CHANGE_NOT_FROM_REGISTER']);
  });

  it('a new member is compared before the approval', () => {
    const walk = new CaseWalk().upTo(TOWNSHIP_NOTICE).wait(1);
    const events = walk.give(note(walk, 'MEMBER_ADDED', { household: withMember(walk), person: BABY }), register);
    expect(events[1]).toEqual({ type: 'case.ComparisonSuperseded.v1', data: { part: COMPARISON, person: BABY } });
    expect(walk.status(COMPARISON)).toBe('RUNNING:1');
    const approve: CaseOrder = {
      type: 'RecordApproval',
      data: { part: APPROVAL, decision: 'APPROVE', documentNo: 'county-1', papers: walk.papers(APPROVAL) },
    };
    expect(walk.refusal(approve, walk.handOf(walk.part(APPROVAL)))).toEqual(['COMPARISON_INCOMPLETE', 'COMPARISON_STALE']);
    walk.wait(1).compare(COMPARISON, [BABY]);
    expect(walk.status(COMPARISON)).toBe('DONE:1');
    walk.upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('REGISTERED');
  });

  it('a corrected identity is compared again, that of the others is not', () => {
    const walk = new CaseWalk().upTo(COMPARISON);
    walk.give(note(walk, 'IDENTITY_CORRECTED', { person: SPOUSE }), register);
    const answered = Object.keys(walk.state.comparison?.answers ?? {}).map((key) => key.split('|')[0]);
    expect([...new Set(answered)]).toEqual([HEAD, CHILD]);
    walk.wait(1).compare(COMPARISON, [SPOUSE]);
    expect(walk.status(COMPARISON)).toBe('DONE:1');
  });

  it('before the comparison has begun there is nothing to supersede', () => {
    const walk = new CaseWalk().upTo(SURVEY);
    expect(walk.types(note(walk, 'IDENTITY_CORRECTED', { person: SPOUSE }), register)).toEqual(['HouseholdChanged']);
  });

  it('fewer who share the income cross the line: back to the survey', () => {
    const walk = new CaseWalk({ income: 700_000 }).upTo(VILLAGE_NOTICE).wait(1);
    const order = note(walk, 'MEMBER_REMOVED', { household: without(walk, CHILD), person: CHILD, reason: 'MARRIED_OUT' });
    const events = walk.give(order, register);
    expect(events[1]).toMatchObject({
      type: 'case.CaseReturned.v1',
      data: { to: SURVEY, level: 'LAW', because: 'HOUSEHOLD_CHANGED' },
    });
    expect(walk.status(SURVEY)).toBe('NOT_STARTED:2');
  });

  it('more who share the income of an exit cross the line: back to the survey, without comparing twice', () => {
    const walk = new CaseWalk({ kind: 'EXIT-8', income: 1_000_000 }).upTo(VILLAGE_NOTICE).wait(1);
    const events = walk.types(note(walk, 'MEMBER_ADDED', { household: withMember(walk), person: BABY }), register);
    expect(events).toEqual(['HouseholdChanged', 'CaseReturned']);
  });

  it('within the line changes only who shares', () => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE).wait(1);
    walk.give(note(walk, 'MEMBER_REMOVED', { household: without(walk, CHILD), person: CHILD }), register);
    expect(walk.state.income?.sharing).toBe(2);
    expect(walk.status(VILLAGE_NOTICE)).toBe('DONE:1');
  });

  it('an account that can no longer be opened is remarked', () => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE).wait(1);
    delete walk.opened['income'];
    const [, noted] = walk.give(note(walk, 'MEMBER_REMOVED', { household: without(walk, CHILD), person: CHILD }), register);
    expect(noted?.data).toMatchObject({ finding: { code: 'INCOME_NOT_OPENED', weight: 'REMARK' } });
  });

  it('a measure, a support or a disaster is known from then on', () => {
    const walk = new CaseWalk({ kind: 'EXIT-8' }).upTo('EXIT_SURVEY.SURVEY');
    const household = { ...walk.state.household, disasterOn: walk.today };
    expect(walk.types(note(walk, 'DISASTER', { household }), register)).toEqual(['HouseholdChanged']);
    expect(walk.state.household.disasterOn).toBe(walk.today);
  });

  it.each([
    ['DEATH', 'DEATH'],
    ['MOVED_OUT', 'MOVED'],
  ] as const)('nobody is left (%s): the case lapses', (reason, because) => {
    const walk = new CaseWalk().upTo(SURVEY);
    const household = { ...walk.state.household, members: [] };
    const [, lapsed] = walk.give(note(walk, 'LAPSED', { household, reason }), register);
    expect(lapsed?.data).toMatchObject({ reason: because });
    expect(walk.state.outcome).toBe('LAPSED');
  });

  it('after the case has ended is the matter of the register alone', () => {
    const walk = new CaseWalk().upTo(ANNOUNCEMENT);
    expect(walk.types(note(walk, 'HEAD'), register)).toEqual([]);
  });

  it('who consented dies before the effect: another adult consents (R12)', () => {
    const walk = new CaseWalk({ kind: 'EXIT-8' }).upTo(TOWNSHIP_NOTICE).wait(1);
    walk.give(note(walk, 'MEMBER_REMOVED', { household: without(walk, HEAD), person: HEAD, reason: 'DEATH' }), register);
    expect(walk.status(CONSENT)).toBe('NOT_STARTED:2');
    const approve: CaseOrder = {
      type: 'RecordApproval',
      data: { part: APPROVAL, decision: 'APPROVE', documentNo: 'county-1', papers: walk.papers(APPROVAL) },
    };
    expect(walk.refusal(approve, walk.handOf(walk.part(APPROVAL)))).toEqual(['CONSENT_NOT_STANDING']);
    const hand = { role: 'DATA_CLERK', performedBy: SPOUSE };
    expect(walk.refusal(walk.consentOrder(true), { role: 'DATA_CLERK', performedBy: HEAD })).toContain(
      'CONSENT_SIGNER_NOT_OF_HOUSEHOLD',
    );
    walk.give(walk.consentOrder(true, { person: SPOUSE, capacity: 'ADULT_MEMBER' }), hand);
    walk.upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('EXITED');
  });
});

describe('management passes to another area (R14)', () => {
  const to = { village: 'village-7', township: 'township-2', county: 'county-1' };
  const transfer = (change: Partial<Extract<CaseOrder, { type: 'TransferManagement' }>['data']> = {}): CaseOrder => ({
    type: 'TransferManagement',
    data: { no: 1, to, confirmedByFrom: holder('TOWNSHIP_HEAD'), confirmedByTo: OTHER_TOWNSHIP_HEAD, ...change },
  });

  it('between steps, confirmed by both', () => {
    const walk = new CaseWalk().upTo(SURVEY);
    const from = walk.state.area;
    expect(walk.give(transfer())).toEqual([
      {
        type: 'case.ManagementTransferred.v1',
        data: { from, to, confirmedByFrom: holder('TOWNSHIP_HEAD'), confirmedByTo: OTHER_TOWNSHIP_HEAD },
      },
    ]);
    expect(walk.state.area).toEqual(to);
  });

  it('not while a notice runs, nor on an act', () => {
    const running = new CaseWalk().before(VILLAGE_NOTICE).wait(1).post(VILLAGE_NOTICE);
    expect(running.refusal(transfer())).toEqual(['TRANSFER_DURING_STEP']);
    const listed = new CaseWalk().before('REVIEW_GROUP.REVIEW');
    listed.give({ type: 'JoinAct', data: { act: 'act-1', part: 'REVIEW_GROUP.REVIEW', round: 1 } }, register);
    expect(listed.refusal(transfer())).toEqual(['TRANSFER_DURING_STEP']);
  });

  it.each([
    ['to where it is', { to: new CaseWalk().state.area, confirmedByTo: holder('STATION_HEAD') }, ['TRANSFER_TO_SAME_AREA']],
    [
      'confirmed twice by one person',
      { confirmedByTo: holder('TOWNSHIP_HEAD') },
      ['CONFIRMERS_SAME_PERSON', 'CONFIRMER_NOT_OF_AREA'],
    ],
    ['confirmed by a stranger', { confirmedByTo: 'nobody' }, ['CONFIRMER_NOT_OF_AREA']],
  ])('is refused %s', (_how, change, codes) => {
    expect(new CaseWalk().upTo(SURVEY).refusal(transfer(change))).toEqual(codes);
  });
});
