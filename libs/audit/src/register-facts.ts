import { type StoredEvent } from '#libs/event-store';
import { type RegisterEvent } from '#libs/household-register';
import { addDays, type CivilDate, isSealed, type JsonObject, type JsonValue } from '#libs/kernel';
import { type Recording, recordingOf } from './recording.js';

export type RegisterSubject =
  | 'PHASE'
  | 'HUKOU_AREA'
  | 'RESIDENCE_AREA'
  | 'MANAGEMENT_AREA'
  | 'HEAD'
  | 'MEMBER'
  | 'IDENTITY'
  | 'ATTRIBUTE'
  | 'STANDING'
  | 'MONITORING'
  | 'DEREGISTERED'
  | 'CASE'
  | 'SUPPORT'
  | 'MEASURE'
  | 'DISASTER'
  | 'DUPLICATE';

/**
 * One thing that the register says: from when to when it was so (`validTo` is the first day on which it no longer was; null: it still
 * is), and from which event to which the register said so. Days are civil dates of the papers, the rest is the log's.
 */
export interface RegisterFact {
  readonly subject: RegisterSubject;
  /** Which of its kind: a person, a case, a number; empty where there is one only. */
  readonly key: string;
  readonly value: JsonValue;
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate | null;
  readonly knownFrom: Recording;
  readonly knownTo: Recording | null;
  /** The event that says it; earlier than `knownFrom` where a later event only told how long it was so. */
  readonly by: Recording;
}

export type StoredRegisterEvent = StoredEvent & RegisterEvent;
type Of<T extends RegisterEvent['type']> = Extract<RegisterEvent, { readonly type: T }>['data'];

/** That something is so from a day on, until the next day of which something else is said of it, or up to `to`. Null: it is not so. */
interface Assertion {
  readonly subject: RegisterSubject;
  readonly key: string;
  readonly value: JsonValue;
  readonly from: CivilDate;
  readonly to?: CivilDate;
}

interface Segment {
  readonly value: JsonValue;
  readonly from: CivilDate;
  readonly to: CivilDate | null;
  readonly knownFrom: Recording;
  readonly by: Recording;
}

/** The events that only set right what was said before. */
export const REGISTER_CORRECTIONS: ReadonlySet<string> = new Set<RegisterEvent['type']>([
  'household.IdentityCorrected.v1',
  'household.DuplicatePersonRuled.v1',
]);

/** All that the register of a household ever said, by its events in order; in the order in which it was first said. */
export function registerFacts(events: readonly StoredRegisterEvent[]): readonly RegisterFact[] {
  const timelines = new Map<string, Timeline>();
  for (const event of events) {
    const recording = recordingOf(event);
    for (const assertion of assertionsOf(event, timelines)) {
      const name = nameOf(assertion);
      const timeline = timelines.get(name) ?? new Timeline(assertion.subject, assertion.key);
      timelines.set(name, timeline);
      timeline.take(assertion, recording);
    }
  }
  const facts = [...timelines.values()].flatMap((timeline) => timeline.facts());
  return facts.sort((a, b) => order(a.knownFrom.revision, b.knownFrom.revision));
}

/** What was so on a day, of what the register says now. */
export function factsOn(facts: readonly RegisterFact[], day: CivilDate): readonly RegisterFact[] {
  return facts.filter(
    ({ knownTo, validFrom, validTo }) => knownTo === null && validFrom <= day && (validTo === null || day < validTo),
  );
}

/** The days from which an event of the register says something. */
export function saidFrom(event: StoredRegisterEvent): readonly CivilDate[] {
  const assertions = assertionsOf(event, new Map());
  return assertions.length === 0 ? [event.metadata.occurredOn] : assertions.map(({ from }) => from);
}

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
const nameOf = ({ subject, key }: { readonly subject: RegisterSubject; readonly key: string }): string => `${subject}|${key}`;

/** One thing over the days, as it is said now, and what was said of it before. */
class Timeline {
  readonly #past: RegisterFact[] = [];
  /** Next to each other, without gaps after the first. */
  #now: readonly Segment[] = [];

  constructor(
    private readonly subject: RegisterSubject,
    private readonly key: string,
  ) {}

  get first(): CivilDate | undefined {
    return this.#now[0]?.from;
  }

  take({ value, from, to }: Assertion, recording: Recording): void {
    const next = this.#now.find((segment) => segment.from > from)?.from ?? null;
    const end = to !== undefined && (next === null || to < next) ? to : next;
    const said: Segment = { value, from, to: end, knownFrom: recording, by: recording };
    const around = this.#now.find((segment) => segment.from <= from && (segment.to === null || from < segment.to));
    if (around !== undefined) this.#end(around, recording);
    const before = around === undefined || around.from === from ? [] : [{ ...around, to: from, knownFrom: recording }];
    const rest =
      end === next
        ? []
        : [{ ...(around ?? said), value: around?.value ?? null, from: end ?? from, to: next, knownFrom: recording }];
    this.#now = [...this.#now.filter((segment) => segment !== around), ...before, said, ...rest].sort((a, b) =>
      a.from < b.from ? -1 : 1,
    );
  }

  facts(): readonly RegisterFact[] {
    return [...this.#past, ...this.#now.flatMap((segment) => this.#fact(segment, null))];
  }

  #end(segment: Segment, recording: Recording): void {
    this.#past.push(...this.#fact(segment, recording));
  }

  #fact({ value, from, to, knownFrom, by }: Segment, knownTo: Recording | null): readonly RegisterFact[] {
    // What the same event said and took back again nobody ever knew.
    if (value === null || knownFrom.id === knownTo?.id) return [];
    return [{ subject: this.subject, key: this.key, value, validFrom: from, validTo: to, knownFrom, knownTo, by }];
  }
}

function assertionsOf(event: StoredRegisterEvent, known: ReadonlyMap<string, Timeline>): readonly Assertion[] {
  const { occurredOn } = event.metadata;
  const says = (subject: RegisterSubject, value: JsonValue, from: CivilDate = occurredOn, key = ''): Assertion => ({
    subject,
    key,
    value,
    from,
  });
  switch (event.type) {
    case 'household.HouseholdEnrolled.v1':
      return enrolled(event.data, says);
    case 'household.StandingInherited.v1':
      return inherited(event.data, says);
    case 'household.MemberAdded.v1':
      return memberOf(event.data.member, says, event.data.on);
    case 'household.MemberRemoved.v1':
      return [says('MEMBER', null, event.data.on, event.data.person), says('IDENTITY', null, event.data.on, event.data.person)];
    case 'household.HeadChanged.v1':
      return [says('HEAD', event.data.head, event.data.on)];
    case 'household.IdentityCorrected.v1': {
      // The number was wrong from the day on which the person came.
      const from = known.get(nameOf({ subject: 'IDENTITY', key: event.data.person }))?.first ?? occurredOn;
      return [says('IDENTITY', identityOf(event.data), from, event.data.person)];
    }
    case 'household.HouseholdSplit.v1':
      return [says('PHASE', { phase: 'SPLIT', into: event.data.children.map(({ householdId }) => householdId) }, event.data.on)];
    case 'household.HouseholdMerged.v1':
      return [says('PHASE', { phase: 'MERGED', into: [event.data.into] }, event.data.on)];
    case 'household.HouseholdLapsed.v1':
      return [says('PHASE', { phase: 'LAPSED', reason: event.data.reason }, event.data.on)];
    case 'household.PovertyAttributeSet.v1': {
      const { attribute, causeGroup = null } = event.data;
      return [says('ATTRIBUTE', { attribute, causeGroup })];
    }
    case 'household.CaseAdmitted.v1': {
      const { caseId, kind, open } = event.data;
      return [says('CASE', { kind, programYear: open.programYear, phase: 'OPEN', outcome: null }, occurredOn, caseId)];
    }
    case 'household.CaseConcluded.v1': {
      const { caseId, kind, outcome, on } = event.data;
      return [says('CASE', { kind, phase: 'CLOSED', outcome }, on, caseId)];
    }
    case 'household.CaseReopened.v1':
      return [says('CASE', { kind: event.data.kind, phase: 'OPEN', outcome: null }, occurredOn, event.data.caseId)];
    case 'household.StandingRegistered.v1':
      return [standing('REGISTERED', event.data, says), says('DEREGISTERED', null, event.data.on)];
    case 'household.StandingExited.v1':
      return [standing('EXITED', event.data, says)];
    case 'household.StandingMonitored.v1':
      return [says('MONITORING', { spell: event.data.spell, caseId: event.data.caseId }, event.data.on)];
    case 'household.Deregistered.v1':
      return [says('DEREGISTERED', true, event.data.on)];
    case 'household.ManagementMoved.v1':
      return [says('MANAGEMENT_AREA', { ...event.data.to })];
    case 'household.StandingTakenOver.v1':
      return takenOver(event.data, says);
    case 'household.SupportPaired.v1': {
      const { no, cadre, unit, from, until } = event.data;
      const pairing = says('SUPPORT', { cadre, unit }, from, String(no));
      return [until === undefined ? pairing : { ...pairing, to: addDays(until, 1) }];
    }
    case 'household.MeasureDelivered.v1': {
      const { no, measure, amountFen, on } = event.data;
      return [says('MEASURE', { measure, amountFen }, on, String(no))];
    }
    case 'household.DisasterRecorded.v1':
      return [says('DISASTER', { kind: event.data.kind }, event.data.on, String(event.data.no))];
    case 'household.DuplicatePersonFlagged.v1': {
      const { person, otherHousehold } = event.data;
      return [says('DUPLICATE', { otherHousehold, belongsHere: null }, occurredOn, person)];
    }
    case 'household.DuplicatePersonRuled.v1':
      return [says('DUPLICATE', { belongsHere: event.data.belongsHere }, occurredOn, event.data.person)];
    default:
      return [];
  }
}

type Says = (subject: RegisterSubject, value: JsonValue, from?: CivilDate, key?: string) => Assertion;
type Enrolled = Of<'household.HouseholdEnrolled.v1'>;

function enrolled(data: Enrolled, says: Says): readonly Assertion[] {
  const { hukouArea, residenceArea, managementArea, head, members, povertyAttribute } = data;
  return [
    says('PHASE', { phase: 'ENROLLED' }),
    says('HUKOU_AREA', { ...hukouArea }),
    says('RESIDENCE_AREA', { ...residenceArea }),
    says('MANAGEMENT_AREA', { ...managementArea }),
    says('HEAD', head),
    ...members.flatMap((member) => memberOf(member, says)),
    ...(povertyAttribute === undefined ? [] : [says('ATTRIBUTE', { attribute: povertyAttribute, causeGroup: null })]),
  ];
}

function memberOf(member: Enrolled['members'][number], says: Says, from?: CivilDate): readonly Assertion[] {
  const { person, relation, bornOn = null } = member;
  return [says('MEMBER', { relation, bornOn }, from, person), says('IDENTITY', identityOf(member), from, person)];
}

/** Never the number itself: whether it can be one, and the commitment by which it is told from another. */
function identityOf({
  idNumber,
  idCheckDigitHolds,
}: Pick<Enrolled['members'][number], 'idNumber' | 'idCheckDigitHolds'>): JsonObject {
  return { idCheckDigitHolds, commitment: isSealed(idNumber) ? idNumber.commitment : null };
}

function inherited(data: Of<'household.StandingInherited.v1'>, says: Says): readonly Assertion[] {
  const { parent, standing: stands, spell, identifiedOn = null, exitedOn = null, monitoredOn, monitoringSpell = 1 } = data;
  return [
    ...(stands === 'NONE'
      ? []
      : [
          says('STANDING', {
            standing: stands,
            spell,
            inheritedFrom: parent,
            identifiedOn,
            exitedOn,
            takenOver: data.takenOver === true,
          }),
        ]),
    ...(monitoredOn === undefined ? [] : [says('MONITORING', { spell: monitoringSpell, inheritedFrom: parent })]),
    ...(data.deregistered === true ? [says('DEREGISTERED', true)] : []),
    ...(data.measures ?? []).map(({ type, on }, index) =>
      says('MEASURE', { measure: type, inheritedFrom: parent, on }, undefined, `${parent} ${index + 1}`),
    ),
  ];
}

type Result = Of<'household.StandingRegistered.v1'> | Of<'household.StandingExited.v1'>;
const standing = (value: 'REGISTERED' | 'EXITED', { caseId, programYear, spell, on }: Result, says: Says): Assertion =>
  says('STANDING', { standing: value, spell, caseId, programYear }, on);

/** R6: as the list says it, and marked for ever. */
function takenOver(data: Of<'household.StandingTakenOver.v1'>, says: Says): readonly Assertion[] {
  const { spells, identifiedAt, exitedAt, instrument } = data;
  const stood = (value: 'REGISTERED' | 'EXITED'): JsonValue => ({ standing: value, spell: spells, takenOver: true, instrument });
  return [
    says('STANDING', stood('REGISTERED'), identifiedAt),
    ...(data.standing === 'EXITED' ? [says('STANDING', stood('EXITED'), exitedAt ?? data.asOf)] : []),
  ];
}
