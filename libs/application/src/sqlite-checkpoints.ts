import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Checkpoints, type Hold, WHOLE } from './checkpoints.js';

/** The name under which the whole log's checkpoint has always stood. */
const CONSUMER = 'processes';

/** Of a house with one owner of everything, in a SQLite file of its own, or `:memory:`. */
export class SqliteCheckpoints implements Checkpoints {
  private readonly database: DatabaseSync;
  private readonly saving: StatementSync;

  constructor(path: string) {
    this.database = new DatabaseSync(path);
    this.database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS checkpoint (consumer TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS hold (
        process TEXT NOT NULL, stream TEXT NOT NULL, from_revision INTEGER NOT NULL, PRIMARY KEY (process, stream)
      ) STRICT;
    `);
    this.saving = this.database.prepare(
      'INSERT INTO checkpoint VALUES (?, ?) ON CONFLICT (consumer) DO UPDATE SET position = excluded.position',
    );
  }

  async load(): Promise<ReadonlyMap<number, bigint>> {
    const row = this.database.prepare('SELECT position FROM checkpoint WHERE consumer = ?').get(CONSUMER);
    return new Map([[WHOLE, row === undefined ? -1n : BigInt(row['position'] as number)]]);
  }

  async save(positions: ReadonlyMap<number, bigint>): Promise<readonly number[]> {
    const position = positions.get(WHOLE);
    if (position !== undefined) this.saving.run(CONSUMER, position);
    return [];
  }

  async holds(): Promise<readonly Hold[]> {
    return this.database
      .prepare('SELECT process, stream, from_revision FROM hold ORDER BY process, stream')
      .all()
      .map((row) => ({
        process: row['process'] as string,
        stream: row['stream'] as string,
        fromRevision: BigInt(row['from_revision'] as number),
      }));
  }

  async hold({ process, stream, fromRevision }: Hold): Promise<void> {
    this.database.prepare('INSERT OR REPLACE INTO hold VALUES (?, ?, ?)').run(process, stream, fromRevision);
  }

  async release(process: string, stream: string): Promise<void> {
    this.database.prepare('DELETE FROM hold WHERE process = ? AND stream = ?').run(process, stream);
  }

  close(): void {
    this.database.close();
  }
}
