import { DatabaseSync } from 'node:sqlite';
import { type Row } from './plain-log.js';

/** The whole of what one order appends to its stream. */
export interface BareOrder {
  readonly stream: string;
  readonly id: string;
  readonly rows: readonly Row[];
}

const TOGETHER = 64;

interface Counted {
  events: number;
  keys: number;
}

/**
 * What an order cannot do without, and nothing else: read the rows of the stream, JSON.parse, a trivial fold, and an insert of
 * the same bytes into a plain table at the same durability, up to 64 orders to a transaction. No law, no names, no answers.
 */
export class BareLoop {
  readonly #db: DatabaseSync;
  readonly #kept = new Map<string, Counted>();

  /** @param keeps whether folded states stay in memory. */
  constructor(
    file: string,
    private readonly keeps: boolean,
  ) {
    this.#db = new DatabaseSync(file);
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;');
    this.#db.exec('PRAGMA wal_autocheckpoint = 8192;');
  }

  /** Reads and folds these streams beforehand, where states are kept. */
  warm(streams: readonly string[]): void {
    const fold = this.#folding();
    if (this.keeps) for (const stream of streams) fold(stream);
  }

  /** Answers when each order was begun and committed, in milliseconds. */
  run(orders: readonly BareOrder[]): readonly number[] {
    const fold = this.#folding();
    const insert = this.#db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)');
    const last = this.#db.prepare('SELECT max(position) AS last FROM events').get()?.['last'] as number;
    const took: number[] = [];
    let position = last;
    for (let start = 0; start < orders.length; start += TOGETHER) {
      const began = performance.now();
      const group = orders.slice(start, start + TOGETHER);
      const states = group.map(({ stream }) => fold(stream));
      this.#db.exec('BEGIN IMMEDIATE');
      group.forEach(({ stream, id, rows }, index) => {
        const state = states[index];
        if (state === undefined) return;
        rows.forEach(([type, data, metadata], nth) => {
          insert.run(++position, stream, state.events++, `${id}-${nth}`, type, data, metadata);
        });
      });
      this.#db.exec('COMMIT');
      const lasted = performance.now() - began;
      for (let count = 0; count < group.length; count++) took.push(lasted);
    }
    return took;
  }

  close(): void {
    this.#db.close();
  }

  #folding(): (stream: string) => Counted {
    const rows = this.#db.prepare('SELECT type, data, metadata FROM events WHERE stream = ? ORDER BY revision');
    rows.setReturnArrays(true);
    return (stream) => {
      const kept = this.#kept.get(stream);
      if (kept !== undefined) return kept;
      const state: Counted = { events: 0, keys: 0 };
      for (const [, ...texts] of rows.all(stream) as unknown as readonly Row[]) {
        state.events++;
        for (const text of texts) state.keys += Object.keys(JSON.parse(text) as object).length;
      }
      if (this.keeps) this.#kept.set(stream, state);
      return state;
    };
  }
}
