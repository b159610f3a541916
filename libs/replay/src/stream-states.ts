import { type Aggregate } from '#libs/application';
import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type Event, fold, type Folded, type RecordedOf, unfolded } from '#libs/kernel';

/** What stands in a stream cannot be folded: no program of ours wrote it so. */
export class Unfoldable extends Error {
  readonly code = 'UNFOLDABLE';
}

interface Kept {
  readonly folded: Folded<unknown>;
  /** What came after it and has not been folded yet. */
  readonly later: readonly StoredEvent[];
}

/** Folded states of streams at a revision; least recently used dropped first, so that memory stays flat over any log. */
export class StreamStates {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly reader: EventReader,
    private readonly capacity = 2_000,
  ) {}

  /**
   * The state of a stream after the event of a revision, `-1n` before the first. A stream that ends before it is given as it
   * ends: its revision tells. At once where it is kept. @throws Unfoldable
   */
  at(stream: string, aggregate: Aggregate, revision: bigint): Folded<unknown> | Promise<Folded<unknown>> {
    const kept = this.kept.get(stream);
    if (kept !== undefined && kept.folded.revision <= revision) {
      const missing = revision - kept.folded.revision;
      if (missing === 0n && kept.later.length === 0) return kept.folded;
      if (BigInt(kept.later.length) >= missing) {
        const folded = folding(stream, aggregate, kept.folded, upTo(kept.later, revision));
        this.keep(stream, { folded, later: kept.later.slice(Number(missing)) });
        return folded;
      }
    }
    if (revision < 0n) {
      const empty = unfolded(aggregate.decider);
      if (kept === undefined) this.keep(stream, { folded: empty, later: [] });
      return empty;
    }
    return this.read(stream, aggregate, revision);
  }

  private async read(stream: string, aggregate: Aggregate, revision: bigint): Promise<Folded<unknown>> {
    const events = await this.reader.readStream(stream);
    const folded = folding(stream, aggregate, unfolded(aggregate.decider), upTo(events, revision));
    this.keep(stream, { folded, later: [] });
    return folded;
  }

  /** Adds events that follow what is kept of their stream; of a stream of which nothing is kept they are read when it is asked for. */
  grow(stream: string, events: readonly StoredEvent[]): void {
    const kept = this.kept.get(stream);
    if (kept === undefined) return;
    const next = kept.folded.revision + BigInt(kept.later.length) + 1n;
    if (events[0]?.revision !== next) this.kept.delete(stream);
    else this.keep(stream, { folded: kept.folded, later: kept.later.length === 0 ? events : [...kept.later, ...events] });
  }

  private keep(stream: string, kept: Kept): void {
    this.kept.delete(stream);
    this.kept.set(stream, kept);
    if (this.kept.size <= this.capacity) return;
    const oldest = this.kept.keys().next();
    if (!oldest.done) this.kept.delete(oldest.value);
  }
}

const upTo = (events: readonly StoredEvent[], revision: bigint): readonly RecordedOf<Event>[] =>
  events.filter((event) => event.revision <= revision);

function folding(
  stream: string,
  { decider }: Aggregate,
  from: Folded<unknown>,
  events: readonly RecordedOf<Event>[],
): Folded<unknown> {
  try {
    return fold(decider, from, events);
  } catch (error) {
    throw new Unfoldable(`${stream}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
