import { addDays } from '#libs/kernel';
import { type CaseOrder } from '../orders.js';
import { CaseWalk, CHILD, HEAD, holder, SCAN, sealed } from './case-walk.fixture.js';

const VILLAGE_NOTICE = 'PUBLICITY_VILLAGE.NOTICE';
const TOWNSHIP_NOTICE = 'TOWNSHIP_AUDIT_PUBLICITY.NOTICE';
const AUDIT = 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT';
const APPROVAL = 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL';
const ANNOUNCEMENT = 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT';
const CONSENT = 'REVIEW_VILLAGE.CONSENT';

type Decide = Extract<CaseOrder, { type: 'DecideObjection' }>['data'];
const township = [holder('STATION_HEAD', 2), holder('STATION_CLERK', 2)];

const assign = (no = 1, investigators = township, level: 'VILLAGE' | 'TOWNSHIP' | 'COUNTY' = 'TOWNSHIP'): CaseOrder => ({
  type: 'AssignInvestigation',
  data: { no, level, investigators },
});
const decide = (change: Partial<Decide> = {}): CaseOrder => ({
  type: 'DecideObjection',
  data: { no: 1, outcome: 'DISMISSED', material: false, decidedBy: township, reason: sealed('why'), evidence: [], ...change },
});

/** A village notice that hangs for three days, with an open objection to the entry. */
function objected(kind: 'IDENT-8' | 'EXIT-8' = 'IDENT-8', change: Parameters<CaseWalk['objection']>[1] = {}): CaseWalk {
  const walk = new CaseWalk({ kind }).before(VILLAGE_NOTICE).wait(1).post(VILLAGE_NOTICE).wait(3);
  walk.give(walk.objection(1, { part: VILLAGE_NOTICE, ...change }));
  return walk;
}
const confirmed = (walk: CaseWalk, part: string): readonly string[] =>
  walk.refusal(walk.confirmOrder(part), walk.handOf(walk.part(part)));

describe('an objection in a notice period (§2.3, R11)', () => {
  it('holds the entry: the notice is not closed while it is open', () => {
    const walk = objected().wait(8);
    expect(confirmed(walk, VILLAGE_NOTICE)).toEqual(['OBJECTION_OPEN']);
  });

  it('against the form holds only the notice that it is about', () => {
    const walk = objected('IDENT-8', { target: 'NOTICE' }).wait(8);
    expect(confirmed(walk, VILLAGE_NOTICE)).toEqual(['OBJECTION_OPEN']);
  });

  it('of a family left out opens a lead and holds nothing', () => {
    const walk = new CaseWalk().before(VILLAGE_NOTICE).wait(1).post(VILLAGE_NOTICE).wait(8);
    const events = walk.types(walk.objection(1, { target: 'OMISSION', part: VILLAGE_NOTICE }));
    expect(events).toEqual(['ObjectionRaised', 'IdentificationLeadOpened']);
    walk.confirm(VILLAGE_NOTICE);
    expect(walk.status(VILLAGE_NOTICE)).toBe('DONE:1');
  });

  it('to the entry holds it, though somebody told the same facts of a family left out', () => {
    const walk = objected('IDENT-8', { target: 'OMISSION' });
    walk.give(walk.objection(2, { part: VILLAGE_NOTICE, facts: sealed('facts-1') }));
    expect(confirmed(walk.wait(8), VILLAGE_NOTICE)).toEqual(['OBJECTION_OPEN']);
  });

  it('with the facts of another is recorded, remarked and holds nothing', () => {
    const walk = objected();
    const again = walk.give(walk.objection(2, { part: VILLAGE_NOTICE, facts: sealed('facts-1') }));
    expect(again).toEqual([
      expect.objectContaining({ type: 'case.ObjectionRaised.v1', data: expect.objectContaining({ no: 2, duplicateOf: 1 }) }),
      expect.objectContaining({
        type: 'case.FindingNoted.v1',
        data: {
          about: 'case.ObjectionRaised.v1',
          finding: expect.objectContaining({ code: 'DUPLICATE_FACTS', weight: 'REMARK' }),
        },
      }),
    ]);
    walk.give(assign());
    walk.give(decide());
    walk.wait(8).confirm(VILLAGE_NOTICE);
    expect(walk.status(VILLAGE_NOTICE)).toBe('DONE:1');
  });

  it('with the same words under another seal is known by what can be opened', () => {
    const walk = objected();
    walk.opened['facts-1'] = 'he owns a lorry';
    walk.opened['facts-2'] = 'he owns a lorry';
    const [raised] = walk.give(walk.objection(2, { part: VILLAGE_NOTICE }));
    expect(raised?.data).toMatchObject({ no: 2, duplicateOf: 1 });
  });

  it('has a number of its own', () => {
    const walk = objected();
    expect(walk.refusal(walk.objection(1, { anonymous: false }))).toEqual(['STEP_ALREADY_DONE']);
  });

  it.each([
    ['received tomorrow', { part: VILLAGE_NOTICE, receivedOn: addDays(new CaseWalk().today, 400) }, ['DATE_IN_FUTURE']],
    ['to a part that is no notice', { part: AUDIT }, ['OBJECTION_NOT_TO_A_NOTICE']],
    ['to a notice that does not hang yet', { part: TOWNSHIP_NOTICE }, ['OBJECTION_NOT_TO_A_NOTICE']],
    ['to the form of no notice', { target: 'NOTICE' as const }, ['OBJECTION_NOT_TO_A_NOTICE']],
    ['to no part of the law', { part: 'NO.PART' }, ['PART_UNKNOWN']],
    ['by somebody who is not named', { part: VILLAGE_NOTICE, anonymous: false }, ['OBJECTOR_NOT_NAMED']],
  ])('is refused %s', (_how, change, codes) => {
    const walk = objected();
    expect(walk.refusal(walk.objection(2, change))).toEqual(codes);
  });

  it('is not raised against an identification that has been rejected', () => {
    const walk = objected();
    walk.give(assign());
    walk.give(decide({ outcome: 'UPHELD' }));
    expect(walk.refusal(walk.objection(2, { part: VILLAGE_NOTICE }))).toEqual(['OBJECTION_AFTER_ENDING']);
  });
});

describe('an objection recorded late (R1)', () => {
  it('after the completion and before the approval supersedes the completion, and the case waits', () => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE);
    const received = addDays(walk.today, -2);
    walk.do(AUDIT);
    expect(walk.types(walk.objection(1, { part: VILLAGE_NOTICE, receivedOn: received }))).toEqual([
      'ObjectionRaised',
      'CompletionSuperseded',
    ]);
    expect(walk.status(VILLAGE_NOTICE)).toBe('RUNNING:1');
    expect(walk.refusal(walk.postOrder(TOWNSHIP_NOTICE), walk.handOf(walk.part(TOWNSHIP_NOTICE)))).toEqual(['CASE_SUSPENDED']);
  });

  it('is decided, and then the notice is confirmed again with it listed, before anything else', () => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE);
    const received = addDays(walk.today, -2);
    walk.do(AUDIT).wait(1).post(TOWNSHIP_NOTICE);
    walk.give(walk.objection(1, { part: VILLAGE_NOTICE, receivedOn: received }));
    walk.give(assign());
    walk.give(decide());
    walk.wait(8);
    expect(confirmed(walk, TOWNSHIP_NOTICE)).toEqual(['NOTICE_RESULT_NOT_STANDING']);
    walk.confirm(VILLAGE_NOTICE).confirm(TOWNSHIP_NOTICE).upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('REGISTERED');
  });

  it('without a part finds the notices in whose time it was received', () => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE);
    const receivedOn = addDays(walk.today, -2);
    const [, superseded] = walk.upTo(TOWNSHIP_NOTICE).give(walk.objection(1, { receivedOn }));
    expect(superseded?.data).toEqual({ parts: [VILLAGE_NOTICE], objection: 1 });
  });

  it('received after the period supersedes nothing, and still holds the approval', () => {
    const walk = new CaseWalk().upTo(TOWNSHIP_NOTICE).wait(1);
    expect(walk.types(walk.objection(1))).toEqual(['ObjectionRaised']);
    expect(() => walk.do(APPROVAL)).toThrow('OBJECTION_OPEN');
  });

  it('between approval and effect stops the effect', () => {
    const walk = new CaseWalk().upTo(APPROVAL).wait(1).post(ANNOUNCEMENT).wait(2);
    expect(walk.types(walk.objection(1, { part: ANNOUNCEMENT }))).toEqual(['ObjectionRaised']);
    walk.wait(8);
    expect(confirmed(walk, ANNOUNCEMENT)).toEqual(['OBJECTION_OPEN']);
  });

  it('to the form of an earlier notice stops the effect too', () => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE);
    const receivedOn = addDays(walk.today, -2);
    walk.upTo(APPROVAL).wait(1).post(ANNOUNCEMENT).wait(2);
    walk.give(walk.objection(1, { target: 'NOTICE', part: VILLAGE_NOTICE, receivedOn }));
    expect(confirmed(walk.wait(8), ANNOUNCEMENT)).toEqual(['OBJECTION_OPEN']);
  });

  it('without a part stands in the report of the notice in whose time it was received', () => {
    const walk = new CaseWalk().before(VILLAGE_NOTICE).wait(1).post(VILLAGE_NOTICE).wait(3);
    walk.give(walk.objection(1));
    walk.wait(1).give(assign());
    walk.give(decide());
    const report = walk.wait(8).confirmOrder(VILLAGE_NOTICE);
    if (report.type !== 'ConfirmNoticeResult') throw new Error('no report');
    const silent: CaseOrder = { ...report, data: { ...report.data, objections: 'NONE' } };
    expect(walk.refusal(silent, walk.handOf(walk.part(VILLAGE_NOTICE)))).toEqual(['OBJECTIONS_NOT_LISTED']);
    walk.confirm(VILLAGE_NOTICE);
    expect(walk.status(VILLAGE_NOTICE)).toBe('DONE:1');
  });

  it('after the effect opens a lead, with the finding that it came late', () => {
    const walk = new CaseWalk().upTo(ANNOUNCEMENT);
    const receivedOn = addDays(walk.today, -1);
    walk.wait(5);
    const events = walk.give(walk.objection(1, { part: ANNOUNCEMENT, receivedOn }));
    expect(events.map(({ type }) => type)).toEqual([
      'case.ObjectionRaised.v1',
      'case.FindingNoted.v1',
      'case.CorrectionLeadOpened.v1',
    ]);
    expect(events[1]?.data).toMatchObject({ finding: { code: 'OBJECTION_RECORDED_LATE', weight: 'REMARK', clause: 'R1' } });
    walk.give(assign(1, [holder('COUNTY_POVERTY_OFFICER', 2)], 'COUNTY'));
    expect(walk.types(decide({ outcome: 'UPHELD', decidedBy: [holder('COUNTY_POVERTY_OFFICER', 2)] }))).toEqual([
      'ObjectionDecided',
    ]);
    expect(walk.state.outcome).toBe('REGISTERED');
  });

  it('received and recorded after the effect opens a lead and is not late', () => {
    const walk = new CaseWalk().upTo(ANNOUNCEMENT).wait(5);
    expect(walk.types(walk.objection(1))).toEqual(['ObjectionRaised', 'CorrectionLeadOpened']);
  });
});

describe('an investigation (§2.3, §8)', () => {
  it('of an objection to a review is the matter of the township', () => {
    const walk = objected();
    expect(walk.types(assign())).toEqual(['InvestigationAssigned']);
  });

  it('may be taken over by the county', () => {
    const walk = objected();
    expect(walk.types(assign(1, [holder('COUNTY_POVERTY_OFFICER', 2)], 'COUNTY'))).toEqual(['InvestigationAssigned']);
  });

  it.each([
    ['by the village', [holder('VILLAGE_DIRECTOR', 2)], 'VILLAGE' as const, ['INVESTIGATION_LEVEL_TOO_LOW']],
    ['by nobody', [], 'TOWNSHIP' as const, ['INVESTIGATORS_NOT_NAMED']],
    ['by the accused', [holder('STATION_HEAD', 5)], 'TOWNSHIP' as const, ['INVESTIGATOR_IS_ACCUSED']],
    ['by the household', [HEAD], 'TOWNSHIP' as const, ['INVESTIGATOR_IS_HOUSEHOLD', 'INVESTIGATOR_NOT_OF_LEVEL']],
    ['by somebody of the village', [holder('DATA_CLERK')], 'TOWNSHIP' as const, ['INVESTIGATOR_NOT_OF_LEVEL']],
  ])('is refused %s', (_who, investigators, level, codes) => {
    const walk = objected('IDENT-8', { against: holder('STATION_HEAD', 5) });
    expect(walk.refusal(assign(1, investigators, level))).toEqual(codes);
  });

  it('of an objection to the approval is the matter of the county', () => {
    const walk = new CaseWalk().upTo(APPROVAL).wait(1).post(ANNOUNCEMENT).wait(2);
    walk.give(walk.objection(1, { part: ANNOUNCEMENT }));
    expect(walk.refusal(assign())).toEqual(['INVESTIGATION_LEVEL_TOO_LOW']);
  });

  it('is not ordered of an objection that nobody raised, or that is decided', () => {
    const walk = objected();
    expect(walk.refusal(assign(7))).toEqual(['OBJECTION_UNKNOWN']);
    walk.give(decide({ outcome: 'NOT_ACCEPTED', ground: 'NO_FACT' }));
    expect(walk.refusal(assign())).toEqual(['OBJECTION_NOT_OPEN']);
  });
});

describe('others investigate (§2.3, R4)', () => {
  const others = [holder('STATION_HEAD', 6)];
  const again = (change: object = {}): CaseOrder => {
    const data = {
      no: 1,
      assignment: 2,
      level: 'TOWNSHIP' as const,
      investigators: others,
      reason: sealed('fell ill'),
      ...change,
    };
    return { type: 'AssignInvestigation', data };
  };
  const assigned = (): CaseWalk => {
    const walk = objected();
    walk.give(assign());
    return walk;
  };

  it('while the objection is open, with the reason: the former stay visible, and decide no longer', () => {
    const walk = assigned();
    expect(walk.give(again())[0]?.data).toEqual({
      no: 1,
      level: 'TOWNSHIP',
      investigators: others,
      replaced: township,
      reason: sealed('fell ill'),
    });
    expect(walk.give(again())).toEqual([]);
    expect(walk.refusal(decide())).toEqual(['DECIDER_NOT_ASSIGNED']);
    expect(walk.types(decide({ decidedBy: others }))).toEqual(['ObjectionDecided']);
  });

  it.each([
    ['without a reason', { reason: undefined }, ['REASON_MISSING']],
    ['where the accused would investigate', { investigators: [holder('STATION_HEAD', 3)] }, ['INVESTIGATOR_IS_ACCUSED']],
    ['under the number of the first', { assignment: undefined }, ['STEP_ALREADY_DONE']],
  ])('is refused %s', (_what, change, codes) => {
    const walk = objected('IDENT-8', { against: holder('STATION_HEAD', 3) });
    walk.give(assign());
    expect(walk.refusal(again(change))).toEqual(codes);
  });

  it('not after the decision', () => {
    const walk = assigned();
    walk.give(decide());
    expect(walk.refusal(again())).toEqual(['OBJECTION_NOT_OPEN']);
  });
});

describe('the decision on an objection (R11)', () => {
  const assigned = (kind: 'IDENT-8' | 'EXIT-8' = 'IDENT-8', change: Parameters<CaseWalk['objection']>[1] = {}): CaseWalk => {
    const walk = objected(kind, change);
    walk.give(assign());
    return walk;
  };

  it('DISMISSED: the period goes on and closes when it is over', () => {
    const walk = assigned();
    expect(walk.types(decide())).toEqual(['ObjectionDecided']);
    walk.wait(5).confirm(VILLAGE_NOTICE);
    expect(walk.status(VILLAGE_NOTICE)).toBe('DONE:1');
  });

  it('UPHELD: an identification is rejected', () => {
    const walk = assigned();
    const [, rejected] = walk.give(decide({ outcome: 'UPHELD' }));
    expect(rejected).toEqual({
      type: 'case.CaseRejected.v1',
      data: { part: VILLAGE_NOTICE, level: 'TOWNSHIP', reason: 'OBJECTION_UPHELD', text: sealed('why'), decidedBy: township },
    });
    expect(walk.state.outcome).toBe('REJECTED');
  });

  it('UPHELD: an exit is put off to the next year', () => {
    const walk = assigned('EXIT-8');
    const [, deferred] = walk.give(decide({ outcome: 'UPHELD' }));
    expect(deferred).toEqual({
      type: 'case.ExitDeferred.v1',
      data: { toYear: 2017, because: 'REVIEW', reason: sealed('why') },
    });
    expect(walk.state.outcome).toBe('DEFERRED');
  });

  it('UPHELD against the form: that notice is posted again for a full period', () => {
    const walk = assigned('IDENT-8', { target: 'NOTICE' });
    walk.give(decide({ outcome: 'UPHELD' }));
    expect(walk.status(VILLAGE_NOTICE)).toBe('NOT_STARTED:2');
    walk.do(VILLAGE_NOTICE);
    expect(walk.status(VILLAGE_NOTICE)).toBe('DONE:2');
  });

  it('PARTLY and material: back to where the definition says, reviewed and published again', () => {
    const walk = assigned();
    const [, returned] = walk.give(decide({ outcome: 'PARTLY', material: true }));
    expect(returned).toMatchObject({
      type: 'case.CaseReturned.v1',
      data: { to: 'SURVEY.SURVEY', level: 'TOWNSHIP', because: 'OBJECTION' },
    });
    expect(walk.status('APPLY.APPLICATION')).toBe('DONE:1');
    expect(walk.status(VILLAGE_NOTICE)).toBe('NOT_STARTED:2');
    walk.upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('REGISTERED');
  });

  it('PARTLY and not material: the notice goes on', () => {
    const walk = assigned();
    expect(walk.types(decide({ outcome: 'PARTLY' }))).toEqual(['ObjectionDecided']);
  });

  it('NOT_ACCEPTED on a ground, without an investigation', () => {
    const walk = objected();
    expect(walk.refusal(decide({ outcome: 'NOT_ACCEPTED' }))).toEqual(['GROUND_MISSING']);
    expect(walk.refusal(decide({ outcome: 'NOT_ACCEPTED', ground: 'DUPLICATE' }))).toEqual(['NO_OTHER_OBJECTION']);
    expect(
      walk.refusal(decide({ outcome: 'NOT_ACCEPTED', ground: 'OTHER_MATTER', decidedBy: [holder('VILLAGE_DIRECTOR')] })),
    ).toEqual(['DECIDER_NOT_OF_LEVEL']);
    expect(walk.types(decide({ outcome: 'NOT_ACCEPTED', ground: 'OTHER_MATTER' }))).toEqual(['ObjectionDecided']);
  });

  it('WITHDRAWN only by a paper of the objector', () => {
    const walk = objected();
    expect(walk.refusal(decide({ outcome: 'WITHDRAWN' }))).toEqual(['WITHDRAWAL_NOT_EVIDENCED']);
    const evidence = [{ slot: 'WITHDRAWAL', digest: SCAN, date: walk.today }];
    expect(walk.types(decide({ outcome: 'WITHDRAWN', evidence }))).toEqual(['ObjectionDecided']);
  });

  it('is taken by those who investigated, none of them accused or of the household', () => {
    const walk = objected('IDENT-8', { against: holder('STATION_HEAD', 5) });
    expect(walk.refusal(decide())).toEqual(['DECIDER_NOT_ASSIGNED']);
    walk.give(assign());
    expect(walk.refusal(decide({ decidedBy: [] }))).toEqual(['DECIDERS_NOT_NAMED']);
    expect(walk.refusal(decide({ decidedBy: [holder('STATION_HEAD', 5)] }))).toEqual([
      'DECIDER_IS_ACCUSED',
      'DECIDER_NOT_ASSIGNED',
    ]);
    expect(walk.refusal(decide({ decidedBy: [CHILD] }))).toEqual(['DECIDER_IS_HOUSEHOLD', 'DECIDER_NOT_ASSIGNED']);
    expect(walk.refusal(decide({ no: 9 }))).toEqual(['OBJECTION_UNKNOWN']);
  });
});

describe('the household’s own objection in its exit notice (R12)', () => {
  const own = () => objected('EXIT-8', { byHousehold: true, anonymous: false });

  it('takes its consent back until it answers in person', () => {
    const walk = own();
    expect(walk.status(CONSENT)).toBe('NOT_STARTED:2');
    walk.give(assign());
    walk.give(decide());
    walk.wait(8);
    expect(confirmed(walk, VILLAGE_NOTICE)).toEqual(['CONSENT_NOT_STANDING']);
    const remote = walk.consentOrder(true, { method: 'REMOTE' });
    expect(walk.refusal(remote, { role: 'DATA_CLERK', performedBy: HEAD })).toContain('CONSENT_NOT_IN_PERSON');
    walk.give(walk.consentOrder(true), { role: 'DATA_CLERK', performedBy: HEAD });
    walk.wait(1).confirm(VILLAGE_NOTICE).upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('EXITED');
  });

  it('upheld: the household is surveyed again', () => {
    const walk = own();
    walk.give(assign());
    const [, returned] = walk.give(decide({ outcome: 'UPHELD' }));
    expect(returned).toMatchObject({ type: 'case.CaseReturned.v1', data: { to: 'EXIT_SURVEY.SURVEY', because: 'OBJECTION' } });
  });

  it('answered with a refusal: surveyed again by others', () => {
    const walk = own();
    walk.give(walk.consentOrder(false), { role: 'DATA_CLERK', performedBy: HEAD });
    expect(walk.status('EXIT_SURVEY.SURVEY')).toBe('NOT_STARTED:2');
    expect(walk.state.consentRefusals).toBe(1);
  });

  it('in an identification takes nothing back', () => {
    const walk = objected('IDENT-8', { byHousehold: true });
    expect(walk.status('APPLY.APPLICATION')).toBe('DONE:1');
  });
});
