import { addDays, type CivilDate } from '#libs/kernel';
import { noticeWatch, type WatchedNotices } from './notice-watch.process.js';
import { before, CLOCK, type Given, holderOf, play, type Played, saying, sealed } from './samples/rehearsal.js';
import { shippedLaw } from './samples/shipped-law.js';

const PART = 'PUBLICITY_VILLAGE.NOTICE';
const posting = before(shippedLaw('IDENT-8', 2016), PART);
const hungOn = posting.given.on;
const [board, village] = posting.given.order.type === 'PostNotice' ? posting.given.order.data.places : [];
if (board === undefined || village === undefined) throw new Error('no posting at two places');

/** Recorded three days later, and of no printed end, so that a correction of its day leaves it lawful. */
const hang = (): Played => {
  const places = [board, village, { place: 'TOWNSHIP_BOARD', postedOn: hungOn, photo: 'photo' }];
  const given = { ...saying(posting.given, { places, printedEnd: undefined }), recordedOn: addDays(hungOn, 3) };
  return play(posting.played, posting.stage, given);
};
const give = (played: Played, order: Given['order'], on: CivilDate, more: Partial<Given> = {}): Played =>
  play(played, posting.stage, { ...posting.given, order, on, recordedOn: on, ...more });

function corrected(played: Played, place: number, to: CivilDate, on = addDays(hungOn, 3)): Played {
  const event = played.events.find(({ type }) => type === 'case.NoticePosted.v1')?.id ?? '';
  const field = `places.${place}.postedOn`;
  const no = played.folded.state.corrections.length + 1;
  const by = { scanDigest: 'scan', confirmedBy: holderOf('STATION_HEAD'), reason: sealed('reason') };
  return give(played, { type: 'CorrectRecord', data: { no, event, field, old: hungOn, new: to, ...by } }, on);
}
const rung = (played: Played, due: CivilDate): Played =>
  give(played, { type: 'MarkNoticePeriodElapsed', data: { part: PART, round: 1, due } }, due, {
    by: CLOCK,
    performedBy: 'engine',
  });
const bells = ({ events }: Played): readonly string[] =>
  noticeWatch.wakeups(events.reduce<WatchedNotices>(noticeWatch.evolve, noticeWatch.initial)).map(({ id }) => id);
const bellOf = (due: CivilDate): string => `notice-1-${PART}-1-${due}`;
const noticeOf = ({ folded }: Played) => folded.state.notices[PART];

describe('the bell of a notice whose posting is corrected (R1, R3, R10)', () => {
  it('rings at the end that the right day gives', () => {
    const moved = corrected(hang(), 1, addDays(hungOn, 2));
    expect(moved.events.at(-1)).toMatchObject({
      type: 'case.RecordCorrected.v1',
      data: { unlawful: [], period: { runsFrom: addDays(hungOn, 2), earliestClose: addDays(hungOn, 10) } },
    });
    expect(bells(moved)).toEqual([bellOf(addDays(hungOn, 10))]);
    const over = rung(moved, addDays(hungOn, 10));
    expect(over.events.at(-1)?.type).toBe('case.NoticePeriodElapsed.v1');
    expect(bells(over)).toEqual([]);
  });

  it('stays where the place is not required', () => {
    const slip = corrected(hang(), 2, addDays(hungOn, 2));
    expect(slip.events.at(-1)?.data).not.toHaveProperty('period');
    expect(noticeOf(slip)).toMatchObject({ runsFrom: hungOn, earliestClose: addDays(hungOn, 8) });
    expect(bells(slip)).toEqual([bellOf(addDays(hungOn, 8))]);
  });

  it('stays where another required place hung later', () => {
    const later = corrected(hang(), 1, addDays(hungOn, 2));
    const first = corrected(later, 0, addDays(hungOn, 1), addDays(hungOn, 4));
    expect(first.events.at(-1)?.data).not.toHaveProperty('period');
    expect(bells(first)).toEqual([bellOf(addDays(hungOn, 10))]);
  });

  it('rings again where it had rung for the wrong day', () => {
    const early = rung(hang(), addDays(hungOn, 8));
    expect([noticeOf(early)?.elapsed, bells(early)]).toEqual([true, []]);
    const moved = corrected(early, 1, addDays(hungOn, 2), addDays(hungOn, 9));
    expect([noticeOf(moved)?.elapsed, bells(moved)]).toEqual([false, [bellOf(addDays(hungOn, 10))]]);
    expect(noticeOf(rung(moved, addDays(hungOn, 10)))?.elapsed).toBe(true);
  });

  it('stays at the end that an interruption has given since', () => {
    const gap = { place: 'VILLAGE_BOARD', missingFrom: addDays(hungOn, 3), restoredOn: addDays(hungOn, 6) };
    const order: Given['order'] = {
      type: 'InterruptNotice',
      data: { part: PART, no: 1, ...gap, withdrawnByIssuer: false, evidence: [] },
    };
    const again = give(hang(), order, addDays(hungOn, 6));
    const moved = corrected(again, 1, addDays(hungOn, 2), addDays(hungOn, 7));
    expect(noticeOf(moved)).toMatchObject({ runsFrom: addDays(hungOn, 6), earliestClose: addDays(hungOn, 14) });
    expect(bells(moved)).toEqual([bellOf(addDays(hungOn, 14))]);
  });
});
