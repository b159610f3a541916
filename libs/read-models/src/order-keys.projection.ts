import { type StoredEvent } from '#libs/event-store';
import { type Database } from './database.js';
import { categoryOf, type Projection } from './projection.js';
import { table } from './table.js';
import { add } from './writes.js';

/**
 * Accepted orders: the digest of what was said and where it went, so that a repeat with other words is seen whichever stream it
 * names. A refusal does not consume the id (architecture §4). Order ids are scattered: rows lie in the order of the log, and only
 * a short head of each id is indexed, so that adding one does not stir up the whole file.
 */
export const ORDER_KEYS = table({
  name: 'order_keys',
  columns: {
    position: 'integer',
    order_id: 'text',
    digest: 'text',
    stream: 'text',
  },
  key: ['position'],
  indexes: ['order_keys_by_head ON order_keys (substr(order_id, 1, 12))'],
  apart: true,
});
const ADD = add(ORDER_KEYS, ['position', 'order_id', 'digest', 'stream']);

export class OrderKeysProjection implements Projection {
  #entries: (readonly [position: number, orderId: string, digest: string, stream: string])[] = [];

  constructor(private readonly db: Database) {}

  absorb({ stream, position, metadata }: StoredEvent): void {
    // The first event of an append carries the order.
    if (metadata.decidedAtRevision === undefined || categoryOf(stream) === 'refusal') return;
    this.#entries.push([Number(position), metadata.orderId, metadata.orderDigest, stream]);
  }

  flush(): void {
    this.db.writeAll(ADD, this.#entries);
    this.forget();
  }

  forget(): void {
    this.#entries = [];
  }
}
