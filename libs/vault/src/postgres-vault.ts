import { createSecretKey, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Instant } from '#libs/kernel';
import { migrate, type Migration, type Postgres } from '#libs/postgres';
import { KeyedVault, VaultDamaged, type VaultOptions } from './keyed-vault.js';
import { fingerprintOf, makeMasterKey, MasterKeyUnusable, readMasterKey } from './master-key.js';
import { type Destruction, NotAVault } from './port.js';
import { type BoxToKeep, type BoxWithKey, type FarShelf } from './shelf.js';
import { decipher, encipher, SUITE } from './suite.js';

/** Stored: a database in the field has exactly this. */
const STEPS: readonly Migration[] = [
  {
    name: 'vault',
    sql: `
      CREATE TABLE vault (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        suite text NOT NULL,
        master text NOT NULL,
        destructions bigint NOT NULL DEFAULT 0
      );
      CREATE TABLE vault_keys (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        under text NOT NULL UNIQUE,
        wrapped bytea,
        destroyed_at text,
        destruction bigint UNIQUE,
        CHECK ((wrapped IS NULL) <> (destroyed_at IS NULL)),
        CHECK ((destroyed_at IS NULL) = (destruction IS NULL))
      );
      CREATE SEQUENCE vault_sealed_id;
      CREATE TABLE vault_sealed (
        id bigint PRIMARY KEY,
        ref bytea NOT NULL UNIQUE,
        key bigint NOT NULL REFERENCES vault_keys (id),
        box bytea NOT NULL
      )`,
  },
];

const REF = /^(?:[0-9a-f]{2})+$/;
const PAGE = 10_000;

/**
 * In one statement, and so in one transaction: locks the keys against destruction, keeps the boxes of those that live, in an order in which
 * two who keep the same do not wait for each other, and tells of those that do not.
 */
const KEEP = `
  WITH held AS MATERIALIZED (
    SELECT id, under, destroyed_at FROM vault_keys WHERE under = ANY ($1::text[]) ORDER BY id FOR SHARE
  ), numbered AS MATERIALIZED (
    SELECT nextval('vault_sealed_id') AS id, ref, under, box
    FROM (SELECT * FROM unnest($2::bytea[], $1::text[], $3::bytea[]) WITH ORDINALITY AS given (ref, under, box, place) ORDER BY place) AS given
  ), kept AS (
    INSERT INTO vault_sealed (id, ref, key, box)
    SELECT numbered.id, ref, held.id, box FROM numbered JOIN held USING (under) WHERE destroyed_at IS NULL ORDER BY ref
    ON CONFLICT (ref) DO NOTHING
  )
  SELECT under, destroyed_at FROM held WHERE destroyed_at IS NOT NULL`;

const DESTROY = `
  INSERT INTO vault_keys (under, destroyed_at, destruction) VALUES ($1, $2, $3)
  ON CONFLICT (under) DO UPDATE SET wrapped = NULL, destroyed_at = excluded.destroyed_at, destruction = excluded.destruction
  WHERE vault_keys.destroyed_at IS NULL
  RETURNING destroyed_at`;

interface KeyRow {
  readonly under: string;
  readonly wrapped: Buffer | null;
  readonly destroyed_at: string | null;
}

class PostgresShelf implements FarShelf {
  readonly near = false;
  #seen = 0;

  constructor(
    private readonly postgres: Postgres,
    private readonly master: KeyObject,
    readonly writable: boolean,
    private readonly closes: boolean,
  ) {}

  async keys(unders: readonly string[]): Promise<ReadonlyMap<string, Buffer | Destruction>> {
    const rows = await this.postgres.query<KeyRow>(
      'SELECT under, wrapped, destroyed_at FROM vault_keys WHERE under = ANY ($1::text[])',
      [unders],
    );
    return new Map(rows.map((row) => [row.under, this.#keyOf(row)]));
  }

  async claim(keys: ReadonlyMap<string, Buffer>): Promise<ReadonlyMap<string, Buffer | Destruction>> {
    // In one order, so that two who claim the same names do not wait for each other.
    const unders = [...keys.keys()].sort();
    const wrapped = unders.map((under) => encipher(this.master, keys.get(under) as Buffer, under));
    await this.postgres.query(
      `INSERT INTO vault_keys (under, wrapped) SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT (under) DO NOTHING`,
      [unders, wrapped],
    );
    return this.keys(unders);
  }

  async boxes(refs: readonly string[]): Promise<ReadonlyMap<string, BoxWithKey>> {
    const rows = await this.postgres.query<KeyRow & { readonly ref: Buffer; readonly box: Buffer }>(
      `SELECT ref, box, under, wrapped, destroyed_at FROM vault_sealed JOIN vault_keys ON vault_keys.id = vault_sealed.key
       WHERE ref = ANY ($1::bytea[])`,
      [bytesOf(refs)],
    );
    return new Map(rows.map(({ ref, box, ...key }) => [ref.toString('hex'), { under: key.under, box, key: this.#keyOf(key) }]));
  }

  async keep(_newKeys: ReadonlyMap<string, Buffer>, boxes: readonly BoxToKeep[]): Promise<readonly Destruction[]> {
    if (boxes.length === 0) return [];
    const rows = await this.postgres.query<KeyRow>(KEEP, [
      boxes.map(({ under }) => under),
      bytesOf(boxes.map(({ ref }) => ref)),
      boxes.map(({ box }) => box),
    ]);
    return rows.map(({ under, destroyed_at }) => ({ under, at: destroyed_at as Instant }));
  }

  async newlyDestroyed(): Promise<readonly Destruction[]> {
    const rows = await this.postgres.query<KeyRow & { readonly destruction: number }>(
      'SELECT under, destroyed_at, destruction FROM vault_keys WHERE destruction > $1 ORDER BY destruction',
      [this.#seen],
    );
    this.#seen = Math.max(this.#seen, rows.at(-1)?.destruction ?? 0);
    return rows.map(({ under, destroyed_at }) => ({ under, at: destroyed_at as Instant }));
  }

  destroy(under: string, at: Instant): Promise<Destruction> {
    return this.postgres.transaction(async (transaction) => {
      // One destruction after another: who has seen a number has seen all below it.
      const [counted] = await transaction.query('UPDATE vault SET destructions = destructions + 1 RETURNING destructions');
      const [done] = await transaction.query(DESTROY, [under, at, counted?.['destructions']]);
      if (done !== undefined) return { under, at };
      const [before] = await transaction.query<KeyRow>('SELECT destroyed_at FROM vault_keys WHERE under = $1', [under]);
      return { under, at: before?.destroyed_at as Instant };
    });
  }

  async destroyed(): Promise<readonly Destruction[]> {
    const rows = await this.postgres.query<KeyRow>(
      'SELECT under, destroyed_at FROM vault_keys WHERE destroyed_at IS NOT NULL ORDER BY under COLLATE "C"',
    );
    return rows.map(({ under, destroyed_at }) => ({ under, at: destroyed_at as Instant }));
  }

  async *refs(): AsyncIterable<string> {
    for (let after = 0; ;) {
      const rows = await this.postgres.query<{ readonly id: number; readonly ref: Buffer }>(
        'SELECT id, ref FROM vault_sealed WHERE id > $1 ORDER BY id LIMIT $2',
        [after, PAGE],
      );
      for (const { ref } of rows) yield ref.toString('hex');
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.id;
    }
  }

  async remove(refs: readonly string[]): Promise<number> {
    const removed = await this.postgres.query('DELETE FROM vault_sealed WHERE ref = ANY ($1::bytea[]) RETURNING 1', [
      bytesOf(refs),
    ]);
    return removed.length;
  }

  async close(): Promise<void> {
    if (this.closes) await this.postgres.close();
  }

  #keyOf({ under, wrapped, destroyed_at }: KeyRow): Buffer | Destruction {
    if (wrapped === null) return { under, at: destroyed_at as Instant };
    try {
      return decipher(this.master, wrapped, under);
    } catch (error) {
      throw new VaultDamaged(`the key of ${under}`, { cause: error });
    }
  }
}

export interface PostgresVaultOptions extends VaultOptions {
  /** Opens beside those that write, and seals nothing. */
  readonly readOnly?: boolean;
  /** Closes the database with the vault, for whoever has opened it for this alone. */
  readonly closes?: boolean;
}

/**
 * The vault in a PostgreSQL database, for any number of processes at once; each has the same `keyFile`, the master key that wraps the
 * person keys and is made where the vault is new. Closing it leaves `postgres` open,
 * unless `closes` says otherwise.
 * @throws MasterKeyUnusable where the vault is there and `keyFile` is missing, unreadable or another one.
 * @throws NotAVault where it is of another suite, or is to be read and is not there.
 * @throws PostgresNewer, PostgresUnreachable, PostgresRefused.
 */
export async function openPostgresVault(
  postgres: Postgres,
  keyFile: string,
  options: PostgresVaultOptions = {},
): Promise<KeyedVault> {
  const { readOnly = false, closes = false } = options;
  if (!readOnly) await migrate(postgres, 'vault', STEPS);
  const master = await masterKey(postgres, keyFile, readOnly);
  return new KeyedVault(new PostgresShelf(postgres, createSecretKey(master), !readOnly, closes), options);
}

async function masterKey(postgres: Postgres, keyFile: string, readOnly: boolean): Promise<Buffer> {
  let header = await headerOf(postgres);
  const there = existsSync(keyFile);
  if (header === undefined && readOnly) throw new NotAVault(`there is no vault in ${postgres.address}`);
  if (header !== undefined && !there) {
    throw new MasterKeyUnusable(
      `the vault in ${postgres.address} is there and ${keyFile} is not: nothing in it can be opened; restore the key file`,
    );
  }
  if (!there) mkdirSync(dirname(keyFile), { recursive: true });
  const master = there ? readMasterKey(keyFile) : makeMasterKey(keyFile);
  const fingerprint = fingerprintOf(master);
  if (header === undefined) {
    await postgres.query('INSERT INTO vault (suite, master) VALUES ($1, $2) ON CONFLICT (one) DO NOTHING', [SUITE, fingerprint]);
    header = await headerOf(postgres);
  }
  if (header?.suite !== SUITE)
    throw new NotAVault(`the vault in ${postgres.address} uses ${String(header?.suite)}; this release knows ${SUITE}`);
  if (header.master === fingerprint) return master;
  // Another process began the vault while we made a key for it: ours has wrapped nothing.
  if (!there) rmSync(keyFile, { force: true });
  throw new MasterKeyUnusable(
    `${keyFile} is not the key with which the vault in ${postgres.address} was written; restore the one that belongs to it`,
  );
}

async function headerOf(postgres: Postgres): Promise<{ readonly suite: string; readonly master: string } | undefined> {
  const [table] = await postgres.query("SELECT to_regclass('vault') AS name");
  if (table?.['name'] === null) return undefined;
  const [header] = await postgres.query<{ suite: string; master: string }>('SELECT suite, master FROM vault');
  return header;
}

function bytesOf(refs: readonly string[]): readonly Buffer[] {
  return refs.filter((ref) => REF.test(ref)).map((ref) => Buffer.from(ref, 'hex'));
}
