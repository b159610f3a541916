import { type StoredEvent } from '#libs/event-store';
import { type Database } from './database.js';
import { categoryOf, type Projection } from './projection.js';
import { type Table } from './table.js';

/**
 * Accepted orders by id: the digest of what was said and where it went, so that a repeat with other words is seen whichever stream
 * it names. A refusal does not consume the id (architecture §4).
 */
const ORDER_KEYS: Table = {
  name: 'order_keys',
  key: ['order_id'],
  schema: `
    CREATE TABLE IF NOT EXISTS order_keys (
      order_id TEXT NOT NULL PRIMARY KEY, digest TEXT NOT NULL, stream TEXT NOT NULL, position INTEGER NOT NULL
    ) WITHOUT ROWID;`,
};
const COLUMNS = ['order_id', 'digest', 'stream', 'position'];

type Entry = readonly [orderId: string, digest: string, stream: string, position: number];

export class OrderKeysProjection implements Projection {
  readonly tables = [ORDER_KEYS];
  #entries: Entry[] = [];

  constructor(private readonly db: Database) {}

  absorb({ stream, position, metadata }: StoredEvent): void {
    // The first event of an append carries the order.
    if (metadata.order === undefined || categoryOf(stream) === 'refusal') return;
    this.#entries.push([metadata.orderId, metadata.orderDigest, stream, Number(position)]);
  }

  flush(): void {
    // By id, then by position: a batch touches each page once, and the first of two stays.
    this.#entries.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[3] - b[3]));
    this.db.insertAll(ORDER_KEYS.name, COLUMNS, this.#entries);
    this.forget();
  }

  forget(): void {
    this.#entries = [];
  }
}
