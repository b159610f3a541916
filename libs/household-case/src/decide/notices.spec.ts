import { addDays, type CivilDate } from '#libs/kernel';
import { type ObjectionView } from '#libs/procedure';
import { keyOf } from '../keys.js';
import { noticeWatch, type WatchedNotices } from '../notice-watch.process.js';
import {
  before,
  CLOCK,
  eventsOf,
  type Given,
  papersIn,
  play,
  type Played,
  refusedFor,
  saying,
  withState,
} from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
const PART = 'PUBLICITY_VILLAGE.NOTICE';
const posting = before(law, PART);
const confirming = before(law, PART, 1);
const hungOn = posting.given.on;
const hanging = confirming.played;
const said = (given: Given, order: Given['order'], on = given.on): Given => ({ ...given, order, on });
const noticeOf = ({ folded }: Played) => folded.state.notices[PART];

describe('posting a notice (R10)', () => {
  const { order } = posting.given;
  if (order.type !== 'PostNotice') throw new Error('no posting');
  const { places } = order.data;

  it('starts the period at the last required place, and stores how the end was reached', () => {
    const [first, ...others] = places;
    const later = others.map((place) => ({ ...place, postedOn: addDays(hungOn, 1) }));
    const given = {
      ...saying(posting.given, { places: [first, ...later], printedEnd: addDays(hungOn, 8) }),
      recordedOn: addDays(hungOn, 1),
    };
    const posted = play(posting.played, posting.stage, given).events.at(-1)?.data;
    expect(posted).toMatchObject({
      runsFrom: addDays(hungOn, 1),
      earliestClose: addDays(hungOn, 9),
      derivation: { runsFrom: addDays(hungOn, 1), length: 7, unit: 'cd', dayCount: 'EXCLUDE_START', timer: 'T01' },
    });
  });

  it('hangs it at every place that the definition names, with a photo of each', () => {
    expect(refusedFor({ ...posting, given: saying(posting.given, { places: places.slice(0, 1) }) })).toEqual([
      'NOTICE_PLACE_MISSING',
    ]);
    const dark = places.map((place) => ({ ...place, photo: '' }));
    expect(refusedFor({ ...posting, given: saying(posting.given, { places: dark }) })).toEqual(['NOTICE_PLACE_MISSING']);
  });

  it('prints the right end and the right number of heads', () => {
    expect(refusedFor({ ...posting, given: saying(posting.given, { printedEnd: addDays(hungOn, 6) }) })).toEqual([
      'NOTICE_END_WRONG',
    ]);
    expect(refusedFor({ ...posting, given: saying(posting.given, { householdSize: 4 }) })).toEqual(['HEAD_COUNT_WRONG']);
  });
});

describe('the end of a period (R1)', () => {
  const due = addDays(hungOn, 8);
  const bell: Given = {
    order: { type: 'MarkNoticePeriodElapsed', data: { part: PART, round: 1, due } },
    on: due,
    by: CLOCK,
    performedBy: 'engine',
  };

  it('is rung at the start of the first day on which the notice may close', () => {
    const state = hanging.events.reduce<WatchedNotices>(noticeWatch.evolve, noticeWatch.initial);
    expect(noticeWatch.wakeups(state)).toEqual([
      {
        id: `notice-1-${PART}-1-${due}`,
        dueAt: `${addDays(due, -1)}T16:00:00.000Z`,
        order: { target: 'case-1', order: bell.order, onRefusal: 'report' },
      },
    ]);
    const rung = play(hanging, posting.stage, bell);
    const after = rung.events.reduce<WatchedNotices>(noticeWatch.evolve, noticeWatch.initial);
    expect(noticeWatch.wakeups(after)).toEqual([]);
    const done = play(rung, posting.stage, confirming.given);
    expect(noticeWatch.wakeups(done.events.reduce<WatchedNotices>(noticeWatch.evolve, noticeWatch.initial))).toEqual([]);
  });

  it('decides nothing when it rings, and is rung by nobody else', () => {
    expect(eventsOf({ ...confirming, given: bell })).toEqual(['NoticePeriodElapsed']);
    expect(play(hanging, posting.stage, bell).folded.state.parts[PART]?.status).toBe('RUNNING');
    expect(refusedFor({ ...confirming, given: { ...bell, by: confirming.given.by } })).toEqual(['RECORDER_MAY_NOT']);
    expect(refusedFor({ ...confirming, given: { ...bell, on: addDays(due, -1) } })).toEqual(['NOTICE_PERIOD_NOT_OVER']);
    const done = play(hanging, posting.stage, confirming.given);
    expect(eventsOf({ ...confirming, played: done, given: bell })).toEqual([]);
  });

  it('is confirmed by a person, from that day on', () => {
    expect(eventsOf(confirming)).toEqual(['NoticePeriodCompleted']);
    const early = addDays(due, -1);
    const papers = papersIn(confirming.given);
    const dated = {
      evidence: papers.evidence.map((paper) => ({ ...paper, date: early })),
      seals: papers.seals.map((seal) => ({ ...seal, date: early })),
      signatures: papers.signatures.map((signature) => ({ ...signature, signedOn: early })),
    };
    expect(
      refusedFor({ ...confirming, given: { ...saying(confirming.given, { endedOn: early, papers: dated }), on: early } }),
    ).toEqual(['NOTICE_PERIOD_NOT_OVER']);
    const before = saying(confirming.given, { endedOn: addDays(due, 1) });
    expect(refusedFor({ ...confirming, given: { ...before, recordedOn: addDays(due, 1) } })).toEqual(['DATES_OUT_OF_ORDER']);
  });

  it('lists the objections that were received in its time', () => {
    const objection: ObjectionView = {
      no: 1,
      target: 'ENTRY',
      part: PART,
      receivedOn: addDays(hungOn, 2),
      open: false,
      outcome: 'DISMISSED',
      investigators: [],
      byHousehold: false,
      factsCommitment: 'facts',
    };
    const objected = withState(confirming, { objections: { '1': objection } });
    expect(refusedFor(objected)).toEqual(['OBJECTIONS_NOT_LISTED']);
    expect(eventsOf({ ...objected, given: saying(confirming.given, { objections: [1] }) })).toEqual(['NoticePeriodCompleted']);
    expect(refusedFor({ ...confirming, given: saying(confirming.given, { objections: [2] }) })).toEqual([
      'OBJECTIONS_NOT_LISTED',
    ]);
    const open = withState(confirming, { objections: { '1': { ...objection, open: true } } });
    expect(refusedFor({ ...open, given: saying(confirming.given, { objections: [1] }) })).toEqual(['OBJECTION_OPEN']);
  });
});

describe('a notice that was missing (R10)', () => {
  const missing = (from: number, to: number, change: object = {}, no = 1): Given =>
    said(
      confirming.given,
      {
        type: 'InterruptNotice',
        data: {
          part: PART,
          no,
          place: 'VILLAGE_BOARD',
          missingFrom: addDays(hungOn, from),
          restoredOn: addDays(hungOn, to),
          withdrawnByIssuer: false,
          evidence: [],
          ...change,
        },
      },
      addDays(hungOn, to),
    );
  const after = (...orders: readonly Given[]) => {
    const played = orders.reduce((so, given) => play(so, posting.stage, given), hanging);
    return { mode: played.events.at(-1)?.data, notice: noticeOf(played) };
  };

  it('is extended by the missing days', () => {
    const { mode, notice } = after(missing(3, 5));
    expect(mode).toMatchObject({ mode: 'EXTEND', missingDays: 2, earliestClose: addDays(hungOn, 10) });
    expect(notice).toMatchObject({
      earliestClose: addDays(hungOn, 10),
      interruptions: 1,
      missing: [3, 4].map((day) => addDays(hungOn, day)),
    });
  });

  it('begins again where more than two days are missing, in all, or the issuer withdrew it', () => {
    expect(after(missing(3, 6)).notice).toMatchObject({ runsFrom: addDays(hungOn, 6), earliestClose: addDays(hungOn, 14) });
    expect(after(missing(1, 3), missing(4, 5, {}, 2)).notice).toMatchObject({ runsFrom: addDays(hungOn, 5), missing: [] });
    expect(after(missing(3, 4, { withdrawnByIssuer: true })).notice).toMatchObject({ runsFrom: addDays(hungOn, 4) });
  });

  it('is extended once by a day that is missing, wherever and however often that is told', () => {
    const { mode, notice } = after(missing(2, 3), missing(2, 3, { place: 'NATURAL_VILLAGE' }, 2), missing(2, 3, {}, 3));
    expect(mode).toMatchObject({ mode: 'EXTEND', missingDays: 0, earliestClose: addDays(hungOn, 9) });
    expect(notice).toMatchObject({ earliestClose: addDays(hungOn, 9), interruptions: 3, missing: [addDays(hungOn, 2)] });
    const overlapping = after(missing(2, 4), missing(3, 4, { place: 'NATURAL_VILLAGE' }, 2)).notice;
    expect(overlapping).toMatchObject({ runsFrom: hungOn, earliestClose: addDays(hungOn, 10) });
  });

  it('at a place that is not required is recorded, and the period stays what it was', () => {
    const additional = { place: 'TOWNSHIP_BOARD', postedOn: hungOn, photo: 'photo' };
    const { order } = posting.given;
    if (order.type !== 'PostNotice') throw new Error('no posting');
    const posted = play(posting.played, posting.stage, saying(posting.given, { places: [...order.data.places, additional] }));
    const rung = play(posted, posting.stage, {
      order: { type: 'MarkNoticePeriodElapsed', data: { part: PART, round: 1, due: addDays(hungOn, 8) } },
      on: addDays(hungOn, 8),
      by: CLOCK,
      performedBy: 'engine',
    });
    for (const gap of [
      missing(1, 8, { place: 'TOWNSHIP_BOARD' }),
      missing(7, 8, { place: 'TOWNSHIP_BOARD', withdrawnByIssuer: true }),
    ]) {
      const told = play(rung, posting.stage, gap);
      expect(told.events.at(-1)?.data).toMatchObject({ mode: 'EXTEND', missingDays: 0, earliestClose: addDays(hungOn, 8) });
      expect(noticeOf(told)).toEqual({ ...noticeOf(rung), interruptions: 1 });
    }
  });

  it('is told by the case and of each sheet under numbers of their own', () => {
    expect(after(missing(3, 4), missing(5, 6, { round: 1 })).notice).toMatchObject({
      interruptions: 2,
      missing: [3, 5].map((day) => addDays(hungOn, day)),
    });
    expect(refusedFor({ ...confirming, given: missing(3, 4, { round: 2 }) })).toEqual(['ROUND_NOT_CURRENT']);
    expect(refusedFor({ ...confirming, given: missing(3, 4, { act: 'sheet-1' }) })).toEqual(['CASE_ON_OTHER_ACT']);
    const told = [
      missing(3, 4),
      missing(3, 4, { round: 1 }),
      missing(3, 4, { round: 1, act: 'sheet-1' }),
      missing(3, 4, { act: 'sheet-2' }),
    ];
    expect(told.map(({ order }) => keyOf(order))).toEqual([
      `InterruptNotice|${PART}|1`,
      `InterruptNotice|${PART}|1|round 1`,
      `InterruptNotice|${PART}|1|round 1|sheet-1`,
      `InterruptNotice|${PART}|1|sheet-2`,
    ]);
  });

  it('hung there, and hangs again', () => {
    expect(refusedFor({ ...confirming, given: missing(3, 4, { place: 'TOWN_GATE' }) })).toEqual(['PLACE_UNKNOWN']);
    expect(refusedFor({ ...confirming, given: missing(4, 3) })).toEqual(['DATES_OUT_OF_ORDER']);
    expect(refusedFor({ ...confirming, given: { ...missing(3, 4), on: addDays(hungOn, 3) } })).toEqual(['DATE_IN_FUTURE']);
    expect(refusedFor({ ...posting, given: missing(3, 4) })).toEqual(['NOTICE_NOT_RUNNING']);
  });
});

describe('a correction on a notice (R10)', () => {
  const corrected = (field: string, day: number, round?: number): Given =>
    said(
      confirming.given,
      {
        type: 'CorrectNotice',
        data: {
          part: PART,
          ...(round === undefined ? {} : { round }),
          no: 1,
          field: field as 'NAME',
          correctedOn: addDays(hungOn, day),
          contentDigest: 'corrected',
          papers: papersIn(posting.given),
        },
      },
      addDays(hungOn, day),
    );

  it('of name, head or head count begins the period of that entry again', () => {
    for (const field of ['NAME', 'HEAD', 'HEAD_COUNT']) {
      const played = play(hanging, posting.stage, corrected(field, 3));
      expect(noticeOf(played)).toMatchObject({ runsFrom: addDays(hungOn, 3), earliestClose: addDays(hungOn, 11) });
    }
  });

  it('of phone or title is a slip', () => {
    for (const field of ['PHONE', 'TITLE']) {
      expect(noticeOf(play(hanging, posting.stage, corrected(field, 3)))).toEqual(noticeOf(hanging));
    }
  });

  it('is made while it hangs', () => {
    expect(refusedFor({ ...posting, given: corrected('NAME', 3) })).toEqual(['NOTICE_NOT_RUNNING']);
    expect(refusedFor({ ...confirming, given: corrected('NAME', -1) })).toEqual(['DATES_OUT_OF_ORDER']);
    const future: CivilDate = addDays(hungOn, 3);
    expect(refusedFor({ ...confirming, given: { ...corrected('NAME', 4), on: future } })).toEqual(['DATE_IN_FUTURE']);
  });

  it('is counted from 1 in each round: the first of a later one is no repeat of the first', () => {
    expect(play(hanging, posting.stage, corrected('NAME', 3, 1)).events.at(-1)?.type).toBe('case.NoticeCorrected.v1');
    expect(refusedFor({ ...confirming, given: corrected('NAME', 3, 2) })).toEqual(['ROUND_NOT_CURRENT']);
    const keys = [undefined, 1, 2].map((round) => keyOf(corrected('NAME', 3, round).order));
    const key = `CorrectNotice|${PART}|1`;
    expect(keys).toEqual([key, `${key}|round 1`, `${key}|round 2`]);
  });
});
