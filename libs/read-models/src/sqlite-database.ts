import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Database, type Row, type SqlValue } from './database.js';

export interface SqliteDatabaseOptions {
  /**
   * While a new file is filled from the log: no journal, nothing is forced to the disk. A crash leaves a file that must be
   * thrown away, which a rebuild does anyway. Read models are never the truth, so that they need no more than NORMAL otherwise.
   */
  readonly filling?: boolean;
}

/** One SQLite file, or `:memory:`. */
export class SqliteDatabase implements Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Makes the file, and the folders above it, where there are none. */
  static open(file: string, options: SqliteDatabaseOptions = {}): SqliteDatabase {
    if (file !== ':memory:') mkdirSync(dirname(resolve(file)), { recursive: true });
    const db = new DatabaseSync(file, { timeout: 2000 });
    db.exec(
      options.filling === true
        ? 'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;'
        : 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;',
    );
    db.exec('PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY;');
    return new SqliteDatabase(db);
  }

  run(sql: string, ...values: readonly SqlValue[]): void {
    this.#prepared(sql).run(...values);
  }

  get(sql: string, ...values: readonly SqlValue[]): Row | undefined {
    return this.#prepared(sql).get(...values) as Row | undefined;
  }

  all(sql: string, ...values: readonly SqlValue[]): readonly Row[] {
    return this.#prepared(sql).all(...values) as unknown as readonly Row[];
  }

  each(sql: string, ...values: readonly SqlValue[]): Iterable<Row> {
    // Not the kept statement: two iterations of the same one would disturb each other.
    return this.#db.prepare(sql).iterate(...values) as unknown as Iterable<Row>;
  }

  execute(script: string): void {
    this.#db.exec(script);
  }

  inTransaction(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
