import { addDays, type CivilDate } from '#libs/kernel';
import { type CaseOrder } from '../orders.js';
import { CaseWalk, holder, NO_PAPERS, SCAN, sealed } from './case-walk.fixture.js';

const APPLICATION = 'APPLY.APPLICATION';
const SURVEY = 'SURVEY.SURVEY';
const GROUP_REVIEW = 'REVIEW_GROUP.REVIEW';
const VILLAGE_NOTICE = 'PUBLICITY_VILLAGE.NOTICE';
const AUDIT = 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT';
const APPROVAL = 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL';
const ANNOUNCEMENT = 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT';

type Correct = Extract<CaseOrder, { type: 'CorrectRecord' }>['data'];

const SECOND = holder('STATION_HEAD', 4);

const correct = (event: string, field: string, old: string, now: string, change: Partial<Correct> = {}): CaseOrder => ({
  type: 'CorrectRecord',
  data: { no: 1, event, field, old, new: now, scanDigest: SCAN, reason: sealed('a slip'), ...change },
});
const confirmed = { confirmedBy: SECOND };

/** The hand that recorded an event. */
const recorderOf = (walk: CaseWalk, type: Parameters<CaseWalk['last']>[0]) => {
  const { actorId, actorRole } = walk.last(type).metadata;
  return { actor: actorId, role: actorRole };
};

describe('a correction of a record (R3)', () => {
  it('of a vote that still carries stands, with both values, confirmed by a second person of the level above', () => {
    const walk = new CaseWalk().upTo(GROUP_REVIEW);
    const { id } = walk.last('case.ReviewHeld.v1');
    const events = walk.give(correct(id, 'tally', '18/2/0', '17/3/0', confirmed));
    expect(events).toEqual([
      {
        type: 'case.RecordCorrected.v1',
        data: {
          no: 1,
          event: id,
          field: 'tally',
          old: '18/2/0',
          new: '17/3/0',
          scanDigest: SCAN,
          confirmedBy: SECOND,
          reason: sealed('a slip'),
          unlawful: [],
        },
      },
    ]);
    expect(walk.status(GROUP_REVIEW)).toBe('DONE:1');
    walk.upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('REGISTERED');
  });

  it('of a vote that does not carry returns the case to that review', () => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE);
    const event = walk.events.find((one) => one.type === 'case.ReviewHeld.v1');
    const [recorded, returned] = walk.give(correct(event?.id ?? '', 'tally', '18/2/0', '9/11/0', confirmed));
    expect(recorded?.data).toMatchObject({ unlawful: [{ code: 'RESULT_NOT_AS_VOTED', required: 'FAILED', actual: 'PASSED' }] });
    expect(returned).toMatchObject({
      type: 'case.CaseReturned.v1',
      data: { to: GROUP_REVIEW, level: 'LAW', because: 'CORRECTION' },
    });
    expect([SURVEY, GROUP_REVIEW, VILLAGE_NOTICE].map((part) => walk.status(part))).toEqual([
      'DONE:1',
      'NOT_STARTED:2',
      'NOT_STARTED:2',
    ]);
  });

  it('of a vote on which a household was wrongly rejected opens its case again', () => {
    const walk = new CaseWalk().before(GROUP_REVIEW).wait(1);
    walk.give(walk.review(GROUP_REVIEW, { for: 5, against: 15 }), walk.handOf(walk.part(GROUP_REVIEW)));
    const { id } = walk.last('case.ReviewHeld.v1');
    walk.give(correct(id, 'tally', '5/15/0', '15/5/0', confirmed));
    expect(walk.state.phase).toBe('OPEN');
    expect(walk.status(GROUP_REVIEW)).toBe('NOT_STARTED:2');
  });

  it('leaves the case on the act on which it stands', () => {
    const walk = new CaseWalk().upTo(GROUP_REVIEW).wait(1);
    const { id } = walk.last('case.ReviewHeld.v1');
    walk.give({ type: 'JoinAct', data: { act: 'act-1', part: 'COMPARE.COMPARISON', round: 1 } }, { role: 'process' });
    expect(walk.types(correct(id, 'tally', '18/2/0', '17/3/0', confirmed))).toEqual(['RecordCorrected']);
    expect(walk.state.onAct).toEqual({ act: 'act-1', part: 'COMPARE.COMPARISON' });
  });

  it('of an attendance without the quorum returns the case to that review', () => {
    const walk = new CaseWalk().upTo(GROUP_REVIEW);
    const { id } = walk.last('case.ReviewHeld.v1');
    const [recorded] = walk.give(correct(id, 'presentAndTally', '20:18/2/0', '12:12/0/0', confirmed));
    expect(recorded?.data).toMatchObject({ unlawful: [{ code: 'QUORUM_NOT_REACHED' }] });
    expect(walk.status(GROUP_REVIEW)).toBe('NOT_STARTED:2');
  });

  it('of a date that then lies before the application returns the case to that part', () => {
    const walk = new CaseWalk().wait(5).upTo(APPLICATION);
    const applied = walk.today;
    walk.upTo(GROUP_REVIEW);
    const { id, data } = walk.last('case.HomeVisitRecorded.v1');
    const { visitedOn } = data as { readonly visitedOn: CivilDate };
    const [recorded] = walk.give(correct(id, 'visitedOn', visitedOn, addDays(applied, -1), confirmed));
    expect(recorded?.data).toMatchObject({ unlawful: [{ code: 'DATES_OUT_OF_ORDER' }] });
    expect(walk.status(SURVEY)).toBe('NOT_STARTED:2');
  });

  it('of a paper date that a later step then lies before returns the case too', () => {
    const walk = new CaseWalk().upTo(SURVEY).wait(2);
    const verification = 'SURVEY.VERIFICATION';
    const on = addDays(walk.today, -1);
    const data = { part: verification, passed: true, papers: walk.papers(verification, on) };
    walk.give({ type: 'RecordVerification', data }, { ...walk.handOf(walk.part(verification)), on });
    const group = walk.do(GROUP_REVIEW).events.at(-1);
    expect(group?.type).toBe('case.ReviewHeld.v1');
    const event = walk.last('case.VillageVerificationPassed.v1');
    const [recorded] = walk.give(correct(event.id, 'occurredOn', on, addDays(on, 1), confirmed));
    expect(recorded?.data).toMatchObject({ unlawful: [] });
    const held = walk.last('case.ReviewHeld.v1');
    const { heldOn } = held.data as { readonly heldOn: CivilDate };
    const [second] = walk.give(correct(held.id, 'heldOn', heldOn, on, { ...confirmed, no: 2 }));
    expect(second?.data).toMatchObject({ unlawful: [{ code: 'DATES_OUT_OF_ORDER' }] });
  });

  it('to a day after that of its recording is refused', () => {
    const walk = new CaseWalk().upTo(SURVEY);
    const { id, data } = walk.last('case.HomeVisitRecorded.v1');
    const { visitedOn } = data as { readonly visitedOn: CivilDate };
    walk.upTo(GROUP_REVIEW);
    expect(walk.refusal(correct(id, 'visitedOn', visitedOn, addDays(visitedOn, 2), confirmed))).toEqual(['DATE_IN_FUTURE']);
  });

  it('of a date that keeps the order stands, and is what stands from then on', () => {
    const walk = new CaseWalk().upTo(APPLICATION).wait(3).upTo(SURVEY);
    const visited = walk.today;
    const { id } = walk.last('case.HomeVisitRecorded.v1');
    walk.upTo('SURVEY.VERIFICATION');
    const earlier = addDays(visited, -1);
    walk.give(correct(id, 'papers.signatures.0.signedOn', visited, earlier, confirmed));
    walk.give(correct(id, 'visitedOn', visited, earlier, { ...confirmed, no: 2 }));
    expect(walk.state.parts[SURVEY]?.doneOn).toBe(earlier);
    expect(walk.refusal(correct(id, 'visitedOn', visited, earlier, { ...confirmed, no: 3 }))).toEqual(['OLD_VALUE_DIFFERS']);
  });

  it('of the day on which a notice hung counts its period anew', () => {
    const walk = new CaseWalk().before(VILLAGE_NOTICE).wait(3).post(VILLAGE_NOTICE);
    const posted = walk.today;
    const { id } = walk.last('case.NoticePosted.v1');
    walk.wait(1);
    const [recorded, returned] = walk.give(correct(id, 'places.0.postedOn', posted, addDays(posted, -1), confirmed));
    expect(recorded?.data).toMatchObject({ unlawful: [] });
    expect(returned).toBeUndefined();
    expect(walk.state.notices[VILLAGE_NOTICE]).toMatchObject({ runsFrom: posted, earliestClose: addDays(posted, 8) });
  });

  it('of the members who share the income returns to the survey where the line is crossed', () => {
    const walk = new CaseWalk({ income: 700_000 }).upTo('SURVEY.VERIFICATION');
    const { id } = walk.last('case.HomeVisitRecorded.v1');
    const [recorded, returned] = walk.give(correct(id, 'sharingIncome', '3', '2', confirmed));
    expect(recorded?.data).toMatchObject({
      unlawful: [{ code: 'INCOME_RESULT_CHANGED', required: 'BELOW', actual: 'AT_OR_ABOVE' }],
    });
    expect(returned).toMatchObject({ data: { to: SURVEY, because: 'CORRECTION' } });
  });

  it('of the members who share the income stands where the line is not crossed', () => {
    const walk = new CaseWalk().upTo('SURVEY.VERIFICATION');
    const { id } = walk.last('case.HomeVisitRecorded.v1');
    walk.give(correct(id, 'sharingIncome', '3', '2', confirmed));
    expect(walk.state.income?.sharing).toBe(2);
    expect(walk.status(SURVEY)).toBe('DONE:1');
  });

  it('of another field is the recorder’s alone until the next step', () => {
    const walk = new CaseWalk().upTo(GROUP_REVIEW);
    const { id } = walk.last('case.ReviewHeld.v1');
    const order = correct(id, 'comparisonReadOut', 'true', 'false');
    expect(walk.types(order, recorderOf(walk, 'case.ReviewHeld.v1'))).toEqual(['RecordCorrected']);
    walk.do('COMPARE.COMPARISON');
    const again = correct(id, 'comparisonReadOut', 'false', 'true', { no: 2 });
    expect(walk.refusal(again, recorderOf(walk, 'case.ReviewHeld.v1'))).toEqual(['CORRECTION_NOT_CONFIRMED']);
    expect(walk.types(correct(id, 'comparisonReadOut', 'false', 'true', { no: 2, ...confirmed }))).toEqual(['RecordCorrected']);
  });

  it.each([
    ['without a second person', 'tally', '18/2/0', '17/3/0', {}, ['CORRECTION_NOT_CONFIRMED']],
    [
      'confirmed by the recorder',
      'tally',
      '18/2/0',
      '17/3/0',
      { confirmedBy: holder('STATION_CLERK', 9) },
      ['CONFIRMER_IS_RECORDER'],
    ],
    [
      'confirmed by the same level',
      'tally',
      '18/2/0',
      '17/3/0',
      { confirmedBy: holder('GROUP_LEADER', 4) },
      ['CONFIRMER_NOT_OF_LEVEL_ABOVE'],
    ],
    ['of what does not stand there', 'tally', '16/4/0', '17/3/0', confirmed, ['OLD_VALUE_DIFFERS']],
    ['to the same', 'tally', '18/2/0', '18/2/0', confirmed, ['CORRECTION_CHANGES_NOTHING']],
    ['to what cannot be read', 'tally', '18/2/0', 'many', confirmed, ['NEW_VALUE_UNREADABLE']],
    ['to votes that do not add up', 'tally', '18/2/0', '18/3/0', confirmed, ['VOTES_DO_NOT_ADD_UP']],
    ['of a result', 'result', 'PASSED', 'FAILED', confirmed, ['FIELD_NOT_CORRECTABLE']],
    ['of a method that there is not', 'method', 'SHOW_OF_HANDS', 'SHOUTING', confirmed, ['NEW_VALUE_UNREADABLE']],
  ])('is refused %s', (_how, field, old, now, change, codes) => {
    const walk = new CaseWalk().upTo(GROUP_REVIEW);
    const { id } = walk.last('case.ReviewHeld.v1');
    const stands = field === 'method' ? (walk.last('case.ReviewHeld.v1').data as { method: string }).method : old;
    expect(walk.refusal(correct(id, field, stands, now, change))).toEqual(codes);
  });

  it('is refused of an event that is not of this case, and of one that has no such fields', () => {
    const walk = new CaseWalk().upTo(APPLICATION);
    expect(walk.refusal(correct('event-of-elsewhere', 'heldOn', '2016-03-02', '2016-03-01', confirmed))).toEqual([
      'CORRECTED_EVENT_UNKNOWN',
    ]);
    const { id } = walk.last('case.CaseOpened.v1');
    expect(walk.refusal(correct(id, 'programYear', '2016', '2015', confirmed))).toEqual(['FIELD_NOT_CORRECTABLE']);
  });

  it('after the effect undoes nothing here: it opens a lead', () => {
    const walk = new CaseWalk().upTo(ANNOUNCEMENT).wait(3);
    const event = walk.events.find((one) => one.type === 'case.ReviewHeld.v1');
    const events = walk.give(correct(event?.id ?? '', 'tally', '18/2/0', '9/11/0', confirmed));
    expect(events[1]).toEqual({ type: 'case.CorrectionLeadOpened.v1', data: { correction: 1 } });
    expect(walk.state.outcome).toBe('REGISTERED');
  });

  it('of a result that no longer counts changes nothing that does', () => {
    const walk = new CaseWalk().upTo(VILLAGE_NOTICE).wait(1);
    const event = walk.events.find((one) => one.type === 'case.ReviewHeld.v1');
    const data = { no: 1, to: SURVEY, level: 'TOWNSHIP' as const, reason: sealed('again'), papers: NO_PAPERS };
    walk.give({ type: 'ReturnCase', data }, { performedBy: holder('TOWNSHIP_HEAD', 1) });
    expect(walk.types(correct(event?.id ?? '', 'tally', '18/2/0', '9/11/0', confirmed))).toEqual(['RecordCorrected']);
  });

  it('leaves everything else of the case as it was', () => {
    const walk = new CaseWalk().upTo(APPROVAL);
    const before = walk.state;
    const event = walk.events.find((one) => one.type === 'case.ReviewHeld.v1');
    walk.give(correct(event?.id ?? '', 'tally', '18/2/0', '17/3/0', confirmed));
    const { facts: _facts, corrections, ...after } = walk.state;
    const { facts: _before, corrections: _none, ...was } = before;
    expect(after).toEqual(was);
    expect(corrections).toEqual([{ no: 1, event: event?.id, field: 'tally', on: walk.today }]);
  });
});

describe('a result that belongs to another case (R3)', () => {
  const reassign = (change: Partial<Extract<CaseOrder, { type: 'ReassignEntry' }>['data']> = {}): CaseOrder => ({
    type: 'ReassignEntry',
    data: {
      no: 1,
      act: 'act-1',
      part: GROUP_REVIEW,
      toCase: 'case-2',
      confirmedBy: SECOND,
      reason: sealed('wrong row'),
      ...change,
    },
  });
  const byAct = (): CaseWalk => {
    const walk = new CaseWalk().before(GROUP_REVIEW).wait(1);
    walk.give({ type: 'JoinAct', data: { act: 'act-1', part: GROUP_REVIEW, round: 1 } }, { role: 'process' });
    const order = walk.review(GROUP_REVIEW, { for: 18, against: 2 });
    if (order.type !== 'RecordReview') throw new Error('no review');
    const { presentPersons: _named, ...data } = order.data;
    const hand = { role: 'process', performedBy: holder('GROUP_LEADER') };
    walk.give({ type: 'RecordReview', data: { ...data, act: 'act-1', present: 20, rosterTotal: 24 } }, hand);
    return walk;
  };

  it('is superseded here, and the part is open again', () => {
    const walk = byAct();
    expect(walk.types(reassign())).toEqual(['EntryReassigned', 'CaseReturned']);
    expect(walk.status(GROUP_REVIEW)).toBe('NOT_STARTED:2');
    expect(walk.state.reassignedTo).toEqual(['case-2']);
  });

  it.each([
    ['of another act', { act: 'act-9' }, ['ENTRY_NOT_OF_ACT']],
    ['of a part that the act did not bring', { part: SURVEY }, ['ENTRY_NOT_OF_ACT']],
    ['to this same case', { toCase: 'case-1' }, ['REASSIGNED_TO_ITSELF']],
    ['confirmed by who records it', { confirmedBy: holder('STATION_CLERK', 9) }, ['CONFIRMER_IS_RECORDER']],
    ['confirmed by the same level', { confirmedBy: holder('GROUP_LEADER', 3) }, ['CONFIRMER_NOT_OF_LEVEL_ABOVE']],
  ])('is refused %s', (_how, change, codes) => {
    expect(byAct().refusal(reassign(change))).toEqual(codes);
  });
});

describe('old paper dates (R2)', () => {
  const admit = (parts: readonly string[], no = 1): CaseOrder => ({
    type: 'AdmitBackfill',
    data: { no, parts, reason: sealed('flood'), scanDigest: SCAN },
  });
  const officer = { performedBy: holder('COUNTY_POVERTY_OFFICER', 6) };

  it('count once an officer of the level above has admitted them, several parts at once', () => {
    const walk = new CaseWalk().before(VILLAGE_NOTICE).wait(30);
    expect(walk.types(admit([VILLAGE_NOTICE, AUDIT]), officer)).toEqual(['BackfillAdmitted']);
    expect(walk.state.backfillAdmitted).toEqual([VILLAGE_NOTICE, AUDIT]);
    const posted = addDays(walk.today, -20);
    const order = walk.postOrder(VILLAGE_NOTICE);
    if (order.type !== 'PostNotice') throw new Error('no notice');
    const places = order.data.places.map((place) => ({ ...place, postedOn: posted }));
    const data = { ...order.data, places, printedEnd: addDays(posted, 7) };
    const [event] = walk.give({ type: 'PostNotice', data }, { ...walk.handOf(walk.part(VILLAGE_NOTICE)), on: posted });
    expect(event?.data).toMatchObject({ runsFrom: posted, earliestClose: addDays(posted, 8) });
  });

  it('are admitted anew for a new round', () => {
    const walk = new CaseWalk().before(VILLAGE_NOTICE);
    walk.give(admit([VILLAGE_NOTICE, AUDIT]), officer);
    walk.upTo(VILLAGE_NOTICE).wait(1);
    const data = { no: 1, to: VILLAGE_NOTICE, level: 'COUNTY' as const, reason: sealed('why'), papers: NO_PAPERS };
    walk.give({ type: 'ReturnCase', data }, officer);
    expect(walk.state.backfillAdmitted).toEqual([AUDIT]);
    expect(walk.types(admit([VILLAGE_NOTICE], 2), officer)).toEqual(['BackfillAdmitted']);
  });

  it('are not recorded by who admitted them', () => {
    const walk = new CaseWalk().before(VILLAGE_NOTICE);
    walk.give(admit([VILLAGE_NOTICE]), officer);
    walk.wait(1);
    const hand = { ...walk.handOf(walk.part(VILLAGE_NOTICE)), actor: officer.performedBy };
    expect(walk.refusal(walk.postOrder(VILLAGE_NOTICE), hand)).toEqual(['RECORDER_ADMITTED_BACKFILL']);
  });

  it.each([
    ['of no part', [], officer, ['BACKFILL_PARTS_UNKNOWN']],
    ['of a part that the law does not have', ['NO.PART'], officer, ['BACKFILL_PARTS_UNKNOWN']],
    ['after the entry', [GROUP_REVIEW], officer, ['BACKFILL_AFTER_ENTRY']],
    ['by the same level', [VILLAGE_NOTICE], { performedBy: holder('VILLAGE_DIRECTOR', 6) }, ['ADMITTER_NOT_OF_LEVEL_ABOVE']],
    [
      'by who recorded it',
      [SURVEY],
      { role: 'DATA_CLERK', performedBy: officer.performedBy },
      ['BACKFILL_AFTER_ENTRY', 'ADMITTER_IS_RECORDER'],
    ],
  ])('are not admitted %s', (_how, parts, hand, codes) => {
    expect(new CaseWalk().upTo(GROUP_REVIEW).refusal(admit(parts), hand)).toEqual(codes);
  });
});
