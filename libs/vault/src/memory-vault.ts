import { type Instant } from '#libs/kernel';
import { KeyedVault, type VaultOptions } from './keyed-vault.js';
import { type Destruction } from './port.js';
import { type Box, type BoxToKeep, type NearShelf } from './shelf.js';

export { VaultDamaged, type VaultOptions } from './keyed-vault.js';

class MemoryShelf implements NearShelf {
  readonly near = true;
  readonly writable = true;
  readonly #keys = new Map<string, Buffer | Destruction>();
  readonly #boxes = new Map<string, Box>();

  key(under: string): Buffer | Destruction | undefined {
    return this.#keys.get(under);
  }

  box(ref: string): Box | undefined {
    return this.#boxes.get(ref);
  }

  keep(keys: ReadonlyMap<string, Buffer>, boxes: readonly BoxToKeep[]): readonly Destruction[] {
    for (const [under, bytes] of keys) if (!this.#keys.has(under)) this.#keys.set(under, bytes);
    for (const { ref, under, box } of boxes) if (!this.#boxes.has(ref)) this.#boxes.set(ref, { under, box });
    return [];
  }

  destroy(under: string, at: Instant): Destruction {
    const before = this.#keys.get(under);
    if (before !== undefined && !Buffer.isBuffer(before)) return before;
    before?.fill(0);
    const destruction = { under, at };
    this.#keys.set(under, destruction);
    return destruction;
  }

  destroyed(): readonly Destruction[] {
    const destroyed: Destruction[] = [];
    for (const key of this.#keys.values()) if (!Buffer.isBuffer(key)) destroyed.push(key);
    return destroyed.sort((a, b) => (a.under < b.under ? -1 : 1));
  }

  refs(): Iterable<string> {
    return this.#boxes.keys();
  }

  remove(refs: readonly string[]): number {
    return refs.filter((ref) => this.#boxes.delete(ref)).length;
  }

  close(): void {
    this.#boxes.clear();
    this.#keys.clear();
  }
}

/** A vault that ends with its process: for rehearsals and tests. It enciphers as the durable ones do. */
export class MemoryVault extends KeyedVault {
  constructor(options?: VaultOptions) {
    super(new MemoryShelf(), options);
  }
}
