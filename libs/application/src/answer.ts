import { type StoredEvent } from '#libs/event-store';
import { type Actor, type CivilDate, type Event, type Finding, type Order } from '#libs/kernel';

/** An order on its way to one stream. */
export interface GivenOrder<O extends Order = Order> {
  /** UUID; the same for the same wish of the same account. */
  readonly orderId: string;
  /** The stream: `case-<id>`, `household-<id>`, `act-<id>` … */
  readonly target: string;
  readonly order: O;
  /** Of a recorded order that is decided again; the newest where absent. */
  readonly version?: number;
  readonly actor: Actor;
  /** Paper date; today where absent. */
  readonly occurredOn?: CivilDate;
  /** Who did it on paper; the actor where absent. */
  readonly performedBy?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  /** W3C Trace Context in which it is given. Absent: of none; what the clock gives goes on in that of its stream. */
  readonly traceparent?: string;
  /** Decide and answer, record nothing, not even a refusal (domain.md R16). */
  readonly dryRun?: boolean;
  /** Revision on which the giver's belief rests (`If-Match`); another one is answered {@link StaleRevision}. */
  readonly ifRevision?: bigint;
}

/**
 * An event that was just appended. Its own position is not told: an event store answers with that of the last one alone, and
 * positions have gaps (ADR-0023).
 */
export type AppendedEvent = Omit<StoredEvent, 'position'>;

export interface Accepted {
  readonly accepted: true;
  readonly stream: string;
  /** Of the stream and the log after the order; those found where the order was a repeat. */
  readonly revision: bigint;
  readonly position: bigint;
  readonly events: readonly AppendedEvent[];
  /** The same order had been done before: nothing was added. */
  readonly repeated: boolean;
  /** On a dry run: what would have been appended. */
  readonly wouldAppend?: readonly Event[];
}

export interface Refused {
  readonly accepted: false;
  readonly stream: string;
  readonly findings: readonly Finding[];
  /** Position of the recorded refusal, where it was kept as evidence. */
  readonly recordedAt?: bigint;
}

export type Answer = Accepted | Refused;

/** The stream has gone on since the giver looked (`If-Match`). */
export class StaleRevision extends Error {
  readonly code = 'STALE_REVISION';
  constructor(
    readonly stream: string,
    readonly expected: bigint,
    readonly actual: bigint,
  ) {
    super(`${stream} stands at revision ${actual}, not ${expected}`);
  }
}

/** Another order has this id, by whichever process of the house: it was done, or the id was claimed for its stream before it is. */
export class OrderIdTaken extends Error {
  override readonly name = 'OrderIdTaken';
  readonly code = 'ORDER_ID_TAKEN';
  constructor(
    readonly orderId: string,
    readonly stream: string,
    /** Digest of what was said when it was done on {@link stream}, or claimed for it, where that is known. */
    readonly saidAs?: string,
  ) {
    super(`the id ${orderId} is that of another order, for ${stream}`);
  }
}

/** The order names a stream or a type that no part of the engine knows. */
export class UnknownOrder extends Error {
  readonly code = 'UNKNOWN_ORDER';
}
