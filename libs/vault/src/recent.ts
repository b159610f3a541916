/** What was asked for lately, at most about `size` of it: two generations, of which the older is dropped whole. */
export class Recent<K, V> {
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  readonly #generation: number;

  constructor(size: number) {
    this.#generation = Math.max(1, size >> 1);
  }

  get(key: K): V | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) return value;
    const older = this.#old.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: K, value: V): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#generation) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  /** Forgets all entries for which `gone` holds, and answers which they were. */
  forget(gone: (value: V, key: K) => boolean): readonly K[] {
    const forgotten: K[] = [];
    for (const generation of [this.#young, this.#old]) {
      for (const [key, value] of generation) {
        if (gone(value, key) && generation.delete(key)) forgotten.push(key);
      }
    }
    return forgotten;
  }
}
