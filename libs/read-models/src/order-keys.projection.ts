import { type StoredEvent } from '#libs/event-store';
import { type Database } from './database.js';
import { categoryOf, type Projection } from './projection.js';
import { type Table } from './table.js';

/**
 * Accepted orders: the digest of what was said and where it went, so that a repeat with other words is seen whichever stream it
 * names. A refusal does not consume the id (architecture §4). Order ids are scattered: rows lie in the order of the log, and only
 * a short head of each id is indexed, so that adding one does not stir up the whole file.
 */
const ORDER_KEYS: Table = {
  name: 'order_keys',
  key: ['position'],
  schema: `
    CREATE TABLE IF NOT EXISTS order_keys (
      position INTEGER PRIMARY KEY, order_id TEXT NOT NULL, digest TEXT NOT NULL, stream TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS order_keys_by_head ON order_keys (substr(order_id, 1, 12));`,
};
const COLUMNS = ['position', 'order_id', 'digest', 'stream'];

export class OrderKeysProjection implements Projection {
  readonly tables = [ORDER_KEYS];
  #entries: (readonly [position: number, orderId: string, digest: string, stream: string])[] = [];

  constructor(private readonly db: Database) {}

  absorb({ stream, position, metadata }: StoredEvent): void {
    // The first event of an append carries the order.
    if (metadata.order === undefined || categoryOf(stream) === 'refusal') return;
    this.#entries.push([Number(position), metadata.orderId, metadata.orderDigest, stream]);
  }

  flush(): void {
    this.db.insertAll(ORDER_KEYS.name, COLUMNS, this.#entries);
    this.forget();
  }

  forget(): void {
    this.#entries = [];
  }
}
