import { type Postgres, type Queryable } from './postgres-database.js';
import { migrate, type Migration } from './postgres-migrations.js';

/** What one owner may do alone, until another's lease of the same name has a greater fence. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  /** Greater than that of any lease of this name before. */
  readonly fence: number;
}

/** Another holds this lease by now: nothing more may be written under it. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
  readonly code = 'LEASE_LOST';
  constructor(readonly lease: Lease) {
    super(`"${lease.owner}" no longer holds "${lease.name}" (fence ${lease.fence})`);
  }
}

const STEPS: readonly Migration[] = [
  {
    name: 'leases',
    sql: `CREATE TABLE leases (
      name text PRIMARY KEY,
      owner text NOT NULL,
      fence bigint NOT NULL,
      until timestamptz NOT NULL
    )`,
  },
];

/** A name's first row: held by nobody, before any fence. */
const FREE = `INSERT INTO leases (name, owner, fence, until)
  SELECT name, '', 0, '-infinity' FROM unnest($1::text[]) AS name ORDER BY name ON CONFLICT (name) DO NOTHING`;

/** SKIP LOCKED: a name that another is just taking, or writes under, keeps nobody from the rest. */
const TAKE = `WITH free AS (
    SELECT name FROM leases
    WHERE name = ANY ($1::text[]) AND (until <= clock_timestamp() OR owner = $2)
    ORDER BY name FOR UPDATE SKIP LOCKED
  )
  UPDATE leases SET owner = $2, fence = leases.fence + 1, until = clock_timestamp() + make_interval(secs => $3)
  FROM free WHERE leases.name = free.name AND (leases.until <= clock_timestamp() OR leases.owner = $2)
  RETURNING leases.name, leases.owner, leases.fence`;

const HELD = `FROM unnest($1::text[], $2::text[], $3::bigint[]) AS held (name, owner, fence)
  WHERE leases.name = held.name AND leases.owner = held.owner AND leases.fence = held.fence`;

/**
 * Leases by the database, whose clock alone says when one has run out (ADR 0030). Being late is harmless: whoever writes asks
 * {@link assertHeld} within the transaction, and no takeover comes between that and its commit.
 */
export class PostgresLeases {
  private constructor(private readonly postgres: Postgres) {}

  /** @throws PostgresNewer, PostgresUnreachable, PostgresRefused */
  static async open(postgres: Postgres): Promise<PostgresLeases> {
    await migrate(postgres, 'leases', STEPS);
    return new PostgresLeases(postgres);
  }

  /**
   * Leases of those names that nobody else holds, for `ttlMs` from now. A name is left out while another's lease has not run out, and
   * where another is taking it or still writing under it at this moment: ask again. What `owner` holds already he gets anew, with a
   * greater fence, so an owner is one run of one process.
   */
  async acquire(names: readonly string[], owner: string, ttlMs: number): Promise<readonly Lease[]> {
    if (names.length === 0) return [];
    const taken = await this.postgres.query<Lease>(TAKE, [names, owner, ttlMs / 1000]);
    if (taken.length === names.length) return inOrder(names, taken);
    const made = await this.postgres.query(`${FREE} RETURNING name`, [names]);
    if (made.length === 0) return inOrder(names, taken);
    const fresh = await this.postgres.query<Lease>(TAKE, [made.map(({ name }) => name), owner, ttlMs / 1000]);
    return inOrder(names, [...taken, ...fresh]);
  }

  /** Those of the names that nobody holds at this moment, in the order given. */
  async free(names: readonly string[]): Promise<readonly string[]> {
    if (names.length === 0) return [];
    const taken = await this.postgres.query<{ name: string }>(
      'SELECT name FROM leases WHERE name = ANY ($1::text[]) AND until > clock_timestamp()',
      [names],
    );
    const held = new Set(taken.map(({ name }) => name));
    return names.filter((name) => !held.has(name));
  }

  /** Those of the leases that are still ours, now for `ttlMs` from now, also where they had run out and nobody came. */
  async renew(leases: readonly Lease[], ttlMs: number): Promise<readonly Lease[]> {
    if (leases.length === 0) return [];
    const renewed = await this.postgres.query<Lease>(
      `UPDATE leases SET until = clock_timestamp() + make_interval(secs => $4) ${HELD} RETURNING leases.name, leases.fence`,
      [...columnsOf(leases), ttlMs / 1000],
    );
    const fences = new Map(renewed.map(({ name, fence }) => [name, fence]));
    return leases.filter(({ name, fence }) => fences.get(name) === fence);
  }

  /** Gives them up at once. One that is another's by now stays his. */
  async release(leases: readonly Lease[]): Promise<void> {
    if (leases.length > 0) await this.postgres.query(`UPDATE leases SET until = '-infinity' ${HELD}`, columnsOf(leases));
  }
}

/**
 * To be asked in every transaction that writes under a lease, before its commit. It holds off whoever would take the lease over until
 * the transaction has ended, and does not hold up its renewal.
 * @throws LeaseLost where another has a greater fence.
 */
export async function assertHeld(transaction: Queryable, lease: Lease): Promise<void> {
  // A taker locks FOR UPDATE, which waits for this; a renewal changes no key and does not.
  const [held] = await transaction.query('SELECT 1 FROM leases WHERE name = $1 AND owner = $2 AND fence = $3 FOR KEY SHARE', [
    lease.name,
    lease.owner,
    lease.fence,
  ]);
  if (held === undefined) throw new LeaseLost(lease);
}

function columnsOf(leases: readonly Lease[]): readonly unknown[] {
  return [leases.map(({ name }) => name), leases.map(({ owner }) => owner), leases.map(({ fence }) => fence)];
}

function inOrder(names: readonly string[], leases: readonly Lease[]): readonly Lease[] {
  const byName = new Map(leases.map((lease) => [lease.name, lease]));
  return names.flatMap((name) => byName.get(name) ?? []);
}
