import { AssertionError, deepStrictEqual } from 'node:assert';
import { createHash } from 'node:crypto';
import {
  type Actor,
  type CivilDate,
  civilDate,
  civilDateOf,
  type Decider,
  decideOnce,
  type Decision,
  type DecisionContext,
  type DoneOrders,
  type Event,
  type EventMetadata,
  type Finding,
  type Folded,
  instant,
  type Instant,
  isRefusal,
  type Order,
  type RecordedOf,
} from '#libs/kernel';
import { deepFreeze } from './deep-freeze.js';

/** An event of the past; `on` its paper date, `by` who recorded it, where the law looks at them. */
export type Past<E extends Event> = E extends Event
  ? {
      readonly type: E['type'];
      readonly data: E['data'];
      readonly on?: string;
      readonly by?: string;
      readonly performedBy?: string;
    }
  : never;

/** What surrounds an order besides actor and time. */
export interface Surroundings {
  /** Paper date; the day of `at` where absent. */
  readonly on?: string;
  readonly performedBy?: string;
  readonly offices?: DecisionContext['offices'];
  readonly opened?: DecisionContext['opened'];
}

/** What a context needs besides the common part: the law, a roster. */
export type Extra<C extends DecisionContext> = Omit<C, keyof DecisionContext>;

export interface Given<O extends Order, E extends Event> {
  /** Gives the order as `actor` at the moment `at` (ISO 8601 with offset). */
  readonly when: (order: O, actor: Actor, at: string, surroundings?: Surroundings) => When<E>;
}

export interface When<E extends Event> {
  /**
   * Exactly these events, in this order, deeply equal; the same order again must then give nothing.
   * @throws AssertionError
   */
  readonly then: (events: readonly E[]) => void;
  /**
   * Refused, with exactly this set of codes; each finding is unmet, blocking and cites its clause.
   * @throws AssertionError
   */
  readonly thenRefused: (codes: readonly string[]) => readonly Finding[];
  /** The decision itself, for tests that hold more against it. */
  readonly decision: () => Decision<E>;
}

const PAST: Instant = instant('2000-01-01T09:00:00+08:00');

/**
 * The test language of deciders (architecture §11): `specFor(decider).given(events).when(order, actor, at).then(events)`.
 * State, order and context are deeply frozen, so that a decider or an `evolve` that writes to them fails.
 */
export function specFor<State, O extends Order, E extends Event, C extends DecisionContext>(
  decider: Decider<State, O, E, C>,
  extra: Extra<C>,
): { readonly given: (events: readonly Past<E>[]) => Given<O, E> } {
  const given = (past: readonly Past<E>[]): Given<O, E> => ({
    when: (order, actor, at, surroundings = {}) => {
      const before = foldPast(decider, past);
      const context = contextOf(order, actor, at, surroundings, extra) as C;
      const decide = (folded: Folded<State>): Decision<E> => decideOnce(decider, deepFreeze(order), folded, deepFreeze(context));
      return {
        decision: () => decide(before),
        then: (events) => {
          const decision = decide(before);
          if (isRefusal(decision)) return failed(`${order.type} was refused`, decision.refused.map(inShort), events);
          same(`${order.type} gave other events`, decision, events);
          const after = foldDecided(decider, before, order, decision, context);
          const again = decide(after);
          same(`${order.type} given a second time did not give []`, isRefusal(again) ? again.refused.map(inShort) : again, []);
        },
        thenRefused: (codes) => {
          const decision = decide(before);
          if (!isRefusal(decision)) return failed(`${order.type} was not refused`, decision, codes);
          same(`${order.type} was refused for other reasons`, setOf(decision.refused.map(({ code }) => code)), setOf(codes));
          const unusable = decision.refused.filter(
            (finding) => finding.met || finding.weight !== 'BLOCKING' || finding.clause === '',
          );
          same(`${order.type} was refused by findings that do not refuse, or cite no clause`, unusable, []);
          return decision.refused;
        },
      };
    },
  });
  return { given };
}

const setOf = (codes: readonly string[]): readonly string[] => [...new Set(codes)].sort();
const inShort = ({ code, clause, required, actual }: Finding): object => ({ code, clause, required, actual });

function failed(message: string, actual: unknown, expected: unknown): never {
  throw new AssertionError({
    message: `${message}\nexpected ${JSON.stringify(expected, null, 2)}\nactual ${JSON.stringify(actual, null, 2)}`,
    actual,
    expected,
    operator: 'deepStrictEqual',
  });
}

function same(message: string, actual: unknown, expected: unknown): void {
  try {
    deepStrictEqual(actual, expected);
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error;
    failed(message, actual, expected);
  }
}

function contextOf(order: Order, actor: Actor, at: string, surroundings: Surroundings, extra: object): DecisionContext {
  const now = instant(at);
  const today = civilDateOf(now);
  const performedBy = surroundings.performedBy ?? actor.id;
  const orderDigest = digest({ type: order.type, data: order.data, on: surroundings.on, performedBy: surroundings.performedBy });
  return {
    now,
    today,
    occurredOn: surroundings.on === undefined ? today : civilDate(surroundings.on),
    actor,
    performedBy,
    orderDigest,
    offices: surroundings.offices ?? {},
    opened: surroundings.opened ?? {},
    idFor: (name) => `${digest({ orderDigest, name }).slice(0, 8)}-${name}`,
    ...extra,
  };
}

function foldPast<State, O extends Order, E extends Event, C extends DecisionContext>(
  decider: Decider<State, O, E, C>,
  past: readonly Past<E>[],
): Folded<State> {
  const events = past.map(({ type, data, on, by, performedBy }, index) => {
    const recorder = by ?? 'somebody';
    const metadata = metadataOf({
      orderKey: `past ${index}`,
      orderDigest: '',
      actor: { id: recorder, role: '', area: '' },
      performedBy: performedBy ?? recorder,
      occurredOn: on === undefined ? civilDateOf(PAST) : civilDate(on),
      recordedAt: on === undefined ? PAST : instant(`${on}T09:00:00+08:00`),
    });
    return recorded(decider.category, index, { type, data } as E, metadata);
  });
  return foldFrozen(decider, { state: decider.initial, done: {}, revision: -1n }, events);
}

function foldDecided<State, O extends Order, E extends Event, C extends DecisionContext>(
  decider: Decider<State, O, E, C>,
  before: Folded<State>,
  order: O,
  decision: readonly E[],
  context: C,
): Folded<State> {
  const metadata = metadataOf({ ...context, orderKey: decider.keyOf(order), recordedAt: context.now, orderType: order.type });
  const first = Number(before.revision) + 1;
  return foldFrozen(
    decider,
    before,
    decision.map((event, index) => recorded(decider.category, first + index, event, metadata)),
  );
}

function foldFrozen<State, O extends Order, E extends Event, C extends DecisionContext>(
  decider: Decider<State, O, E, C>,
  from: Folded<State>,
  events: readonly RecordedOf<E>[],
): Folded<State> {
  let state = deepFreeze(from.state);
  let done: DoneOrders = from.done;
  for (const event of events) {
    state = deepFreeze(decider.evolve(state, deepFreeze(event)));
    done = { ...done, [event.metadata.orderKey]: event.metadata.orderDigest };
  }
  return { state, done, revision: from.revision + BigInt(events.length) };
}

interface Said {
  readonly orderKey: string;
  readonly orderDigest: string;
  readonly orderType?: string;
  readonly actor: Actor;
  readonly performedBy: string;
  readonly occurredOn: CivilDate;
  readonly recordedAt: Instant;
}

function metadataOf({ orderKey, orderDigest, orderType, actor, performedBy, occurredOn, recordedAt }: Said): EventMetadata {
  return {
    orderId: orderKey,
    orderType: orderType ?? 'Past',
    orderKey,
    orderDigest,
    correlationId: orderKey,
    causationId: orderKey,
    actorId: actor.id,
    actorRole: actor.role,
    actorArea: actor.area,
    performedBy,
    occurredOn,
    recordedAt,
    build: 'spec',
  };
}

function recorded<E extends Event>(category: string, index: number, event: E, metadata: EventMetadata): RecordedOf<E> {
  const { type, data } = event;
  return { id: `event-${index}`, stream: `${category}-1`, revision: BigInt(index), type, data, metadata } as RecordedOf<E>;
}

/** The same for the same words, in whatever order their keys stand. */
function digest(value: object): string {
  const sorted = (_key: string, member: unknown): unknown =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member;
  return createHash('sha256').update(JSON.stringify(value, sorted)).digest('hex');
}
