import { type StoredEvent } from '#libs/event-store';
import { type Event, type Process, type RecordedOf } from '#libs/kernel';

/** Streams of which the states stay in memory: a whole county's cases must fit, for a season visits them in turn, and their acts and some of their households. */
const MOST_STREAMS = 32_000;

/** What one process knows of one stream, and what the bell was last told to ring for it. */
interface Followed {
  state: unknown;
  revision: bigint;
  /** Digest of the ids of the wake-ups that the bell holds; unknown before the first were set. */
  rung: string | undefined;
  /** The state of which those were the wake-ups. */
  rungOf: unknown;
}

/** Where the events of a stream come from: what was just read beside the store, if it was, or the store. */
export interface StreamReading {
  takeJustRead(stream: string): readonly StoredEvent[] | undefined;
  readStream(stream: string): Promise<readonly StoredEvent[]>;
}

/** The states of the processes by stream, each as of the last event that it followed. What is not kept is folded from the stream. */
export class ProcessStates {
  private readonly byCategory = new Map<string, readonly Process[]>();
  /** By stream, in the order of {@link byCategory}; the stream used last stands last. */
  private readonly kept = new Map<string, (Followed | undefined)[]>();

  constructor(
    processes: readonly Process[],
    private readonly reading: StreamReading,
  ) {
    for (const process of processes) this.byCategory.set(process.category, [...this.ofCategory(process.category), process]);
  }

  /** Those that fold the streams of this one's category. */
  processesOf(stream: string): readonly Process[] {
    return this.ofCategory(stream.slice(0, stream.indexOf('-')));
  }

  /** The state of a process with this event, which is the one after all that it followed, or any where that is not kept. */
  async after(event: StoredEvent, process: Process): Promise<unknown> {
    const all = this.of(event.stream);
    const index = this.processesOf(event.stream).indexOf(process);
    const before = all[index];
    if (event.revision === 0n) all[index] = { state: process.initial, revision: -1n, rung: undefined, rungOf: undefined };
    else if (before?.revision !== event.revision - 1n) await this.readUpTo(event, process, all);
    const followed = (all[index] ??= { state: process.initial, revision: -1n, rung: undefined, rungOf: undefined });
    followed.state = process.evolve(followed.state, event);
    followed.revision = event.revision;
    return followed.state;
  }

  /** Of these streams: another may go on with them, and set their bells. */
  forget(which: (stream: string) => boolean): void {
    for (const stream of this.kept.keys()) if (which(stream)) this.kept.delete(stream);
  }

  /** Whether the bell was told of the wake-ups of this very state: nothing is to be asked of the process, or told, again. */
  isRungFor(stream: string, process: Process, state: unknown): boolean {
    const followed = this.followed(stream, process);
    return followed?.rung !== undefined && followed.rungOf === state;
  }

  /** What the bell holds; unknown where nothing was set since the start, or it is no longer kept. */
  rung(stream: string, process: Process): string | undefined {
    return this.followed(stream, process)?.rung;
  }

  /** The bell holds the wake-ups of this state, whose ids have this digest. */
  setRung(stream: string, process: Process, state: unknown, ids: string): void {
    const followed = this.followed(stream, process);
    if (followed === undefined) return;
    followed.rung = ids;
    followed.rungOf = state;
  }

  /** One look at the stream serves all processes that have not read it yet. */
  private async readUpTo({ stream, revision }: StoredEvent, process: Process, all: (Followed | undefined)[]): Promise<void> {
    const justRead = this.reading.takeJustRead(stream);
    const events = justRead?.length === Number(revision) ? justRead : await this.reading.readStream(stream);
    const before = events.filter((earlier) => earlier.revision < revision) as readonly RecordedOf<Event>[];
    this.processesOf(stream).forEach((each, index) => {
      if (each !== process && all[index] !== undefined) return;
      const state = before.reduce((so, event) => each.evolve(so, event), each.initial);
      all[index] = { state, revision: revision - 1n, rung: all[index]?.rung, rungOf: undefined };
    });
  }

  private followed(stream: string, process: Process): Followed | undefined {
    return this.kept.get(stream)?.[this.processesOf(stream).indexOf(process)];
  }

  private of(stream: string): (Followed | undefined)[] {
    const all = this.kept.get(stream) ?? this.processesOf(stream).map(() => undefined);
    this.kept.delete(stream);
    this.kept.set(stream, all);
    if (this.kept.size > MOST_STREAMS) this.kept.delete(this.kept.keys().next().value as string);
    return all;
  }

  private ofCategory(category: string): readonly Process[] {
    return this.byCategory.get(category) ?? [];
  }
}
