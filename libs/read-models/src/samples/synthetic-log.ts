import { shippedCalendars } from '#libs/calendar';
import { type EventToAppend, type Expected, type StoredEvent } from '#libs/event-store';
import { addDays, type CivilDate, civilDate, type Event, type EventMetadata, type Instant } from '#libs/kernel';
import { type CaseEvent } from '#libs/household-case';
import { type ActEvent, type ActItem } from '#libs/collective-act';
import { type RegisterEvent } from '#libs/household-register';
import {
  type AreaPath,
  type Definition,
  definitionOf,
  type Papers,
  type PartId,
  type Part,
  placedParts,
  type Signature,
} from '#libs/procedure';

/** One append of a synthetic log: as an order desk would have made it, the order and its context with the first event. */
export interface SyntheticAppend {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly EventToAppend[];
}

export interface SyntheticSeason {
  readonly households: number;
  /** Villages whose procedures run side by side. */
  readonly abreast?: number;
  /** Households of a village, all on the same acts. */
  readonly village?: number;
}

const REF = 'IDENT-8@1#5d0f3c6f3f9a4c0a8f5b2e1d7c6b5a493827160f';
const POLICY = 'CN-2014@1#9c1185a5c5e9fc54612808977ee8f548b2258d31';
const DIGEST = 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c';
const SOURCES = ['CIVIL_AFFAIRS', 'HOUSING', 'VEHICLES'];

/**
 * A season of identifications, deterministic, walking a shipped definition part by part: registers, cases, acts with their lists,
 * objections, interrupted notices, refusals, rejections, an incident here and there. It is shaped and sized like what the order
 * desk writes; the law has not judged it. For rebuilds, comparisons and measurements.
 */
export function* syntheticSeason(season: SyntheticSeason): Generator<SyntheticAppend> {
  const { households, abreast = 4, village = 60 } = season;
  const log = new SyntheticLog();
  const definition = definitionOf('IDENT-8', 1);
  yield log.append('definition-IDENT-8', '2014-01-01', 'PublishDefinition', [
    { type: 'definition.DefinitionPublished.v1', data: { definition, ref: REF } },
  ]);
  for (const calendar of shippedCalendars) {
    const ref = `${calendar.id}@${calendar.version}`;
    yield log.append(`calendar-${calendar.id}`, '2014-01-01', 'PublishCalendar', [
      { type: 'calendar.CalendarPublished.v1', data: { calendar, ref } },
    ]);
  }
  yield log.append('area-county-1', '2014-01-01', 'EstablishArea', [
    {
      type: 'area.AreaEstablished.v1',
      data: { id: 'county-1', parent: 'CN', level: 'COUNTY', name: { zh: 'county-1' }, codes: [] },
    },
  ]);
  const waiting: Generator<SyntheticAppend>[] = [];
  let number = 0;
  for (let first = 0; first < households; first += village) {
    waiting.push(villageSeason(log, definition, number++, Math.min(village, households - first)));
  }
  let running = waiting.splice(0, abreast);
  while (running.length > 0) {
    for (const procedure of [...running]) {
      for (let turn = 0; turn < 40; turn++) {
        const said: IteratorResult<SyntheticAppend, undefined> = procedure.next();
        if (said.done === true) {
          running = running.filter((other) => other !== procedure);
          const next = waiting.shift();
          if (next !== undefined) running.push(next);
          break;
        }
        yield said.value;
      }
    }
  }
  const found = { stream: 'definition-IDENT-8', revision: 0, id: log.id() };
  const named = { rule: 'R7', statement: sealed(log.id()) };
  yield log.append('inspection-i-1', '2016-01-05', 'RaiseFinding', [
    { type: 'inspection.FindingRaised.v1', data: { no: 1, events: [found], ...named } },
  ]);
  const words = { answer: 'CONTESTED', events: [], statement: sealed(log.id()), about: [found] };
  yield log.append('inspection-i-1', '2016-01-06', 'AnswerFinding', [
    { type: 'inspection.FindingAnswered.v1', data: { finding: 1, no: 1, ...words } },
  ]);
  yield log.append('access-person-17-2016-01-04', '2016-01-04', 'OpenSealed', [
    { type: 'access.SealedOpened.v1', data: { id: log.id(), use: 'REPLAY', area: 'county-1', purpose: sealed(log.id()) } },
  ]);
  const reading = { stream: 'access-person-18-2016-01-07', revision: 0, id: log.id() };
  yield log.append(reading.stream, '2016-01-07', 'OpenSealed', [
    { type: 'access.SealedOpened.v1', data: { id: log.id(), use: 'REPLAY', area: 'county-1', mandate: 'i-1' } },
  ]);
  yield log.append('inspection-i-1', '2016-01-08', 'CloseInspection', [
    { type: 'inspection.InspectionClosed.v1', data: { on: civilDate('2016-01-08'), read: [{ ...reading, area: 'county-1' }] } },
  ]);
  const next = { definition: { ...definition, version: 2 }, ref: `IDENT-8@2#${DIGEST}` };
  for (const no of [1, 2]) {
    yield log.append('definition-IDENT-8', '2016-01-09', 'ProposeDefinition', [
      { type: 'definition.DefinitionProposed.v1', data: { no, ...next } },
    ]);
  }
  yield log.append('definition-IDENT-8', '2016-01-10', 'PublishDefinition', [
    { type: 'definition.DefinitionPublished.v1', data: next },
  ]);
}

/** The appends of a season as one list of stored events, positions from 1n. */
export function syntheticEvents(season: SyntheticSeason): readonly StoredEvent[] {
  const stored: StoredEvent[] = [];
  const revisions = new Map<string, bigint>();
  for (const { stream, events } of syntheticSeason(season)) {
    for (const event of events) {
      const revision = (revisions.get(stream) ?? -1n) + 1n;
      revisions.set(stream, revision);
      stored.push({ ...event, stream, revision, position: BigInt(stored.length + 1) });
    }
  }
  return stored;
}

interface SyntheticCase {
  readonly caseId: string;
  readonly householdId: string;
  readonly persons: readonly string[];
  readonly number: number;
}

/** Keeps revisions, ids and chance: everything that a log has besides what is said. */
class SyntheticLog {
  readonly #revisions = new Map<string, bigint>();
  #state = 0x9e3779b9;

  /** A version 5 UUID by its look; the same on every run. */
  id(): string {
    const hex = [this.#next(), this.#next(), this.#next(), this.#next()].map((n) => n.toString(16).padStart(8, '0')).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  append(
    stream: string,
    on: string,
    orderType: string,
    events: readonly Event[],
    about: { readonly step?: string; readonly cause?: string } = {},
  ): SyntheticAppend {
    const before = this.#revisions.get(stream);
    this.#revisions.set(stream, (before ?? -1n) + BigInt(events.length));
    const orderId = this.id();
    const order = JSON.stringify({
      data: events[0]?.data,
      occurredOn: on,
      performedBy: 'person-17',
      type: orderType,
      version: 1,
    });
    const common: EventMetadata = {
      orderId,
      orderType,
      orderKey: `${orderType}|${about.step ?? '1'}`,
      orderDigest: DIGEST,
      correlationId: orderId,
      causationId: about.cause ?? orderId,
      actorId: 'person-17',
      actorRole: 'DATA_CLERK',
      actorArea: 'village-3',
      performedBy: 'person-17',
      occurredOn: civilDate(on),
      recordedAt: `${on}T08:30:00.000Z` as Instant,
      definition: REF,
      policy: POLICY,
      ...(about.step === undefined ? {} : { step: about.step, clause: '§2.1' }),
      build: '0.1.0',
    };
    const evidence = {
      order,
      decidedAtRevision: String(before ?? -1n),
      context: JSON.stringify({
        now: common.recordedAt,
        occurredOn: on,
        directory: DIGEST,
        law: REF,
        offices: { 'person-17': [] },
      }),
    };
    return {
      stream,
      expected: before ?? 'absent',
      events: events.map(({ type, data }, index) => ({
        id: this.id(),
        type,
        data,
        metadata: index === 0 ? { ...common, ...evidence } : common,
      })),
    };
  }

  #next(): number {
    // xorshift32: enough to scatter keys as real ids do.
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state;
  }
}

const signature = (person: string, on: CivilDate): Signature => ({
  slot: 'VERIFIERS',
  person,
  capacity: 'OFFICE',
  offices: ['COMMITTEE_MEMBER'],
  method: 'WET',
  signedOn: on,
});

const papersOf = (on: CivilDate): Papers => ({
  evidence: [{ slot: 'MINUTES', digest: DIGEST, date: on }],
  signatures: [signature('person-17', on), signature('person-18', on)],
  seals: [{ org: 'VILLAGE_COMMITTEE', date: on, digest: DIGEST }],
});

function* villageSeason(log: SyntheticLog, definition: Definition, number: number, size: number): Generator<SyntheticAppend> {
  const county = 'county-1';
  const township = `township-${1 + (number % 8)}`;
  const village = `village-${1 + number}`;
  const cases: SyntheticCase[] = [];
  let on = addDays(civilDate('2014-01-06'), (number % 200) * 3);
  for (let index = 0; index < size; index++) {
    const area: AreaPath = { county, township, village, group: `${village}-group-${1 + (index % 3)}` };
    const household = { caseId: log.id(), householdId: log.id(), persons: ['a', 'b', 'c'].map(() => log.id()), number: index };
    cases.push(household);
    yield* opening(log, household, area, on);
  }
  for (const { id, part } of placedParts(definition)) {
    on = addDays(on, 2);
    const running = cases.filter((one) => !rejectedBefore(definition, id, one));
    switch (part.kind) {
      case 'application':
      case 'survey':
      case 'verification':
        for (const one of running) yield alone(log, one, id, part, on);
        break;
      case 'review':
        yield* meeting(log, running, id, part, village, on);
        break;
      case 'comparison':
        yield* comparison(log, running, id, on);
        break;
      case 'notice':
      case 'announcement':
        yield* notice(log, running, id, part, village, on);
        on = addDays(on, 8);
        break;
      default:
        yield* ruling(log, running, id, part, county, on);
    }
  }
  for (const one of cases) yield* ending(log, one, rejectedBefore(definition, undefined, one), on);
}

/** Every 20th case fails its second review. */
function rejectedBefore(definition: Definition, part: PartId | undefined, { number }: SyntheticCase): boolean {
  if (number % 20 !== 7) return false;
  const ids = placedParts(definition).map(({ id }) => id);
  const review = placedParts(definition).findLast((placed) => placed.part.kind === 'review');
  return part === undefined || (review !== undefined && ids.indexOf(part) > ids.indexOf(review.id));
}

function register(...events: readonly RegisterEvent[]): readonly Event[] {
  return events;
}
function ofCase(...events: readonly CaseEvent[]): readonly Event[] {
  return events;
}
function ofAct(...events: readonly ActEvent[]): readonly Event[] {
  return events;
}
const sealed = (ref: string) => ({ ref, commitment: DIGEST });

function* opening(log: SyntheticLog, one: SyntheticCase, area: AreaPath, on: CivilDate): Generator<SyntheticAppend> {
  const { caseId, householdId, persons, number } = one;
  const head = persons[0] ?? '';
  const open = {
    caseId,
    householdId,
    kind: 'IDENTIFICATION' as const,
    origin: 'OWN' as const,
    programYear: Number(on.slice(0, 4)),
    area,
    bodyKind: 'VILLAGERS' as const,
    household: { members: persons.map((person) => ({ person, relation: 'MEMBER' })), head, standing: 'NONE', measures: [] },
    definition: REF,
    policy: POLICY,
  };
  const stream = `household-${householdId}`;
  const enrolled = {
    householdId,
    hukouArea: area,
    residenceArea: area,
    managementArea: area,
    bodyKind: 'VILLAGERS' as const,
    head,
    members: persons.map((person) => ({
      person,
      relation: person === head ? 'HEAD' : 'CHILD',
      name: sealed(`${person}.name`),
      idNumber: sealed(`${person}.id`),
      idCheckDigitHolds: true,
      idFingerprint: DIGEST,
    })),
    povertyAttribute: number % 3 === 0 ? ('DIBAO_POOR' as const) : ('GENERAL' as const),
  };
  yield log.append(stream, on, 'EnrolHousehold', register({ type: 'household.HouseholdEnrolled.v1', data: enrolled }));
  const admitted = log.append(
    stream,
    on,
    'AdmitCase',
    register({ type: 'household.CaseAdmitted.v1', data: { caseId, kind: 'IDENTIFICATION', no: 1, open, remarks: [] } }),
  );
  yield admitted;
  const cause = admitted.events[0]?.id ?? '';
  yield log.append(`case-${caseId}`, on, 'OpenCase', ofCase({ type: 'case.CaseOpened.v1', data: open }), { cause });
}

function alone(log: SyntheticLog, { caseId, persons }: SyntheticCase, id: PartId, part: Part, on: CivilDate): SyntheticAppend {
  const ofPart = { part: id, round: 1 };
  const papers = papersOf(on);
  const stream = `case-${caseId}`;
  if (part.kind === 'application') {
    const data = { ...ofPart, by: 'HOUSEHOLD' as const, membersListed: persons, authorisedBy: persons, papers };
    return log.append(stream, on, 'SubmitApplication', ofCase({ type: 'case.ApplicationSubmitted.v1', data }), { step: id });
  }
  if (part.kind === 'verification') {
    const data = { ...ofPart, passed: true, papers };
    return log.append(stream, on, 'RecordVerification', ofCase({ type: 'case.VillageVerificationPassed.v1', data }), {
      step: id,
    });
  }
  const income = sealed(`${caseId}.income`);
  const visited = {
    ...ofPart,
    visitedOn: on,
    surveyors: [{ person: 'person-17', offices: ['DATA_CLERK'] }],
    criteria: [{ code: 'INCOME' as const, result: 'NOT_MET' as const }],
    income,
    sharingIncome: persons.length,
    papers,
  };
  const account = { ...ofPart, income, sharingIncome: persons.length, line: 'identificationLine', against: 'BELOW' as const };
  return log.append(
    stream,
    on,
    'RecordSurvey',
    ofCase({ type: 'case.HomeVisitRecorded.v1', data: visited }, { type: 'case.IncomeAccountRecorded.v1', data: account }),
    { step: id },
  );
}

interface List {
  readonly actId: string;
  readonly stream: string;
  readonly items: readonly ActItem[];
}

/** The list of an act, asked and closed, with each case on it. */
function* listed(
  log: SyntheticLog,
  cases: readonly SyntheticCase[],
  id: PartId,
  act: Extract<ActEvent, { type: 'act.ActOpened.v1' }>['data'],
  on: CivilDate,
): Generator<SyntheticAppend, List> {
  const { actId } = act;
  const stream = `act-${actId}`;
  const items = cases.map(({ caseId }) => ({ caseId, part: id, round: 1 }));
  yield log.append(stream, on, 'OpenAct', ofAct({ type: 'act.ActOpened.v1', data: act }));
  yield log.append(stream, on, 'ListCases', ofAct({ type: 'act.CasesListed.v1', data: { no: 1, items } }));
  const closing = log.append(stream, on, 'CloseList', ofAct({ type: 'act.ListClosing.v1', data: { no: 1, items } }));
  yield closing;
  const cause = closing.events[0]?.id ?? '';
  for (const { caseId } of cases) {
    const data = { act: actId, part: id, round: 1 };
    yield log.append(`case-${caseId}`, on, 'JoinAct', ofCase({ type: 'case.JoinedAct.v1', data }), { cause, step: id });
  }
  const answers = cases.map(({ caseId }) => ({ caseId, ready: true, findings: [] }));
  yield log.append(
    stream,
    on,
    'RecordReadiness',
    ofAct(
      { type: 'act.ReadinessRecorded.v1', data: { no: 1, answers } },
      { type: 'act.ListClosed.v1', data: { items, leftOut: [] } },
    ),
    { cause },
  );
  return { actId, stream, items };
}

/** A fact of an act, each case's answer to it, and the report of the answers. */
function* carry(
  log: SyntheticLog,
  { stream }: List,
  cases: readonly SyntheticCase[],
  id: PartId,
  fact: ActEvent,
  caseOrder: string,
  on: CivilDate,
  answer: (one: SyntheticCase) => readonly CaseEvent[],
): Generator<SyntheticAppend> {
  const said = log.append(stream, on, `Record${fact.type.split('.')[1] ?? ''}`, ofAct(fact));
  yield said;
  const cause = said.events[0]?.id ?? '';
  for (const one of cases) yield log.append(`case-${one.caseId}`, on, caseOrder, ofCase(...answer(one)), { cause, step: id });
  const outcomes = cases.map(({ caseId }) => ({ caseId, accepted: true, findings: [] }));
  yield log.append(stream, on, 'RecordOutcomes', ofAct({ type: 'act.OutcomesRecorded.v1', data: { no: 1, cause, outcomes } }), {
    cause,
  });
}

function* meeting(
  log: SyntheticLog,
  cases: readonly SyntheticCase[],
  id: PartId,
  part: Part,
  area: string,
  on: CivilDate,
): Generator<SyntheticAppend> {
  const opened = {
    actId: log.id(),
    kind: 'MEETING',
    level: part.level,
    area,
    bodyKind: 'VILLAGERS',
    sheet: { no: 1, of: 1 },
  } as const;
  const list = yield* listed(log, cases, id, opened, on);
  const tally = { votesFor: 30, against: 2, abstain: 1 };
  const common = {
    attempt: 1,
    body: 'REPRESENTATIVE_MEETING',
    heldOn: on,
    method: 'SHOW_OF_HANDS',
    comparisonReadOut: true,
  } as const;
  const papers = papersOf(on);
  const attendance = Array.from({ length: 33 }, (_, person) => ({
    person: `person-${person}`,
    capacity: 'REPRESENTATIVE',
    mode: 'IN_PERSON' as const,
  }));
  const items = cases.map(({ caseId }) => ({ caseId, recused: [], tally }));
  const held = { ...common, place: 'village-hall', attendance, items, papers, rosterTotal: 40, present: 33 };
  yield* carry(log, list, cases, id, { type: 'act.MeetingHeld.v1', data: held }, 'RecordReview', on, ({ number }) => {
    const failed = number % 20 === 7 && id === lastReview(id);
    const data = {
      part: id,
      round: 1,
      act: list.actId,
      ...common,
      rosterTotal: 40,
      present: 33,
      recused: [],
      tally,
      papers,
      result: failed ? ('FAILED' as const) : ('PASSED' as const),
    };
    const review: CaseEvent = { type: 'case.ReviewHeld.v1', data };
    const rejected = { part: id, level: part.level, reason: 'VOTED_DOWN' as const, decidedBy: ['person-17'] };
    return failed ? [review, { type: 'case.CaseRejected.v1', data: rejected }] : [review];
  });
}

function lastReview(id: PartId): PartId | undefined {
  const review = placedParts(definitionOf('IDENT-8', 1)).findLast((placed) => placed.part.kind === 'review');
  return review?.id === id ? id : undefined;
}

function* comparison(log: SyntheticLog, cases: readonly SyntheticCase[], id: PartId, on: CivilDate): Generator<SyntheticAppend> {
  const opened = { actId: log.id(), kind: 'COMPARISON_BATCH', level: 'COUNTY', area: 'county-1', bodyKind: 'VILLAGERS' } as const;
  const list = yield* listed(log, cases, id, { ...opened, sheet: { no: 1, of: 1 } }, on);
  const ofPart = { part: id, round: 1, act: list.actId };
  const persons = cases.map((one) => ({ caseId: one.caseId, persons: one.persons }));
  const requested = { sources: SOURCES, persons, papers: papersOf(on) };
  yield* carry(
    log,
    list,
    cases,
    id,
    { type: 'act.ComparisonBatchRequested.v1', data: requested },
    'RequestComparison',
    on,
    (one) => [{ type: 'case.ComparisonRequested.v1', data: { ...ofPart, persons: one.persons, sources: SOURCES } }],
  );
  for (const source of SOURCES) {
    const receipt = { source, asOf: on, receiptDigest: DIGEST };
    const hit = (one: SyntheticCase): boolean => source === 'VEHICLES' && one.number % 15 === 3;
    const answersOf = (one: SyntheticCase) =>
      one.persons.map((person, index) =>
        index === 0 && hit(one) ? { person, result: 'HIT' as const, code: 'R01' } : { person, result: 'CLEAR' as const },
      );
    const answers = cases.map((one) => ({ caseId: one.caseId, answers: answersOf(one) }));
    const received = { ...receipt, answers };
    yield* carry(
      log,
      list,
      cases,
      id,
      { type: 'act.BatchResultReceived.v1', data: received },
      'RecordComparisonResult',
      on,
      (one) => {
        const result: CaseEvent = {
          type: 'case.ComparisonResultReceived.v1',
          data: { ...ofPart, ...receipt, answers: answersOf(one) },
        };
        const passed: CaseEvent = { type: 'case.ComparisonPassed.v1', data: { ...ofPart, oldestAsOf: on } };
        return source === SOURCES.at(-1) && !hit(one) ? [result, passed] : [result];
      },
    );
  }
  for (const one of cases.filter(({ number }) => number % 15 === 3)) {
    yield* termOfComparison(log, one, id, on);
    const disposed = { ...ofPart, hit: `${one.persons[0] ?? ''}|VEHICLES|R01`, disposition: 'EXPLAINED' as const };
    const events = ofCase(
      { type: 'case.HitDispositioned.v1', data: { ...disposed, evidence: [], reason: sealed(`${one.caseId}.hit`) } },
      { type: 'case.ComparisonPassed.v1', data: { ...ofPart, oldestAsOf: on } },
    );
    yield log.append(`case-${one.caseId}`, on, 'DispositionHit', events, { step: id });
  }
}

/** A bell reminds of the comparison that waits for its hit, misses it and tells it upward; on paper it was in time (R16). */
function* termOfComparison(
  log: SyntheticLog,
  { caseId }: SyntheticCase,
  part: PartId,
  on: CivilDate,
): Generator<SyntheticAppend> {
  const stream = `case-${caseId}`;
  const level = 'COUNTY';
  const term = { timer: 'T07', part, round: 1, dueOn: on };
  yield log.append(stream, on, 'RemindOfTerm', ofCase({ type: 'case.ReminderDue.v1', data: { ...term, level } }));
  const told = { times: 1, level: 'PREFECTURE', office: 'FILING_OFFICER' } as const;
  const missed = ofCase(
    { type: 'case.DeadlineMissed.v1', data: { ...term, level } },
    { type: 'case.Escalated.v1', data: { ...term, ...told } },
  );
  yield log.append(stream, on, 'MarkTermMissed', missed);
  const onPaper = ofCase({ type: 'case.MetOnPaper.v1', data: { ...term, missedOn: on, on } });
  yield log.append(stream, on, 'DispositionHit', onPaper);
}

function* notice(
  log: SyntheticLog,
  cases: readonly SyntheticCase[],
  id: PartId,
  part: Part,
  area: string,
  on: CivilDate,
): Generator<SyntheticAppend> {
  const opened = {
    actId: log.id(),
    kind: 'NOTICE',
    level: part.level,
    area,
    bodyKind: 'VILLAGERS',
    sheet: { no: 1, of: 1 },
  } as const;
  const list = yield* listed(log, cases, id, opened, on);
  const announced = part.kind === 'announcement';
  const earliestClose = addDays(on, 8);
  const papers = papersOf(on);
  const places = [{ place: 'VILLAGE_BOARD', postedOn: on, photo: DIGEST }];
  const rows = cases.map((one) => ({ caseId: one.caseId, householdSize: one.persons.length }));
  const sheet = { places, printedEnd: addDays(on, 7), contentDigest: DIGEST, rows, papers };
  const derivation = { runsFrom: on, length: 7, unit: 'cd', dayCount: 'EXCLUDE_START', timer: 'T01', clause: '§5 T01' };
  yield* carry(log, list, cases, id, { type: 'act.NoticeSheetPosted.v1', data: sheet }, 'PostNotice', on, (one) => [
    {
      type: announced ? 'case.AnnouncementPosted.v1' : 'case.NoticePosted.v1',
      data: {
        part: id,
        round: 1,
        act: list.actId,
        places,
        papers,
        contentDigest: DIGEST,
        householdSize: one.persons.length,
        runsFrom: on,
        earliestClose,
        derivation,
      },
    },
  ]);
  const late = cases.filter(({ number }) => number % 25 === 11);
  for (const one of late) yield* objection(log, one, id, addDays(on, 3));
  for (const one of cases) {
    const data = { part: id, round: 1, due: earliestClose };
    const elapsed = ofCase({ type: 'case.NoticePeriodElapsed.v1', data });
    yield log.append(`case-${one.caseId}`, earliestClose, 'MarkNoticePeriodElapsed', elapsed, { step: id });
  }
  const confirmed = { no: 1, endedOn: earliestClose, objections: [], except: [], papers };
  const fact: ActEvent = { type: 'act.SheetResultConfirmed.v1', data: confirmed };
  yield* carry(log, list, cases, id, fact, 'ConfirmNoticeResult', earliestClose, () => {
    const data = {
      part: id,
      round: 1,
      act: list.actId,
      objections: 'NONE' as const,
      endedOn: earliestClose,
      papers,
      confirmedBy: 'person-18',
    };
    const completed: CaseEvent = { type: announced ? 'case.AnnouncementCompleted.v1' : 'case.NoticePeriodCompleted.v1', data };
    const registered: CaseEvent = {
      type: 'case.HouseholdRegistered.v1',
      data: { on: earliestClose, programYear: Number(on.slice(0, 4)) },
    };
    return announced ? [completed, registered] : [completed];
  });
}

function* objection(log: SyntheticLog, { caseId }: SyntheticCase, part: PartId, on: CivilDate): Generator<SyntheticAppend> {
  const stream = `case-${caseId}`;
  const no = 1 + Number(part.startsWith('T')) + 2 * Number(part.startsWith('C'));
  const raised = {
    no,
    target: 'ENTRY' as const,
    part,
    receivedOn: on,
    receivedBy: 'person-17',
    anonymous: true,
    facts: sealed(`${caseId}.facts`),
    byHousehold: false,
  };
  const late = {
    code: 'DATE_TOO_OLD',
    class: 'LAW' as const,
    weight: 'REMARK' as const,
    clause: 'R2',
    required: null,
    actual: null,
    met: false,
  };
  const noted = { finding: late, about: 'case.ObjectionRaised.v1' };
  yield log.append(
    stream,
    on,
    'RaiseObjection',
    ofCase({ type: 'case.ObjectionRaised.v1', data: raised }, { type: 'case.FindingNoted.v1', data: noted }),
    { step: part },
  );
  const refused = {
    target: stream,
    orderType: 'ConfirmNoticeResult',
    class: 'LAW',
    findings: [
      {
        code: 'OBJECTION_OPEN',
        class: 'LAW',
        weight: 'BLOCKING',
        clause: '§2.3',
        required: 'none open',
        actual: [no],
        met: false,
      },
    ],
  };
  yield log.append(`refusal-${stream}`, on, 'ConfirmNoticeResult', [{ type: 'refusal.OrderRefused.v1', data: refused }]);
  const assigned = { no, level: 'TOWNSHIP' as const, investigators: ['person-21', 'person-22'] };
  yield log.append(stream, on, 'AssignInvestigation', ofCase({ type: 'case.InvestigationAssigned.v1', data: assigned }));
  const decided = {
    no,
    outcome: 'DISMISSED' as const,
    material: false,
    decidedBy: ['person-23'],
    reason: sealed(`${caseId}.reason`),
    evidence: [],
  };
  yield log.append(stream, addDays(on, 2), 'DecideObjection', ofCase({ type: 'case.ObjectionDecided.v1', data: decided }));
}

function* ruling(
  log: SyntheticLog,
  cases: readonly SyntheticCase[],
  id: PartId,
  part: Part,
  area: string,
  on: CivilDate,
): Generator<SyntheticAppend> {
  const opened = {
    actId: log.id(),
    kind: 'RULING',
    level: part.level,
    area,
    bodyKind: 'VILLAGERS',
    sheet: { no: 1, of: 1 },
  } as const;
  const list = yield* listed(log, cases, id, opened, on);
  const papers = papersOf(on);
  const approval = part.kind === 'approval';
  const made = { decision: approval ? 'APPROVE' : 'PASS', documentNo: '2014-17', onSiteCheck: true, except: [], papers } as const;
  yield* carry(
    log,
    list,
    cases,
    id,
    { type: 'act.RulingMade.v1', data: made },
    approval ? 'RecordApproval' : 'RecordAudit',
    on,
    () => {
      const ofPart = { part: id, round: 1, act: list.actId, papers };
      return approval
        ? [{ type: 'case.CountyApproved.v1', data: { ...ofPart, documentNo: '2014-17' } }]
        : [{ type: 'case.TownshipAuditPassed.v1', data: { ...ofPart, onSiteCheck: true } }];
    },
  );
}

function* ending(log: SyntheticLog, one: SyntheticCase, rejected: boolean, on: CivilDate): Generator<SyntheticAppend> {
  const { caseId, householdId } = one;
  const outcome = rejected ? 'REJECTED' : 'REGISTERED';
  const concluded: RegisterEvent = {
    type: 'household.CaseConcluded.v1',
    data: { caseId, kind: 'IDENTIFICATION', outcome, on },
  };
  const registered: RegisterEvent = {
    type: 'household.StandingRegistered.v1',
    data: { caseId, on, programYear: Number(on.slice(0, 4)), spell: 1, readmitted: false },
  };
  const events = rejected ? register(concluded) : register(concluded, registered);
  yield log.append(`household-${householdId}`, on, 'RecordCaseResult', events);
  if (!rejected) {
    const letter = { deliveredOn: on, papers: papersOf(on) };
    const issued = ofCase({ type: 'case.ConfirmationLetterIssued.v1', data: letter });
    yield log.append(`case-${caseId}`, on, 'IssueConfirmationLetter', issued);
  }
  if (one.number % 30 !== 13) return;
  const held = { process: 'case-result', stream: `case-${caseId}`, revision: '3', reason: 'REFUSED', findings: [] };
  const incident = `incident-case-result.case-${caseId}`;
  yield log.append(incident, on, 'RaiseIncident', [{ type: 'incident.IncidentRaised.v1', data: held }]);
  if (one.number > 40) return;
  const resolved = { process: 'case-result', stream: `case-${caseId}`, no: 1, note: 'mended' };
  yield log.append(incident, addDays(on, 1), 'ResolveIncident', [{ type: 'incident.IncidentResolved.v1', data: resolved }]);
}
