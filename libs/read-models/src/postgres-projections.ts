import { type Postgres } from '#libs/postgres';
import { type PoolClient } from 'pg';
import { channelOf } from './postgres-tables.js';

export interface FollowOptions {
  /** How often the checkpoint is looked at while nobody tells of it, ms; 1000 where absent, and ten times as often while one waits. */
  readonly everyMs?: number;
}

const EVERY_MS = 1_000;

interface Waiter {
  readonly position: bigint;
  readonly resolve: (reached: boolean) => void;
}

/**
 * Read models that another process writes, as `Projections` of this one: what was given here is seen here as soon as it is written there.
 * The writer tells of each write; that is listened to, and looked for besides, because what is told while the connection is
 * cut is told to nobody. A server that is away is a `failure` until it is back, and those who wait go on waiting.
 */
export class FollowedProjections {
  #position = -1n;
  #failure: Error | undefined;
  #waiting: Waiter[] = [];
  #listening: PoolClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly postgres: Postgres,
    private readonly schema: string,
    private readonly options: FollowOptions = {},
  ) {}

  start(): void {
    this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
    if (this.#listening !== undefined) this.#unlisten(this.#listening);
    for (const { resolve } of this.#waiting.splice(0)) resolve(false);
  }

  get position(): bigint {
    return this.#position;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  async caughtUp(position: bigint, waitMs?: number): Promise<boolean> {
    if (this.#position >= position) return true;
    if (this.#stopped) return false;
    return new Promise((resolve) => {
      const waiter = { position, resolve };
      this.#waiting.push(waiter);
      this.#look();
      if (waitMs === undefined) return;
      setTimeout(() => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        resolve(false);
      }, waitMs).unref();
    });
  }

  /** Now, or after the look that is under way. */
  #look(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    if (this.#looking !== undefined) {
      this.#again();
      return;
    }
    this.#looking = this.#lookOnce().finally(() => {
      this.#looking = undefined;
      this.#again();
    });
  }

  #again(): void {
    if (this.#stopped) return;
    const { everyMs = EVERY_MS } = this.options;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), this.#waiting.length > 0 ? everyMs / 10 : everyMs);
    this.#timer.unref();
  }

  async #lookOnce(): Promise<void> {
    try {
      if (this.#listening === undefined) await this.#listen();
      const [row] = await this.postgres.query<{ readonly value: number }>(
        `SELECT value FROM ${this.schema}.read_model_state WHERE name = 'checkpoint'`,
      );
      this.#failure = undefined;
      // A rebuild begins anew: what was there once is not there now.
      this.#reached(BigInt(row?.value ?? -1));
    } catch (thrown) {
      const error = this.postgres.faultOf(thrown);
      this.#failure = error instanceof Error ? error : new Error(String(error));
    }
  }

  async #listen(): Promise<void> {
    const client = await this.postgres.pool.connect();
    this.#listening = client;
    client.on('notification', ({ payload }) => {
      if (payload !== undefined && /^-?\d{1,16}$/.test(payload)) this.#reached(BigInt(payload));
    });
    client.once('error', () => this.#unlisten(client));
    client.once('end', () => this.#unlisten(client));
    try {
      await client.query(`LISTEN ${channelOf(this.schema)}`);
    } catch (error) {
      this.#unlisten(client);
      throw error;
    }
  }

  #unlisten(client: PoolClient): void {
    if (this.#listening !== client) return;
    this.#listening = undefined;
    client.removeAllListeners('notification');
    client.release(true);
  }

  #reached(position: bigint): void {
    this.#position = position;
    const reached = this.#waiting.filter((waiter) => waiter.position <= position);
    this.#waiting = this.#waiting.filter((waiter) => waiter.position > position);
    for (const { resolve } of reached) resolve(true);
  }
}
