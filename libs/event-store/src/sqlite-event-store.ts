import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import { type EventMetadata } from '#libs/kernel';
import { checkAppend, checkLimit, type EventAsText } from './check-append.js';
import {
  type Appended,
  EventIdTaken,
  type EventReader,
  type EventStore,
  type EventToAppend,
  type Expected,
  PositionUnknown,
  type ReadAllOptions,
  RevisionConflict,
  StoreClosed,
  type StoredEvent,
  type SubscribeOptions,
} from './port.js';
import { follow, Tail } from './tail.js';

/** Stands in the header of the file, so that `file` and we can tell it from any other SQLite file: "Mgce". */
const APPLICATION_ID = 0x4d676365;
const FORMAT = 1;

/** Stored: a file in the field has exactly this. A change is a new FORMAT with its own way up. */
const SCHEMA = `
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${FORMAT};`;

const EVENT = 'SELECT position, stream, revision, id, type, data, metadata FROM events';

/** Appends in one transaction at most: readers and sockets get their turn in between, however many writers there are. */
const GROUP = 512;
/** Pages of the write-ahead log, 32 MB, before they go into the file: the indexes' pages, hit at random, go there together. */
const WAL_PAGES = 8_192;
/** Streams whose last revision is kept in memory; past this the memory is emptied and fills again from the file. */
const KNOWN_STREAMS = 100_000;
/** How often a reader beside the writer looks whether something came: another process gives no sign. */
const LOOK_EVERY_MS = 200;
/** How long a start waits for a dying holder to let go, or for a new one to write down who it is. */
const HOLDER_TRIES = 20;
const HOLDER_PAUSE_MS = 50;

const SQLITE_BUSY = 5;
const SQLITE_CONSTRAINT = 19;
const SQLITE_NOTADB = 26;

/** Another process writes to this log. One log has one writer. */
export class LogInUse extends Error {
  override readonly name = 'LogInUse';
  readonly code = 'LOG_IN_USE';
  constructor(
    readonly file: string,
    /** Process id of the holder; undefined where it could not be learnt. */
    readonly pid: number | undefined,
    host: string | undefined,
  ) {
    const elsewhere = host === undefined || host === hostname() ? '' : ` on ${host}`;
    const holder = pid === undefined ? 'another process' : pid === process.pid ? `this process (${pid})` : `process ${pid}`;
    super(
      `${file} is being written by ${holder}${elsewhere}; one event log has one writer: stop that one first, or read beside it`,
    );
  }
}

/** The file cannot be opened as an event log: it is missing, is something else, or was written by a newer release. */
export class NotAnEventLog extends Error {
  override readonly name = 'NotAnEventLog';
  readonly code = 'NOT_AN_EVENT_LOG';
  constructor(
    readonly file: string,
    what: string,
  ) {
    super(`${file} ${what}`);
  }
}

/** Reads a log beside its writer, which may be another process. Never writes an event; whole appends only are seen. */
export class SqliteEventReader implements EventReader {
  readonly name = 'sqlite';
  protected readonly tail = new Tail();
  readonly #headQuery: StatementSync;
  readonly #ofStream: StatementSync;
  readonly #ofLog: StatementSync;
  readonly #at: StatementSync;
  readonly #streamsBetween: StatementSync;

  protected constructor(
    protected readonly db: DatabaseSync,
    private readonly lookEveryMs: number | undefined,
  ) {
    const rows = (sql: string): StatementSync => {
      const statement = db.prepare(sql);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#headQuery = rows('SELECT coalesce(max(position), -1) FROM events');
    this.#ofStream = rows(`${EVENT} WHERE stream = ? AND revision >= ? ORDER BY revision`);
    this.#ofLog = rows(`${EVENT} WHERE position > ? ORDER BY position LIMIT ?`);
    this.#at = rows(`${EVENT} WHERE position = ?`);
    this.#streamsBetween = rows('SELECT stream FROM events WHERE stream >= ? AND stream < ? AND revision = 0 ORDER BY position');
  }

  /**
   * Opens a log to be read only, whether or not somebody writes to it. Appends of other processes reach subscriptions
   * within a fraction of a second.
   * @throws NotAnEventLog where there is no such file, or it is no event log of this release.
   */
  static async openReader(file: string): Promise<SqliteEventReader> {
    if (!existsSync(file)) throw new NotAnEventLog(file, 'does not exist');
    const db = new DatabaseSync(file, { readOnly: true, timeout: 2000 });
    try {
      if (formatOf(db, file) === 'empty') throw new NotAnEventLog(file, 'holds no event log yet');
      return new SqliteEventReader(db, LOOK_EVERY_MS);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  async readStream(stream: string, from: bigint = 0n): Promise<readonly StoredEvent[]> {
    this.refuseIfClosed();
    const events = eventsOf(this.#ofStream.all(stream, Number(from)));
    this.seen(stream, events);
    return events;
  }

  async streamsOf(category: string): Promise<readonly string[]> {
    this.refuseIfClosed();
    // The full stop follows the hyphen in ASCII: the range is all names that begin with the category and a hyphen.
    const rows = this.#streamsBetween.all(`${category}-`, `${category}.`) as unknown as readonly (readonly [string])[];
    return Array.from(rows, ([stream]) => stream);
  }

  async readAll({ after, limit }: ReadAllOptions): Promise<readonly StoredEvent[]> {
    this.refuseIfClosed();
    return eventsOf(this.#ofLog.all(Number(after), checkLimit('limit', limit)));
  }

  async readAt(positions: readonly bigint[]): Promise<readonly StoredEvent[]> {
    this.refuseIfClosed();
    return positions.map((position) => {
      const row = this.#at.get(Number(position));
      if (row === undefined) throw new PositionUnknown(position);
      return eventOf(row as unknown as EventRow);
    });
  }

  async head(): Promise<bigint> {
    this.refuseIfClosed();
    return BigInt(this.lastPosition());
  }

  subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    this.refuseIfClosed();
    return follow((after, limit) => eventsOf(this.#ofLog.all(Number(after), limit)), this.tail, options, this.lookEveryMs);
  }

  async close(): Promise<void> {
    if (this.tail.ended) return;
    this.tail.end();
    this.db.close();
  }

  /** Told of every stream that was read, to its end. */
  protected seen(_stream: string, _events: readonly StoredEvent[]): void {
    // A reader remembers nothing: somebody else writes.
  }

  protected lastPosition(): number {
    return (this.#headQuery.get() as unknown as readonly [number])[0];
  }

  protected refuseIfClosed(): void {
    if (this.tail.ended) throw new StoreClosed(this.name);
  }
}

/** An append that waits for its transaction. */
interface Waiting {
  readonly stream: string;
  readonly events: readonly EventAsText[];
  readonly expected: Expected;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

export interface SqliteOptions {
  /** How long an append waits, blocking its process, for a stranger who writes to the file; milliseconds, 2000 where absent. */
  readonly patienceMs?: number;
}

/**
 * The log in one SQLite file: WAL, `synchronous=FULL`. Appends that are ready in the same turn go into one transaction and are
 * acknowledged after its COMMIT; one that conflicts refuses only itself. Beside the file lie SQLite's own `-wal` and `-shm`,
 * and two of ours: `-lock`, held by the writer and released by the system whatever becomes of it, and `-writer`, which names it.
 */
export class SqliteEventStore extends SqliteEventReader implements EventStore {
  readonly #lock: WriterLock;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #insert: StatementSync;
  readonly #cut: StatementSync;
  readonly #lastOf: StatementSync;
  readonly #standing: StatementSync;
  /** Last revision by stream, -1 where it is known to be absent. True because nobody else writes. */
  readonly #lastRevisions = new Map<string, number>();
  #waiting: Waiting[] = [];
  #scheduled = false;
  /** A transaction failed and has not been taken back yet. */
  #doubtful = false;
  #next: number;
  #closing: Promise<void> | undefined;
  #drained: (() => void) | undefined;

  private constructor(db: DatabaseSync, lock: WriterLock) {
    super(db, undefined);
    this.#lock = lock;
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#insert = db.prepare(
      'INSERT INTO events (position, stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#cut = db.prepare('DELETE FROM events WHERE position >= ?');
    this.#lastOf = db.prepare('SELECT max(revision) AS revision FROM events WHERE stream = ?');
    this.#standing = db.prepare('SELECT position, id FROM events WHERE stream = ? AND revision = ?');
    this.#next = this.lastPosition() + 1;
  }

  /**
   * Opens the log for writing; makes the file, and the folders above it, where there are none.
   * @throws LogInUse where another writer, in this process or another, holds it. One that was killed does not hold it.
   * @throws NotAnEventLog where the file is something else, or of a newer release.
   */
  static async open(file: string, options: SqliteOptions = {}): Promise<SqliteEventStore> {
    if (file === '' || file === ':memory:') throw new NotAnEventLog(`"${file}"`, 'names no file; MemoryEventStore needs none');
    mkdirSync(dirname(resolve(file)), { recursive: true });
    const path = truePath(file);
    const lock = await WriterLock.take(path);
    let db: DatabaseSync | undefined;
    try {
      db = new DatabaseSync(path, { timeout: options.patienceMs ?? 2000 });
      const format = formatOf(db, path);
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;');
      db.exec(`PRAGMA wal_autocheckpoint = ${WAL_PAGES}`);
      if (format === 'empty') db.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
      return new SqliteEventStore(db, lock);
    } catch (error) {
      db?.close();
      lock.release();
      throw error;
    }
  }

  async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    if (this.#closing !== undefined) throw new StoreClosed(this.name);
    const texts = checkAppend(stream, events, expected);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ stream, events: texts, expected, resolve, reject });
      this.#schedule();
    });
  }

  override close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    if (this.#scheduled) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    this.tail.end();
    try {
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      this.db.close();
      this.#lock.release();
    }
  }

  /** One turn later, so that every writer who becomes ready in this turn joins the same transaction. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const group = this.#waiting.length <= GROUP ? this.#waiting : this.#waiting.slice(0, GROUP);
      this.#waiting = this.#waiting.length <= GROUP ? [] : this.#waiting.slice(GROUP);
      this.#appendTogether(group);
      if (this.#waiting.length > 0) this.#schedule();
      else this.#drained?.();
    });
  }

  #appendTogether(group: readonly Waiting[]): void {
    const answers: (Appended | Error)[] = [];
    const before = this.#next;
    try {
      if (this.#doubtful) this.#takeBack();
      this.#begin.run();
      for (const append of group) answers.push(this.#appendOne(append));
      this.#commit.run();
    } catch (error) {
      this.#doubtful = true;
      try {
        this.#takeBack();
      } catch {
        // The disk is worse off than the first error said; the next group tries again, and is told what it then finds.
      }
      for (const append of group) append.reject(error);
      return;
    }
    group.forEach((append, index) => {
      const answer = answers[index];
      if (answer === undefined || answer instanceof Error) append.reject(answer);
      else append.resolve(answer);
    });
    if (this.#next !== before) this.tail.wake();
  }

  #appendOne({ stream, events, expected }: Waiting): Appended | Error {
    const last = this.#lastRevision(stream);
    const believed = expected === 'absent' ? -1 : Number(expected);
    if (last !== believed) {
      return (
        this.#repeated(stream, events, believed) ?? new RevisionConflict(stream, expected, last === -1 ? 'absent' : BigInt(last))
      );
    }
    const first = this.#next;
    let revision = last;
    for (const event of events) {
      try {
        this.#insert.run(this.#next, stream, ++revision, event.id, event.type, event.data, event.metadata);
      } catch (error) {
        if (!isSqlite(error, SQLITE_CONSTRAINT)) throw error;
        // The rest of the group stands; only what this append has put behind it goes.
        this.#cut.run(first);
        this.#next = first;
        return new EventIdTaken(stream, event.id);
      }
      this.#next++;
    }
    this.#lastRevisions.set(stream, revision);
    return { revision: BigInt(revision), position: BigInt(this.#next - 1) };
  }

  /** What was answered before, where all of these events stand at the revisions that they would have got. */
  #repeated(stream: string, events: readonly EventAsText[], believed: number): Appended | undefined {
    let position = -1;
    let revision = believed;
    for (const event of events) {
      const row = this.#standing.get(stream, ++revision);
      if (row?.['id'] !== event.id) return undefined;
      position = row['position'] as number;
    }
    return { revision: BigInt(revision), position: BigInt(position) };
  }

  /** Who read a stream is about to append to it: its last revision need not be looked up again. */
  protected override seen(stream: string, events: readonly StoredEvent[]): void {
    const last = events.at(-1);
    if (last !== undefined && !this.#doubtful) this.#know(stream, Number(last.revision));
  }

  #know(stream: string, last: number): void {
    if (this.#lastRevisions.size >= KNOWN_STREAMS) this.#lastRevisions.clear();
    this.#lastRevisions.set(stream, last);
  }

  #lastRevision(stream: string): number {
    const known = this.#lastRevisions.get(stream);
    if (known !== undefined) return known;
    const last = (this.#lastOf.get(stream)?.['revision'] ?? -1) as number;
    this.#know(stream, last);
    return last;
  }

  /** After a failed transaction the file alone is believed. */
  #takeBack(): void {
    if (this.db.isTransaction) this.db.exec('ROLLBACK');
    this.#lastRevisions.clear();
    this.#next = this.lastPosition() + 1;
    this.#doubtful = false;
  }
}

/**
 * Held by an open transaction on a side file: the system releases it when the process ends, however it ends, and no process id
 * that has come round again can be mistaken for the holder. The name of the holder is for people only.
 */
class WriterLock {
  private constructor(
    private readonly db: DatabaseSync,
    private readonly nameFile: string,
  ) {}

  static async take(file: string): Promise<WriterLock> {
    const nameFile = `${file}-writer`;
    for (let tries = 1; ; tries++) {
      const db = new DatabaseSync(`${file}-lock`);
      try {
        db.exec('BEGIN EXCLUSIVE');
        writeFileSync(nameFile, JSON.stringify({ pid: process.pid, host: hostname() }));
        return new WriterLock(db, nameFile);
      } catch (error) {
        db.close();
        if (!isSqlite(error, SQLITE_BUSY)) throw error;
      }
      const holder = holderIn(nameFile);
      if (holder !== undefined && lives(holder)) throw new LogInUse(file, holder.pid, holder.host);
      if (tries >= HOLDER_TRIES) throw new LogInUse(file, undefined, undefined);
      await pause(HOLDER_PAUSE_MS);
    }
  }

  release(): void {
    rmSync(this.nameFile, { force: true });
    this.db.close();
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

function holderIn(nameFile: string): Holder | undefined {
  try {
    const said: unknown = JSON.parse(readFileSync(nameFile, 'utf8'));
    if (!isObject(said) || typeof said['pid'] !== 'number' || typeof said['host'] !== 'string') return undefined;
    return { pid: said['pid'], host: said['host'] };
  } catch {
    // Not there yet, or half written: the holder is just starting or just ending.
    return undefined;
  }
}

function lives({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return isObject(error) && error['code'] === 'EPERM';
  }
}

/** Two names for one file must meet at one lock. */
function truePath(file: string): string {
  const path = resolve(file);
  return existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
}

function formatOf(db: DatabaseSync, file: string): 'empty' | 'current' {
  const pragma = (name: string): number => {
    try {
      return db.prepare(`PRAGMA ${name}`).get()?.[name] as number;
    } catch (error) {
      if (isSqlite(error, SQLITE_NOTADB)) throw new NotAnEventLog(file, 'is no SQLite file');
      throw error;
    }
  };
  const application = pragma('application_id');
  const format = pragma('user_version');
  if (application === APPLICATION_ID) {
    if (format === FORMAT) return 'current';
    throw new NotAnEventLog(file, `has format ${format}, this release reads ${FORMAT}: it was written by a newer release`);
  }
  const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'events'").get()?.['n'] as number;
  if (application === 0 && tables === 0) return 'empty';
  throw new NotAnEventLog(file, 'is an SQLite file of something else');
}

type EventRow = readonly [number, string, number, string, string, string, string];

function eventsOf(rows: readonly unknown[]): readonly StoredEvent[] {
  const events: StoredEvent[] = [];
  for (const row of rows) events.push(eventOf(row as EventRow));
  return events;
}

function eventOf([position, stream, revision, id, type, data, metadata]: EventRow): StoredEvent {
  return {
    stream,
    revision: BigInt(revision),
    position: BigInt(position),
    id,
    type,
    data: JSON.parse(data) as object,
    metadata: JSON.parse(metadata) as EventMetadata,
  };
}

/** Extended result codes hold the plain one in their low byte. */
function isSqlite(error: unknown, code: number): boolean {
  return isObject(error) && typeof error['errcode'] === 'number' && (error['errcode'] & 0xff) === code;
}

/** Asked by shape: an error made by Node itself is no `instanceof Error` where our code runs in a context of its own. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
