import { type EventStore, type StoredEvent } from '#libs/event-store';
import { type Event, fold, type Folded, type RecordedOf, unfolded } from '#libs/kernel';
import { type Aggregate } from './aggregate.js';

/**
 * Folded states kept in memory by revision, least recently used dropped first. A kept state is a belief: the append
 * checks its revision, and a conflict makes the desk {@link forget} it and read again (architecture §4).
 */
export class StreamFolds {
  private readonly kept = new Map<string, Folded<unknown>>();

  constructor(
    private readonly store: EventStore,
    /** How many streams are kept; 0 keeps none. A case in its last steps takes some 30 KB. */
    private readonly capacity = 2_000,
  ) {}

  async of(stream: string, aggregate: Aggregate): Promise<Folded<unknown>> {
    const kept = this.kept.get(stream);
    if (kept !== undefined) {
      this.kept.delete(stream);
      this.kept.set(stream, kept);
      return kept;
    }
    const events = await this.store.readStream(stream);
    return this.keep(stream, foldStored(aggregate, unfolded(aggregate.decider), events));
  }

  /** Adds events just appended to the state they were decided on. */
  grow(stream: string, aggregate: Aggregate, from: Folded<unknown>, events: readonly StoredEvent[]): Folded<unknown> {
    return this.keep(stream, foldStored(aggregate, from, events));
  }

  forget(stream: string): void {
    this.kept.delete(stream);
  }

  private keep(stream: string, folded: Folded<unknown>): Folded<unknown> {
    if (this.capacity === 0) return folded;
    this.kept.delete(stream);
    this.kept.set(stream, folded);
    if (this.kept.size > this.capacity) {
      const oldest = this.kept.keys().next();
      if (!oldest.done) this.kept.delete(oldest.value);
    }
    return folded;
  }
}

function foldStored(aggregate: Aggregate, from: Folded<unknown>, events: readonly StoredEvent[]): Folded<unknown> {
  return fold(aggregate.decider, from, events as readonly RecordedOf<Event>[]);
}
