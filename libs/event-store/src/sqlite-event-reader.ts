import { existsSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { checkLimit, metadataOf } from './check-append.js';
import {
  type EventReader,
  PositionUnknown,
  type ReadAllOptions,
  type ReadStreamOptions,
  StoreClosed,
  type StoredEvent,
  type SubscribeOptions,
} from './port.js';
import { formatOf, NotAnEventLog } from './sqlite-log-file.js';
import { follow, Tail } from './tail.js';

const COLUMNS = 'position, stream, revision, id, type, data, metadata';
const EVENT = `SELECT ${COLUMNS}, said, known FROM events LEFT JOIN evidence USING (position)`;
const WITHOUT_EVIDENCE = `SELECT ${COLUMNS} FROM events`;
const OF_STREAM = 'WHERE stream = ? AND revision >= ? ORDER BY revision';
const OF_LOG = 'WHERE position > ? ORDER BY position LIMIT ?';
/** How often a reader beside the writer looks whether something came: another process gives no sign. */
const LOOK_EVERY_MS = 200;

/** Reads a log beside its writer, which may be another process. Never writes an event; whole appends only are seen. */
export class SqliteEventReader implements EventReader {
  readonly name = 'sqlite';
  protected readonly tail = new Tail();
  readonly #headQuery: StatementSync;
  readonly #ofStream: StatementSync;
  readonly #toFold: StatementSync;
  readonly #ofLog: StatementSync;
  readonly #toFollow: StatementSync;
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
    this.#ofStream = rows(`${EVENT} ${OF_STREAM}`);
    this.#toFold = rows(`${WITHOUT_EVIDENCE} ${OF_STREAM}`);
    this.#ofLog = rows(`${EVENT} ${OF_LOG}`);
    this.#toFollow = rows(`${WITHOUT_EVIDENCE} ${OF_LOG}`);
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
      const format = formatOf(db, file);
      if (format === 'empty') throw new NotAnEventLog(file, 'holds no event log yet');
      if (format !== 'current')
        throw new NotAnEventLog(file, `has ${format}, of an earlier release: start the server once, which brings it up`);
      return new SqliteEventReader(db, LOOK_EVERY_MS);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  async readStream(
    stream: string,
    from: bigint = 0n,
    { evidence = true }: ReadStreamOptions = {},
  ): Promise<readonly StoredEvent[]> {
    this.refuseIfClosed();
    return eventsOf((evidence ? this.#ofStream : this.#toFold).all(stream, Number(from)));
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
    const rows = options.evidence === false ? this.#toFollow : this.#ofLog;
    return follow((after, limit) => eventsOf(rows.all(Number(after), limit)), this.tail, options, this.lookEveryMs);
  }

  /** Subscriptions look now: for whoever knows from elsewhere that something came. */
  look(): void {
    this.tail.wake();
  }

  async close(): Promise<void> {
    if (this.tail.ended) return;
    this.tail.end();
    this.db.close();
  }

  protected lastPosition(): number {
    return (this.#headQuery.get() as unknown as readonly [number])[0];
  }

  protected refuseIfClosed(): void {
    if (this.tail.ended) throw new StoreClosed(this.name);
  }
}

/** Without the last two where evidence was not asked for. */
type EventRow = readonly [
  ...texts: [number, string, number, string, string, string, string],
  ...evidence: [said: string | null, known: string | null] | [],
];

function eventsOf(rows: readonly unknown[]): readonly StoredEvent[] {
  const events: StoredEvent[] = [];
  for (const row of rows) events.push(eventOf(row as EventRow));
  return events;
}

function eventOf([position, stream, revision, id, type, data, metadata, said = null, known = null]: EventRow): StoredEvent {
  return {
    stream,
    revision: BigInt(revision),
    position: BigInt(position),
    id,
    type,
    data: JSON.parse(data) as object,
    metadata: metadataOf({ metadata, evidence: said === null || known === null ? null : { said, known } }),
  };
}
