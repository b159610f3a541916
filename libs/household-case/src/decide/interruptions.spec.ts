import { addDays } from '#libs/kernel';
import { noticeWatch, type WatchedNotices } from '../notice-watch.process.js';
import { type CaseOrder } from '../orders.js';
import { CaseWalk, HEAD, holder, NO_PAPERS, sealed } from './case-walk.fixture.js';

const NOTICE = 'PUBLICITY_VILLAGE.NOTICE';
const TOWNSHIP_NOTICE = 'TOWNSHIP_AUDIT_PUBLICITY.NOTICE';
const AUDIT = 'TOWNSHIP_AUDIT_PUBLICITY.AUDIT';
const APPROVAL = 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL';
const ANNOUNCEMENT = 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT';

/** The village notice hung for eight days, was reported complete, and came down. */
const completed = (): CaseWalk => new CaseWalk().upTo(NOTICE);
const hungOn = (walk: CaseWalk) => walk.state.parts[NOTICE]?.startedOn ?? walk.today;

/** Missing from the third day on, for so many days. */
function missing(walk: CaseWalk, days: number, change: object = {}): CaseOrder {
  const missingFrom = addDays(hungOn(walk), 3);
  const restoredOn = addDays(missingFrom, days);
  const place = 'VILLAGE_BOARD';
  return {
    type: 'InterruptNotice',
    data: { part: NOTICE, no: 1, place, missingFrom, restoredOn, withdrawnByIssuer: false, evidence: [], ...change },
  };
}
const confirmed = (walk: CaseWalk, no: number, part = NOTICE): CaseOrder => {
  const report = walk.confirmOrder(part);
  return { ...report, data: { ...report.data, no } } as CaseOrder;
};
const hand = (walk: CaseWalk, part = NOTICE) => walk.handOf(walk.part(part));

describe('an interruption found after the completion of the notice (R1, R10)', () => {
  it('before the approval takes the completion back; the missing days are made up from the entry on', () => {
    const walk = completed().wait(3);
    const [told, superseded] = walk.give(missing(walk, 2));
    expect(told?.data).toMatchObject({ mode: 'EXTEND', missingDays: 2, earliestClose: addDays(walk.today, 3) });
    expect(superseded).toEqual({ type: 'case.CompletionSuperseded.v1', data: { parts: [NOTICE], interruption: 1 } });
    expect([walk.status(NOTICE), walk.state.held]).toEqual(['RUNNING:1', undefined]);
    expect(walk.wait(2).refusal(confirmed(walk, 2), hand(walk))).toEqual(['NOTICE_PERIOD_NOT_OVER']);
    expect(walk.wait(1).types(confirmed(walk, 2), hand(walk))).toEqual(['NoticePeriodCompleted']);
  });

  it('begins the period again where more than two days were missing, or the issuer had withdrawn it', () => {
    for (const [days, withdrawnByIssuer] of [
      [3, false],
      [1, true],
    ] as const) {
      const walk = completed().wait(3);
      const [told] = walk.give(missing(walk, days, { withdrawnByIssuer }));
      expect(told?.data).toMatchObject({ mode: 'RESTART', runsFrom: walk.today, earliestClose: addDays(walk.today, 8) });
    }
  });

  it('begins again from the day on which it was hung again since, as far back as R2 lets it count', () => {
    const walk = completed().wait(3);
    const hungAgain = addDays(walk.today, -1);
    const [told] = walk.give(missing(walk, 3, { restoredOn: hungAgain }));
    expect(told?.data).toMatchObject({ mode: 'RESTART', runsFrom: hungAgain, earliestClose: addDays(hungAgain, 8) });
  });

  it('rings again when the period that was made up is over', () => {
    const walk = completed().wait(3);
    const watched = () => noticeWatch.wakeups(walk.events.reduce<WatchedNotices>(noticeWatch.evolve, noticeWatch.initial));
    expect(watched()).toEqual([]);
    walk.give(missing(walk, 2));
    expect(watched().map(({ id }) => id)).toEqual([`notice-case-1-${NOTICE}-1-${addDays(walk.today, 3)}`]);
    walk.wait(3).give(confirmed(walk, 2), hand(walk));
    expect(watched()).toEqual([]);
  });

  it('holds what was built on the notice, until its result is confirmed again', () => {
    const walk = completed().do(AUDIT).wait(1).post(TOWNSHIP_NOTICE);
    walk.give(missing(walk, 2));
    walk.wait(8);
    expect(walk.refusal(walk.confirmOrder(TOWNSHIP_NOTICE), hand(walk, TOWNSHIP_NOTICE))).toEqual(['NOTICE_RESULT_NOT_STANDING']);
    walk.give(confirmed(walk, 2), hand(walk));
    walk.confirm(TOWNSHIP_NOTICE).upTo(ANNOUNCEMENT);
    expect(walk.state.outcome).toBe('REGISTERED');
  });

  it('takes nothing back where the notice hung its full time all the same', () => {
    const walk = new CaseWalk().before(NOTICE).wait(1).post(NOTICE).wait(12).confirm(NOTICE).wait(1);
    expect(walk.types(missing(walk, 2))).toEqual(['NoticeInterrupted']);
    expect(walk.status(NOTICE)).toBe('DONE:1');
  });

  it('between approval and effect stops the effect until the county has returned the case to the notice', () => {
    const walk = completed().upTo(APPROVAL).wait(1).post(ANNOUNCEMENT).wait(2);
    const events = walk.give(missing(walk, 2));
    expect(events.map(({ type }) => type)).toEqual(['case.NoticeInterrupted.v1', 'case.FindingNoted.v1']);
    expect(events[1]?.data).toMatchObject({ finding: { code: 'INTERRUPTION_RECORDED_LATE', clause: 'R1; R10' } });
    expect(walk.state.held).toEqual({ reason: 'INTERRUPTION_RECORDED_LATE', part: NOTICE });
    walk.wait(8);
    expect(walk.refusal(walk.confirmOrder(ANNOUNCEMENT), hand(walk, ANNOUNCEMENT))).toEqual(['CASE_HELD']);
    const back = { no: 1, to: NOTICE, level: 'COUNTY' as const, reason: sealed('missing'), papers: NO_PAPERS };
    walk.give({ type: 'ReturnCase', data: back }, { performedBy: holder('LEADING_GROUP_HEAD', 1) });
    expect([walk.status(NOTICE), walk.status(APPROVAL), walk.state.held]).toEqual(['NOT_STARTED:2', 'NOT_STARTED:2', undefined]);
  });

  it('after the effect opens a lead and is shown as recorded late, and undoes nothing', () => {
    const walk = completed().upTo(ANNOUNCEMENT).wait(2);
    const before = walk.state;
    expect(walk.types(missing(walk, 2))).toEqual(['NoticeInterrupted', 'FindingNoted', 'CorrectionLeadOpened']);
    expect([walk.state.outcome, walk.state.parts, walk.state.notices]).toEqual(['REGISTERED', before.parts, before.notices]);
  });

  it('is nothing to a case that ended otherwise', () => {
    const walk = completed();
    walk.give({ type: 'WithdrawCase', data: { signature: walk.signature(), papers: NO_PAPERS } }, { performedBy: HEAD });
    expect(walk.refusal(missing(walk, 2))).toEqual(['CASE_CLOSED']);
  });
});
