import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

/**
 * Appends that go into one transaction, in one flat list, because objects go slowly from thread to thread: of each append its stream,
 * the last revision that is expected (-1 for absent) and how many events; then of each event its id, type, data, metadata, and its
 * evidence, said and known, or null twice. An empty list ends the thread.
 */
export type GroupToAppend = readonly (string | number | null)[];
type Texts = readonly (string | null)[];

/** Words of an append before its events, and of each event. */
const OF_APPEND = 3;
const OF_EVENT = 6;

/** What became of one append: where it ends, or the last revision of its stream, or which of its ids stands elsewhere. */
export type AppendAnswer =
  { readonly revision: number; readonly position: number } | { readonly last: number } | { readonly taken: number };

/** An error of the driver: an object of its class does not come whole through to another thread. */
export interface ThreadFailure {
  readonly message: string;
  readonly code: unknown;
  readonly errcode: unknown;
}

/** One answer for each append, in their order; or why there is none and nothing of the group was kept. */
export type GroupAnswer =
  { readonly answers: readonly AppendAnswer[]; readonly appended: boolean } | { readonly failed: ThreadFailure };

/** Pages of the write-ahead log, 128 MB, before they go into the file: the indexes' pages, hit at random, go there together, and all wait meanwhile. */
const WAL_PAGES = 32_768;
/** Nothing was appended for so long: they go there now, and nobody waits for it in the next rush. Milliseconds. */
const QUIET_MS = 200;
/** Fewer events are not worth a moment's quiet. */
const EVENTS_TO_TIDY = 1_000;
/** Streams whose last revision is kept in memory; past this the memory is emptied and fills again from the file. */
const KNOWN_STREAMS = 100_000;
const SQLITE_CONSTRAINT = 19;

/** Writes the log: the only writer of its file. Every group is one transaction, answered after its COMMIT. */
class LogWriter {
  readonly #db: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #insert: StatementSync;
  readonly #insertEvidence: StatementSync;
  readonly #cut: StatementSync;
  readonly #lastOf: StatementSync;
  readonly #standing: StatementSync;
  readonly #head: StatementSync;
  readonly #tidy: StatementSync;
  /** Last revision by stream, -1 where it is known to be absent. True because nobody else writes. */
  readonly #lastRevisions = new Map<string, number>();
  /** A transaction failed and has not been taken back yet. */
  #doubtful = false;
  #next: number;
  /** First position of what lies in the write-ahead log alone. */
  #untidy: number;

  constructor(file: string, patienceMs: number) {
    const db = new DatabaseSync(file, { timeout: patienceMs });
    db.exec('PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;');
    db.exec(`PRAGMA wal_autocheckpoint = ${WAL_PAGES}`);
    this.#db = db;
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#insert = db.prepare(
      'INSERT INTO events (position, stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#insertEvidence = db.prepare('INSERT INTO evidence (position, said, known) VALUES (?, ?, ?)');
    this.#cut = db.prepare('DELETE FROM events WHERE position >= ?');
    this.#lastOf = db.prepare('SELECT max(revision) AS revision FROM events WHERE stream = ?');
    this.#standing = db.prepare('SELECT position, id FROM events WHERE stream = ? AND revision = ?');
    this.#head = db.prepare('SELECT coalesce(max(position), -1) AS position FROM events');
    this.#tidy = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');
    this.#next = this.#nextPosition();
    this.#untidy = this.#next;
  }

  write(group: GroupToAppend): GroupAnswer {
    const before = this.#next;
    try {
      if (this.#doubtful) this.#takeBack();
      this.#begin.run();
      const answers: AppendAnswer[] = [];
      for (let at = 0; at < group.length;) {
        const [stream, last, count] = group.slice(at, at + OF_APPEND) as [string, number, number];
        const end = at + OF_APPEND + count * OF_EVENT;
        answers.push(this.#append(stream, last, group.slice(at + OF_APPEND, end) as Texts));
        at = end;
      }
      this.#commit.run();
      return { answers, appended: this.#next !== before };
    } catch (error) {
      this.#doubtful = true;
      try {
        this.#takeBack();
      } catch {
        // The disk is worse off than the first error said; the next group tries again, and is told what it then finds.
      }
      return { failed: failureOf(error) };
    }
  }

  /** What was appended goes from the write-ahead log into the file, where that is worth it. Whether nothing is left to do. */
  tidy(): boolean {
    if (this.#next - this.#untidy < EVENTS_TO_TIDY) return true;
    const upTo = this.#next;
    try {
      const done = this.#tidy.get();
      // A reader may stand in the midst of it.
      if (done?.['log'] !== done?.['checkpointed']) return false;
    } catch {
      // It stands in the write-ahead log as before; what the disk has to say, the next append is told.
    }
    this.#untidy = upTo;
    return true;
  }

  close(): void {
    this.#db.close();
  }

  #append(stream: string, believed: number, events: Texts): AppendAnswer {
    const last = this.#lastRevision(stream);
    if (last !== believed) return this.#repeated(stream, events, believed) ?? { last };
    const first = this.#next;
    let revision = last;
    for (let at = 0; at < events.length; at += OF_EVENT) {
      const [id = null, type = null, data = null, metadata = null, said = null, known = null] = events.slice(at, at + OF_EVENT);
      try {
        this.#insert.run(this.#next, stream, ++revision, id, type, data, metadata);
        if (said !== null) this.#insertEvidence.run(this.#next, said, known);
      } catch (error) {
        if (!isConstraint(error)) throw error;
        // The rest of the group stands; only what this append has put behind it goes.
        this.#cut.run(first);
        this.#next = first;
        return { taken: at / OF_EVENT };
      }
      this.#next++;
    }
    this.#lastRevisions.set(stream, revision);
    return { revision, position: this.#next - 1 };
  }

  /** What was answered before, where all of these events stand at the revisions that they would have got. */
  #repeated(stream: string, events: Texts, believed: number): AppendAnswer | undefined {
    let position = -1;
    let revision = believed;
    for (let at = 0; at < events.length; at += OF_EVENT) {
      const row = this.#standing.get(stream, ++revision);
      if (row === undefined || row['id'] !== events[at]) return undefined;
      position = row['position'] as number;
    }
    return { revision, position };
  }

  #lastRevision(stream: string): number {
    const known = this.#lastRevisions.get(stream);
    if (known !== undefined) return known;
    const last = (this.#lastOf.get(stream)?.['revision'] ?? -1) as number;
    if (this.#lastRevisions.size >= KNOWN_STREAMS) this.#lastRevisions.clear();
    this.#lastRevisions.set(stream, last);
    return last;
  }

  /** After a failed transaction the file alone is believed. */
  #takeBack(): void {
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
    this.#lastRevisions.clear();
    this.#next = this.#nextPosition();
    this.#doubtful = false;
  }

  #nextPosition(): number {
    return (this.#head.get()?.['position'] as number) + 1;
  }
}

/** Extended result codes hold the plain one in their low byte. */
function isConstraint(error: unknown): boolean {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' && (errcode & 0xff) === SQLITE_CONSTRAINT;
}

function failureOf(error: unknown): ThreadFailure {
  const { message, code, errcode } = error as Partial<ThreadFailure>;
  return { message: message ?? String(error), code, errcode };
}

const port = parentPort;
if (port === null) throw new TypeError('the writer of the log is a thread');
const { file, patienceMs } = workerData as { file: string; patienceMs: number };
const writer = new LogWriter(file, patienceMs);
const quiet = setTimeout(() => {
  if (!writer.tidy()) quiet.refresh();
}, QUIET_MS);
port.on('message', (group: GroupToAppend) => {
  if (group.length > 0) {
    port.postMessage(writer.write(group));
    quiet.refresh();
    return;
  }
  clearTimeout(quiet);
  writer.close();
  port.close();
});
port.postMessage('open');
