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
  /** Beside whoever writes to it; the file must be there, and nothing in it is changed. */
  readonly readOnly?: boolean;
}

/** Rows in one statement of {@link SqliteDatabase.insertAll}: the call costs more than the row. */
const ROWS_AT_ONCE = 40;

/** One SQLite file, or `:memory:`. */
export class SqliteDatabase implements Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  private constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Makes the file, and the folders above it, where there are none. */
  static open(file: string, options: SqliteDatabaseOptions = {}): SqliteDatabase {
    if (options.readOnly === true) return new SqliteDatabase(new DatabaseSync(file, { readOnly: true, timeout: 2000 }));
    if (file !== ':memory:') mkdirSync(dirname(resolve(file)), { recursive: true });
    const db = new DatabaseSync(file, { timeout: 2000 });
    db.exec(
      options.filling === true
        ? 'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;'
        : // Pages hit at random go into the file together: every 32 MB, not every 4.
          'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 8192;',
    );
    db.exec('PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;');
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

  insertAll(table: string, columns: readonly string[], rows: readonly (readonly SqlValue[])[]): void {
    const whole = rows.length - (rows.length % ROWS_AT_ONCE);
    const many = this.#insert(table, columns, ROWS_AT_ONCE);
    for (let start = 0; start < whole; start += ROWS_AT_ONCE) many.run(...rows.slice(start, start + ROWS_AT_ONCE).flat());
    const one = this.#insert(table, columns, 1);
    for (const row of rows.slice(whole)) one.run(...row);
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

  #insert(table: string, columns: readonly string[], rows: number): StatementSync {
    const places = `(${columns.map(() => '?').join(', ')})`;
    const values = Array.from({ length: rows }, () => places).join(', ');
    return this.#prepared(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${values} ON CONFLICT DO NOTHING`);
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
