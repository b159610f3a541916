import { type Kysely } from 'kysely';
import { type Database } from './database.js';
import { type Tables } from './tables.js';

/** For the queries: one set of them, whatever stands behind. */
export type Answers = Kysely<Tables>;

/** Ids of folds, by table. */
export type Wanted = ReadonlyMap<string, ReadonlySet<string>>;

/** Tables of read models in a database: SQLite in this process, or PostgreSQL elsewhere. */
export interface ReadModelStore {
  readonly rows: Database;
  readonly answers: Answers;
  /** Makes folds known to {@link Database.fold} until the next commit; absent where each is read at the moment of its use. */
  readonly fetch?: (wanted: Wanted) => Promise<void>;
  /** Whether {@link Database.fold} knows of it, be it that there is none. */
  readonly isFetched?: (table: string, id: string) => boolean;
  /**
   * All that `work` writes in one transaction, and with it where the log was read to. `checkpoint` is what stood there before.
   * @throws what the owner's fence throws, and nothing is written.
   */
  commit(work: () => void, checkpoint: Advance): Promise<void>;
  /** As the tables have it; -1n before the first event. */
  checkpoint(): Promise<bigint>;
  /** Empties everything. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface Advance {
  readonly from: bigint;
  readonly to: bigint;
}
