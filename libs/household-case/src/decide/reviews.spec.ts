import { before, eventsOf, play, refusedFor, ROSTER, saying, sealed, stageOf, withState } from '../samples/rehearsal.js';
import { shippedLaw } from '../samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
const exit = shippedLaw('EXIT-8', 2016);
const base = shippedLaw('IDENT-BASE-2014', 2014);
const group = before(law, 'REVIEW_GROUP.REVIEW');
const village = before(law, 'REVIEW_VILLAGE.REVIEW');
const PART = 'REVIEW_GROUP.REVIEW';
const NO_PAPERS = { evidence: [], signatures: [], seals: [] };

const held = (situation: typeof group, change: object) => ({ ...situation, given: saying(situation.given, change) });
/** So many of the 30 on the roster are present, and so many of them vote for it. */
const attended = (present: number, votesFor = present, change: object = {}) =>
  held(group, {
    presentPersons: ROSTER.slice(0, present),
    tally: { votesFor, against: present - votesFor, abstain: 0 },
    ...change,
  });

describe('a review meeting (§2.5, R7)', () => {
  it('stands on two thirds of the roster; below it is a void attempt, counted', () => {
    expect(eventsOf(attended(20))).toEqual(['ReviewHeld']);
    expect(eventsOf(attended(19))).toEqual(['MeetingInquorate']);
    const once = play(group.played, group.stage, attended(19).given);
    expect(once.folded.state.inquorate).toEqual({ [PART]: 1 });
    expect(eventsOf({ ...group, played: once, given: attended(19, 19, { attempt: 2 }).given })).toEqual(['MeetingInquorate']);
    expect(eventsOf({ ...group, played: once, given: attended(20, 20, { attempt: 2 }).given })).toEqual(['ReviewHeld']);
  });

  it('stands on more than half where the body is of residents (R8)', () => {
    const residents = (present: number) => eventsOf(withState(attended(present), { bodyKind: 'RESIDENTS' }));
    expect([residents(15), residents(16)]).toEqual([['MeetingInquorate'], ['ReviewHeld']]);
  });

  it('passes with more than half of those present', () => {
    expect(eventsOf(attended(20, 11))).toEqual(['ReviewHeld']);
    expect(eventsOf(attended(20, 10))).toEqual(['ReviewHeld', 'CaseRejected']);
    const rejected = play(group.played, group.stage, attended(20, 10).given).folded.state;
    expect([rejected.outcome, rejected.rejection?.reason, rejected.parts[PART]?.status]).toEqual([
      'REJECTED',
      'VOTED_DOWN',
      'FAILED',
    ]);
  });

  it('defers an exit that is voted down (R13)', () => {
    const review = before(exit, PART);
    const down = held(review, { tally: { votesFor: 5, against: 15, abstain: 0 } });
    expect(eventsOf(down)).toEqual(['ReviewHeld', 'ExitDeferred']);
    expect(play(review.played, review.stage, down.given).folded.state).toMatchObject({ outcome: 'DEFERRED', deferredTo: 2017 });
  });

  it('counts the recused as present, not as voters', () => {
    const recused = { recused: ['villager-1', 'villager-2'] };
    expect(eventsOf(attended(20, 10, { ...recused, tally: { votesFor: 10, against: 8, abstain: 0 } }))).toEqual(['ReviewHeld']);
    expect(refusedFor(attended(20, 20, recused))).toEqual(['VOTES_DO_NOT_ADD_UP']);
    expect(eventsOf(attended(20, 20, { recused: ['villager-30'] }))).toEqual(['ReviewHeld']);
  });

  describe('at which somebody of the household is present', () => {
    const own = (votesFor: number, change: object = {}) =>
      attended(20, votesFor, { presentPersons: [...ROSTER.slice(0, 19), 'li'], ...change });
    const stage = stageOf(law, { roster: [...ROSTER.slice(0, 29), 'li'] });
    const vote = (votesFor: number, change: object = {}) => ({ ...own(votesFor, change), stage });

    it('shows that he was not recused, and stands where his vote did not decide', () => {
      expect(eventsOf(vote(12))).toEqual(['ReviewHeld', 'noted RELATIVE_NOT_RECUSED']);
      expect(eventsOf(vote(12, { recused: ['li'], tally: { votesFor: 12, against: 7, abstain: 0 } }))).toEqual(['ReviewHeld']);
      expect(eventsOf(vote(10))).toEqual(['ReviewHeld', 'noted RELATIVE_NOT_RECUSED', 'CaseRejected']);
    });

    it('waits for a ruling of the township where it passed by his vote, and is held again', () => {
      const decided = play(group.played, stage, vote(11).given);
      expect(decided.folded.state.held).toEqual({ reason: 'RELATIVE_NOT_RECUSED', part: PART });
      const next = { ...before(law, 'COMPARE.COMPARISON'), stage };
      expect(refusedFor({ ...next, played: decided })).toEqual(['CASE_HELD']);
      const order = { no: 1, to: PART, level: 'TOWNSHIP' as const, reason: sealed('relative'), papers: NO_PAPERS };
      const back = { ...next.given, order: { type: 'ReturnCase' as const, data: order }, performedBy: 'township_head' };
      const returned = play(decided, stage, back);
      const again = saying(vote(11).given, { round: 2, recused: ['li'], tally: { votesFor: 11, against: 8, abstain: 0 } });
      expect(eventsOf({ ...group, stage, played: returned, given: { ...again, on: next.given.on } })).toEqual(['ReviewHeld']);
    });
  });

  it('takes attendance and denominators from the roster', () => {
    expect(refusedFor(held(group, { presentPersons: undefined }))).toEqual(['ATTENDANCE_MISSING']);
    const stranger = [...ROSTER.slice(0, 19), 'stranger'];
    expect(refusedFor(held(group, { presentPersons: stranger }))).toEqual(['ATTENDANCE_NOT_ON_ROSTER']);
    expect(refusedFor({ ...group, stage: stageOf(law, { roster: undefined }) })).toEqual(['ROSTER_UNKNOWN']);
  });

  it('counts everybody present once', () => {
    const twice = [...ROSTER.slice(0, 19), 'villager-1'];
    expect(refusedFor(held(group, { presentPersons: twice }))).toEqual(['ATTENDED_TWICE']);
    const one = { presentPersons: Array.from({ length: 20 }, () => 'villager-1') };
    expect(refusedFor(held(group, one))).toEqual(['ATTENDED_TWICE']);
  });

  describe('to which not everybody came in person for himself', () => {
    const allowed = (name: 'remoteAttendance' | 'proxyVoting') => {
      const parameters = { ...law.policy.parameters, [name]: { ...law.policy.parameters[name], value: true } };
      return stageOf({ ...law, policy: { ...law.policy, parameters } });
    };
    const there = (person: string, change: object = {}) => ({
      person,
      capacity: 'HOUSEHOLD_REPRESENTATIVE',
      mode: 'IN_PERSON',
      ...change,
    });
    const otherwise = (rows: readonly object[], change: object = {}) => attended(20, 11, { otherwisePresent: rows, ...change });
    const heard = (situation: typeof group) => {
      const data = play(group.played, situation.stage, situation.given).events.at(-1)?.data as {
        readonly otherwisePresent?: unknown;
      };
      return data.otherwisePresent;
    };

    it('counts nobody from afar or in writing, unless the policy of the area and year says so', () => {
      const afar = otherwise([there('villager-1', { mode: 'REMOTE' })]);
      const written = otherwise([there('villager-2', { mode: 'WRITTEN' })]);
      expect([refusedFor(afar), refusedFor(written)]).toEqual([['REMOTE_NOT_PERMITTED'], ['REMOTE_NOT_PERMITTED']]);
      const stage = allowed('remoteAttendance');
      expect([eventsOf({ ...afar, stage }), eventsOf({ ...written, stage })]).toEqual([['ReviewHeld'], ['ReviewHeld']]);
      expect(heard({ ...afar, stage })).toEqual([there('villager-1', { mode: 'REMOTE' })]);
    });

    it('counts nobody from afar for an attempt that falls short of the quorum either', () => {
      const rows = [there('villager-1', { mode: 'REMOTE' })];
      expect(refusedFor(attended(19, 19, { otherwisePresent: rows }))).toEqual(['REMOTE_NOT_PERMITTED']);
    });

    it('is in writing on a roll that the township ordered', () => {
      const roll = otherwise([there('villager-1', { mode: 'WRITTEN' })], { method: 'SIGNED_ROLL' });
      expect(eventsOf(withState(roll, { signedRollOrdered: [PART] }))).toEqual(['ReviewHeld']);
    });

    it('lets any adult speak for his household at a group meeting', () => {
      expect(eventsOf(otherwise([there('daughter', { capacity: 'ADULT', speaksFor: 'villager-1' })]))).toEqual(['ReviewHeld']);
    });

    it('lets nobody vote for another household, unless the policy of the area and year says so', () => {
      const named = otherwise([there('neighbour', { capacity: 'PROXY', speaksFor: 'villager-1' })]);
      const ofTheBody = otherwise([there('villager-30', { speaksFor: 'villager-1' })]);
      expect([refusedFor(named), refusedFor(ofTheBody)]).toEqual([['PROXY_NOT_PERMITTED'], ['PROXY_NOT_PERMITTED']]);
      const stage = allowed('proxyVoting');
      expect([eventsOf({ ...named, stage }), eventsOf({ ...ofTheBody, stage })]).toEqual([['ReviewHeld'], ['ReviewHeld']]);
    });

    it('lets nobody stand in for a representative, whatever the policy', () => {
      const rows = [there('daughter', { capacity: 'ADULT', speaksFor: 'villager-1' })];
      const instead = held(village, { otherwisePresent: rows });
      expect(refusedFor(instead)).toEqual(['PROXY_NOT_PERMITTED']);
      expect(refusedFor({ ...instead, stage: allowed('proxyVoting') })).toEqual(['PROXY_NOT_PERMITTED']);
    });

    it('names who is there for whom, each once', () => {
      const daughter = there('daughter', { capacity: 'ADULT', speaksFor: 'villager-1' });
      expect(refusedFor(otherwise([daughter, { ...daughter, speaksFor: 'villager-2' }]))).toEqual(['ATTENDED_TWICE']);
      expect(refusedFor(otherwise([{ ...daughter, speaksFor: 'villager-25' }]))).toEqual(['ATTENDANCE_MISSING']);
    });

    it('recuses a household with whoever speaks for it', () => {
      const rows = [there('daughter', { capacity: 'ADULT', speaksFor: 'villager-1' })];
      const tally = { votesFor: 11, against: 8, abstain: 0 };
      expect(eventsOf(otherwise(rows, { recused: ['daughter'], tally }))).toEqual(['ReviewHeld']);
      expect(eventsOf(otherwise(rows, { recused: ['daughter', 'villager-1'], tally }))).toEqual(['ReviewHeld']);
    });

    it('shows one of the household who speaks for it and was not recused', () => {
      const rows = [there('wang', { capacity: 'ADULT', speaksFor: 'villager-1' })];
      expect(eventsOf(attended(20, 12, { otherwisePresent: rows }))).toEqual(['ReviewHeld', 'noted RELATIVE_NOT_RECUSED']);
    });
  });

  it('is of the lawful body, by a lawful method', () => {
    expect(refusedFor(held(group, { body: 'PANEL' }))).toEqual(['BODY_NOT_THE_LAWFUL_ONE']);
    const monitor = before(shippedLaw('MONITOR-2021', 2024, ['CN-YN', 'CN']), 'REVIEW_VILLAGE.REVIEW');
    const part = monitor.stage.law.parts['REVIEW_VILLAGE.REVIEW'];
    if (part?.kind !== 'review') throw new Error('no review');
    const parts = { ...monitor.stage.law.parts, 'REVIEW_VILLAGE.REVIEW': { ...part, methods: ['SECRET_BALLOT' as const] } };
    const stage = stageOf({ ...monitor.stage.law, parts });
    expect(refusedFor({ ...held(monitor, { method: 'SHOW_OF_HANDS' }), stage })).toEqual(['METHOD_NOT_ALLOWED']);
  });

  it('goes from house to house only where the township has ordered it (R7)', () => {
    const roll = held(group, { method: 'SIGNED_ROLL' });
    expect(refusedFor(roll)).toEqual(['SIGNED_ROLL_NOT_ORDERED']);
    expect(eventsOf(withState(roll, { signedRollOrdered: [PART] }))).toEqual(['ReviewHeld']);
  });

  it('of the representatives hears the comparison', () => {
    expect(eventsOf(village)).toEqual(['ReviewHeld']);
    expect(refusedFor(held(village, { comparisonReadOut: false }))).toEqual(['COMPARISON_NOT_READ_OUT']);
    expect(eventsOf(held(group, { comparisonReadOut: false }))).toEqual(['ReviewHeld']);
  });

  it('needs a quorum that is in force', () => {
    const part = law.parts[PART];
    if (part?.kind !== 'review') throw new Error('no review');
    const parts = { ...law.parts, [PART]: { ...part, quorums: part.quorums.filter(({ from }) => from === '2026-01-01') } };
    expect(refusedFor({ ...group, stage: stageOf({ ...law, parts }) })).toEqual(['QUORUM_UNKNOWN']);
  });
});

describe('a ranked list under a quota (2014, R7)', () => {
  const review = before(base, 'REVIEW_VILLAGE.REVIEW');
  const ranked = (rank: number) => held(review, { ranking: { rank, quota: 20, instrument: 'quota-1' } });

  it('proposes who stands within it', () => {
    expect(eventsOf(ranked(20))).toEqual(['ReviewHeld']);
    const over = play(review.played, review.stage, ranked(21).given).folded.state;
    expect([over.outcome, over.rejection?.reason]).toEqual(['REJECTED', 'OVER_QUOTA']);
  });

  it('is nothing without the place, the quota and the instrument', () => {
    const { rank, quota, instrument } = { rank: 3, quota: 20, instrument: 'quota-1' };
    const given = [undefined, { rank: 0, quota, instrument }, { rank, quota: 2.5, instrument }];
    for (const ranking of [...given, { rank, quota, instrument: ' ' }]) {
      expect([ranking, refusedFor(held(review, { ranking }))]).toEqual([ranking, ['RANKING_MISSING']]);
    }
  });
});
