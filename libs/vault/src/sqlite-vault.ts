import { createSecretKey, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Instant } from '#libs/kernel';
import { KeyedVault, VaultDamaged, type VaultOptions } from './keyed-vault.js';
import { fingerprintOf, makeMasterKey, MasterKeyUnusable, readMasterKey } from './master-key.js';
import { type Destruction, NotAVault, VaultNotWritable } from './port.js';
import { type Box, type BoxToKeep, type NearShelf } from './shelf.js';
import { decipher, encipher, SUITE } from './suite.js';

export { MasterKeyUnusable } from './master-key.js';

/** Stands in the header of the file: "Mgcv". */
const APPLICATION_ID = 0x4d676376;
const FORMAT = 1;

/** Stored: a file in the field has exactly this. A change is a new FORMAT with its own way up. */
const SCHEMA = `
  CREATE TABLE vault (suite TEXT NOT NULL, master TEXT NOT NULL) STRICT;
  CREATE TABLE keys (
    id INTEGER PRIMARY KEY,
    under TEXT NOT NULL UNIQUE,
    wrapped BLOB,
    destroyed_at TEXT,
    CHECK ((wrapped IS NULL) <> (destroyed_at IS NULL))
  ) STRICT;
  CREATE TABLE sealed (
    id INTEGER PRIMARY KEY,
    ref BLOB NOT NULL UNIQUE,
    key INTEGER NOT NULL REFERENCES keys (id),
    box BLOB NOT NULL
  ) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};`;

const REF = /^(?:[0-9a-f]{2})+$/;

export interface SqliteVaultOptions extends VaultOptions {
  /** Opens beside the writer, in this process or another, and seals nothing. */
  readonly readOnly?: boolean;
}

interface KeyRow {
  readonly id: number;
  readonly wrapped: Uint8Array | null;
  readonly destroyed_at: string | null;
}

class SqliteShelf implements NearShelf {
  readonly near = true;
  readonly #keyOf: StatementSync;
  readonly #boxOf: StatementSync;
  readonly #addKey: StatementSync;
  readonly #addBox: StatementSync;
  readonly #destroy: StatementSync;
  readonly #remove: StatementSync;

  constructor(
    private readonly db: DatabaseSync,
    private readonly master: KeyObject,
    readonly writable: boolean,
  ) {
    this.#keyOf = db.prepare('SELECT id, wrapped, destroyed_at FROM keys WHERE under = ?');
    this.#boxOf = db.prepare('SELECT under, box FROM sealed JOIN keys ON keys.id = sealed.key WHERE ref = ?');
    this.#addKey = db.prepare('INSERT INTO keys (under, wrapped) VALUES (?, ?) ON CONFLICT (under) DO NOTHING');
    this.#addBox = db.prepare(
      'INSERT INTO sealed (ref, key, box) SELECT ?, id, ? FROM keys WHERE under = ? ON CONFLICT (ref) DO NOTHING',
    );
    this.#destroy = db.prepare(
      `INSERT INTO keys (under, destroyed_at) VALUES (?, ?)
       ON CONFLICT (under) DO UPDATE SET wrapped = NULL, destroyed_at = excluded.destroyed_at WHERE destroyed_at IS NULL`,
    );
    this.#remove = db.prepare('DELETE FROM sealed WHERE ref = ?');
  }

  key(under: string): Buffer | Destruction | undefined {
    const row = this.#keyOf.get(under) as unknown as KeyRow | undefined;
    if (row === undefined) return undefined;
    if (row.wrapped === null) return { under, at: row.destroyed_at as Instant };
    try {
      return decipher(this.master, row.wrapped, under);
    } catch (error) {
      throw new VaultDamaged(`the key of ${under}`, { cause: error });
    }
  }

  box(ref: string): Box | undefined {
    if (!REF.test(ref)) return undefined;
    return this.#boxOf.get(Buffer.from(ref, 'hex')) as unknown as Box | undefined;
  }

  keep(keys: ReadonlyMap<string, Buffer>, boxes: readonly BoxToKeep[]): readonly Destruction[] {
    this.#together(() => {
      for (const [under, bytes] of keys) {
        const { changes } = this.#addKey.run(under, encipher(this.master, bytes, under));
        // A box enciphered by a key that is not kept would never open again.
        if (Number(changes) === 0)
          throw new VaultNotWritable(`another process made a key for ${under}: one vault has one writer`);
      }
      for (const { ref, under, box } of boxes) this.#addBox.run(Buffer.from(ref, 'hex'), box, under);
    });
    return [];
  }

  destroy(under: string, at: Instant): Destruction {
    this.#destroy.run(under, at);
    // What was overwritten in the file still stands in the log beside it.
    this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return { under, at: (this.#keyOf.get(under) as unknown as KeyRow).destroyed_at as Instant };
  }

  destroyed(): readonly Destruction[] {
    const rows = this.db
      .prepare('SELECT under, destroyed_at AS at FROM keys WHERE destroyed_at IS NOT NULL ORDER BY under')
      .all();
    return Array.from(rows, (row) => ({ under: row['under'] as string, at: row['at'] as Instant }));
  }

  *refs(): Iterable<string> {
    for (const row of this.db.prepare('SELECT ref FROM sealed ORDER BY id').iterate()) {
      yield Buffer.from(row['ref'] as Uint8Array).toString('hex');
    }
  }

  remove(refs: readonly string[]): number {
    let removed = 0;
    this.#together(() => {
      for (const ref of refs) if (REF.test(ref)) removed += Number(this.#remove.run(Buffer.from(ref, 'hex')).changes);
    });
    return removed;
  }

  close(): void {
    this.db.close();
  }

  #together(work: () => void): void {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.db.exec('COMMIT');
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }
}

/**
 * The vault in one folder: `vault.db`, a SQLite file (WAL, `synchronous=FULL`), and `vault.key`, the master key that wraps the
 * person keys, made with the file and readable by its owner alone. Back both up, apart from each other: without `vault.key`
 * nothing in `vault.db` can be opened by anyone.
 */
export class SqliteVault extends KeyedVault {
  private constructor(shelf: NearShelf, options: VaultOptions) {
    super(shelf, options);
  }

  /**
   * Opens the vault of a folder; makes folder, file and key where there are none.
   * @throws MasterKeyUnusable where `vault.db` is there and its `vault.key` is missing, unreadable or another one.
   * @throws NotAVault where `vault.db` is something else or of a newer release, or is to be read and is not there.
   */
  static open(folder: string, options: SqliteVaultOptions = {}): SqliteVault {
    const { readOnly = false } = options;
    const file = join(folder, 'vault.db');
    const keyFile = join(folder, 'vault.key');
    const there = existsSync(file);
    if (!there && readOnly) throw new NotAVault(`${file} does not exist`);
    if (!existsSync(keyFile)) {
      if (there) {
        throw new MasterKeyUnusable(`${file} is there and ${keyFile} is not: nothing in it can be opened; restore the key file`);
      }
      mkdirSync(folder, { recursive: true });
    }
    const master = existsSync(keyFile) ? readMasterKey(keyFile) : makeMasterKey(keyFile);
    const db = new DatabaseSync(file, { readOnly, timeout: 5000 });
    try {
      prepare(db, file, keyFile, fingerprintOf(master), readOnly);
      return new SqliteVault(new SqliteShelf(db, createSecretKey(master), !readOnly), options);
    } catch (error) {
      db.close();
      throw error;
    }
  }
}

function prepare(db: DatabaseSync, file: string, keyFile: string, fingerprint: string, readOnly: boolean): void {
  const pragma = (name: string): unknown => {
    try {
      return Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    } catch (error) {
      throw new NotAVault(`${file} is no SQLite file`, { cause: error });
    }
  };
  const version = pragma('user_version');
  if (version === 0 && pragma('schema_version') === 0 && !readOnly) {
    db.exec(`PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; ${SCHEMA}`);
    db.prepare('INSERT INTO vault (suite, master) VALUES (?, ?)').run(SUITE, fingerprint);
    db.exec('COMMIT');
  } else if (pragma('application_id') !== APPLICATION_ID || version === 0) {
    throw new NotAVault(`${file} is no vault`);
  } else if (version !== FORMAT) {
    throw new NotAVault(`${file} is a vault of format ${String(version)}; this release reads format ${FORMAT}`);
  }
  const header = db.prepare('SELECT suite, master FROM vault').get();
  if (header?.['suite'] !== SUITE) throw new NotAVault(`${file} uses ${String(header?.['suite'])}; this release knows ${SUITE}`);
  if (header['master'] !== fingerprint) {
    throw new MasterKeyUnusable(`${keyFile} is not the key with which ${file} was written; restore the one that belongs to it`);
  }
  if (!readOnly) db.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -8192;');
}
