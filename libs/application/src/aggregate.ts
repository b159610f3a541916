import { type StoredEvent } from '#libs/event-store';
import {
  type CivilDate,
  type Decider,
  type DecisionContext,
  type Event,
  type EventMetadata,
  type Finding,
  type Folded,
  type JsonValue,
  type Order,
  type RecordedOf,
} from '#libs/kernel';
import { type Sealer } from '#libs/vault';
import { type GivenOrder } from './answer.js';

/** An event by its place and its id, wherever it stands. */
export interface EventNamed {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
}

/** From which an aggregate gathers what its decisions must know besides. */
export interface Sources {
  readonly today: CivilDate;
  readonly readStream: (stream: string) => Promise<readonly StoredEvent[]>;
  /** Sealed values by ref; absent where destroyed. */
  readonly read: (refs: readonly string[]) => Promise<Readonly<Record<string, JsonValue>>>;
}

/** How the application meets one decider: where its streams stand, what its context needs beyond the common part. */
export interface Aggregate<
  State = unknown,
  O extends Order = Order,
  E extends Event = Event,
  C extends DecisionContext = DecisionContext,
> {
  readonly decider: Decider<State, O, E, C>;
  readonly orderTypes: ReadonlySet<string>;
  /** The id that the order itself gives its stream; another one than it is given to is refused. Absent: it gives none. */
  readonly idIn?: (order: O) => string | undefined;
  /** What is answered where the order needs a stream that is there, and nobody has begun it. Absent: the decider says. */
  readonly notThere?: (order: O) => Finding | undefined;
  /** The area whose rights count; `undefined` where neither state nor order names one. */
  readonly areaOf: (state: State, order: O) => string | undefined;
  /** The order that this one comes down to: who gives it needs the right to that one too. Absent: none. */
  readonly comesDownTo?: (order: O) => string | undefined;
  /** The areas in which, or above which, an office counts for this order. Absent: {@link areaOf} alone. */
  readonly areasNamed?: (state: State, order: O) => readonly string[];
  /** Sealed values that the law must see for this order. */
  readonly refsNeeded: (state: State, order: O) => readonly string[];
  /** Other streams of the same kind that the decision must know, and that {@link contextFor} is given. Absent: none. */
  readonly others?: (order: O) => readonly string[];
  /** Events of whatever streams to which the order points: it is refused where one does not stand in the log. Absent: none. */
  readonly pointsTo?: (order: O) => readonly EventNamed[];
  /**
   * What else the decision must know of the log, as JSON: gathered before it is taken, and kept with it for a replay, which gathers nothing.
   * Undefined where there is nothing. Absent: nothing ever.
   */
  readonly gather?: (state: State, given: GivenOrder<O>, sources: Sources) => Promise<JsonValue | undefined>;
  /** Completes the context; throws {@link MissingLaw} where the log holds no such law. */
  readonly contextFor: (
    common: DecisionContext,
    state: State,
    order: O,
    given: GivenOrder<O>,
    others: ReadonlyMap<string, Folded<State>>,
    gathered?: JsonValue,
  ) => C;
  /** The order whose words tell what must be known: a parked one, where the order gives it again. Absent: the order itself. */
  readonly meant?: (state: State, order: O) => O;
  /** Fills in what the engine itself knows of an order and nobody types, before it is sealed. Absent: nothing. */
  readonly complete?: (order: O, sealer: Sealer) => O;
  /** `id@version#digest` of the law by which the order is decided. */
  readonly pins: (context: C) => Pick<EventMetadata, 'definition' | 'policy'>;
  /** Where in the definition an event stands. */
  readonly marks: (context: C, event: E) => Pick<EventMetadata, 'step' | 'clause'>;
  /** What each event of an append does to the terms of its stream, as JSON; `undefined` for none (ADR 0017). Absent: there are no terms. */
  readonly due?: (state: State, events: readonly RecordedOf<E>[], context: C) => readonly (object | undefined)[];
  /** Digests of what was read elsewhere besides, kept with the first event for replay. */
  readonly readElsewhere: (context: C) => Readonly<Record<string, string>>;
}

/** Sealed values that the law must see for an order, or for the one that it gives again. */
export function refsNeeded({ meant, refsNeeded: needed }: Aggregate, state: unknown, order: Order): readonly string[] {
  return needed(state, meant?.(state, order) ?? order);
}

/** A decision needs a law that the log does not hold. */
export class MissingLaw extends Error {
  readonly code = 'MISSING_LAW';
}
