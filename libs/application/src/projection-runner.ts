import { type EventStore, type StoredEvent } from '#libs/event-store';

/** What the runner needs of read models: a checkpoint, and to take a batch with its checkpoint in one transaction. */
export interface Projected {
  checkpoint(): bigint;
  apply(events: readonly StoredEvent[]): void;
  /** Streams in which a due moment is awaited: the bell is reconciled with them at a start. */
  awaitingStreams?(): readonly string[];
}

const BATCH = 1_000;
/** How long small batches are gathered while nobody waits: each is a transaction, and writes the same folds again. */
const GATHER_MS = 50;

/** Feeds the read models from the log and says how far they are. They serve queries; nothing is decided from them. */
export class ProjectionRunner {
  private waiting: { position: bigint; resolve: (reached: boolean) => void }[] = [];
  private readonly stopping = new AbortController();
  private reached = -1n;
  private running: Promise<void> | undefined;
  private hurry: () => void = () => undefined;
  private broken: Error | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly readModels: Projected,
  ) {}

  start(): void {
    this.reached = this.readModels.checkpoint();
    this.running = this.run().catch((error: unknown) => {
      this.broken = error instanceof Error ? error : new Error(String(error));
      for (const waiter of this.waiting.splice(0)) waiter.resolve(false);
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.hurry();
    await this.running;
  }

  get position(): bigint {
    return this.reached;
  }

  /** Why it stands still, where it does. */
  get failure(): Error | undefined {
    return this.broken;
  }

  /** Whether everything up to `position` was projected within `waitMs`. @throws what broke the projections. */
  async caughtUp(position: bigint, waitMs?: number): Promise<boolean> {
    if (this.broken !== undefined) throw this.broken;
    if (this.reached >= position) return true;
    const reached = await new Promise<boolean>((resolve) => {
      const waiter = { position, resolve };
      this.waiting.push(waiter);
      this.hurry();
      if (waitMs !== undefined) {
        setTimeout(() => {
          this.waiting = this.waiting.filter((other) => other !== waiter);
          resolve(false);
        }, waitMs).unref();
      }
    });
    if (this.broken !== undefined) throw this.broken as Error;
    return reached;
  }

  private async run(): Promise<void> {
    for await (const batch of this.store.subscribe({ after: this.reached, batchSize: BATCH, signal: this.stopping.signal })) {
      this.readModels.apply(batch);
      this.reached = batch.at(-1)?.position ?? this.reached;
      const reached = this.waiting.filter((waiter) => waiter.position <= this.reached);
      this.waiting = this.waiting.filter((waiter) => waiter.position > this.reached);
      for (const waiter of reached) waiter.resolve(true);
      if (batch.length < BATCH) await this.gather();
      // A rebuild must not starve the doors of the same process.
      else await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** At the head of the log more is on its way: it is taken together, unless somebody waits for it. */
  private async gather(): Promise<void> {
    if (this.waiting.length > 0 || this.stopping.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, GATHER_MS);
      this.hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.hurry = () => undefined;
  }
}
