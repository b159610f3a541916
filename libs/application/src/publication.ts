import { type CalendarYear, checkCalendarYear, shippedCalendars } from '#libs/calendar';
import {
  type CivilDate,
  type Decider,
  type DecisionContext,
  type Event,
  type Finding,
  type Order,
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
import { type OrderDesk } from './order-desk.js';

// These names are stored. Never rename one or change what a field means: add a version and an upcast.
export type DefinitionEvent = Event<'definition.DefinitionPublished.v1', PublishDefinition['data']>;
export type PolicyEvent = Event<'policy.PolicyPublished.v1', PublishPolicy['data']>;
export type CalendarEvent = Event<'calendar.CalendarPublished.v1', PublishCalendar['data']>;

/** Whole, with its reference `id@version#digest`; stream `definition-<id>`. A released version is frozen. */
export type PublishDefinition = Order<'PublishDefinition', { readonly definition: Definition; readonly ref: string }>;
/** Stream `policy-<id>`. */
export type PublishPolicy = Order<'PublishPolicy', { readonly set: PolicySet; readonly ref: string }>;
/** The holidays and adjusted workdays of a year; stream `calendar-<id>`. */
export type PublishCalendar = Order<'PublishCalendar', { readonly calendar: CalendarYear; readonly ref: string }>;

export interface Published {
  readonly versions: readonly number[];
}

/**
 * Refuses a definition that fails its own self-check, and one that a person puts in force for days that are over; the same version in
 * other words is `STEP_ALREADY_DONE` (frozen).
 */
export const definitionDecider: Decider<Published, PublishDefinition, DefinitionEvent, DecisionContext> = {
  category: 'definition',
  initial: { versions: [] },
  keyOf: (order) => `PublishDefinition|${order.data.definition.version}`,
  decide: (order, _state, { actor, today }) => {
    const { definition, ref } = order.data;
    const [first, ...more] = [
      ...checkDefinition(definition).map((problem) =>
        unmet('DEFINITION_NOT_SOUND', 'INPUT', problem.path, problem.expected, problem.actual),
      ),
      ...notTheDigest(ref, definitionRef(definition.id, definition.version, digestOf(definition))),
      // What comes with the program was law before it.
      ...(actor.role === SHIPPED.role ? [] : backdated(definition, today)),
    ];
    return first === undefined ? [{ type: 'definition.DefinitionPublished.v1', data: order.data }] : refuse(first, ...more);
  },
  evolve: (state, event) => ({ versions: [...state.versions, event.data.definition.version] }),
};

export const policyDecider: Decider<Published, PublishPolicy, PolicyEvent, DecisionContext> = {
  category: 'policy',
  initial: { versions: [] },
  keyOf: (order) => `PublishPolicy|${order.data.set.version}`,
  decide: (order) => {
    const { set, ref } = order.data;
    const read = policySetSchema.safeParse(set);
    const [first, ...more] = [
      ...(read.error?.issues ?? []).map((issue) => unmet('POLICY_NOT_SOUND', 'INPUT', issue.path.join('.'), issue.message, null)),
      ...notTheDigest(ref, policyRef(set)),
    ];
    return first === undefined ? [{ type: 'policy.PolicyPublished.v1', data: order.data }] : refuse(first, ...more);
  },
  evolve: (state, event) => ({ versions: [...state.versions, event.data.set.version] }),
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

/** Nobody makes law for what was done already (architecture §5). */
function backdated({ effective: { from } }: Definition, today: CivilDate): readonly Finding[] {
  return from >= today ? [] : [unmet('LAW_INTO_THE_PAST', 'LAW', 'architecture §5', { notBefore: today }, from)];
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
export async function publishShippedLaw(desk: OrderDesk): Promise<void> {
  for (const definition of definitions) {
    const ref = definitionRef(definition.id, definition.version, digestOf(definition));
    await publish(desk, `definition-${definition.id}`, { type: 'PublishDefinition', data: { definition, ref } }, ref);
  }
  for (const set of policySets) {
    const ref = policyRef(set);
    await publish(desk, `policy-${set.id}`, { type: 'PublishPolicy', data: { set, ref } }, ref);
  }
  for (const calendar of shippedCalendars) {
    const ref = calendarRef(calendar);
    await publish(desk, `calendar-${calendar.id}`, { type: 'PublishCalendar', data: { calendar, ref } }, ref);
  }
}

/** The law that comes with this program is not the one that the log holds under the same name and version. */
export class ShippedLawRefused extends Error {
  readonly code = 'SHIPPED_LAW_REFUSED';
}

async function publish(
  desk: OrderDesk,
  target: string,
  order: PublishDefinition | PublishPolicy | PublishCalendar,
  ref: string,
): Promise<void> {
  const answer = await desk.give({ orderId: stableId('shipped', ref), target, order, actor: SHIPPED });
  if (!answer.accepted) {
    throw new ShippedLawRefused(
      `${ref} was refused: ${answer.findings.map(({ code, clause }) => `${code} (${clause})`).join(', ')}`,
    );
  }
}
