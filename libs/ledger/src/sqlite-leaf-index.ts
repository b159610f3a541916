import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type KeptCheckpoint, type Leaf, type LeafIndex, type TreeNode } from './leaf-index.js';
import { SHA_256 } from './suite.js';

/** The file cannot be opened as a ledger: it is missing, is something else, or was written by a newer release. */
export class NotALedger extends Error {
  override readonly name = 'NotALedger';
  readonly code = 'NOT_A_LEDGER';
  constructor(
    readonly file: string,
    what: string,
  ) {
    super(`${file} ${what}`);
  }
}

/** "Mgcl" in the header of the file. */
const APPLICATION_ID = 0x4d67636c;
const FORMAT = 1;

/** Stored: a change is a new FORMAT with its own way up. */
const SCHEMA = `
  CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE leaf (
    idx INTEGER PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    hash BLOB NOT NULL
  ) STRICT;
  CREATE TABLE node (level INTEGER, idx INTEGER, hash BLOB NOT NULL, PRIMARY KEY (level, idx)) STRICT, WITHOUT ROWID;
  CREATE TABLE checkpoint (
    no INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    time INTEGER NOT NULL,
    text TEXT NOT NULL,
    published INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX checkpoint_of_time ON checkpoint (time, size);
  CREATE INDEX checkpoint_to_publish ON checkpoint (no) WHERE published = 0;
  INSERT INTO about VALUES ('hash', '${SHA_256.name}');
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};`;

const SQLITE_NOTADB = 26;

type LeafRow = readonly [number, number, string, number, string, Uint8Array];
type CheckpointRow = readonly [number, number, number, string, number];

const LEAF = 'SELECT idx, position, stream, revision, id, hash FROM leaf';
const CHECKPOINT = 'SELECT no, size, time, text, published FROM checkpoint';

/** In a SQLite file of its own, or `:memory:`; forced to the disk before a checkpoint over it is signed. */
export class SqliteLeafIndex implements LeafIndex {
  readonly #statements = new Map<string, StatementSync>();

  private constructor(private readonly db: DatabaseSync) {}

  /**
   * Makes the file, and the folders above it, where there are none.
   * @throws NotALedger where the file is something else, or of a newer release.
   */
  static open(file: string): SqliteLeafIndex {
    if (file !== ':memory:') mkdirSync(dirname(resolve(file)), { recursive: true });
    return opened(new DatabaseSync(file, { timeout: 2000 }), (db) => {
      const empty = formatOf(db, file) === 'empty';
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      if (empty) db.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
      return new SqliteLeafIndex(db);
    });
  }

  /** Beside the writer, which may be another process. @throws NotALedger */
  static openReader(file: string): SqliteLeafIndex {
    if (!existsSync(file)) throw new NotALedger(file, 'does not exist');
    return opened(new DatabaseSync(file, { readOnly: true, timeout: 2000 }), (db) => {
      if (formatOf(db, file) === 'empty') throw new NotALedger(file, 'holds no ledger yet');
      return new SqliteLeafIndex(db);
    });
  }

  size(): number {
    return this.#one('SELECT coalesce(max(idx) + 1, 0) FROM leaf') as number;
  }

  position(): bigint {
    return BigInt(this.#one('SELECT coalesce((SELECT position FROM leaf ORDER BY idx DESC LIMIT 1), -1)') as number);
  }

  append(leaves: readonly Leaf[], nodes: readonly TreeNode[]): void {
    const size = this.size();
    if (leaves[0]?.index !== size) throw new Error(`leaf ${leaves[0]?.index} does not follow upon ${size} leaves`);
    const leaf = this.#prepared('INSERT INTO leaf VALUES (?, ?, ?, ?, ?, ?)');
    const node = this.#prepared('INSERT INTO node VALUES (?, ?, ?)');
    this.#together(() => {
      for (const { index, position, stream, revision, id, hash } of leaves) leaf.run(index, position, stream, revision, id, hash);
      for (const { level, index, hash } of nodes) node.run(level, index, hash);
    });
  }

  leaves(from: number, limit: number): readonly Leaf[] {
    return (this.#prepared(`${LEAF} WHERE idx >= ? ORDER BY idx LIMIT ?`).all(from, limit) as unknown as LeafRow[]).map(leafOf);
  }

  leafAt(position: bigint): Leaf | undefined {
    const row = this.#prepared(`${LEAF} WHERE position = ?`).get(position) as unknown as LeafRow | undefined;
    return row === undefined ? undefined : leafOf(row);
  }

  read(level: number, index: number, count: number): readonly Buffer[] {
    if (count === 0) return [];
    const rows =
      level === 0
        ? this.#prepared('SELECT hash FROM leaf WHERE idx >= ? AND idx < ? ORDER BY idx').all(index, index + count)
        : this.#prepared('SELECT hash FROM node WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx').all(
            level,
            index,
            index + count,
          );
    if (rows.length !== count) throw new RangeError(`hashes ${index} to ${index + count} of level ${level} are not all there`);
    return (rows as unknown as (readonly [Uint8Array])[]).map(([hash]) => bufferOf(hash));
  }

  checkpoints(after: number, limit: number): readonly KeptCheckpoint[] {
    const rows = this.#prepared(`${CHECKPOINT} WHERE no > ? ORDER BY no LIMIT ?`).all(after, limit);
    return (rows as unknown as CheckpointRow[]).map(checkpointOf);
  }

  lastCheckpoint(): KeptCheckpoint | undefined {
    const row = this.#prepared(`${CHECKPOINT} ORDER BY no DESC LIMIT 1`).get() as unknown as CheckpointRow | undefined;
    return row === undefined ? undefined : checkpointOf(row);
  }

  checkpointAt(size: number, time: number): KeptCheckpoint | undefined {
    const row = this.#prepared(`${CHECKPOINT} WHERE time = ? AND size = ?`).get(time, size) as unknown as
      CheckpointRow | undefined;
    return row === undefined ? undefined : checkpointOf(row);
  }

  unpublished(limit: number): readonly KeptCheckpoint[] {
    const rows = this.#prepared(`${CHECKPOINT} WHERE published = 0 ORDER BY no LIMIT ?`).all(limit);
    return (rows as unknown as CheckpointRow[]).map(checkpointOf);
  }

  keep(checkpoints: readonly Pick<KeptCheckpoint, 'size' | 'time' | 'text'>[]): KeptCheckpoint {
    const insert = this.#prepared('INSERT INTO checkpoint (size, time, text, published) VALUES (?, ?, ?, 0)');
    this.#together(() => {
      for (const { size, time, text } of checkpoints) insert.run(size, time, text);
    });
    const last = this.lastCheckpoint();
    if (last === undefined) throw new RangeError('no checkpoint was to be kept, and there is none');
    return last;
  }

  rewrite(no: number, text: string): void {
    this.#prepared('UPDATE checkpoint SET text = ?, published = 0 WHERE no = ?').run(text, no);
  }

  published(nos: readonly number[]): void {
    const update = this.#prepared('UPDATE checkpoint SET published = 1 WHERE no = ?');
    this.#together(() => {
      for (const no of nos) update.run(no);
    });
  }

  close(): void {
    this.#statements.clear();
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

  #one(sql: string): unknown {
    return (this.#prepared(sql).get() as unknown as readonly unknown[])[0];
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.db.prepare(sql);
    statement.setReturnArrays(true);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function opened(db: DatabaseSync, open: (db: DatabaseSync) => SqliteLeafIndex): SqliteLeafIndex {
  try {
    return open(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

function formatOf(db: DatabaseSync, file: string): 'empty' | 'current' {
  const pragma = (name: string): number => {
    try {
      return db.prepare(`PRAGMA ${name}`).get()?.[name] as number;
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
      if (code === SQLITE_NOTADB) throw new NotALedger(file, 'is no SQLite file');
      throw error;
    }
  };
  const application = pragma('application_id');
  const format = pragma('user_version');
  if (application === 0 && (db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] as number) === 0) return 'empty';
  if (application !== APPLICATION_ID) throw new NotALedger(file, 'is an SQLite file of something else');
  if (format !== FORMAT) throw new NotALedger(file, `has format ${format}, this release reads ${FORMAT}`);
  return 'current';
}

/** Without a copy. */
const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function leafOf([index, position, stream, revision, id, hash]: LeafRow): Leaf {
  return { index, position: BigInt(position), stream, revision: BigInt(revision), id, hash: bufferOf(hash) };
}

function checkpointOf([no, size, time, text, published]: CheckpointRow): KeptCheckpoint {
  return { no, size, time, text, published: published === 1 };
}
