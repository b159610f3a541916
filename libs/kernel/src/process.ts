import { type CivilDate } from './civil-date.js';
import { type Event, type RecordedOf } from './event.js';
import { type Finding } from './finding.js';
import { type Instant } from './instant.js';
import { type Order } from './order.js';

/** An order of a process to a stream. Its id is derived by the runner: UUIDv5(process, event, target, order type). */
export interface ProcessOrder<O extends Order = Order> {
  readonly target: string;
  readonly order: O;
  /** The paper date and performer that the order carries on; those of the event that caused it where absent. */
  readonly occurredOn?: CivilDate;
  readonly performedBy?: string;
  /** The area for which the process acts: that of whoever caused the event where absent. */
  readonly area?: string;
  /** `report`: the refusal is an ordinary answer. `incident`: it holds this stream for this process. */
  readonly onRefusal: 'report' | 'incident';
}

/** What became of one order of a reaction. */
export interface Outcome {
  readonly target: string;
  readonly orderType: string;
  readonly accepted: boolean;
  /** Unmet blocking findings; empty where accepted. */
  readonly findings: readonly Finding[];
}

export interface Reaction {
  readonly orders: readonly ProcessOrder[];
  /** One order that brings the outcomes back, given after all the orders have been answered; `undefined`: nothing to report. */
  readonly report?: (outcomes: readonly Outcome[]) => ProcessOrder | undefined;
}

/** A moment at which something due should be looked at. It rings; it decides nothing (domain.md R1). */
export interface Wakeup {
  /** Stable for the same due moment of the same stream; holds the due moment; no `:`. */
  readonly id: string;
  readonly dueAt: Instant;
  /** The order that the bell gives, as role `clock`, when the moment has come. */
  readonly order: ProcessOrder;
}

/**
 * The decider turned round: events in, orders out. Pure, folded from one stream.
 * The decider says what may be; the process says what comes next.
 */
export interface Process<State = unknown, E extends Event = Event> {
  /** Stored in checkpoints and in order ids: never renamed. */
  readonly name: string;
  /** Which streams it folds: `case`, `household` or `act`. */
  readonly category: string;
  readonly initial: State;
  readonly evolve: (state: State, event: RecordedOf<E>) => State;
  /** What `event` makes ready, given the state after it. */
  readonly react: (state: State, event: RecordedOf<E>) => Reaction | undefined;
  /** All that should ring for this stream, as a function of its state. */
  readonly wakeups: (state: State) => readonly Wakeup[];
}
