import { type CivilDate } from '#libs/kernel';
import {
  before,
  eventsOf,
  type Given,
  ordersFor,
  play,
  PROCESS,
  refusedFor,
  ROSTER,
  saying,
  stageOf,
} from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
const stage = stageOf(law);
const situation = before(law, 'REVIEW_GROUP.REVIEW');
const on = situation.given.on;
const ofProcess = (order: Given['order']): Given => ({ order, on, by: PROCESS, performedBy: 'group_leader' });
const join = (act: string, change: object = {}): Given =>
  ofProcess({ type: 'JoinAct', data: { act, part: 'REVIEW_GROUP.REVIEW', round: 1, no: 1, ...change } });
const onAct = play(situation.played, stage, join('act-1'));

/** The review as the act brings it: counted, by the process. */
const fromAct = (act: string, change: object = {}): Given => {
  const { presentPersons: _named, ...counted } = situation.given.order.data as { readonly presentPersons?: unknown };
  return {
    ...ofProcess({
      ...situation.given.order,
      data: { ...counted, act, present: 20, rosterTotal: 30, ...change },
    } as Given['order']),
    performedBy: situation.given.performedBy,
  };
};

describe('a case on a collective step (architecture §2)', () => {
  it('joins the act that it is ready for, once', () => {
    expect(onAct.events.at(-1)?.data).toEqual({ act: 'act-1', part: 'REVIEW_GROUP.REVIEW', round: 1 });
    expect(onAct.folded.state.onAct).toEqual({ act: 'act-1', part: 'REVIEW_GROUP.REVIEW' });
    expect(eventsOf({ played: onAct, stage, given: join('act-1', { no: 2 }) })).toEqual([]);
  });

  it('is on no other act, for a part that is open, in its round', () => {
    expect(refusedFor({ played: onAct, stage, given: join('act-2') })).toEqual(['CASE_ON_OTHER_ACT']);
    const { played } = situation;
    expect(refusedFor({ played, stage, given: join('act-1', { part: 'REVIEW_VILLAGE.REVIEW' }) })).toEqual(['STEP_NOT_OPEN']);
    expect(refusedFor({ played, stage, given: join('act-1', { round: 2 }) })).toEqual(['ROUND_NOT_CURRENT']);
    expect(refusedFor({ played, stage, given: join('act-1', { part: 'NO.PART' }) })).toEqual(['PART_UNKNOWN']);
    expect(refusedFor({ played, stage, given: { ...join('act-1'), by: situation.given.by } })).toEqual(['RECORDER_MAY_NOT']);
  });

  it('takes that part from its act and from no other hand', () => {
    expect(refusedFor({ played: onAct, stage, given: situation.given })).toEqual(['CASE_ON_OTHER_ACT']);
    expect(refusedFor({ played: onAct, stage, given: fromAct('act-2') })).toEqual(['CASE_ON_OTHER_ACT']);
    expect(refusedFor({ played: situation.played, stage, given: fromAct('act-1') })).toEqual(['CASE_ON_OTHER_ACT']);
    expect(refusedFor({ played: onAct, stage, given: { ...fromAct('act-1'), by: situation.given.by } })).toEqual([
      'RECORDER_MAY_NOT',
    ]);
  });

  it('leaves by itself when the part is done, or the meeting was not quorate', () => {
    const done = play(onAct, stage, fromAct('act-1'));
    expect([done.events.at(-1)?.type, done.folded.state.onAct]).toEqual(['case.ReviewHeld.v1', undefined]);
    const inquorate = play(onAct, stage, fromAct('act-1', { present: 19 }));
    expect([inquorate.events.at(-1)?.type, inquorate.folded.state.onAct]).toEqual(['case.MeetingInquorate.v1', undefined]);
  });

  describe('of which somebody sat in the meeting (R7)', () => {
    const PART = 'REVIEW_GROUP.REVIEW';
    const roster = [...ROSTER.slice(0, 29), 'li'];
    const sat = (votesFor: number, change: object = {}, persons = [...ROSTER.slice(0, 19), 'li']) => ({
      played: onAct,
      stage: stageOf(law, { roster }),
      given: fromAct('act-1', { presentPersons: persons, tally: { votesFor, against: 20 - votesFor, abstain: 0 }, ...change }),
    });

    it('shows that he was not recused, and keeps his name alone', () => {
      expect(eventsOf(sat(12))).toEqual(['ReviewHeld', 'noted RELATIVE_NOT_RECUSED']);
      const { played, stage: at, given } = sat(12);
      const held = play(played, at, given).events.find(({ type }) => type === 'case.ReviewHeld.v1')?.data;
      expect([held && 'presentPersons' in held, held && 'unrecused' in held && held.unrecused]).toEqual([false, ['li']]);
    });

    it('waits for a ruling of the township where his vote decided', () => {
      const { played, stage: at, given } = sat(11);
      expect(play(played, at, given).folded.state.held).toEqual({ reason: 'RELATIVE_NOT_RECUSED', part: PART });
    });

    it('is not concerned where he was recused on its item, or sat there as a guest', () => {
      const recused = { recused: ['li'], tally: { votesFor: 11, against: 8, abstain: 0 } };
      expect(eventsOf(sat(11, recused))).toEqual(['ReviewHeld']);
      const guest = { ...sat(11, {}, [...ROSTER.slice(0, 20), 'li']), stage };
      expect(eventsOf(guest)).toEqual(['ReviewHeld']);
    });
  });

  it('is freed where the act lets it go, and may be asked again', () => {
    const leave = ofProcess({ type: 'LeaveAct', data: { act: 'act-1', no: 1 } });
    const freed = play(onAct, stage, leave);
    expect([freed.events.at(-1)?.data, freed.folded.state.onAct]).toEqual([{ act: 'act-1' }, undefined]);
    expect(eventsOf({ played: freed, stage, given: join('act-1', { no: 2 }) })).toEqual(['JoinedAct']);
    expect(eventsOf({ ...situation, given: leave })).toEqual([]);
    expect(refusedFor({ played: onAct, stage, given: { ...leave, by: situation.given.by } })).toEqual(['RECORDER_MAY_NOT']);
  });

  it('stays on the sheet while its notice hangs', () => {
    const notice = before(law, 'PUBLICITY_VILLAGE.NOTICE');
    const [posting, confirming] = ordersFor(law, 'PUBLICITY_VILLAGE.NOTICE', notice.given.on);
    if (posting === undefined || confirming === undefined) throw new Error('no notice');
    const joined = play(notice.played, stage, {
      ...join('sheet-1', { part: 'PUBLICITY_VILLAGE.NOTICE' }),
      on: notice.given.on,
    });
    const sheet = (given: Given): Given => ({ ...saying(given, { act: 'sheet-1' }), by: PROCESS });
    const hanging = play(joined, stage, sheet(posting));
    expect(hanging.folded.state.onAct).toEqual({ act: 'sheet-1', part: 'PUBLICITY_VILLAGE.NOTICE' });
    expect(play(hanging, stage, sheet(confirming)).folded.state.onAct).toBeUndefined();
    const freed = play(hanging, stage, { ...ofProcess({ type: 'LeaveAct', data: { act: 'sheet-1' } }), on: notice.given.on });
    const again = join('sheet-2', { part: 'PUBLICITY_VILLAGE.NOTICE' });
    expect(eventsOf({ played: freed, stage, given: { ...again, on: '2016-05-11' as CivilDate } })).toEqual(['JoinedAct']);
  });
});
