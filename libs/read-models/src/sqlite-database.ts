import { Kysely } from 'kysely';
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Database, type SqlValue } from './database.js';
import { OtherForm } from './other-form.js';
import { NodeSqliteDialect } from './sqlite-dialect.js';
import { sqliteSchema, sqliteStatement } from './sqlite-statements.js';
import { type Advance, type Answers, type ReadModelStore } from './store.js';
import { ALL_TABLES, FORMAT, STATE, type Tables } from './tables.js';
import { put, type Write } from './writes.js';

export interface SqliteDatabaseOptions {
  /**
   * While a new file is filled from the log: no journal, nothing is forced to the disk. A crash leaves a file that must be
   * thrown away, which a rebuild does anyway. Read models are never the truth, so that they need no more than NORMAL otherwise.
   */
  readonly filling?: boolean;
  /** Beside whoever writes to it; the file must be there, and nothing in it is changed. */
  readonly readOnly?: boolean;
}

/** Rows in one statement of {@link SqliteDatabase.writeAll}: the call costs more than the row. */
const ROWS_AT_ONCE = 40;
const KEEP = put(STATE, ['name', 'value']);

/** One SQLite file, or `:memory:`. A fold is read at the moment of its use, a row is written at once: nothing waits. */
export class SqliteDatabase implements Database, ReadModelStore {
  readonly rows: Database = this;
  readonly answers: Answers;
  readonly #db: DatabaseSync;
  readonly #folds = new Map<string, StatementSync>();
  readonly #writes = new Map<Write, StatementSync>();
  readonly #manyRows = new Map<Write, StatementSync>();

  private constructor(db: DatabaseSync) {
    this.#db = db;
    this.answers = new Kysely<Tables>({ dialect: new NodeSqliteDialect(db) });
  }

  /**
   * Makes the file, its folders and its tables where there are none. Tables of another form are emptied.
   * @throws OtherForm for a file that is to be read only.
   */
  static open(file: string, { filling = false, readOnly = false }: SqliteDatabaseOptions = {}): SqliteDatabase {
    if (!readOnly && file !== ':memory:') mkdirSync(dirname(resolve(file)), { recursive: true });
    const db = new DatabaseSync(file, { readOnly, timeout: 2000 });
    try {
      if (readOnly) {
        if (formatOf(db) !== FORMAT) throw new OtherForm();
        return new SqliteDatabase(db);
      }
      db.exec(
        filling
          ? 'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;'
          : // Pages hit at random, and again and again, go into the file together: every 128 MB, not every 4.
            'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 32768;',
      );
      db.exec('PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;');
      if (formatOf(db) !== FORMAT) makeAnew(db);
      return new SqliteDatabase(db);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** As it is now, without waiting. */
  standsAt(): bigint {
    const row = this.#db.prepare("SELECT value FROM read_model_state WHERE name = 'checkpoint'").get();
    return row === undefined ? -1n : BigInt(row['value'] as number);
  }

  checkpoint(): Promise<bigint> {
    return settled(() => this.standsAt());
  }

  fold(table: string, id: string): string | undefined {
    let statement = this.#folds.get(table);
    if (statement === undefined) {
      statement = this.#db.prepare(`SELECT fold FROM ${table} WHERE id = ?`);
      this.#folds.set(table, statement);
    }
    return statement.get(id)?.['fold'] as string | undefined;
  }

  write(kind: Write, ...values: readonly SqlValue[]): void {
    this.#prepared(kind).run(...values);
  }

  writeAll(kind: Write, rows: readonly (readonly SqlValue[])[]): void {
    const whole = kind.does === 'ADD' ? rows.length - (rows.length % ROWS_AT_ONCE) : 0;
    if (whole > 0) {
      const many = this.#manyAtOnce(kind);
      for (let start = 0; start < whole; start += ROWS_AT_ONCE) many.run(...rows.slice(start, start + ROWS_AT_ONCE).flat());
    }
    for (const row of rows.slice(whole)) this.write(kind, ...row);
  }

  commit(work: () => void, { to }: Advance): Promise<void> {
    return settled(() => {
      this.#db.exec('BEGIN IMMEDIATE');
      try {
        work();
        this.write(KEEP, 'checkpoint', Number(to));
        this.#db.exec('COMMIT');
      } catch (error) {
        if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  reset(): Promise<void> {
    return settled(() => {
      this.#folds.clear();
      this.#writes.clear();
      this.#manyRows.clear();
      makeAnew(this.#db);
    });
  }

  close(): Promise<void> {
    return settled(() => this.#db.close());
  }

  #prepared(kind: Write): StatementSync {
    const known = this.#writes.get(kind);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sqliteStatement(kind));
    this.#writes.set(kind, statement);
    return statement;
  }

  #manyAtOnce(kind: Write): StatementSync {
    const known = this.#manyRows.get(kind);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sqliteStatement(kind, ROWS_AT_ONCE));
    this.#manyRows.set(kind, statement);
    return statement;
  }
}

function formatOf(db: DatabaseSync): unknown {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'read_model_state'").get() === undefined) return undefined;
  return db.prepare("SELECT value FROM read_model_state WHERE name = 'format'").get()?.['value'];
}

/** All tables, empty. */
function makeAnew(db: DatabaseSync): void {
  db.exec('BEGIN IMMEDIATE');
  for (const { name } of ALL_TABLES) db.exec(`DROP TABLE IF EXISTS ${name};`);
  for (const table of ALL_TABLES) db.exec(sqliteSchema(table));
  db.prepare("INSERT INTO read_model_state (name, value) VALUES ('format', ?)").run(FORMAT);
  db.exec('COMMIT');
}

/** What fails fails as an answer does, not in the call. */
function settled<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
