import { type CalendarYear, checkCalendarYear, shippedCalendars } from '#libs/calendar';
import {
  type CivilDate,
  type Decider,
  type DecisionContext,
  type Event,
  type Finding,
  type Order,
  type Recorded,
  refuse,
  unmet,
} from '#libs/kernel';
import {
  checkDefinition,
  type Definition,
  definitionRef,
  definitions,
  policySets,
  policySetSchema,
  type PolicySet,
} from '#libs/procedure';
import { digestOf, stableId } from './canonical.js';
import { type LawBook } from './law-book.js';
import { type OrderDesk } from './order-desk.js';

// These names are stored. Never rename one or change what a field means: add a version and an upcast.
export type DefinitionEvent =
  | Event<'definition.DefinitionProposed.v1', ProposeDefinition['data']>
  | Event<'definition.DefinitionPublished.v1', PublishDefinition['data']>;
export type PolicyEvent =
  Event<'policy.PolicyProposed.v1', ProposePolicy['data']> | Event<'policy.PolicyPublished.v1', PublishPolicy['data']>;
export type CalendarEvent = Event<'calendar.CalendarPublished.v1', PublishCalendar['data']>;

/**
 * Whole, as it is to be published, and no law before another person publishes it. `no` counts the proposals of a version: the last one
 * stands.
 */
export type ProposeDefinition = Order<
  'ProposeDefinition',
  { readonly no: number; readonly definition: Definition; readonly ref: string }
>;
/** Whole, with its reference `id@version#digest`; stream `definition-<id>`. A released version is frozen. */
export type PublishDefinition = Order<'PublishDefinition', { readonly definition: Definition; readonly ref: string }>;
export type DefinitionOrder = ProposeDefinition | PublishDefinition;
/** As {@link ProposeDefinition}. */
export type ProposePolicy = Order<'ProposePolicy', { readonly no: number; readonly set: PolicySet; readonly ref: string }>;
/** Stream `policy-<id>`. */
export type PublishPolicy = Order<'PublishPolicy', { readonly set: PolicySet; readonly ref: string }>;
export type PolicyOrder = ProposePolicy | PublishPolicy;
/** The holidays and adjusted workdays of a year; stream `calendar-<id>`. */
export type PublishCalendar = Order<'PublishCalendar', { readonly calendar: CalendarYear; readonly ref: string }>;

export interface Published {
  readonly versions: readonly number[];
}

/** Versions of a definition or policy: those that are law, and of each what was proposed last. */
export interface LawVersions extends Published {
  /** Whose law it is: that of the first that was proposed or published under this name. */
  readonly area?: string;
  readonly proposals: readonly Proposal[];
}

interface Proposal {
  readonly version: number;
  readonly no: number;
  readonly ref: string;
  /** Who recorded it, and whose act it was. */
  readonly hands: readonly string[];
}

export interface PublicationContext extends DecisionContext {
  /** Whether only that is published which another person proposed: not what comes with the program, nor orders of version 1. */
  readonly byTwo: boolean;
}

const NO_LAW: LawVersions = { versions: [], proposals: [] };

/**
 * Refuses a definition that fails its own self-check, and one that a person puts in force for days that are over; the same version in
 * other words is `STEP_ALREADY_DONE` (frozen). What a person publishes was proposed last for its version, in the same words, by another:
 * else `LAW_NOT_PROPOSED`, `LAW_PROPOSED_IN_OTHER_WORDS` or `LAW_OF_ONE_PERSON`. Of a published version nothing is proposed, and under the
 * name of another area's law neither (`LAW_OF_OTHER_AREA`).
 */
export const definitionDecider: Decider<LawVersions, DefinitionOrder, DefinitionEvent, PublicationContext> = {
  category: 'definition',
  initial: NO_LAW,
  keyOf: (order) =>
    order.type === 'ProposeDefinition'
      ? `ProposeDefinition|${order.data.definition.version}|${order.data.no}`
      : `PublishDefinition|${order.data.definition.version}`,
  decide: (order, state, context) => {
    const { definition, ref } = order.data;
    const { id, version } = definition;
    const [first, ...more] = [
      ...checkDefinition(definition).map((problem) =>
        unmet('DEFINITION_NOT_SOUND', 'INPUT', problem.path, problem.expected, problem.actual),
      ),
      ...notTheDigest(ref, definitionRef(id, version, digestOf(definition))),
      // What comes with the program was law before it.
      ...(context.actor.role === SHIPPED.role ? [] : backdated(definition, context.today)),
      ...(order.type === 'ProposeDefinition' ? outOfTurn(version, order.data.no, state) : notByTwo(version, ref, state, context)),
      ...ofOtherArea(definition.area, order, state, context),
    ];
    if (first !== undefined) return refuse(first, ...more);
    return order.type === 'ProposeDefinition'
      ? [{ type: 'definition.DefinitionProposed.v1', data: order.data }]
      : [{ type: 'definition.DefinitionPublished.v1', data: order.data }];
  },
  evolve: (state, event) => {
    const { area, version } = event.data.definition;
    const known = ofArea(area, state);
    return event.type === 'definition.DefinitionProposed.v1' ? proposed(known, version, event) : published(known, version);
  },
};

/** As {@link definitionDecider}; a policy has no day from which it counts but its year. */
export const policyDecider: Decider<LawVersions, PolicyOrder, PolicyEvent, PublicationContext> = {
  category: 'policy',
  initial: NO_LAW,
  keyOf: (order) =>
    order.type === 'ProposePolicy'
      ? `ProposePolicy|${order.data.set.version}|${order.data.no}`
      : `PublishPolicy|${order.data.set.version}`,
  decide: (order, state, context) => {
    const { set, ref } = order.data;
    const read = policySetSchema.safeParse(set);
    const [first, ...more] = [
      ...(read.error?.issues ?? []).map((issue) => unmet('POLICY_NOT_SOUND', 'INPUT', issue.path.join('.'), issue.message, null)),
      ...notTheDigest(ref, policyRef(set)),
      ...(order.type === 'ProposePolicy'
        ? outOfTurn(set.version, order.data.no, state)
        : notByTwo(set.version, ref, state, context)),
      ...ofOtherArea(set.area, order, state, context),
    ];
    if (first !== undefined) return refuse(first, ...more);
    return order.type === 'ProposePolicy'
      ? [{ type: 'policy.PolicyProposed.v1', data: order.data }]
      : [{ type: 'policy.PolicyPublished.v1', data: order.data }];
  },
  evolve: (state, event) => {
    const { area, version } = event.data.set;
    const known = ofArea(area, state);
    return event.type === 'policy.PolicyProposed.v1' ? proposed(known, version, event) : published(known, version);
  },
};

/** A correction of a year is a new version of it: what was counted by the old one says so and stays. */
export const calendarDecider: Decider<Published, PublishCalendar, CalendarEvent, DecisionContext> = {
  category: 'calendar',
  initial: { versions: [] },
  keyOf: (order) => `PublishCalendar|${order.data.calendar.version}`,
  decide: (order) => {
    const { calendar, ref } = order.data;
    const [first, ...more] = [
      ...checkCalendarYear(calendar).map(({ code, path, expected, actual }) =>
        unmet('CALENDAR_NOT_SOUND', 'INPUT', path, expected, { code, actual }),
      ),
      ...notTheDigest(ref, calendarRef(calendar)),
    ];
    return first === undefined ? [{ type: 'calendar.CalendarPublished.v1', data: order.data }] : refuse(first, ...more);
  },
  evolve: (state, event) => ({ versions: [...state.versions, event.data.calendar.version] }),
};

const ofArea = (area: string, state: LawVersions): LawVersions => ({ ...state, area: state.area ?? area });

function published(state: LawVersions, version: number): LawVersions {
  return { ...state, versions: [...state.versions, version] };
}

function proposed(
  state: LawVersions,
  version: number,
  {
    data: { no, ref },
    metadata,
  }: Pick<Recorded<Event<string, { readonly no: number; readonly ref: string }>>, 'data' | 'metadata'>,
): LawVersions {
  const proposal = { version, no, ref, hands: [metadata.actorId, metadata.performedBy] };
  return { ...state, proposals: [...state.proposals.filter((other) => other.version !== version), proposal] };
}

function outOfTurn(version: number, no: number, { versions, proposals }: LawVersions): readonly Finding[] {
  const next = (proposals.find((last) => last.version === version)?.no ?? 0) + 1;
  return [
    ...(versions.includes(version)
      ? [unmet('LAW_ALREADY_PUBLISHED', 'ORDER', 'architecture §5', 'a version that is not law yet', version)]
      : []),
    ...(no === next ? [] : [unmet('NUMBER_NOT_NEXT', 'INPUT', 'architecture §5', next, no)]),
  ];
}

/** No county takes the next version of the nation's law, nor speaks for it (architecture §5). What comes with the program is not asked. */
function ofOtherArea(
  area: string,
  { type }: DefinitionOrder | PolicyOrder,
  { area: own = area }: LawVersions,
  { byTwo }: PublicationContext,
): readonly Finding[] {
  const ofPersons = byTwo || type === 'ProposeDefinition' || type === 'ProposePolicy';
  return !ofPersons || area === own ? [] : [unmet('LAW_OF_OTHER_AREA', 'RIGHTS', 'architecture §5', own, area)];
}

/** No person makes law alone (architecture §5, ADR 0042). */
function notByTwo(
  version: number,
  ref: string,
  { proposals }: LawVersions,
  { actor, performedBy, byTwo }: PublicationContext,
): readonly Finding[] {
  if (!byTwo) return [];
  const proposal = proposals.find((last) => last.version === version);
  if (proposal === undefined)
    return [unmet('LAW_NOT_PROPOSED', 'RIGHTS', 'architecture §5', 'proposed by another programme administrator', null)];
  if (proposal.ref !== ref) return [unmet('LAW_PROPOSED_IN_OTHER_WORDS', 'RIGHTS', 'architecture §5', proposal.ref, ref)];
  const own = [actor.id, performedBy].find((hand) => proposal.hands.includes(hand));
  if (own === undefined) return [];
  return [unmet('LAW_OF_ONE_PERSON', 'RIGHTS', 'architecture §5', 'published by another than proposed it', own)];
}

/** Nobody makes law for what was done already (architecture §5). One that is not sound may say no day. */
function backdated({ effective }: Partial<Definition>, today: CivilDate): readonly Finding[] {
  const from = effective?.from;
  return from === undefined || from >= today
    ? []
    : [unmet('LAW_INTO_THE_PAST', 'LAW', 'architecture §5', { notBefore: today }, from)];
}

function calendarRef(calendar: CalendarYear): string {
  return `${calendar.id}@${calendar.version}#${digestOf(calendar)}`;
}

function policyRef(set: PolicySet): string {
  return `${set.id}@${set.version}#${digestOf(set)}`;
}

/** Frozen by digest (architecture §5): a reference that names other words would be pinned by cases for ever. */
function notTheDigest(ref: string, required: string): readonly Finding[] {
  return ref === required ? [] : [unmet('REFERENCE_NOT_THE_DIGEST', 'INPUT', 'architecture §5', required, ref)];
}

/** Who publishes the law that comes with the program, at its first start (architecture §2). */
const SHIPPED = { id: 'mingce', role: 'process', area: 'CN' } as const;

/**
 * Publishes the shipped definitions, policies and calendars that the log does not hold yet.
 * @throws ShippedLawRefused where one was edited after its release, or is not sound.
 */
export async function publishShippedLaw(desk: OrderDesk, lawBook: LawBook): Promise<void> {
  for (const definition of definitions) {
    const ref = definitionRef(definition.id, definition.version, digestOf(definition));
    await publish(desk, lawBook, `definition-${definition.id}`, { type: 'PublishDefinition', data: { definition, ref } }, ref);
  }
  for (const set of policySets) {
    const ref = policyRef(set);
    await publish(desk, lawBook, `policy-${set.id}`, { type: 'PublishPolicy', data: { set, ref } }, ref);
  }
  for (const calendar of shippedCalendars) {
    const ref = calendarRef(calendar);
    await publish(desk, lawBook, `calendar-${calendar.id}`, { type: 'PublishCalendar', data: { calendar, ref } }, ref);
  }
}

/** The law that comes with this program is not the one that the log holds under the same name and version. */
export class ShippedLawRefused extends Error {
  readonly code = 'SHIPPED_LAW_REFUSED';
}

async function publish(
  desk: OrderDesk,
  lawBook: LawBook,
  target: string,
  order: PublishDefinition | PublishPolicy | PublishCalendar,
  ref: string,
): Promise<void> {
  const answer = await desk.give({ orderId: stableId('shipped', ref), target, order, actor: SHIPPED });
  // Persons may have published the very same text before, on a day or by a hand that the order of a program does not name.
  if (!answer.accepted && !isLaw(ref, lawBook)) {
    throw new ShippedLawRefused(
      `${ref} was refused: ${answer.findings.map(({ code, clause }) => `${code} (${clause})`).join(', ')}`,
    );
  }
}

function isLaw(ref: string, lawBook: LawBook): boolean {
  return lawBook.text(ref) !== undefined || lawBook.allPolicySets().some((set) => policyRef(set) === ref);
}
