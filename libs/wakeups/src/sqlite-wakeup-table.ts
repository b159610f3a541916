import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Instant, type ProcessOrder } from '#libs/kernel';
import { type Ringing } from './port.js';

/** Stands in the header of the file: "Mgcb". */
const APPLICATION_ID = 0x4d676362;
const FORMAT = 4;

/**
 * `ring_at` is `due_at`, or later where a ring failed and waits. `turn` is the place of its stream among those of one moment, as they were
 * first put: what was written together rings together, and is read together in the log.
 */
const SCHEMA = `
  CREATE TABLE wakeups (
    id TEXT PRIMARY KEY,
    process TEXT NOT NULL,
    stream TEXT NOT NULL,
    due_at TEXT NOT NULL,
    ring_at TEXT NOT NULL,
    ordered TEXT NOT NULL,
    turn INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX by_owner ON wakeups (stream, process);
  CREATE INDEX by_moment ON wakeups (ring_at, turn, id);
  CREATE INDEX put_off ON wakeups (due_at) WHERE ring_at > due_at;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};`;

/** The file is something else than the table of a bell. */
export class NotABell extends Error {
  override readonly name = 'NotABell';
  readonly code = 'NOT_A_BELL';
}

/** The durable table of the embedded bell. `:memory:` keeps it nowhere. */
export class WakeupTable {
  readonly #put: StatementSync;
  readonly #idsOf: StatementSync;
  readonly #firstRingOf: StatementSync;
  readonly #ownerOf: StatementSync;
  readonly #remove: StatementSync;
  readonly #putOff: StatementSync;
  readonly #ringing: StatementSync;
  readonly #nextRing: StatementSync;
  readonly #due: StatementSync;
  readonly #firstDue: StatementSync;
  readonly #count: StatementSync;
  #lastTurn: number;

  private constructor(private readonly db: DatabaseSync) {
    this.#put = db.prepare(
      `INSERT INTO wakeups (id, process, stream, due_at, ring_at, ordered, turn) VALUES (?1, ?2, ?3, ?4, ?4, ?5,
         coalesce((SELECT turn FROM wakeups WHERE stream = ?3 LIMIT 1), ?6))
       ON CONFLICT (id) DO UPDATE SET due_at = ?4, ring_at = ?4, ordered = ?5 WHERE due_at <> ?4 OR ordered <> ?5`,
    );
    this.#idsOf = db.prepare('SELECT id FROM wakeups WHERE stream = ? AND process = ?');
    this.#firstRingOf = db.prepare('SELECT min(due_at) AS at FROM wakeups WHERE stream = ? AND process = ?');
    this.#ownerOf = db.prepare('SELECT process, stream FROM wakeups WHERE id = ?');
    this.#remove = db.prepare('DELETE FROM wakeups WHERE id = ?');
    this.#putOff = db.prepare('UPDATE wakeups SET ring_at = ? WHERE id = ?');
    this.#ringing = db.prepare('SELECT * FROM wakeups WHERE ring_at <= ? ORDER BY ring_at, turn, id LIMIT ?');
    this.#nextRing = db.prepare('SELECT min(ring_at) AS at FROM wakeups WHERE ring_at > ?');
    this.#due = db.prepare(
      `SELECT * FROM wakeups WHERE ring_at <= ?1
       UNION ALL SELECT * FROM wakeups WHERE ring_at > due_at AND due_at <= ?1 AND ring_at > ?1 ORDER BY due_at, id`,
    );
    this.#firstDue = db.prepare(
      `SELECT min(at) AS at FROM (
         SELECT min(ring_at) AS at FROM wakeups UNION ALL SELECT min(due_at) FROM wakeups WHERE ring_at > due_at)`,
    );
    this.#count = db.prepare('SELECT count(*) AS count FROM wakeups');
    this.#lastTurn = db.prepare('SELECT coalesce(max(turn), 0) AS turn FROM wakeups').get()?.['turn'] as number;
  }

  /**
   * Opens the table; makes it, and the folders above it, where there is none. One of another format is emptied: it is filled
   * again from the states.
   * @throws NotABell where the file is something else.
   */
  static open(file: string): WakeupTable {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    const db = new DatabaseSync(file, { timeout: 5000 });
    try {
      const pragma = (name: string): unknown => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
      const empty = pragma('schema_version') === 0;
      if (!empty && pragma('application_id') !== APPLICATION_ID) throw new NotABell(`${file} is no table of wake-ups`);
      // Less than the log's FULL: what a power cut takes from the bell, the states give back at the next start.
      // 32 MB of journal before its pages go into the file: rows hit at random go there together, and the engine waits for it.
      db.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 8192;',
      );
      if (empty) db.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
      else if (pragma('user_version') !== FORMAT)
        db.exec(`BEGIN IMMEDIATE; DROP TABLE wakeups; DROP TABLE IF EXISTS filled; ${SCHEMA} COMMIT;`);
      db.exec('UPDATE wakeups SET ring_at = due_at WHERE ring_at > due_at');
      return new WakeupTable(db);
    } catch (error) {
      db.close();
      if (error instanceof NotABell) throw error;
      throw new NotABell(`${file} cannot be opened as a table of wake-ups`, { cause: error });
    }
  }

  put({ id, process, stream, dueAt, order }: Ringing): void {
    this.#put.run(id, process, stream, dueAt, JSON.stringify(order), ++this.#lastTurn);
  }

  idsOf(process: string, stream: string): readonly string[] {
    return this.#idsOf.all(stream, process).map((row) => row['id'] as string);
  }

  firstRingOf(process: string, stream: string): Instant | undefined {
    return momentOf(this.#firstRingOf.get(stream, process));
  }

  ownerOf(id: string): { readonly process: string; readonly stream: string } | undefined {
    return this.#ownerOf.get(id) as unknown as { process: string; stream: string } | undefined;
  }

  remove(id: string): void {
    this.#remove.run(id);
  }

  putOff(id: string, until: Instant): void {
    this.#putOff.run(until, id);
  }

  /** What should ring at `now`, in order of moment; of one stream in order of moment and id. */
  ringing(now: Instant, limit: number): readonly Ringing[] {
    return wakeupsOf(this.#ringing.all(now, limit));
  }

  /** The first moment after `now` at which something should ring. */
  nextRing(now: Instant): Instant | undefined {
    return momentOf(this.#nextRing.get(now));
  }

  due(now: Instant): readonly Ringing[] {
    return wakeupsOf(this.#due.all(now));
  }

  firstDue(): Instant | undefined {
    return momentOf(this.#firstDue.get());
  }

  count(): number {
    return this.#count.get()?.['count'] as number;
  }

  /** One transaction: all of `work` or nothing. */
  together(work: () => void): void {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.db.exec('COMMIT');
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.db.close();
  }
}

type Row = ReturnType<StatementSync['all']>[number];

function wakeupsOf(rows: readonly Row[]): readonly Ringing[] {
  return Array.from(rows, (row) => ({
    id: row['id'] as string,
    process: row['process'] as string,
    stream: row['stream'] as string,
    dueAt: row['due_at'] as Instant,
    order: JSON.parse(row['ordered'] as string) as ProcessOrder,
  }));
}

const momentOf = (row: Row | undefined): Instant | undefined => (row?.['at'] ?? undefined) as Instant | undefined;
