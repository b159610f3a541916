import { type Instant } from '#libs/kernel';
import { type Timer } from './port.js';

interface Entry {
  readonly at: Instant;
  /** Order of setting, for equal moments. */
  readonly no: number;
  readonly ring: () => void;
  cancelled: boolean;
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.no < b.no);

/** Timers by moment, then by order of setting: a binary heap. Cancelled ones stay in it until they come up or outnumber the rest. */
export class TimerQueue {
  #heap: Entry[] = [];
  #cancelled = 0;
  #no = 0;

  add(at: Instant, ring: () => void): Timer {
    const entry: Entry = { at, no: this.#no++, ring, cancelled: false };
    this.#push(entry);
    return {
      cancel: () => {
        if (entry.cancelled) return;
        entry.cancelled = true;
        this.#cancelled++;
        if (this.#cancelled * 2 > this.#heap.length + 64) this.#dropCancelled();
      },
    };
  }

  next(): Instant | undefined {
    while (this.#heap[0]?.cancelled === true) {
      this.#pop();
      this.#cancelled--;
    }
    return this.#heap[0]?.at;
  }

  /** Takes the timers of this moment one after the other: one of them may still cancel a later one. */
  *take(at: Instant): Generator<() => void, void, undefined> {
    while (this.next() === at) {
      const entry = this.#pop();
      if (entry === undefined) return;
      // A cancel after the ring must not be counted as an entry of the heap.
      entry.cancelled = true;
      yield entry.ring;
    }
  }

  #dropCancelled(): void {
    const kept = this.#heap.filter((entry) => !entry.cancelled);
    this.#heap = [];
    this.#cancelled = 0;
    for (const entry of kept) this.#push(entry);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || !before(entry, parent)) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      if (left === undefined) break;
      const right = heap[2 * at + 2];
      const child = right !== undefined && before(right, left) ? right : left;
      if (!before(child, last)) break;
      heap[at] = child;
      at = child === right ? 2 * at + 2 : 2 * at + 1;
    }
    heap[at] = last;
    return top;
  }
}
