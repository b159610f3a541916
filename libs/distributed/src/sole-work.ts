import { type Lease, LeaseLost } from '#libs/postgres';
import { type LeaseKeeper } from './lease-keeper.js';

/** What is done in a house by one process at a time, each under a lease of that name. */
export const SOLE_WORKS = ['projections', 'ledger'] as const;
export type SoleWorkName = (typeof SOLE_WORKS)[number];

/** It is looked at whether it is ours, or free, so often in the life of a lease. */
const LOOKS = 3;
const FIRST_PAUSE_MS = 100;

export interface SoleWorkParts {
  readonly keeper: LeaseKeeper;
  readonly name: SoleWorkName;
  /** Begins where whoever did it before left off. `failed` is told what ends it before it is stopped. */
  readonly begin: (failed: (error: Error) => void) => Promise<Begun>;
  /** Told why it was given up here. */
  readonly onFailed: (error: Error) => void;
}

export interface Begun {
  /** Finishes what is under way, as far as the lease still allows it. */
  stop(): Promise<void>;
}

interface Running {
  readonly begun: Begun;
  readonly lease: Lease;
  readonly since: number;
}

/**
 * Work of which a house has one doer: the worker that holds its lease, until that is another's, the worker stops, or the work fails.
 * What fails is given up: another takes it at its next look, or this one begins again after a pause that doubles.
 */
export class SoleWork {
  readonly #parts: SoleWorkParts;
  #running: Running | undefined;
  #failure: Error | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;
  /** Until it may be begun here again. */
  #resting: NodeJS.Timeout | undefined;
  #stopped = false;
  /** One thing after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: SoleWorkParts) {
    this.#parts = parts;
    parts.keeper.onLost((names) => {
      if (names.includes(parts.name)) void this.look();
    });
  }

  start(): void {
    void this.look();
    this.#timer ??= setInterval(() => void this.look(), this.#parts.keeper.ttlMs / LOOKS);
  }

  /** Finishes what is under way and gives it up: another need not wait. A second call does nothing. */
  stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    clearTimeout(this.#resting);
    return this.#inTurn(async () => {
      await this.#end();
      await this.#parts.keeper.release([this.#parts.name]);
    });
  }

  /** Whether it is done here. */
  get isHere(): boolean {
    return this.#running !== undefined;
  }

  /** Why it was given up here last, until somebody does it. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  look(): Promise<void> {
    return this.#inTurn(() => this.#look());
  }

  async #look(): Promise<void> {
    const { keeper, name } = this.#parts;
    if (this.#running !== undefined && keeper.leaseOf(name) !== this.#running.lease) await this.#end();
    if (this.#stopped || this.#resting !== undefined) return;
    if (this.#running !== undefined) {
      if (performance.now() - this.#running.since > keeper.ttlMs) this.#isWell();
      return;
    }
    if (keeper.leaseOf(name) === undefined) await keeper.acquire([name]);
    const lease = keeper.leaseOf(name);
    if (lease === undefined) this.#isWell();
    else await this.#begin(lease);
  }

  async #begin(lease: Lease): Promise<void> {
    const { keeper, name, begin } = this.#parts;
    const failed = (error: Error): void => {
      // Of another by now: no fault, and the work goes on there.
      if (error instanceof LeaseLost) keeper.lost([name]);
      else void this.#inTurn(() => this.#giveUp(lease, error));
    };
    try {
      this.#running = { begun: await begin(failed), lease, since: performance.now() };
    } catch (error) {
      await this.#giveUp(lease, error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #giveUp(lease: Lease, error: Error): Promise<void> {
    const { keeper, name, onFailed } = this.#parts;
    if (keeper.leaseOf(name) !== lease) return;
    // Once for the same, however often it is tried.
    if (this.#failure?.message !== error.message) onFailed(error);
    this.#failure = error;
    await this.#end();
    await keeper.release([name]);
    if (this.#stopped) return;
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      void this.look();
    }, this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, keeper.ttlMs);
  }

  async #end(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.begun.stop();
  }

  #isWell(): void {
    this.#failure = undefined;
    this.#pauseMs = FIRST_PAUSE_MS;
  }

  /** What fails for want of the database is done at the next look. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work).catch(() => undefined);
    return this.#turn;
  }
}
