import { type CivilDate } from '#libs/kernel';
import { type ObjectionView } from '#libs/procedure';
import { parkedEntries, type ParkedEntries } from '../parked-entries.process.js';
import {
  before,
  eventsOf,
  lawfulPath,
  opening,
  ordersFor,
  play,
  playAll,
  PROCESS,
  refusedFor,
  saying,
  stageOf,
  unplayed,
  withState,
} from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
const stage = stageOf(law);
const on = '2016-05-03' as CivilDate;
const [application] = ordersFor(law, 'APPLY.APPLICATION', on);
if (application === undefined) throw new Error('no application');
const closed = playAll(unplayed, stage, lawfulPath(law, on));
const objection: ObjectionView = {
  no: 1,
  target: 'ENTRY',
  receivedOn: on,
  open: true,
  investigators: [],
  byHousehold: false,
  factsCommitment: 'facts',
};

describe('the order of the steps (§2.2)', () => {
  it('knows nothing before the case is opened', () => {
    expect(refusedFor({ played: unplayed, stage, given: application })).toEqual(['CASE_NOT_OPEN']);
  });

  it('opens a case once, by the process that follows the register', () => {
    const opened = play(unplayed, stage, opening(law, on));
    expect(refusedFor({ played: opened, stage, given: opening(law, on, { programYear: 2017 }) })).toEqual(['STEP_ALREADY_DONE']);
    expect(refusedFor({ played: unplayed, stage, given: { ...opening(law, on), by: application.by } })).toEqual([
      'RECORDER_MAY_NOT',
    ]);
  });

  it('opens it under the definition that it pins, within its dates', () => {
    const early = opening(law, '2013-11-30' as CivilDate);
    expect(refusedFor({ played: unplayed, stage, given: early })).toEqual(['DEFINITION_NOT_IN_FORCE']);
    expect(refusedFor({ played: unplayed, stage, given: opening(law, on, { definition: 'EXIT-8@1#other' }) })).toEqual([
      'DEFINITION_NOT_PINNED',
    ]);
  });

  it('ends with the case', () => {
    expect(refusedFor({ played: closed, stage, given: saying(application, { round: 2 }) })).toEqual(['CASE_CLOSED']);
  });

  it('takes the parts in turn', () => {
    const situation = before(law, 'SURVEY.SURVEY');
    const [review] = ordersFor(law, 'REVIEW_GROUP.REVIEW', situation.given.on);
    if (review === undefined) throw new Error('no review');
    expect(eventsOf(situation)).toEqual(['HomeVisitRecorded', 'IncomeAccountRecorded']);
    expect(refusedFor({ ...situation, given: review })).toEqual(['STEP_NOT_OPEN']);
    expect(refusedFor({ ...situation, given: saying(situation.given, { part: 'APPLY.APPLICATION' }) })).toEqual(['PART_UNKNOWN']);
  });

  it('takes the round that stands', () => {
    const situation = before(law, 'SURVEY.SURVEY');
    expect(refusedFor({ ...situation, given: saying(situation.given, { round: 2 }) })).toEqual(['ROUND_NOT_CURRENT']);
  });

  it('refuses a step that is done in other words, and repeats nothing', () => {
    const situation = before(law, 'SURVEY.VERIFICATION');
    const { played } = situation;
    expect(refusedFor({ played, stage, given: saying(application, { by: 'WRITTEN_FOR', writer: 'committee_member' }) })).toEqual([
      'STEP_ALREADY_DONE',
    ]);
  });

  it('stops while an objection to the entry is open, and only then', () => {
    const situation = before(law, 'SURVEY.SURVEY');
    const held = (change: Partial<ObjectionView>) => withState(situation, { objections: { '1': { ...objection, ...change } } });
    expect(refusedFor(held({}))).toEqual(['CASE_SUSPENDED']);
    expect(refusedFor(held({ open: false }))).toEqual([]);
    expect(refusedFor(held({ target: 'OMISSION' }))).toEqual([]);
  });
});

describe('papers that came before their predecessor (R16)', () => {
  const situation = before(law, 'SURVEY.SURVEY');
  const [verification] = ordersFor(law, 'SURVEY.VERIFICATION', '2016-05-04' as CivilDate);
  if (verification === undefined) throw new Error('no verification');
  const early = { ...saying(verification, { parkIfEarly: true }), recordedOn: '2016-05-04' as CivilDate };
  const parked = play(situation.played, stage, early);
  const key = 'RecordVerification|SURVEY.VERIFICATION|1|may-wait';
  const release = {
    order: { type: 'ReleaseParked' as const, data: { key } },
    on: early.on,
    recordedOn: '2016-05-06' as CivilDate,
    by: PROCESS,
    performedBy: early.performedBy,
  };

  it('wait for it where the order asks for it', () => {
    expect(refusedFor({ ...situation, given: verification })).toEqual(['STEP_NOT_OPEN']);
    expect(parked.events.at(-1)?.data).toEqual({
      key,
      waitsFor: ['SURVEY.SURVEY'],
      order: early.order,
      occurredOn: '2016-05-04',
      performedBy: early.performedBy,
    });
  });

  it('are refused all the same where more than the order of steps is amiss', () => {
    const unsigned = saying(early, { papers: { evidence: [], signatures: [], seals: [] } });
    expect(refusedFor({ ...situation, given: unsigned })).toEqual([
      'STEP_NOT_OPEN',
      'EVIDENCE_MISSING',
      'SEAL_MISSING',
      'SIGNATURE_MISSING',
      'TOO_FEW_PERSONS',
      'OFFICE_NOT_AMONG_SIGNERS',
    ]);
  });

  it('do not wait for a round that has not come', () => {
    expect(refusedFor({ ...situation, given: saying(early, { round: 2 }) })).toEqual(['STEP_NOT_OPEN', 'ROUND_NOT_CURRENT']);
  });

  it('grow no older by waiting (R2)', () => {
    const surveyed = play(parked, stage, { ...situation.given, recordedOn: '2016-05-05' as CivilDate });
    const late = { ...release, recordedOn: '2016-05-20' as CivilDate };
    expect(eventsOf({ played: surveyed, stage, given: late })).toEqual(['EntryReleased', 'VillageVerificationPassed']);
    expect(play(surveyed, stage, late).folded.state.parts['SURVEY.VERIFICATION']).toMatchObject({
      doneOn: '2016-05-04',
      doneRecordedOn: '2016-05-04',
    });
    const entered = { ...verification, recordedOn: '2016-05-20' as CivilDate };
    expect(eventsOf({ ...situation, played: surveyed, given: entered })).toEqual([
      'VillageVerificationPassed',
      'noted DATE_TOO_OLD',
    ]);
  });

  it('are given again by the process when it is done, in their own words and on their own day', () => {
    const surveyed = play(parked, stage, situation.given);
    const state = surveyed.events.reduce<ParkedEntries>(parkedEntries.evolve, parkedEntries.initial);
    const last = surveyed.events.at(-2);
    if (last === undefined) throw new Error('no event');
    expect(parkedEntries.react(state, last)).toEqual({
      orders: [
        {
          target: 'case-1',
          order: release.order,
          occurredOn: '2016-05-04',
          performedBy: early.performedBy,
          onRefusal: 'report',
        },
      ],
    });
    const released = play(surveyed, stage, release);
    expect(released.events.slice(-2).map(({ type }) => type)).toEqual([
      'case.EntryReleased.v1',
      'case.VillageVerificationPassed.v1',
    ]);
    expect(released.folded.state.parked).toEqual({});
    expect(released.folded.state.parts['SURVEY.VERIFICATION']).toMatchObject({
      status: 'DONE',
      doneOn: '2016-05-04',
      recordedBy: [early.by.id],
    });
  });

  it('are released by nobody else, and only once', () => {
    expect(refusedFor({ played: parked, stage, given: { ...release, by: early.by } })).toEqual(['RECORDER_MAY_NOT']);
    expect(refusedFor({ played: situation.played, stage, given: release })).toEqual(['NOTHING_PARKED']);
  });
});
