import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkAppend } from './check-append.js';
import { type Appended, type EventStore, type EventToAppend, type Expected, StoreClosed } from './port.js';
import { SqliteEventReader } from './sqlite-event-reader.js';
import { formatOf, FROM_FORMAT_1, NotAnEventLog, SCHEMA, truePath } from './sqlite-log-file.js';
import { WriterLock } from './sqlite-writer-lock.js';
import { SqliteWriter } from './sqlite-writer.js';

export interface SqliteOptions {
  /** How long an append waits for a stranger who writes to the file; milliseconds, 2000 where absent. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 2_000;

/**
 * The log in one SQLite file: WAL, `synchronous=FULL`. It is written by a thread of its own, so that nobody waits for the disk
 * but those whose append it is: what is ready in the same turn goes into one transaction and is acknowledged after its COMMIT;
 * one that conflicts refuses only itself. Beside the file lie SQLite's own `-wal` and `-shm`, and two of ours: `-lock`, held by
 * the writer and released by the system whatever becomes of it, and `-writer`, which names it.
 */
export class SqliteEventStore extends SqliteEventReader implements EventStore {
  readonly #lock: WriterLock;
  readonly #writer: SqliteWriter;
  #closing: Promise<void> | undefined;

  private constructor(db: DatabaseSync, lock: WriterLock, writer: SqliteWriter) {
    super(db, undefined);
    this.#lock = lock;
    this.#writer = writer;
    writer.onAppended = () => this.tail.wake();
  }

  /**
   * Opens the log for writing; makes the file, and the folders above it, where there are none.
   * @throws LogInUse where another writer, in this process or another, holds it. One that was killed does not hold it.
   * @throws NotAnEventLog where the file is something else, or of a newer release.
   */
  static async open(file: string, { patienceMs = PATIENCE_MS }: SqliteOptions = {}): Promise<SqliteEventStore> {
    if (file === '' || file === ':memory:') throw new NotAnEventLog(`"${file}"`, 'names no file; MemoryEventStore needs none');
    mkdirSync(dirname(resolve(file)), { recursive: true });
    const path = truePath(file);
    const lock = await WriterLock.take(path);
    let db: DatabaseSync | undefined;
    try {
      db = new DatabaseSync(path, { timeout: patienceMs });
      const format = formatOf(db, path);
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;');
      if (format !== 'current') db.exec(`BEGIN IMMEDIATE; ${format === 'empty' ? SCHEMA : FROM_FORMAT_1} COMMIT;`);
      return new SqliteEventStore(db, lock, await SqliteWriter.open(path, patienceMs));
    } catch (error) {
      db?.close();
      lock.release();
      throw error;
    }
  }

  async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    if (this.#closing !== undefined) throw new StoreClosed(this.name);
    return this.#writer.append(stream, checkAppend(stream, events, expected), expected);
  }

  override close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    await this.#writer.close();
    this.tail.end();
    try {
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      this.db.close();
      this.#lock.release();
    }
  }
}
