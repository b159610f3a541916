import { type Event, type RecordedOf } from './event.js';
import { type DecisionContext, type Order } from './order.js';
import { refuse, type Refusal, unmet } from './refusal.js';

export type Decision<E extends Event> = readonly E[] | Refusal;

/** The natural keys of orders already done in a stream, each with the digest of what was said. */
export type DoneOrders = Readonly<Record<string, string>>;

/**
 * Three functions and an initial state are an aggregate. Pure: time, ids, law and rights come in by the context.
 * `evolve` never throws and never looks up the law.
 */
export interface Decider<State, O extends Order, E extends Event, Context extends DecisionContext> {
  /** What stands before the first `-` of its streams: `case`, `household`, `act`. */
  readonly category: string;
  readonly initial: State;
  /** The natural key of an order in its stream: step and round, objection number, member, a client-made id. */
  readonly keyOf: (order: O) => string;
  readonly decide: (order: O, state: State, context: Context) => Decision<E>;
  readonly evolve: (state: State, event: RecordedOf<E>) => State;
}

/** A state and the orders that made it. */
export interface Folded<State> {
  readonly state: State;
  readonly done: DoneOrders;
  /** Revision of the last event folded; -1n where the stream does not exist. */
  readonly revision: bigint;
  /** Of the last event that bears one. */
  readonly traceparent?: string | undefined;
}

export function unfolded<State>(decider: { readonly initial: State }): Folded<State> {
  return { state: decider.initial, done: {}, revision: -1n };
}

export function fold<State, O extends Order, E extends Event, C extends DecisionContext>(
  decider: Decider<State, O, E, C>,
  from: Folded<State>,
  events: readonly RecordedOf<E>[],
): Folded<State> {
  if (events.length === 0) return from;
  let { state, revision, traceparent } = from;
  const done = copyByName(from.done);
  for (const event of events) {
    state = decider.evolve(state, event);
    done[event.metadata.orderKey] = event.metadata.orderDigest;
    revision = event.revision;
    traceparent = event.metadata.traceparent ?? traceparent;
  }
  return { state, done, revision, traceparent };
}

/**
 * Decides an order once (architecture §4, "Repeats"): the same key and the same words give no event,
 * the same key with other words is refused `STEP_ALREADY_DONE`, a new key is decided.
 */
export function decideOnce<State, O extends Order, E extends Event, C extends DecisionContext>(
  decider: Decider<State, O, E, C>,
  order: O,
  folded: Folded<State>,
  context: C,
): Decision<E> {
  const key = decider.keyOf(order);
  const before = folded.done[key];
  if (before === context.orderDigest) return [];
  if (before !== undefined) {
    return refuse(
      unmet('STEP_ALREADY_DONE', 'ORDER', 'R3', 'a correction order, or a repeat in the same words', { order: order.type, key }),
    );
  }
  return decider.decide(order, folded.state, context);
}

/**
 * A copy of a record whose names are data: keys of orders, persons of a household. Without a prototype and filled name by
 * name: as an ordinary object each would get a shape of its own from the engine, which costs more than the copy.
 */
export function copyByName<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  const copy = Object.create(null) as Record<string, T>;
  for (const name in record) copy[name] = record[name] as T;
  return copy;
}
