import { addDays, type RecordedOf } from '#libs/kernel';
import { type CivilDate } from '#libs/kernel';
import { caseResult, type CaseResult } from './case-result.process.js';
import { caseDecider } from './decider.js';
import { type CaseEvent } from './events.js';
import { explainHistory } from './explain.js';
import { caseSamples } from './samples/case-samples.js';
import { before, everyOffice, lawfulPath, playAll, ROSTER, saying, sealed, stageOf, unplayed } from './samples/rehearsal.js';
import { shippedLaw } from './samples/shipped-law.js';

const law = shippedLaw('IDENT-8', 2016);
const stage = stageOf(law);
const played = playAll(unplayed, stage, lawfulPath(law, '2016-05-03' as CivilDate));
const surroundings = (event: RecordedOf<CaseEvent>) => {
  const body = 'body' in event.data ? event.data.body : '';
  const roster = { body, validFrom: '2014-01-01' as CivilDate, digest: 'roster-1', persons: ROSTER };
  return { offices: everyOffice, opened: stage.opened, roster };
};
const explained = (events: readonly RecordedOf<CaseEvent>[]) => explainHistory(events, () => law, surroundings);
const unmetIn = (events: readonly RecordedOf<CaseEvent>[]) =>
  explained(events).flatMap(({ event, findings }) =>
    findings.filter(({ met }) => !met).map(({ code }) => [event.type.slice('case.'.length, -'.v1'.length), code]),
  );
/** The same history with the data of one event changed, as no decider of ours would have made it. */
const tampered = (type: CaseEvent['type'], change: object, nth = 0) => {
  const target = played.events.filter((event) => event.type === type)[nth];
  return played.events.map((event) =>
    event === target ? ({ ...event, data: { ...event.data, ...change } } as RecordedOf<CaseEvent>) : event,
  );
};

describe('a history is explained by the function that decided it (architecture §5)', () => {
  it('finds every rule met, each with its clause', () => {
    expect(unmetIn(played.events)).toEqual([]);
    const all = explained(played.events).flatMap(({ findings }) => findings);
    expect(all.filter(({ clause }) => clause === '')).toEqual([]);
    const codes = new Set(all.map(({ code }) => code));
    expect(
      [
        'STEP_NOT_OPEN',
        'DATES_OUT_OF_ORDER',
        'EVIDENCE_MISSING',
        'RECORDER_IS_CONFIRMER',
        'INCOME_NOT_BELOW_LINE',
        'QUORUM_NOT_REACHED',
        'RESULT_NOT_AS_VOTED',
        'COMPARISON_INCOMPLETE',
        'NOTICE_PERIOD_NOT_OVER',
        'OBJECTION_OPEN',
        'EFFECT_TOO_EARLY',
      ].filter((code) => !codes.has(code)),
    ).toEqual([]);
  });

  it('shows for an event what was required and what was so', () => {
    const review = explained(played.events).find(({ event }) => event.type === 'case.ReviewHeld.v1');
    expect(review?.findings.find(({ code }) => code === 'QUORUM_NOT_REACHED')).toEqual({
      code: 'QUORUM_NOT_REACHED',
      class: 'LAW',
      weight: 'BLOCKING',
      clause: '§2.5 [S33]; R8',
      required: { fraction: '>= 2/3', reached: true },
      actual: { present: 20, rosterTotal: 30 },
      met: true,
    });
  });

  it('finds what no decider would have let through', () => {
    expect(unmetIn(tampered('case.ReviewHeld.v1', { result: 'FAILED' }, 1))).toContainEqual([
      'ReviewHeld',
      'RESULT_NOT_AS_VOTED',
    ]);
    expect(unmetIn(tampered('case.ReviewHeld.v1', { present: 19, tally: { votesFor: 15, against: 3, abstain: 1 } }))).toEqual([
      ['ReviewHeld', 'QUORUM_NOT_REACHED'],
    ]);
    expect(unmetIn(tampered('case.IncomeAccountRecorded.v1', { against: 'AT_OR_ABOVE' }))).toEqual([
      ['IncomeAccountRecorded', 'INCOME_SIDE_WRONG'],
      ['VillageVerificationPassed', 'INCOME_NOT_BELOW_LINE'],
      ['TownshipAuditPassed', 'INCOME_NOT_BELOW_LINE'],
      ['CountyApproved', 'INCOME_NOT_BELOW_LINE'],
    ]);
    const unannounced = played.events.filter(({ type }) => type !== 'case.AnnouncementCompleted.v1');
    expect(unmetIn(unannounced)).toEqual([['HouseholdRegistered', 'EFFECT_TOO_EARLY']]);
    const review = played.events.findIndex(({ type }) => type === 'case.ReviewHeld.v1');
    const void20 = { ...played.events[review], type: 'case.MeetingInquorate.v1' };
    expect(unmetIn([...played.events.slice(0, review), void20 as RecordedOf<CaseEvent>])).toEqual([
      ['MeetingInquorate', 'QUORUM_REACHED'],
    ]);
  });
});

describe('events as they are stored', () => {
  it.each(Object.values(caseSamples))('$type reads back the same', (sample) => {
    expect(JSON.parse(JSON.stringify(sample))).toEqual(sample);
  });

  it.each(Object.values(caseSamples))('$type is folded without throwing, from nothing and from a whole case', (sample) => {
    const first = played.events[0];
    if (first === undefined) throw new Error('nothing played');
    const event = { ...first, ...sample } as RecordedOf<CaseEvent>;
    expect(caseDecider.evolve(caseDecider.initial, event)).toHaveProperty('phase');
    expect(caseDecider.evolve(played.folded.state, event)).toHaveProperty('phase');
  });

  it('of a build that is not known change nothing of the case', () => {
    const first = played.events[0];
    if (first === undefined) throw new Error('nothing played');
    const unknown = { ...first, type: 'case.Unheard.v9' } as unknown as RecordedOf<CaseEvent>;
    const { facts: _before, ...rest } = played.folded.state;
    expect(caseDecider.evolve(played.folded.state, unknown)).toMatchObject(rest);
  });
});

describe('the result of a case is brought to the register', () => {
  const reactionsTo = (events: readonly RecordedOf<CaseEvent>[]) => {
    let state: CaseResult = caseResult.initial;
    return events.flatMap((event) => {
      state = caseResult.evolve(state, event);
      return caseResult.react(state, event)?.orders ?? [];
    });
  };
  const after = (
    events: readonly RecordedOf<CaseEvent>[],
    type: CaseEvent['type'],
    data: object,
  ): readonly RecordedOf<CaseEvent>[] => {
    const last = events.at(-1);
    if (last === undefined) throw new Error('nothing played');
    const metadata = {
      ...last.metadata,
      occurredOn: addDays(last.metadata.occurredOn, 1),
      recordedAt: last.metadata.recordedAt,
    };
    return [...events, { ...last, id: `${last.id}+`, type, data, metadata } as RecordedOf<CaseEvent>];
  };

  it('once, on the day of the effect', () => {
    expect(reactionsTo(played.events)).toEqual([
      {
        target: 'household-1',
        order: {
          type: 'RecordCaseResult',
          data: { caseId: '1', outcome: 'REGISTERED', on: '2016-06-06', programYear: 2016, no: 1 },
        },
        onRefusal: 'incident',
      },
    ]);
  });

  it('again when a rejected case goes on and ends', () => {
    const failing = before(law, 'SURVEY.VERIFICATION');
    const rejected = playAll(failing.played, stage, [saying(failing.given, { passed: false, reason: sealed('reason') })]).events;
    const confirmed = after(rejected, 'case.RecheckDecided.v1', {
      ...caseSamples['case.RecheckDecided.v1'].data,
      outcome: 'CONFIRMED',
    });
    expect(reactionsTo(confirmed).map(({ order }) => order.type)).toEqual(['RecordCaseResult']);
    const reopened = after(rejected, 'case.CaseReturned.v1', caseSamples['case.CaseReturned.v1'].data);
    const ended = after(reopened, 'case.CaseWithdrawn.v1', caseSamples['case.CaseWithdrawn.v1'].data);
    expect(reactionsTo(ended).map(({ order }) => order.data)).toEqual([
      { caseId: '1', outcome: 'REJECTED', on: '2016-05-05', programYear: 2016, no: 1 },
      { caseId: '1', no: 1 },
      { caseId: '1', outcome: 'WITHDRAWN', on: '2016-05-07', programYear: 2016, no: 2 },
    ]);
  });
});
