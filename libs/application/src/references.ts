import { type EventStore, type StoredEvent } from '#libs/event-store';
import { type Directory } from '#libs/identity';
import { type AppendedEvent } from './answer.js';
import { type LawBook } from './law-book.js';

/** What the log itself tells of law and offices is folded before the first order is taken. */
export const REFERENCE_CATEGORIES = ['area', 'appointment', 'definition', 'policy', 'calendar'] as const;

/**
 * Law and offices as the log tells them: read before the first order, then learned from what is appended here, and, where others
 * append too, from the log as it grows.
 */
export class References {
  /** By stream: the revision learned last. Events come here by several ways. */
  private readonly learned = new Map<string, bigint>();
  private readonly following = new AbortController();
  private followed = -1n;
  private waiting: { position: bigint; resolve: () => void }[] = [];
  private ended: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    readonly lawBook: LawBook,
    readonly directory: Directory,
  ) {}

  async read(): Promise<void> {
    this.followed = await this.store.head();
    for (const category of REFERENCE_CATEGORIES) {
      for (const stream of await this.store.streamsOf(category)) this.learn(await this.store.readStream(stream));
    }
  }

  /** Once each, in the order of their streams; one whose forerunners are not known yet is left to {@link follow}. */
  learn(events: readonly StoredEvent[]): void {
    for (const event of events) {
      if (!isReference(event) || event.revision !== (this.learned.get(event.stream) ?? -1n) + 1n) continue;
      this.learned.set(event.stream, event.revision);
      this.directory.apply(event);
      this.lawBook.apply(event);
    }
  }

  /**
   * What was just appended here: the store tells the position of the last event alone. An order on law or offices gives one, and which
   * law was in force is told by its position.
   */
  learnAppended([event, ...more]: readonly AppendedEvent[], position: bigint): void {
    if (event === undefined || !isReference(event)) return;
    if (more.length > 0) throw new Error(`${event.stream}: an order on law or offices gives one event`);
    this.learn([{ ...event, position }]);
  }

  /** Learns what others append, from where {@link read} began. */
  follow(): void {
    this.ended = this.run();
  }

  async stop(): Promise<void> {
    this.following.abort();
    await this.ended;
  }

  /** Resolves when all is learned that stood in the log at this call. */
  async caughtUp(): Promise<void> {
    const position = await this.store.head();
    if (this.followed >= position || this.following.signal.aborted) return;
    await new Promise<void>((resolve) => this.waiting.push({ position, resolve }));
  }

  private async run(): Promise<void> {
    try {
      for await (const batch of this.store.subscribe({ after: this.followed, signal: this.following.signal })) {
        this.learn(batch);
        this.followed = batch.at(-1)?.position ?? this.followed;
        this.tell(({ position }) => position <= this.followed);
      }
    } finally {
      this.following.abort();
      this.tell(() => true);
    }
  }

  private tell(whom: (waiter: { position: bigint }) => boolean): void {
    if (this.waiting.length === 0) return;
    const reached = this.waiting.filter(whom);
    this.waiting = this.waiting.filter((waiter) => !whom(waiter));
    for (const { resolve } of reached) resolve();
  }
}

const REFERENCES: ReadonlySet<string> = new Set(REFERENCE_CATEGORIES);

function isReference({ stream }: AppendedEvent): boolean {
  return REFERENCES.has(stream.slice(0, stream.indexOf('-')));
}
