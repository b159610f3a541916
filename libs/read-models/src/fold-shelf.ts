import { type Database } from './database.js';
import { table } from './table.js';
import { put, type Write } from './writes.js';

/** A fold in memory, and what its projections remember of it between two flushes. */
interface Shelved<F> {
  readonly fold: F;
  dirty: boolean;
}

/** A table of folds by id, each as JSON. */
export const foldTable = <const N extends string>(name: N) =>
  table({ name, columns: { id: 'text', fold: 'text' }, key: ['id'], apart: true });

/**
 * Folds of one category by id: as many in memory as `room` allows, all in a table of their own. A fold holds no `undefined`, so that
 * it reads back as it was written and its text does not depend on when it was put away.
 */
export class FoldShelf<F extends object> {
  readonly #shelved = new Map<string, Shelved<F>>();
  readonly #dirty: string[] = [];
  readonly #put: Write;

  constructor(
    private readonly db: Database,
    readonly table: ReturnType<typeof foldTable>,
    private readonly room: number,
  ) {
    this.#put = put(table, ['id', 'fold']);
  }

  /** Where it is in memory. */
  peek(id: string): F | undefined {
    return this.#shelved.get(id)?.fold;
  }

  get(id: string): F | undefined {
    const known = this.#shelved.get(id);
    if (known !== undefined) return known.fold;
    const kept = this.db.fold(this.table.name, id);
    if (kept === undefined) return undefined;
    const fold = JSON.parse(kept) as F;
    this.#shelved.set(id, { fold, dirty: false });
    return fold;
  }

  /** A new fold, which is dirty. */
  put(id: string, fold: F): void {
    this.#shelved.set(id, { fold, dirty: true });
    this.#dirty.push(id);
  }

  /** The fold was changed and must be written at the next flush. */
  touch(id: string): void {
    const known = this.#shelved.get(id);
    if (known === undefined || known.dirty) return;
    known.dirty = true;
    this.#dirty.push(id);
  }

  /** Writes the dirty folds, gives each to `written` in the order in which they became dirty, then makes room. */
  flush(written: (fold: F, id: string) => void): void {
    for (const id of this.#dirty) {
      const shelved = this.#shelved.get(id);
      if (shelved === undefined) continue;
      shelved.dirty = false;
      written(shelved.fold, id);
      this.db.write(this.#put, id, JSON.stringify(shelved.fold));
      // The newest stand last: the oldest go first when room is made.
      this.#shelved.delete(id);
      this.#shelved.set(id, shelved);
    }
    this.#dirty.length = 0;
    for (const id of this.#shelved.keys()) {
      if (this.#shelved.size <= this.room) break;
      this.#shelved.delete(id);
    }
  }

  forget(): void {
    this.#shelved.clear();
    this.#dirty.length = 0;
  }
}
