import { type Checkpoints, type Hold, partitionOf } from '#libs/application';
import { isPostgresAway, type Lease, migrate, type Migration, patiently, type Postgres } from '#libs/postgres';
import { type LeaseKeeper } from './lease-keeper.js';
import { leaseOfPartition } from './partition-keeper.js';

const STEPS: readonly Migration[] = [
  {
    name: 'checkpoints',
    sql: `CREATE TABLE process_checkpoints (partition integer PRIMARY KEY, position bigint NOT NULL);
      CREATE TABLE process_holds (
        process text NOT NULL, stream text NOT NULL, from_revision bigint NOT NULL, PRIMARY KEY (process, stream)
      )`,
  },
];

/** Rows that may be written: each under a lease whose fence is still the last. Nobody takes one of them over before the commit. */
const OURS = `SELECT given.* FROM given JOIN leases
  ON leases.name = given.lease AND leases.owner = given.owner AND leases.fence = given.fence FOR KEY SHARE OF leases`;

/**
 * Of a house with several workers: each writes under the leases of its partitions, and what is another's by now is not written. What has
 * to be kept waits for a database that is away.
 */
export class PostgresCheckpoints implements Checkpoints {
  readonly #closing = new AbortController();

  private constructor(
    private readonly postgres: Postgres,
    private readonly keeper: Pick<LeaseKeeper, 'leaseOf'>,
  ) {}

  /** @throws PostgresNewer, PostgresUnreachable, PostgresRefused */
  static async open(postgres: Postgres, keeper: Pick<LeaseKeeper, 'leaseOf'>): Promise<PostgresCheckpoints> {
    await migrate(postgres, 'processes', STEPS);
    return new PostgresCheckpoints(postgres, keeper);
  }

  async load(partitions: readonly number[]): Promise<ReadonlyMap<number, bigint>> {
    const rows = await this.#patiently(() =>
      this.postgres.query<{ partition: number; position: string }>(
        'SELECT partition, position::text FROM process_checkpoints WHERE partition = ANY ($1::integer[])',
        [partitions],
      ),
    );
    const saved = new Map(rows.map(({ partition, position }) => [partition, BigInt(position)]));
    return new Map(partitions.map((partition) => [partition, saved.get(partition) ?? -1n]));
  }

  /** Where the database is away nothing is saved, and nothing lost: the next save is further on. */
  async save(positions: ReadonlyMap<number, bigint>): Promise<readonly number[]> {
    const rows = [...positions].map(([partition, position]) => ({ partition, position, lease: this.#leaseOf(partition) }));
    const held = rows.flatMap(({ lease, ...row }) => (lease === undefined ? [] : [{ ...row, lease }]));
    try {
      const saved = await this.postgres.query<{ partition: number }>(
        `WITH given AS (SELECT * FROM unnest($1::integer[], $2::bigint[], $3::text[], $4::text[], $5::bigint[])
           AS given (partition, position, lease, owner, fence)), ours AS (${OURS})
         INSERT INTO process_checkpoints SELECT partition, position FROM ours
         ON CONFLICT (partition) DO UPDATE SET position = excluded.position RETURNING partition`,
        [
          held.map(({ partition }) => partition),
          held.map(({ position }) => String(position)),
          ...columnsOf(held.map(({ lease }) => lease)),
        ],
      );
      const ours = new Set(saved.map(({ partition }) => partition));
      return [...positions.keys()].filter((partition) => !ours.has(partition));
    } catch (error) {
      if (isPostgresAway(error)) return [];
      throw error;
    }
  }

  /** Does not wait for a database that is away: who looks how the house is wants to hear that. @throws PostgresUnreachable */
  async holds(): Promise<readonly Hold[]> {
    const rows = await this.postgres.query<{ process: string; stream: string; revision: string }>(
      'SELECT process, stream, from_revision::text AS revision FROM process_holds ORDER BY process, stream',
    );
    return rows.map(({ process, stream, revision }) => ({ process, stream, fromRevision: BigInt(revision) }));
  }

  /** No checkpoint may pass what is held and not kept. */
  async hold({ process, stream, fromRevision }: Hold): Promise<void> {
    await this.#underLease(
      stream,
      `INSERT INTO process_holds SELECT $4, $5, $6::bigint FROM ours
       ON CONFLICT (process, stream) DO UPDATE SET from_revision = excluded.from_revision`,
      [process, stream, String(fromRevision)],
    );
  }

  async release(process: string, stream: string): Promise<void> {
    await this.#underLease(
      stream,
      'DELETE FROM process_holds USING ours WHERE process_holds.process = $4 AND process_holds.stream = $5',
      [process, stream],
    );
  }

  close(): void {
    this.#closing.abort();
  }

  async #underLease(stream: string, statement: string, values: readonly unknown[]): Promise<void> {
    await this.#patiently(async () => {
      const lease = this.#leaseOf(partitionOf(stream));
      if (lease === undefined) return;
      const given = 'SELECT $1::text AS lease, $2::text AS owner, $3::bigint AS fence';
      await this.postgres.query(`WITH given AS (${given}), ours AS (${OURS}) ${statement}`, [
        lease.name,
        lease.owner,
        lease.fence,
        ...values,
      ]);
    });
  }

  /** Waits for a database that is away, until this is closed. */
  #patiently<T>(work: () => Promise<T>): Promise<T> {
    return patiently(work, { signal: this.#closing.signal });
  }

  #leaseOf(partition: number): Lease | undefined {
    return this.keeper.leaseOf(leaseOfPartition(partition));
  }
}

const columnsOf = (leases: readonly Lease[]): readonly unknown[] => [
  leases.map(({ name }) => name),
  leases.map(({ owner }) => owner),
  leases.map(({ fence }) => fence),
];
