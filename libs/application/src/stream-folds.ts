import { type EventStore, type StoredEvent } from '#libs/event-store';
import { type Event, fold, type Folded, type RecordedOf, unfolded } from '#libs/kernel';
import { type Aggregate } from './aggregate.js';
import { type AppendedEvent } from './answer.js';

/** As many as are under way at once in a busy minute, and those that the processes have not come to yet. */
const STREAMS_JUST_READ = 128;

/** Orders of others that are remembered: more than come in the time that the read models take to know them. */
const ORDERS_JUST_READ = 10_000;

/** Where an order was done, and what it said. */
interface DoneOrder {
  readonly stream: string;
  readonly orderDigest: string;
}

/** A state, and the events that came after it and have not been folded into it yet. */
interface Kept {
  readonly folded: Folded<unknown>;
  readonly later: readonly AppendedEvent[];
}

/**
 * Folded states kept in memory by revision, least recently used dropped first. A kept state is a belief: the append
 * checks its revision, and a conflict makes the desk {@link forget} it and read again (architecture §4).
 */
export class StreamFolds {
  private readonly kept = new Map<string, Kept>();
  private readonly read = new Map<string, readonly StoredEvent[]>();
  /** By their ids: orders of persons whose events were read or appended a moment ago, where others append too. */
  private readonly orders = new Map<string, DoneOrder>();

  constructor(
    private readonly store: EventStore,
    /** How many streams are kept; 0 keeps none. A case in its last steps takes some 30 KB. */
    private readonly capacity = 2_000,
    /** Others append too: what is kept is brought up to the log before anybody is refused by it. */
    private readonly shared = false,
  ) {}

  /** At once where it is kept and nobody else appends. */
  of(stream: string, aggregate: Aggregate): Folded<unknown> | Promise<Folded<unknown>> {
    const kept = this.kept.get(stream);
    if (kept === undefined) return this.fromStore(stream, aggregate);
    return this.shared ? this.caughtUp(stream, aggregate, kept) : this.folded(stream, aggregate, kept.folded, kept.later);
  }

  /**
   * Adds events just appended to the state they were decided on. They are folded when the state is asked for again: in a season
   * most of those kept are dropped before that.
   */
  grow(stream: string, from: Folded<unknown>, events: readonly AppendedEvent[]): void {
    this.remember(events);
    this.keep(stream, from, events);
  }

  /**
   * The events of a stream as they were read a moment ago, from the first on, if they were: whoever follows the log wants those
   * of a stream that was cold just before they were appended to. Given once.
   */
  takeJustRead(stream: string): readonly StoredEvent[] | undefined {
    const events = this.read.get(stream);
    this.read.delete(stream);
    return events;
  }

  /** What is known here of a person's order that was done a moment ago; nothing where nobody else appends. */
  doneAs(orderId: string): DoneOrder | undefined {
    return this.orders.get(orderId);
  }

  forget(stream: string): void {
    this.kept.delete(stream);
  }

  private async fromStore(stream: string, aggregate: Aggregate): Promise<Folded<unknown>> {
    const events = await this.store.readStream(stream, 0n, { evidence: false });
    this.remember(events);
    this.read.delete(stream);
    this.read.set(stream, events);
    if (this.read.size > STREAMS_JUST_READ) dropOldest(this.read);
    return this.folded(stream, aggregate, unfolded(aggregate.decider), events);
  }

  private async caughtUp(stream: string, aggregate: Aggregate, { folded, later }: Kept): Promise<Folded<unknown>> {
    const known = later.at(-1)?.revision ?? folded.revision;
    const more = await this.store.readStream(stream, known + 1n, { evidence: false });
    this.remember(more);
    return this.folded(stream, aggregate, folded, [...later, ...more]);
  }

  private remember(events: readonly AppendedEvent[]): void {
    if (!this.shared) return;
    for (const { stream, metadata } of events) {
      const { orderId, orderDigest, actorRole } = metadata;
      if (actorRole === 'process' || actorRole === 'clock' || this.orders.has(orderId)) continue;
      this.orders.set(orderId, { stream, orderDigest });
      if (this.orders.size > ORDERS_JUST_READ) dropOldest(this.orders);
    }
  }

  private folded(
    stream: string,
    { decider }: Aggregate,
    from: Folded<unknown>,
    events: readonly AppendedEvent[],
  ): Folded<unknown> {
    const folded = fold(decider, from, events as readonly RecordedOf<Event>[]);
    this.keep(stream, folded, []);
    return folded;
  }

  private keep(stream: string, folded: Folded<unknown>, later: readonly AppendedEvent[]): void {
    if (this.capacity === 0) return;
    this.kept.delete(stream);
    this.kept.set(stream, { folded, later });
    if (this.kept.size > this.capacity) dropOldest(this.kept);
  }
}

function dropOldest(map: Map<string, unknown>): void {
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
