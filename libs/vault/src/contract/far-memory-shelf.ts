import { type Instant } from '#libs/kernel';
import { type Destruction } from '../port.js';
import { type Box, type BoxToKeep, type BoxWithKey, type FarShelf } from '../shelf.js';

/** What the server of a far shelf holds. */
export class FarMemory {
  readonly keys = new Map<string, Buffer | Destruction>();
  readonly boxes = new Map<string, Box>();
  readonly destructions: Destruction[] = [];
}

/** A far shelf without a server, so that the contract can be shown what a broken one does. */
export class FarMemoryShelf implements FarShelf {
  readonly near = false;
  readonly writable = true;
  #seen = 0;

  constructor(protected readonly memory: FarMemory) {}

  async keys(unders: readonly string[]): Promise<ReadonlyMap<string, Buffer | Destruction>> {
    return new Map(unders.flatMap((under) => pair(under, this.memory.keys.get(under))));
  }

  async claim(keys: ReadonlyMap<string, Buffer>): Promise<ReadonlyMap<string, Buffer | Destruction>> {
    for (const [under, bytes] of keys) if (!this.memory.keys.has(under)) this.memory.keys.set(under, bytes);
    return this.keys([...keys.keys()]);
  }

  async boxes(refs: readonly string[]): Promise<ReadonlyMap<string, BoxWithKey>> {
    return new Map(
      refs.flatMap((ref) => {
        const box = this.memory.boxes.get(ref);
        const key = this.memory.keys.get(box?.under ?? '');
        return box === undefined || key === undefined ? [] : [[ref, { ...box, key }] as const];
      }),
    );
  }

  async keep(_keys: ReadonlyMap<string, Buffer>, boxes: readonly BoxToKeep[]): Promise<readonly Destruction[]> {
    const dead: Destruction[] = [];
    for (const { ref, under, box } of boxes) {
      const key = this.memory.keys.get(under);
      if (key !== undefined && !Buffer.isBuffer(key)) dead.push(key);
      else if (!this.memory.boxes.has(ref)) this.memory.boxes.set(ref, { under, box });
    }
    return dead;
  }

  async newlyDestroyed(): Promise<readonly Destruction[]> {
    const news = this.memory.destructions.slice(this.#seen);
    this.#seen += news.length;
    return news;
  }

  async destroy(under: string, at: Instant): Promise<Destruction> {
    const before = this.memory.keys.get(under);
    if (before !== undefined && !Buffer.isBuffer(before)) return before;
    const destruction = { under, at };
    this.memory.keys.set(under, destruction);
    this.memory.destructions.push(destruction);
    return destruction;
  }

  async destroyed(): Promise<readonly Destruction[]> {
    return this.memory.destructions.toSorted((a, b) => (a.under < b.under ? -1 : 1));
  }

  async *refs(): AsyncIterable<string> {
    yield* this.memory.boxes.keys();
  }

  async remove(refs: readonly string[]): Promise<number> {
    return refs.filter((ref) => this.memory.boxes.delete(ref)).length;
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }
}

function pair<K, V>(key: K, value: V | undefined): readonly (readonly [K, V])[] {
  return value === undefined ? [] : [[key, value]];
}
