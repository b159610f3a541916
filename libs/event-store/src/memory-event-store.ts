import { checkAppend, checkLimit, metadataOf } from './check-append.js';
import {
  type Appended,
  EventIdTaken,
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

const NOTHING: readonly StoredEvent[] = [];

/** A log that lives as long as its process: for specs, simulations and trials. Events it gives out are deep-frozen. */
export class MemoryEventStore implements EventStore {
  readonly name = 'memory';
  readonly #log: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #ids = new Set<string>();
  readonly #tail = new Tail();

  async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    this.#refuseIfClosed();
    const texts = checkAppend(stream, events, expected);
    const before = this.#streams.get(stream) ?? NOTHING;
    const actual: Expected = before.length === 0 ? 'absent' : BigInt(before.length - 1);
    const from = expected === 'absent' ? 0 : Number(expected) + 1;
    if (actual !== expected) {
      const stands = texts.every((text, index) => before[from + index]?.id === text.id);
      const last = before[from + texts.length - 1];
      if (!stands || last === undefined) throw new RevisionConflict(stream, expected, actual);
      return { revision: last.revision, position: last.position };
    }
    const taken = texts.find((text) => this.#ids.has(text.id));
    if (taken !== undefined) throw new EventIdTaken(stream, taken.id);
    const appended = texts.map((text, index) =>
      // Through text and back, as on a disk: what JSON would lose is lost here too, and nobody shares an object with the log.
      deepFreeze<StoredEvent>({
        stream,
        revision: BigInt(from + index),
        position: BigInt(this.#log.length + index),
        id: text.id,
        type: text.type,
        data: JSON.parse(text.data) as object,
        metadata: metadataOf(text),
      }),
    );
    const after = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, after);
    for (const event of appended) {
      after.push(event);
      this.#log.push(event);
      this.#ids.add(event.id);
    }
    this.#tail.wake();
    return { revision: BigInt(from + texts.length - 1), position: BigInt(this.#log.length - 1) };
  }

  async readStream(stream: string, from: bigint = 0n): Promise<readonly StoredEvent[]> {
    this.#refuseIfClosed();
    return (this.#streams.get(stream) ?? NOTHING).slice(from > 0n ? Number(from) : 0);
  }

  async streamsOf(category: string): Promise<readonly string[]> {
    this.#refuseIfClosed();
    return [...this.#streams.keys()].filter((stream) => stream.startsWith(`${category}-`));
  }

  async readAll({ after, limit }: ReadAllOptions): Promise<readonly StoredEvent[]> {
    this.#refuseIfClosed();
    return this.#after(after, checkLimit('limit', limit));
  }

  async readAt(positions: readonly bigint[]): Promise<readonly StoredEvent[]> {
    this.#refuseIfClosed();
    return positions.map((position) => {
      const event = this.#log[Number(position)];
      if (event === undefined) throw new PositionUnknown(position);
      return event;
    });
  }

  async head(): Promise<bigint> {
    this.#refuseIfClosed();
    return BigInt(this.#log.length - 1);
  }

  subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    this.#refuseIfClosed();
    return follow((after, limit) => this.#after(after, limit), this.#tail, options);
  }

  async close(): Promise<void> {
    this.#tail.end();
  }

  #after(after: bigint, limit: number): readonly StoredEvent[] {
    const start = after < 0n ? 0 : Number(after) + 1;
    return this.#log.slice(start, start + limit);
  }

  #refuseIfClosed(): void {
    if (this.#tail.ended) throw new StoreClosed(this.name);
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deepFreeze(part as object);
  }
  return Object.freeze(value);
}
