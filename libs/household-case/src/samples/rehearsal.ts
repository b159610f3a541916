import {
  type Actor,
  addDays,
  type CivilDate,
  type Decision,
  decideOnce,
  fold,
  type Folded,
  type Instant,
  isRefusal,
  type JsonValue,
  type OfficeHeld,
  type RecordedOf,
  type Sealed,
  startOfDay,
  unfolded,
} from '#libs/kernel';
import {
  type CaseOpened,
  type HouseholdSnapshot,
  type Law,
  type Office,
  type Papers,
  type Part,
  type PartId,
  type Roster,
} from '#libs/procedure';
import { countingOf, isYearMissing, lastDayOf, periodOf } from '#libs/procedure';
import { type CaseContext } from '../context.js';
import { caseDecider } from '../decider.js';
import { type CaseEvent } from '../events.js';
import { parkedOrder } from '../decide.js';
import { type CaseOrder } from '../orders.js';
import { type CaseFile } from '../state.js';
import { papersFor } from './papers-for.js';

/** A household of three synthetic persons: head, spouse and a child. */
export const HOUSEHOLD: HouseholdSnapshot = {
  members: [
    { person: 'li', relation: 'HEAD', bornOn: '1970-05-01' as CivilDate },
    { person: 'wang', relation: 'SPOUSE', bornOn: '1972-06-01' as CivilDate },
    { person: 'xiao', relation: 'CHILD', bornOn: '2008-07-01' as CivilDate },
  ],
  head: 'li',
  standing: 'ORDINARY',
  measures: [],
};
export const AREA = { group: 'group-1', village: 'village-1', township: 'township-1', county: 'county-1' };
export const ROSTER: readonly string[] = Array.from({ length: 30 }, (_, index) => `villager-${index + 1}`);

/** One holder per office, the second of the same office under a number. */
export const holderOf = (office: Office, nth = 0): string =>
  nth === 0 ? office.toLowerCase() : `${office.toLowerCase()}-${nth + 1}`;

const officesOf = (person: string): readonly OfficeHeld[] => {
  const office = person.replace(/-\d+$/, '').toUpperCase();
  return person.startsWith('villager') || HOUSEHOLD.members.some((member) => member.person === person)
    ? []
    : [{ office, area: 'area' }];
};

/** Every person holds the office that his name says. */
export const everyOffice: Readonly<Record<string, readonly OfficeHeld[]>> = new Proxy<Record<string, readonly OfficeHeld[]>>(
  {},
  { get: (_target, person) => (typeof person === 'string' ? officesOf(person) : undefined) },
);

export const clerk = (office: string): Actor => ({ id: `clerk-${office.toLowerCase()}`, role: office, area: 'area' });
export const PROCESS: Actor = { id: 'engine', role: 'process', area: 'CN' };
export const CLOCK: Actor = { id: 'engine', role: 'clock', area: 'CN' };

export const sealed = (ref: string): Sealed => ({ ref, commitment: `commitment of ${ref}` });

/** An order with all that is said beside it. Recorded on its paper date unless `recordedOn` says otherwise. */
export interface Given {
  readonly order: CaseOrder;
  readonly on: CivilDate;
  readonly recordedOn?: CivilDate;
  readonly by: Actor;
  readonly performedBy: string;
}

export interface Stage {
  readonly law: Law;
  readonly opened: Readonly<Record<string, JsonValue>>;
  readonly offices: Readonly<Record<string, readonly OfficeHeld[]>>;
  /** Absent where no roster is known. */
  readonly roster?: readonly string[] | undefined;
}

export const stageOf = (law: Law, more: Partial<Omit<Stage, 'law'>> = {}): Stage => ({
  law,
  opened: {
    'income-low': { wage: 300000, business: 100000, property: 0, transfer: 50000 },
    'income-high': { wage: 2400000, business: 900000, property: 0, transfer: 60000 },
  },
  offices: everyOffice,
  roster: ROSTER,
  ...more,
});

function rosterFor(stage: Stage, order: CaseOrder): Roster | undefined {
  if (order.type !== 'RecordReview' || stage.roster === undefined) return undefined;
  return { body: order.data.body, validFrom: '2014-01-01' as CivilDate, digest: 'roster-1', persons: stage.roster };
}

export function contextOf(stage: Stage, { order, on, recordedOn = on, by, performedBy }: Given, state: CaseFile): CaseContext {
  const entry = order.type === 'ReleaseParked' ? state.parked[order.data.key] : undefined;
  const roster = rosterFor(stage, entry === undefined ? order : parkedOrder(entry));
  const now = startOfDay(recordedOn).replace('T16:00', 'T20:00') as Instant;
  return {
    now,
    today: recordedOn,
    occurredOn: on,
    actor: by,
    performedBy,
    orderDigest: JSON.stringify([order, on, performedBy]),
    offices: stage.offices,
    opened: stage.opened,
    idFor: (name) => name,
    law: stage.law,
    ...(roster && { roster }),
  };
}

/** A case with the events that made it. */
export interface Played {
  readonly folded: Folded<CaseFile>;
  readonly events: readonly RecordedOf<CaseEvent>[];
}

export const unplayed: Played = { folded: unfolded<CaseFile>(caseDecider), events: [] };

export const decideAt = (played: Played, stage: Stage, given: Given): Decision<CaseEvent> =>
  decideOnce(caseDecider, given.order, played.folded, contextOf(stage, given, played.folded.state));

/** Records the events of an order as a store would give them back. */
export function recordedAt(
  played: Played,
  stage: Stage,
  given: Given,
  events: readonly CaseEvent[],
): readonly RecordedOf<CaseEvent>[] {
  const { now, orderDigest } = contextOf(stage, given, played.folded.state);
  const first = played.events.length;
  return events.map((event, index) => ({
    id: `event-${first + index + 1}`,
    stream: 'case-1',
    revision: BigInt(first + index),
    type: event.type,
    data: event.data,
    metadata: {
      orderId: `order-${first + 1}`,
      orderType: given.order.type,
      orderKey: caseDecider.keyOf(given.order),
      orderDigest,
      correlationId: 'correlation',
      causationId: 'causation',
      actorId: given.by.id,
      actorRole: given.by.role,
      actorArea: given.by.area,
      performedBy: given.performedBy,
      occurredOn: given.on,
      recordedAt: now,
      build: 'rehearsal',
    },
  })) as readonly RecordedOf<CaseEvent>[];
}

/**
 * Gives an order and folds what it makes.
 * @throws Error naming the findings where it is refused.
 */
export function play(played: Played, stage: Stage, given: Given): Played {
  const decided = decideAt(played, stage, given);
  if (isRefusal(decided)) throw new Error(`${given.order.type} refused: ${JSON.stringify(decided.refused)}`);
  const recorded = recordedAt(played, stage, given, decided);
  return { folded: fold(caseDecider, played.folded, recorded), events: [...played.events, ...recorded] };
}

export const playAll = (played: Played, stage: Stage, orders: readonly Given[]): Played =>
  orders.reduce((so, given) => play(so, stage, given), played);

export function opening(law: Law, on: CivilDate, more: Partial<CaseOpened> = {}): Given {
  const data: CaseOpened = {
    caseId: '1',
    householdId: '1',
    kind: law.definition.kind,
    origin: 'OWN',
    programYear: Number(on.slice(0, 4)),
    area: AREA,
    bodyKind: 'VILLAGERS',
    household:
      law.definition.kind === 'EXIT'
        ? {
            ...HOUSEHOLD,
            standing: 'REGISTERED',
            identifiedOn: '2014-12-01' as CivilDate,
            measures: [{ type: 'INDUSTRY', on: '2015-03-01' as CivilDate }],
          }
        : HOUSEHOLD,
    definition: law.definitionRef,
    policy: law.policyRef,
    ...more,
  };
  return { order: { type: 'OpenCase', data }, on, by: PROCESS, performedBy: 'engine' };
}

const RECORDER: Readonly<Record<string, string>> = { TOWNSHIP: 'STATION_CLERK', COUNTY: 'COUNTY_POVERTY_OFFICER' };

/** What one part needs to be done lawfully from a day on: its orders, in turn. A notice is confirmed when it may close. */
export function ordersFor(law: Law, id: PartId, on: CivilDate, round = 1): readonly Given[] {
  const part: Part | undefined = law.parts[id];
  if (part === undefined) throw new RangeError(`${id} is no part of ${law.definitionRef}`);
  const papers = papersFor(part, { on, holder: holderOf, household: 'li' });
  const [office] = part.performedBy;
  const performedBy = office === undefined ? 'li' : holderOf(office);
  const by = clerk(part.recordedBy.find((recorder) => recorder === RECORDER[part.level]) ?? part.recordedBy[0] ?? 'DATA_CLERK');
  const given = (order: CaseOrder, day = on): Given => ({ order, on: day, by, performedBy });
  const about = { part: id, round };
  switch (part.kind) {
    case 'application': {
      const members = HOUSEHOLD.members.map(({ person }) => person);
      const said = { membersListed: members, authorisedBy: ['li', 'wang'], papers };
      const by = part.form === 'APPLICATION' ? 'HOUSEHOLD' : 'GROUP';
      return [given({ type: 'SubmitApplication', data: { ...about, by, ...said } })];
    }
    case 'survey': {
      const surveyors = papers.signatures
        .filter(({ capacity }) => capacity === 'OFFICE')
        .map(({ person, offices }) => ({ person, offices }));
      const criteria = part.criteria.map((code) => ({ code, result: 'MET' as const }));
      const income = sealed(part.passes === 'ALL_MET' ? 'income-high' : 'income-low');
      return [
        given({ type: 'RecordSurvey', data: { ...about, visitedOn: on, surveyors, criteria, income, sharingIncome: 3, papers } }),
      ];
    }
    case 'verification':
      return [given({ type: 'RecordVerification', data: { ...about, passed: true, papers } })];
    case 'review': {
      const ranking = { rank: 3, quota: 20, instrument: 'quota-1' };
      return [
        given({
          type: 'RecordReview',
          data: {
            ...about,
            attempt: 1,
            body: part.body,
            heldOn: on,
            method: 'SECRET_BALLOT',
            presentPersons: ROSTER.slice(0, 20),
            recused: [],
            tally: { votesFor: 15, against: 3, abstain: 2 },
            comparisonReadOut: part.readOutComparison,
            ...(part.form === 'RANKED_LIST' && { ranking }),
            papers,
          },
        }),
      ];
    }
    case 'comparison': {
      const persons = HOUSEHOLD.members.map(({ person }) => person);
      const sources = part.sources.map(({ source }) => source);
      const answers = persons.map((person) => ({ person, result: 'CLEAR' as const }));
      const receipt = (source: string): CaseOrder => ({
        type: 'RecordComparisonResult',
        data: { ...about, source, asOf: on, receiptDigest: `receipt ${source}`, answers },
      });
      return [
        given({ type: 'RequestComparison', data: { ...about, persons, sources } }),
        ...sources.map((source) => given(receipt(source))),
      ];
    }
    case 'consent': {
      const signature = {
        slot: part.signatures[0]?.slot ?? 'HOUSEHOLD',
        person: 'li',
        capacity: 'SELF' as const,
        offices: [],
        method: 'WET' as const,
        signedOn: on,
      };
      const consented = { ...papers, signatures: papers.signatures.filter(({ person }) => person !== 'li') };
      return [given({ type: 'RecordConsent', data: { ...about, given: true, signature, papers: consented } })];
    }
    case 'notice':
    case 'announcement': {
      const last = lastDayOf(on, periodOf(part), countingOf(law));
      if (isYearMissing(last)) throw new RangeError(`${id} needs the calendar of ${last.missing}`);
      const places = part.places.map((place) => ({ place, postedOn: on, photo: `photo ${place}` }));
      const close = part.minDuration === undefined ? on : addDays(last, 1);
      const posted = { ...about, places, printedEnd: last, contentDigest: 'content', householdSize: 3, papers };
      const closing = papersFor(part, { on: close, holder: holderOf, household: 'li' });
      return [
        given({ type: 'PostNotice', data: posted }),
        given({ type: 'ConfirmNoticeResult', data: { ...about, objections: 'NONE', endedOn: close, papers: closing } }, close),
      ];
    }
    case 'audit':
      return [given({ type: 'RecordAudit', data: { ...about, decision: 'PASS', onSiteCheck: true, papers } })];
    case 'approval':
      return [given({ type: 'RecordApproval', data: { ...about, decision: 'APPROVE', documentNo: 'doc-1', papers } })];
    case 'filing':
      return [given({ type: 'RecordFiling', data: { ...about, to: 'PREFECTURE', papers } })];
  }
}

/**
 * The lawful way through a definition, a day between parts, up to but not including `until`; all of it where absent.
 * A part that runs beside a notice is done on the day after its posting.
 */
export function lawfulPath(law: Law, from: CivilDate, until?: PartId): readonly Given[] {
  const orders: Given[] = [opening(law, from)];
  let day = from;
  for (const [index, part] of law.order.entries()) {
    if (part === until) break;
    if (law.parts[part]?.parallelWith !== undefined) continue;
    const [first, ...others] = ordersFor(law, part, day);
    if (first === undefined) continue;
    const beside = law.order.slice(index + 1).filter((other) => other !== until && law.parts[other]?.parallelWith === part);
    orders.push(first, ...beside.flatMap((other) => ordersFor(law, other, addDays(day, 1))), ...others);
    day = addDays(orders.at(-1)?.on ?? day, 1);
  }
  return orders;
}

/** A lawful case just before one order of its path, and that order. */
export interface Before {
  readonly played: Played;
  readonly stage: Stage;
  readonly given: Given;
}

/**
 * The case as it stands before the `nth` order (from 0) about a part.
 * @throws RangeError where the path has no such order.
 */
export function before(law: Law, part: PartId, nth = 0, stage = stageOf(law)): Before {
  const path = lawfulPath(law, `${law.policy.year}-05-03` as CivilDate);
  const given = path.filter(({ order }) => 'part' in order.data && order.data.part === part)[nth];
  if (given === undefined) throw new RangeError(`${part} has no order ${nth}`);
  return { played: playAll(unplayed, stage, path.slice(0, path.indexOf(given))), stage, given };
}

/** The same order with other words. `part` and what is not named stay as they are. */
export function saying(given: Given, change: object): Given {
  return { ...given, order: { ...given.order, data: { ...given.order.data, ...change } } as CaseOrder };
}

/** The codes for which an order is refused, in the order in which the rules stand; empty where it is accepted. */
export function refusedFor({ played, stage, given }: Before): readonly string[] {
  const decision = decideAt(played, stage, given);
  return isRefusal(decision) ? [...new Set(decision.refused.map(({ code }) => code))] : [];
}

/** The events of an order that is accepted, remarks among them by their codes. */
export function eventsOf({ played, stage, given }: Before): readonly string[] {
  const decision = decideAt(played, stage, given);
  if (isRefusal(decision)) throw new Error(`refused: ${JSON.stringify(decision.refused)}`);
  return decision.map((event) =>
    event.type === 'case.FindingNoted.v1' ? `noted ${event.data.finding.code}` : event.type.slice('case.'.length, -'.v1'.length),
  );
}

/** The papers of an order. */
export function papersIn({ order }: Given): Papers {
  if (!('papers' in order.data)) throw new RangeError(`${order.type} has no papers`);
  return order.data.papers;
}

/** The same case with its state changed: for what only a branch brings about. */
export function withState(situation: Before, change: Partial<CaseFile>): Before {
  const { folded } = situation.played;
  return { ...situation, played: { ...situation.played, folded: { ...folded, state: { ...folded.state, ...change } } } };
}
