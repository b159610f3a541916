import fc from 'fast-check';
import { type CaseEvent, termWatch, type WatchedTerms } from '#libs/household-case';
import { addDays, civilDateOf, type CivilDate, type Order, type RecordedOf } from '#libs/kernel';
import { type Policy, shippedTimers } from '#libs/procedure';
import { judgeHistory, type StoredEvent } from '../oracle/index.js';
import { INCOMES, lawfulNext, NO_PAPERS, pass } from './lawful.js';
import { lawsWith } from './laws.js';
import { CLOCK, clerk, holder } from './people.js';
import { begun, CASE } from './short-cases.js';
import { Tape } from './tape.js';
import { type Village } from './village.js';

const SEED = 20_160_330;
const RUNS = 60;

/** A county that has adopted every longest term (R16). */
const adopted = (policy: Policy): Policy => ({
  ...policy,
  parameters: {
    ...policy.parameters,
    timers: policy.parameters.timers.map((timer) =>
      timer.expiry === 'MISSED' && timer.second !== undefined
        ? { ...timer, adopted: { instrument: 'K-1', on: '2016-01-01' } }
        : timer,
    ),
  },
});
const LAWS = { adopted: lawsWith({ policy: adopted }), nation: lawsWith() };

const watched = (village: Village): WatchedTerms =>
  (village.eventsOf(`case-${CASE}`) as readonly RecordedOf<CaseEvent>[]).reduce<WatchedTerms>(
    termWatch.evolve,
    termWatch.initial,
  );

/** Days go by, and every bell that is due rings on its day; what it said comes out, refusals too. */
function wait(village: Village, days: number): readonly string[] {
  const refused: string[] = [];
  const until = addDays(village.today, days);
  for (;;) {
    const [next] = termWatch.wakeups(watched(village)).toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
    const on = next === undefined ? undefined : civilDateOf(next.dueAt);
    if (next === undefined || on === undefined || on > until) break;
    if (on > village.today) village.today = on;
    const answer = village.give({ target: next.order.target, order: next.order.order, by: CLOCK });
    refused.push(...answer.refused, ...(answer.events.length === 0 ? [`${next.id} rang for nothing`] : []));
    if (answer.events.length === 0) break;
  }
  village.today = until;
  return refused;
}

const after = (village: Village, type: string, data: object, by = clerk('STATION_CLERK')): void => {
  village.give({ target: `case-${CASE}`, order: { type, data } satisfies Order, by });
};

/** A case with pauses, entered late now and then in the words and dates of its paper. */
function played(tape: Tape): { readonly village: Village; readonly troubles: readonly string[] } {
  const village = begun(tape.chance(700) ? LAWS.adopted : LAWS.nation, tape.chance(300));
  for (const [name, income] of Object.entries(INCOMES)) village.opened[`income-${name}`] = income;
  const troubles: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    const next = lawfulNext(village, CASE);
    if (next.part === undefined) break;
    const paper: CivilDate = village.today;
    const pause = tape.chance(150) ? tape.pick([14, 16, 18, 30]) : 0;
    troubles.push(...wait(village, pause));
    if (next.wish !== undefined) village.give(pause > 0 && tape.chance(500) ? { ...next.wish, on: paper } : next.wish);
    pass(village, next);
  }
  const done = { papers: NO_PAPERS };
  troubles.push(...wait(village, tape.pick([0, 3, 40])));
  const { today } = village;
  if (tape.chance(500))
    after(
      village,
      'PublishDecidedList',
      { publishedOn: today, medium: 'WEBSITE', documentNo: 'K-9', ...done },
      clerk('COUNTY_POVERTY_OFFICER'),
    );
  if (tape.chance(500)) after(village, 'IssueHandbook', { issuedOn: today, ...done });
  if (tape.chance(500)) after(village, 'RecordRegistryEntry', { enteredOn: today, system: 'NATIONAL' });
  for (const part of Object.keys(village.caseFile(CASE).notices)) {
    if (tape.chance(500)) after(village, 'TakeDownNotice', { part, takenDownOn: today, ...done });
  }
  if (tape.chance(500)) {
    const pairing = { no: 1, cadre: holder('RESPONSIBLE_CADRE'), unit: 'county unit', from: today };
    village.give({ target: 'household-1', order: { type: 'PairSupport', data: pairing }, by: clerk('DATA_CLERK') });
  }
  troubles.push(...wait(village, 400));
  return { village, troubles };
}

const tapes = fc
  .noBias(fc.array(fc.nat({ max: 0xffff }), { minLength: 200, maxLength: 200 }))
  .map((numbers) => new Tape(numbers));

describe('terms under pauses, late entries and bells', () => {
  const histories: (readonly StoredEvent[])[] = [];
  const types = new Set<string>();

  it(`bear every history before the second judge, and no bell rings for nothing (seed ${SEED}, ${RUNS} runs)`, () => {
    fc.assert(
      fc.property(tapes, (tape) => {
        const { village, troubles } = played(tape);
        for (const { type } of village.log) types.add(type);
        histories.push(village.log);
        expect(troubles).toEqual([]);
        expect(judgeHistory(village.log)).toEqual([]);
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
  });

  it('go through all that can be said of them', () => {
    const all = [
      'SupportPaired',
      'DecidedListPublished',
      'NoticeCopyTakenDown',
      'ReminderDue',
      'DeadlineMissed',
      'Escalated',
      'NoticeCopyExpired',
      'ExitWindowEnded',
      'MetOnPaper',
    ];
    expect(all.filter((type) => !types.has(`case.${type}.v1`))).toEqual([]);
  });

  /** A history in which one event is not what it should be. */
  type Planted = readonly [string, string, (event: StoredEvent) => StoredEvent | undefined];
  const ofType =
    (type: string, change: (event: StoredEvent) => StoredEvent | undefined) =>
    (event: StoredEvent): StoredEvent | undefined =>
      event.type === `case.${type}.v1` ? change(event) : undefined;
  const dueWith =
    (change: (due: string) => string) =>
    (event: StoredEvent): StoredEvent | undefined => {
      const { due } = event.metadata;
      const changed = due === undefined ? undefined : change(due);
      return changed === undefined || changed === due ? undefined : { ...event, metadata: { ...event.metadata, due: changed } };
    };
  it.each<Planted>([
    [
      'missed on its last day',
      'missed-after-its-day',
      ofType('DeadlineMissed', (event) => ({
        ...event,
        metadata: { ...event.metadata, recordedAt: `${(event.data as { dueOn: string }).dueOn}T02:00:00.000Z` },
      })),
    ],
    [
      'missed where nobody adopted it',
      'missed-where-adopted',
      dueWith((due) => (due.includes('T06') ? due.replace(/"adopted":"K-1",/g, '') : due)),
    ],
    [
      'met on paper on a day that is late',
      'met-on-paper-in-time',
      ofType('MetOnPaper', (event) => ({ ...event, data: { ...event.data, on: '2030-01-01' } })),
    ],
    [
      'reminded of after it was missed',
      'reminded-before',
      ofType('Escalated', (event) =>
        (event.data as { times: number }).times === 1 ? { ...event, type: 'case.ReminderDue.v1' } : undefined,
      ),
    ],
    [
      'a day too early, counted in calendar days',
      'term-counted-right',
      dueWith((due) => due.replace(/"length":30/g, '"length":31')),
    ],
    [
      'counted from further back than a paper date may',
      'term-counts-from',
      dueWith((due) => (due.includes('T06') ? due.replace(/"from":"(\d{4})/g, (_, year) => `"from":"${Number(year) - 1}`) : due)),
    ],
    [
      'told two levels up',
      'told-one-level-up',
      ofType('Escalated', (event) =>
        (event.data as { times: number }).times === 2 ? { ...event, data: { ...event.data, level: 'NATION' } } : undefined,
      ),
    ],
    [
      'approved by a clock',
      'clock-decides-nothing',
      ofType('CountyApproved', (event) => ({ ...event, metadata: { ...event.metadata, actorRole: 'clock' } })),
    ],
  ])('are not borne where one is %s', (_, rule, change) => {
    const caught = histories.some((history) => {
      const at = history.findIndex((event) => change(event) !== undefined);
      const changed = history.map((event, index) => (index === at ? (change(event) ?? event) : event));
      return at !== -1 && judgeHistory(changed).some((complaint) => complaint.rule === rule);
    });
    expect(caught).toBe(true);
  });
});

describe('a law that lets papers count back thirty days (R2)', () => {
  const generous = (policy: Policy): Policy => ({
    ...policy,
    parameters: { ...policy.parameters, backfillMaxDays: { ...policy.parameters.backfillMaxDays, value: 30 } },
  });
  /** An application that is entered ten days after its paper date. */
  const enteredLate = (laws: typeof LAWS.nation): readonly string[] => {
    const village = begun(laws, false);
    const on = village.today;
    wait(village, 10);
    const { wish } = lawfulNext(village, CASE);
    if (wish !== undefined) village.give({ ...wish, on });
    expect(village.caseFile(CASE).terms.map(({ timer }) => timer)).toContain('T06');
    return judgeHistory(village.log).map(({ rule }) => rule);
  };

  it('makes terms that the second judge does not bear, and ours makes none', () => {
    expect(enteredLate(lawsWith({ policy: generous }))).toContain('term-counts-from');
    expect(enteredLate(LAWS.nation)).toEqual([]);
  });
});

describe('an objection that was entered after its day', () => {
  const village = begun(LAWS.adopted, false);
  const troubles = [...wait(village, 40)];
  const objection = {
    no: 1,
    target: 'OMISSION',
    receivedOn: '2016-03-02',
    receivedBy: holder('VILLAGE_SUPERVISOR'),
    anonymous: true,
    facts: { ref: 'facts', commitment: 'c'.repeat(64) },
    byHousehold: false,
  };
  after(village, 'RaiseObjection', objection);
  troubles.push(...wait(village, 100));
  const { log } = village;
  const about = (type: string): readonly StoredEvent[] =>
    log.filter((event) => event.type === `case.${type}.v1` && /T1[12]/.test(JSON.stringify(event.data)));

  it('is noted, is told once to its office, accuses nobody, and is borne', () => {
    expect(troubles).toEqual([]);
    const said = ['FindingNoted', 'ReminderDue', 'DeadlineMissed', 'Escalated'].map((type) => about(type).length);
    expect(said).toEqual([2, 2, 0, 0]);
    expect(judgeHistory(log)).toEqual([]);
  });

  it('is not borne where it is not noted, is told twice, or counts from its entry', () => {
    const rulesOf = (history: readonly StoredEvent[]): readonly string[] => judgeHistory(history).map(({ rule }) => rule);
    const [reminded] = about('ReminderDue');
    expect(rulesOf(log.filter((event) => !about('FindingNoted').includes(event)))).toContain('finding-noted');
    expect(rulesOf(log.flatMap((event) => (event.id === reminded?.id ? [event, event] : [event])))).toContain('reminded-once');
    const fromEntry = log.map((event) => {
      const { due } = event.metadata;
      return due === undefined
        ? event
        : { ...event, metadata: { ...event.metadata, due: due.replaceAll('"from":"2016-03-02"', '"from":"2016-04-10"') } };
    });
    expect(rulesOf(fromEntry)).toContain('term-counts-from');
  });
});

describe('a corrected date', () => {
  const stream = `case-${CASE}`;
  const village = begun(LAWS.adopted, false);
  for (const [name, income] of Object.entries(INCOMES)) village.opened[`income-${name}`] = income;
  /** The next part in its time, or after a pause. */
  const next = (pause = 0): readonly string[] => {
    const troubles = wait(village, pause);
    const found = lawfulNext(village, CASE);
    if (found.wish !== undefined) village.give(found.wish);
    pass(village, found);
    return troubles;
  };
  const correct = (type: string, field: string, days: number): void => {
    const event = village.eventsOf(stream).findLast((one) => one.type === `case.${type}.v1`);
    if (event === undefined) throw new Error(`no ${type}`);
    const old = ((event.data as Record<string, unknown>)[field] ?? event.metadata.occurredOn) as CivilDate;
    const slip = { no: village.log.length, event: event.id, field, old, new: addDays(old, days), scanDigest: 'scan' };
    const data = {
      ...slip,
      confirmedBy: holder('COUNTY_POVERTY_OFFICE_HEAD', 5),
      reason: { ref: 'slip', commitment: 'c'.repeat(64) },
    };
    const { refused } = village.give({ target: stream, order: { type: 'CorrectRecord', data }, by: clerk('DATA_CLERK') });
    if (refused.length > 0) throw new Error(refused.join(', '));
  };
  while (!village.eventsOf(stream).some(({ type }) => type === 'case.ApplicationSubmitted.v1')) next();
  const troubles = [...wait(village, 2)];
  correct('ApplicationSubmitted', 'occurredOn', -1);
  const termOf = village.caseFile(CASE).terms.find(({ timer }) => timer === 'T06');
  const missedOn = addDays(termOf?.dueOn ?? village.today, 1);
  while (village.today < missedOn) troubles.push(...wait(village, 1));
  next();
  correct('HomeVisitRecorded', 'visitedOn', -1);
  const { log } = village;
  const said = (type: string): readonly StoredEvent[] => log.filter((event) => event.type === `case.${type}.v1`);
  const rulesOf = (history: readonly StoredEvent[]): readonly string[] => judgeHistory(history).map(({ rule }) => rule);
  const without = (type: string): readonly StoredEvent[] => log.filter((event) => !said(type).includes(event));

  it('moves the term that counted from it, and brings work into time, and is borne', () => {
    expect(troubles).toEqual([]);
    const counts = ['RecordCorrected', 'DeadlineRecomputed', 'DeadlineMissed', 'MetOnPaper'].map((type) => said(type).length);
    expect(counts).toEqual([2, 1, 1, 1]);
    expect(judgeHistory(log)).toEqual([]);
  });

  it('is not borne where it moves from another day than stood, or for nothing', () => {
    const [moved] = said('DeadlineRecomputed');
    const told = (data: object): readonly StoredEvent[] =>
      log.map((event) => (event.id === moved?.id ? { ...event, data: { ...event.data, ...data } } : event));
    expect(rulesOf(told({ old: '2016-03-29' }))).toContain('recomputed-from-what-stands');
    const { old, derivation } = (moved?.data ?? {}) as { readonly old: string; readonly derivation: object };
    const from = /"from":"([\d-]{10})"/.exec(said('ApplicationSubmitted')[0]?.metadata.due ?? '')?.[1];
    const nothing = { new: old, changed: [], derivation: { ...derivation, from, dueOn: old } };
    expect(rulesOf(told(nothing))).toContain('recomputed-for-something');
  });

  it('is not borne where it moves nothing, or nothing is said of what was in time', () => {
    expect(rulesOf(without('DeadlineRecomputed'))).toContain('corrected-date-moves-its-term');
    expect(rulesOf(without('MetOnPaper'))).toContain('corrected-date-is-in-time');
  });
});

describe('the end of the transition period (T20)', () => {
  const ofTransition = (policy: Policy): Policy => ({
    ...policy,
    parameters: { ...policy.parameters, timers: [...shippedTimers] },
  });
  const village = begun(lawsWith({ policy: ofTransition }), false);
  const troubles = [...wait(village, 3592)];
  const lastDay = village.today;
  const before = [...village.log];
  troubles.push(...wait(village, 400));
  const said = (): readonly string[] => village.log.filter(({ type }) => type === 'case.TransitionEnded.v1').map(({ id }) => id);

  it('is said once of a case that is open, and borne', () => {
    expect({ lastDay, troubles }).toEqual({ lastDay: '2025-12-31', troubles: [] });
    expect([before.filter(({ id }) => said().includes(id)).length, said().length]).toEqual([0, 1]);
    expect(judgeHistory(village.log)).toEqual([]);
  });

  const rulesOf = (history: readonly StoredEvent[]): readonly string[] => judgeHistory(history).map(({ rule }) => rule);
  const due =
    (from: string, to: string) =>
    (event: StoredEvent): StoredEvent => {
      const { due: text } = event.metadata;
      return text === undefined ? event : { ...event, metadata: { ...event.metadata, due: text.replaceAll(from, to) } };
    };
  it('is not borne where it was said on its last day, of another day, twice, or of a case that opened later', () => {
    const { log } = village;
    const early = log.map((event) =>
      event.id === said()[0] ? { ...event, metadata: { ...event.metadata, recordedAt: '2025-12-31T02:00:00.000Z' } } : event,
    );
    expect(rulesOf(early)).toContain('missed-after-its-day');
    expect(rulesOf(log.map(due('"dueOn":"2025-12-31"', '"dueOn":"2024-12-31"')))).toContain('transition-of-those-in-it');
    expect(rulesOf(log.map(due('"from":"2016-', '"from":"2026-')))).toContain('transition-of-those-in-it');
    expect(rulesOf(log.flatMap((event) => (event.id === said()[0] ? [event, event] : [event])))).toContain('missed-once');
  });
});
