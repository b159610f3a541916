import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type WitnessMemory } from './witness.js';

/** In a SQLite file, or `:memory:`. Two witnesses on one file do not both go on from the same checkpoint. */
export class SqliteWitnessMemory implements WitnessMemory {
  readonly #db: DatabaseSync;
  readonly #last: StatementSync;
  readonly #first: StatementSync;
  readonly #replace: StatementSync;

  constructor(file: string) {
    if (file !== ':memory:') mkdirSync(dirname(resolve(file)), { recursive: true });
    this.#db = new DatabaseSync(file, { timeout: 2000 });
    this.#db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      CREATE TABLE IF NOT EXISTS cosigned (origin TEXT PRIMARY KEY, checkpoint TEXT NOT NULL) STRICT;`);
    this.#last = this.#db.prepare('SELECT checkpoint FROM cosigned WHERE origin = ?');
    this.#first = this.#db.prepare('INSERT INTO cosigned VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.#replace = this.#db.prepare('UPDATE cosigned SET checkpoint = ? WHERE origin = ? AND checkpoint = ?');
  }

  last(origin: string): string | undefined {
    return this.#last.get(origin)?.['checkpoint'] as string | undefined;
  }

  replace(origin: string, before: string | undefined, checkpoint: string): boolean {
    const done = before === undefined ? this.#first.run(origin, checkpoint) : this.#replace.run(checkpoint, origin, before);
    return Number(done.changes) === 1;
  }

  close(): void {
    this.#db.close();
  }
}
