import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** A stream on which a process stands still, from a revision on, until a person resolves its incident. */
export interface Hold {
  readonly process: string;
  readonly stream: string;
  readonly fromRevision: bigint;
}

/** How far the processes have come, and where they stand still (architecture §4). Behind the truth is harmless: repeats change nothing. */
export interface Checkpoints {
  load(consumer: string): bigint;
  save(consumer: string, position: bigint): void;
  holds(): readonly Hold[];
  hold(hold: Hold): void;
  release(process: string, stream: string): void;
  close(): void;
}

/** In a SQLite file of its own, or `:memory:`. */
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

  load(consumer: string): bigint {
    const row = this.database.prepare('SELECT position FROM checkpoint WHERE consumer = ?').get(consumer);
    return row === undefined ? -1n : BigInt(row['position'] as number);
  }

  save(consumer: string, position: bigint): void {
    this.saving.run(consumer, position);
  }

  holds(): readonly Hold[] {
    return this.database
      .prepare('SELECT process, stream, from_revision FROM hold ORDER BY process, stream')
      .all()
      .map((row) => ({
        process: row['process'] as string,
        stream: row['stream'] as string,
        fromRevision: BigInt(row['from_revision'] as number),
      }));
  }

  hold({ process, stream, fromRevision }: Hold): void {
    this.database.prepare('INSERT OR REPLACE INTO hold VALUES (?, ?, ?)').run(process, stream, fromRevision);
  }

  release(process: string, stream: string): void {
    this.database.prepare('DELETE FROM hold WHERE process = ? AND stream = ?').run(process, stream);
  }

  close(): void {
    this.database.close();
  }
}
