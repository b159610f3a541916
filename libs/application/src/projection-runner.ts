import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type Projections } from './projections.js';

/** What the runner needs of read models. */
export interface Projected {
  checkpoint(): bigint;
  /** Takes events in; nothing is written, and no query sees it, before {@link write}. */
  absorb(events: readonly StoredEvent[]): Promise<void>;
  /** All that was taken in, with its checkpoint, in one transaction. */
  write(): Promise<void>;
}

const BATCH = 1_000;
/** Each write writes the same folds and pages again. */
const WRITE_AFTER_MS = 3_000;
const MOST_UNWRITTEN = 10_000;

export interface ProjectionOptions {
  /** How long what was taken in stays unwritten at most while nobody here waits for it; three seconds where absent. Milliseconds. */
  readonly writeAfterMs?: number;
  /** Told of each write, and of what broke the projections. */
  readonly onWritten?: (position: bigint) => void;
  readonly onBroken?: (error: Error) => void;
}

/** Feeds the read models from the log in the thread that it is called in. */
export class ProjectionRunner implements Projections {
  private waiting: { position: bigint; resolve: (reached: boolean) => void }[] = [];
  private readonly stopping = new AbortController();
  /** Written; and taken in. */
  private reached = -1n;
  private absorbed = -1n;
  private unwritten = 0;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private writing: Promise<void> = Promise.resolve();
  private broken: Error | undefined;

  constructor(
    private readonly log: Pick<EventReader, 'subscribe'>,
    private readonly readModels: Projected,
    private readonly options: ProjectionOptions = {},
  ) {}

  start(): void {
    this.reached = this.readModels.checkpoint();
    this.absorbed = this.reached;
    this.running ??= this.run().catch((error: unknown) => this.breakDown(error));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.write();
  }

  get position(): bigint {
    return this.reached;
  }

  get failure(): Error | undefined {
    return this.broken;
  }

  async caughtUp(position: bigint, waitMs?: number): Promise<boolean> {
    if (this.broken !== undefined) throw this.broken;
    if (this.reached >= position) return true;
    const reached = await new Promise<boolean>((resolve) => {
      const waiter = { position, resolve };
      this.waiting.push(waiter);
      if (this.absorbed >= position) void this.write();
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
    for await (const batch of this.log.subscribe({
      after: this.reached,
      batchSize: BATCH,
      signal: this.stopping.signal,
      evidence: false,
    })) {
      await this.readModels.absorb(batch);
      this.absorbed = batch.at(-1)?.position ?? this.absorbed;
      this.unwritten += batch.length;
      const awaited = this.waiting.some(({ position }) => position <= this.absorbed);
      if (awaited || this.unwritten >= MOST_UNWRITTEN) await this.write();
      else this.timer ??= setTimeout(() => void this.write(), this.options.writeAfterMs ?? WRITE_AFTER_MS);
      if (this.broken !== undefined) return;
      // A rebuild must not starve the doors of the same process.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** One write at a time; never fails: what goes wrong breaks the projections down. */
  private write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeNow());
    return this.writing;
  }

  private async writeNow(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.unwritten === 0 || this.broken !== undefined) return;
    const taken = this.absorbed;
    this.unwritten = 0;
    try {
      await this.readModels.write();
    } catch (error) {
      this.breakDown(error);
      return;
    }
    this.reached = taken;
    this.options.onWritten?.(this.reached);
    const reached = this.waiting.filter((waiter) => waiter.position <= this.reached);
    this.waiting = this.waiting.filter((waiter) => waiter.position > this.reached);
    for (const waiter of reached) waiter.resolve(true);
  }

  private breakDown(error: unknown): void {
    this.broken = error instanceof Error ? error : new Error(String(error));
    this.options.onBroken?.(this.broken);
    for (const waiter of this.waiting.splice(0)) waiter.resolve(false);
  }
}
