import { type Accepted, type GivenOrder } from '#libs/application';
import { type StoredEvent } from '#libs/event-store';
import { orderKey } from '#libs/read-models';
import { type House } from '../house.js';

/** An order that was accepted under an id: by what it said, and where it went. */
export interface KnownOrder {
  readonly digest: string;
  readonly stream: string;
}

const REMEMBERED = 10_000;

/**
 * Which ids have been used, for ever: the read model knows them from the log, and those of a moment ago are remembered until it
 * has come so far. Refusals use up no id (architecture §4).
 */
export class KnownOrders {
  readonly #fresh = new Map<string, KnownOrder>();

  constructor(private readonly house: House) {}

  async find(orderId: string): Promise<KnownOrder | undefined> {
    return this.#fresh.get(orderId) ?? (await orderKey(this.house.readModels, orderId));
  }

  remember(orderId: string, { events }: Accepted): void {
    const [first] = events;
    if (first === undefined) return;
    this.#fresh.set(orderId, { digest: first.metadata.orderDigest, stream: first.stream });
    if (this.#fresh.size > REMEMBERED) this.#fresh.delete(this.#fresh.keys().next().value ?? orderId);
  }

  /** Whether this is what was said then, word for word and to the same stream. Seals nothing. */
  async isSame(known: KnownOrder, given: GivenOrder): Promise<boolean> {
    if (known.stream !== given.target) return false;
    return (await this.house.engine.desk.digestOf(given)) === known.digest;
  }

  /** The events that the order gave on its stream, from the log. */
  async eventsOf(orderId: string, stream: string): Promise<readonly StoredEvent[]> {
    const events = await this.house.store.readStream(stream);
    return events.filter(({ metadata }) => metadata.orderId === orderId);
  }
}
