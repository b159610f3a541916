import { type Database } from './database.js';
import { type Table, upsert } from './table.js';

/** A fold in memory, and what its projections remember of it between two flushes. */
interface Shelved<F> {
  readonly fold: F;
  dirty: boolean;
}

/**
 * Folds of one category by id: as many in memory as `room` allows, all in a table of their own as JSON. A fold holds no
 * `undefined`, so that it reads back as it was written and its text does not depend on when it was put away.
 */
export class FoldShelf<F extends object> {
  readonly table: Table;
  readonly #shelved = new Map<string, Shelved<F>>();
  readonly #dirty: string[] = [];
  readonly #select: string;
  readonly #upsert: string;

  constructor(
    private readonly db: Database,
    name: string,
    private readonly room: number,
  ) {
    this.table = {
      name,
      key: ['id'],
      schema: `CREATE TABLE IF NOT EXISTS ${name} (id TEXT NOT NULL PRIMARY KEY, fold TEXT NOT NULL);`,
    };
    this.#select = `SELECT fold FROM ${name} WHERE id = ?`;
    this.#upsert = upsert(this.table, ['id', 'fold']);
  }

  get(id: string): F | undefined {
    const known = this.#shelved.get(id);
    if (known !== undefined) return known.fold;
    const row = this.db.get(this.#select, id);
    if (row === undefined) return undefined;
    const fold = JSON.parse(row['fold'] as string) as F;
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
      this.db.run(this.#upsert, id, JSON.stringify(shelved.fold));
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
