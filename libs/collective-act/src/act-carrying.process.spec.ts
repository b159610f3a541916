import { type Outcome, type Reaction } from '#libs/kernel';
import { type ActContext } from './context.js';
import { actCarrying, actProcesses, type Carrying } from './act-carrying.process.js';
import { type ActOrder, type RecordRuling } from './orders.js';
import { actSamples } from './samples/act-samples.js';
import { asProcess, refusedFor, rehearse, type Rehearsal } from './samples/rehearsal.js';
import {
  batch,
  closedAct,
  closing,
  confirmation,
  itemsFor,
  listing,
  meeting,
  opening,
  outcomes,
  posting,
  readiness,
  receipt,
  ruling,
} from './samples/sample-orders.js';

const carrying = { occurredOn: '2018-01-10', performedBy: 'o-9', onRefusal: 'report' };
const { papers } = actSamples['act.MeetingHeld.v1'].data;
const { findings } = actSamples['act.ListClosed.v1'].data.leftOut[0] ?? { findings: [] };

/** What the process does about the newest event. */
function reactionTo(rehearsal: Rehearsal): Reaction | undefined {
  const state = rehearsal.log.reduce<Carrying>((folded, event) => actCarrying.evolve(folded, event), actCarrying.initial);
  const last = rehearsal.log.at(-1);
  return last === undefined ? undefined : actCarrying.react(state, last);
}

const ordersOf = (rehearsal: Rehearsal): unknown => reactionTo(rehearsal)?.orders;
const leave = (caseId: string, no = 1) => ({
  target: `case-${caseId}`,
  order: { type: 'LeaveAct', data: { act: 'a-1', no } },
  onRefusal: 'report',
});

/** The act after its process has reported that these cases accepted its newest event, and those did not. */
function reported(rehearsal: Rehearsal, accepted: readonly string[], refused: readonly string[] = []): Rehearsal {
  const answers: Outcome[] = [
    ...accepted.map((caseId) => ({ target: `case-${caseId}`, orderType: 'Given', accepted: true, findings: [] })),
    ...refused.map((caseId) => ({ target: `case-${caseId}`, orderType: 'Given', accepted: false, findings })),
  ];
  const report = reactionTo(rehearsal)?.report?.(answers);
  return rehearsal.after(report?.order as ActOrder, asProcess);
}

describe('Closing a list', () => {
  const asked = rehearse()
    .after(opening())
    .after(listing(itemsFor('MEETING', 'c-1', 'c-2')))
    .after(closing());

  it('asks each listed case to join', () => {
    expect(ordersOf(asked)).toEqual(
      ['c-1', 'c-2'].map((caseId) => ({
        target: `case-${caseId}`,
        order: { type: 'JoinAct', data: { part: 'GROUP_REVIEW.REVIEW', round: 1, act: 'a-1', no: 1 } },
        area: 'village-1',
        onRefusal: 'report',
      })),
    );
  });

  it('brings the answers, refusals included, back to the act, which then closes', () => {
    const report = reactionTo(asked)?.report?.([
      { target: 'case-c-1', orderType: 'JoinAct', accepted: true, findings: [] },
      { target: 'case-c-2', orderType: 'JoinAct', accepted: false, findings },
    ]);
    expect(report).toEqual({
      target: 'act-a-1',
      order: {
        type: 'RecordReadiness',
        data: {
          no: 1,
          answers: [
            { caseId: 'c-1', ready: true, findings: [] },
            { caseId: 'c-2', ready: false, findings },
          ],
        },
      },
      onRefusal: 'report',
    });
    const closed = reported(asked, ['c-1'], ['c-2']);
    expect([closed.state.phase, closed.state.onAct]).toEqual(['CLOSED', ['c-1']]);
    expect(reactionTo(closed)).toBeUndefined();
  });

  it('frees those it had asked where the act was voided meanwhile', () => {
    const { reason } = actSamples['act.ActVoided.v1'].data;
    const voided = asked.after({ type: 'VoidAct', data: { reason, confirmedBy: 't-1' } });
    expect(ordersOf(voided)).toEqual([leave('c-1'), leave('c-2')]);
    expect(refusedFor(voided.decide(readiness(['c-1', 'c-2']), asProcess))).toEqual(['ACT_VOIDED']);
  });
});

describe('A meeting', () => {
  const held = closedAct('MEETING', 'c-1', 'c-2').after(meeting());
  const review = {
    part: 'GROUP_REVIEW.REVIEW',
    round: 1,
    act: 'a-1',
    attempt: 1,
    body: 'REPRESENTATIVE_MEETING',
    heldOn: '2018-01-09',
    method: 'SECRET_BALLOT',
    present: 2,
    rosterTotal: 3,
    presentPersons: ['r-1', 'r-2', 'o-5'],
    otherwisePresent: [{ person: 'r-2', capacity: 'REPRESENTATIVE', mode: 'REMOTE' }],
    comparisonReadOut: true,
    papers,
  };

  it('is a review of each case with its own votes', () => {
    expect(ordersOf(held)).toEqual([
      {
        target: 'case-c-1',
        order: { type: 'RecordReview', data: { ...review, recused: [], tally: { votesFor: 2, against: 0, abstain: 0 } } },
        ...carrying,
      },
      {
        target: 'case-c-2',
        order: {
          type: 'RecordReview',
          data: {
            ...review,
            recused: ['r-2'],
            tally: { votesFor: 0, against: 1, abstain: 0 },
            ranking: { rank: 1, quota: 1, instrument: 'Quota 2018-1' },
          },
        },
        ...carrying,
      },
    ]);
  });

  it('brings the outcomes back, and frees who refused', () => {
    const after = reported(held, ['c-1'], ['c-2']);
    expect(after.log.at(-1)?.data).toEqual({
      no: 1,
      cause: held.log.at(-1)?.id,
      outcomes: [
        { caseId: 'c-1', accepted: true, findings: [] },
        { caseId: 'c-2', accepted: false, findings },
      ],
    });
    expect(ordersOf(after)).toEqual([leave('c-2')]);
    expect(ordersOf(reported(held, ['c-1', 'c-2']))).toBeUndefined();
  });
});

describe('A notice sheet', () => {
  const posted = closedAct('NOTICE', 'c-1', 'c-2').after(posting);
  const about = { part: 'VILLAGE_NOTICE.NOTICE', round: 1, act: 'a-1' };
  const { places, printedEnd, contentDigest } = actSamples['act.NoticeSheetPosted.v1'].data;
  const confirmer: Partial<ActContext> = { performedBy: 'o-7' };
  const confirmed = posted.after(confirmation, confirmer);

  it('is a notice of each case', () => {
    const notice = { ...about, places, printedEnd, contentDigest, papers };
    expect(ordersOf(posted)).toEqual([
      { target: 'case-c-1', order: { type: 'PostNotice', data: { ...notice, householdSize: 3 } }, ...carrying },
      { target: 'case-c-2', order: { type: 'PostNotice', data: { ...notice, householdSize: 5 } }, ...carrying },
    ]);
  });

  it('is interrupted for each case that took it up, be its result confirmed or not', () => {
    const interruption: ActOrder = { type: 'InterruptNoticeSheet', data: actSamples['act.NoticeSheetInterrupted.v1'].data };
    expect(ordersOf(confirmed.after(interruption))).toEqual(
      ['c-1', 'c-2'].map((caseId) => ({
        target: `case-${caseId}`,
        order: {
          type: 'InterruptNotice',
          data: {
            part: 'VILLAGE_NOTICE.NOTICE',
            round: 1,
            act: 'a-1',
            no: 1,
            place: 'VILLAGE_BOARD',
            missingFrom: '2018-01-04',
            restoredOn: '2018-01-05',
            withdrawnByIssuer: false,
            evidence: [{ slot: 'PHOTO', digest: 'f'.repeat(64), date: '2018-01-05' }],
          },
        },
        ...carrying,
      })),
    );
  });

  it('is confirmed with what stands in for a lost photo', () => {
    const order = confirmation;
    if (order.type !== 'ConfirmSheetResult') throw new Error('no confirmation');
    const lostPhoto = { statedBy: ['o-3', 'o-4'], waivedBy: 't-1', statement: 'a'.repeat(64) };
    const lost = posted.after({ ...order, data: { ...order.data, lostPhoto } }, { performedBy: 'o-7' });
    const carried = reactionTo(lost)?.orders.map(({ order: { data } }) => (data as { readonly lostPhoto?: unknown }).lostPhoto);
    expect(carried).toEqual([lostPhoto]);
  });

  it('is confirmed with the objections of each case, and not of the excepted', () => {
    const { endedOn } = actSamples['act.SheetResultConfirmed.v1'].data;
    expect(ordersOf(confirmed)).toEqual([
      {
        target: 'case-c-1',
        order: { type: 'ConfirmNoticeResult', data: { ...about, objections: [1], endedOn, papers } },
        ...carrying,
        performedBy: 'o-7',
      },
    ]);
    const second: ActOrder = {
      type: 'ConfirmSheetResult',
      data: { no: 2, endedOn, objections: [], except: [], papers },
    };
    expect(ordersOf(confirmed.after(second, confirmer))).toEqual([
      {
        target: 'case-c-2',
        order: { type: 'ConfirmNoticeResult', data: { ...about, objections: 'NONE', endedOn, papers } },
        ...carrying,
        performedBy: 'o-7',
      },
    ]);
  });

  it('keeps a case that refused to be confirmed, and frees it when the sheet is dissolved', () => {
    const refused = reported(confirmed, [], ['c-1']);
    expect([refused.state.onAct, ordersOf(refused)]).toEqual([['c-1', 'c-2'], undefined]);
    const { reason } = actSamples['act.ActVoided.v1'].data;
    const dissolution: ActOrder = { type: 'VoidAct', data: { reason, confirmedBy: 't-1' } };
    expect(ordersOf(refused.after(dissolution))).toEqual([leave('c-1'), leave('c-2')]);
    const late = confirmed.after(dissolution).after(outcomes(confirmed.log.at(-1)?.id ?? '', [], ['c-1']), asProcess);
    expect(ordersOf(late)).toEqual([leave('c-1')]);
  });

  it('frees a case that refused to be posted', () => {
    expect(ordersOf(reported(posted, ['c-1'], ['c-2']))).toEqual([leave('c-2')]);
  });
});

describe('A comparison batch', () => {
  const requested = closedAct('COMPARISON_BATCH', 'c-1', 'c-2').after(batch);
  const about = { part: 'COMPARISON.COMPARISON', round: 1, act: 'a-1' };
  const received = requested.after(receipt);
  const { source, asOf, receiptDigest, answers } = actSamples['act.BatchResultReceived.v1'].data;

  it('asks about the persons of each case', () => {
    expect(ordersOf(requested)).toEqual(
      [
        { caseId: 'c-1', persons: ['p-1', 'p-2'] },
        { caseId: 'c-2', persons: ['p-3'] },
      ].map(({ caseId, persons }) => ({
        target: `case-${caseId}`,
        order: { type: 'RequestComparison', data: { ...about, persons, sources: ['VEHICLES', 'HOUSING'] } },
        ...carrying,
      })),
    );
  });

  it('gives each case its own answers of a receipt', () => {
    expect(ordersOf(received)).toEqual(
      answers.map(({ caseId, answers: own }) => ({
        target: `case-${caseId}`,
        order: { type: 'RecordComparisonResult', data: { ...about, source, asOf, receiptDigest, answers: own } },
        ...carrying,
      })),
    );
  });

  it('frees after the last source whoever has an answer that is not clear', () => {
    const once = reported(received, ['c-1', 'c-2']);
    expect(ordersOf(once)).toBeUndefined();
    const { data } = actSamples['act.BatchResultReceived.v1'];
    const last: ActOrder = { type: 'RecordBatchResult', data: { ...data, source: 'HOUSING' } };
    expect(ordersOf(reported(once.after(last), ['c-1', 'c-2']))).toEqual([leave('c-1')]);
    expect(ordersOf(reported(once.after(last), ['c-1'], ['c-2']))).toEqual([leave('c-2'), leave('c-1')]);
  });

  it('gives no receipt to a case that has left', () => {
    const left = reported(requested, ['c-2'], ['c-1']);
    expect(reactionTo(left.after(receipt))?.orders.map(({ target }) => target)).toEqual(['case-c-2']);
  });
});

describe('A ruling', () => {
  const about = { part: 'COUNTY.APPROVAL', round: 1, act: 'a-1' };
  const [rejection] = actSamples['act.RulingMade.v1'].data.except;
  const reason = rejection?.reason;
  const made = (change: Partial<RecordRuling['data']>): Rehearsal =>
    closedAct('RULING', 'c-1', 'c-2').after({
      type: 'RecordRuling',
      data: { ...actSamples['act.RulingMade.v1'].data, ...change },
    });
  const wordsOf = (rehearsal: Rehearsal): unknown => reactionTo(rehearsal)?.orders.map(({ order }) => order);

  it('approves, and rejects the excepted with their reasons', () => {
    expect(ordersOf(closedAct('RULING', 'c-1', 'c-2').after(ruling))).toEqual([
      {
        target: 'case-c-1',
        order: {
          type: 'RecordApproval',
          data: { ...about, decision: 'APPROVE', documentNo: 'County 2018-7', papers },
        },
        ...carrying,
      },
      {
        target: 'case-c-2',
        order: {
          type: 'RecordApproval',
          data: { ...about, decision: 'REJECT', documentNo: 'County 2018-7', papers, reason },
        },
        ...carrying,
      },
    ]);
  });

  it('audits', () => {
    expect(wordsOf(made({ decision: 'PASS', onSiteCheck: true }))).toEqual([
      { type: 'RecordAudit', data: { ...about, decision: 'PASS', onSiteCheck: true, papers } },
      { type: 'RecordAudit', data: { ...about, decision: 'REJECT', onSiteCheck: true, papers, reason } },
    ]);
  });

  it('verifies', () => {
    expect(wordsOf(made({ decision: 'VERIFIED' }))).toEqual([
      { type: 'RecordVerification', data: { ...about, passed: true, papers } },
      { type: 'RecordVerification', data: { ...about, passed: false, papers, reason } },
    ]);
  });

  it('frees what it leaves out', () => {
    const leftOut = rejection === undefined ? [] : [{ ...rejection, decision: 'LEFT_OUT' as const }];
    expect(wordsOf(made({ except: leftOut }))).toEqual([
      { type: 'RecordApproval', data: { ...about, decision: 'APPROVE', documentNo: 'County 2018-7', papers } },
      { type: 'LeaveAct', data: { act: 'a-1', no: 1 } },
    ]);
  });
});

describe('A correction', () => {
  const held = closedAct('MEETING', 'c-1', 'c-2').after(meeting());
  const { caseId: _caseId, ...correction } = actSamples['act.ActCorrected.v1'].data;
  const corrected = (change: object): Rehearsal =>
    held.after({ type: 'CorrectAct', data: { ...actSamples['act.ActCorrected.v1'].data, ...change } });

  it('of an item goes to its case', () => {
    expect(ordersOf(corrected({}))).toEqual([
      {
        target: 'case-c-1',
        order: { type: 'CorrectRecord', data: { ...correction, event: 'act-a-1' } },
        ...carrying,
      },
    ]);
  });

  it('of the step goes to every case of the list', () => {
    const date = { caseId: undefined, field: 'heldOn', old: '2018-01-09', new: '2018-01-08' };
    const { caseId: _none, ...words } = { ...correction, ...date };
    expect(reactionTo(corrected(date))?.orders.map(({ target, order }) => [target, order.data])).toEqual(
      ['c-1', 'c-2'].map((caseId) => [`case-${caseId}`, { ...words, event: 'act-a-1' }]),
    );
  });

  it('of what stands on the act alone goes to none', () => {
    expect(reactionTo(corrected({ caseId: undefined, field: 'place', old: 'Committee house', new: 'School' }))).toBeUndefined();
  });
});

describe('The process', () => {
  it('says nothing of opening and listing, and nothing rings', () => {
    expect(reactionTo(rehearse().after(opening()))).toBeUndefined();
    expect(actProcesses.map(({ name, category, initial, wakeups }) => [name, category, wakeups(initial)])).toEqual([
      ['act-carrying', 'act', []],
    ]);
  });
});
