import { type ProcessRunner, EVERY_PARTITION, PARTITIONS } from '#libs/application';
import { migrate, type Migration, type Postgres } from '#libs/postgres';
import { setTimeout as pause } from 'node:timers/promises';
import { type LeaseKeeper } from './lease-keeper.js';

const STEPS: readonly Migration[] = [
  { name: 'workers', sql: 'CREATE TABLE workers (id text PRIMARY KEY, until timestamptz NOT NULL)' },
];

const PREFIX = 'partition/';

/** Name of the lease of a partition. */
export const leaseOfPartition = (partition: number): string => `${PREFIX}${String(partition).padStart(2, '0')}`;
export const PARTITION_LEASES = EVERY_PARTITION.map(leaseOfPartition);
const partitionIn = (name: string): number => Number(name.slice(PREFIX.length));

/** The partitions of each worker are looked at so often in the life of a lease. */
const LOOKS = 3;

export interface PartitionParts {
  readonly postgres: Postgres;
  readonly keeper: LeaseKeeper;
  readonly runner: Pick<ProcessRunner, 'take' | 'giveUp' | 'drop' | 'partitions' | 'failure'>;
  /** Told when other partitions are served than before. */
  readonly onChange: () => void;
  /** Told what broke the runner: its partitions are another's then, and this process had better end. */
  readonly onBroken: (error: Error) => void;
  /** Aborted when what is under way is not waited for any longer. */
  readonly leaving?: AbortSignal;
}

/**
 * Shares the partitions among the workers that live: each takes what nobody holds, up to an even share, and gives up what is above it
 * when another has come. What it holds it serves.
 */
export class PartitionKeeper {
  readonly #parts: PartitionParts;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #stopped = false;
  #served: readonly number[] = [];

  constructor(parts: PartitionParts) {
    this.#parts = parts;
    parts.keeper.onLost((names) => this.#lose(names));
  }

  static async prepare(postgres: Postgres): Promise<void> {
    await migrate(postgres, 'workers', STEPS);
  }

  /** Resolves after the first look. */
  async start(): Promise<void> {
    await this.look();
    this.#timer = setInterval(() => void this.look(), this.#parts.keeper.ttlMs / LOOKS);
  }

  /** Finishes what is under way, for as long as a lease lives, gives all partitions up and leaves. What is not done by then another does. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#looking;
    const { keeper, runner, leaving } = this.#parts;
    // A log that is away may be so for hours.
    const enough = pause(keeper.ttlMs, undefined, { ref: false, ...(leaving === undefined ? {} : { signal: leaving }) });
    await Promise.race([runner.giveUp(runner.partitions), enough.catch(() => undefined)]);
    runner.drop(runner.partitions);
    await this.#goAway();
  }

  /** Partitions that are served and were known to be when it was looked last. */
  get partitions(): readonly number[] {
    const now = new Set(this.#parts.runner.partitions);
    return this.#served.filter((partition) => now.has(partition));
  }

  /** Takes and gives up what is to be; what fails for want of the database is done at the next look. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch(() => undefined)
      .finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { keeper, runner } = this.#parts;
    if (this.#stopped) return;
    if (runner.failure !== undefined) return this.#leave(runner.failure);
    const most = Math.ceil(PARTITIONS / (await this.#workers()));
    if (this.#stopped) return;
    const held = keeper.names.filter((name) => name.startsWith(PREFIX)).sort();
    if (held.length > most) {
      const surplus = held.slice(most);
      await runner.giveUp(surplus.map(partitionIn));
      await keeper.release(surplus);
    } else if (held.length < most) await keeper.acquire(PARTITION_LEASES, most - held.length);
    const served = new Set(runner.partitions);
    const toServe = keeper.names.filter((name) => name.startsWith(PREFIX)).map(partitionIn);
    const fresh = toServe.filter((partition) => !served.has(partition));
    if (fresh.length > 0) await runner.take(fresh);
    // While they were being taken, they may have been lost.
    runner.drop(fresh.filter((partition) => keeper.leaseOf(leaseOfPartition(partition)) === undefined));
    if (fresh.length > 0 || held.length > most) this.#parts.onChange();
    this.#served = runner.partitions;
  }

  /** How many live, with this one. */
  async #workers(): Promise<number> {
    const { postgres, keeper } = this.#parts;
    await postgres.query(
      `INSERT INTO workers VALUES ($1, clock_timestamp() + make_interval(secs => $2))
       ON CONFLICT (id) DO UPDATE SET until = excluded.until`,
      [keeper.owner, keeper.ttlMs / 1000],
    );
    await postgres.query(`DELETE FROM workers WHERE until < clock_timestamp() - interval '1 hour'`);
    const [row] = await postgres.query<{ count: number }>('SELECT count(*) FROM workers WHERE until > clock_timestamp()');
    return Math.max(row?.count ?? 1, 1);
  }

  async #leave(error: Error): Promise<void> {
    const { runner, onBroken } = this.#parts;
    this.#stopped = true;
    clearInterval(this.#timer);
    runner.drop(runner.partitions);
    await this.#goAway();
    onBroken(error);
  }

  async #goAway(): Promise<void> {
    const { postgres, keeper } = this.#parts;
    await keeper.release(PARTITION_LEASES);
    await postgres.query('DELETE FROM workers WHERE id = $1', [keeper.owner]).catch(() => undefined);
  }

  #lose(names: readonly string[]): void {
    const partitions = names.filter((name) => name.startsWith(PREFIX)).map(partitionIn);
    if (partitions.length === 0) return;
    this.#parts.runner.drop(partitions);
    this.#parts.onChange();
  }
}
