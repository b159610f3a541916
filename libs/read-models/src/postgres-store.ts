import { patiently, type Postgres, type Queryable } from '#libs/postgres';
import { Kysely, PostgresDialect } from 'kysely';
import { type Database, type SqlValue } from './database.js';
import { OtherWriter } from './other-writer.js';
import { PostgresBatch } from './postgres-batch.js';
import { assertOurForm, makeAnew, tell } from './postgres-tables.js';
import { type Advance, type Answers, type ReadModelStore, type Wanted } from './store.js';
import { type Tables } from './tables.js';
import { type Write } from './writes.js';

/** Asked in the transaction of every write. @throws where the owner may not write any more; then nothing is written. */
export type Fence = (transaction: Queryable) => Promise<void>;

export interface PostgresStoreOptions {
  readonly schema: string;
  readonly fence?: Fence;
  /** How long a write waits for a server that is away before it fails; two minutes where absent. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 120_000;
/** A batch of a rebuild on a busy server. */
const STATEMENT_MS = 600_000;

/** Read models in a schema of a PostgreSQL database, to which this connection looks first. */
export class PostgresStore implements Database, ReadModelStore {
  readonly rows: Database = this;
  readonly answers: Answers;
  #fetched = new Map<string, Map<string, string | undefined>>();
  #batch: PostgresBatch | undefined;

  constructor(
    readonly postgres: Postgres,
    private readonly options: PostgresStoreOptions,
  ) {
    this.answers = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: postgres.pool }) });
  }

  get schema(): string {
    return this.options.schema;
  }

  fold(table: string, id: string): string | undefined {
    if (!this.isFetched(table, id)) throw new TypeError(`${id} of ${table} is asked for and was not fetched`);
    return this.#fetched.get(table)?.get(id);
  }

  isFetched(table: string, id: string): boolean {
    return this.#fetched.get(table)?.has(id) === true;
  }

  readonly fetch = async (wanted: Wanted): Promise<void> => {
    for (const [table, ids] of wanted) {
      const found = await this.#patiently(() =>
        this.postgres.query<{ readonly id: string; readonly fold: string }>(
          `SELECT id, fold FROM ${table} WHERE id = ANY ($1::text[])`,
          [[...ids]],
        ),
      );
      const folds = this.#fetched.get(table) ?? new Map<string, string | undefined>();
      for (const id of ids) folds.set(id, undefined);
      for (const { id, fold } of found) folds.set(id, fold);
      this.#fetched.set(table, folds);
    }
  };

  write(kind: Write, ...values: readonly SqlValue[]): void {
    if (this.#batch === undefined) throw new TypeError('rows are written within a commit');
    this.#batch.add(kind, values);
  }

  writeAll(kind: Write, rows: readonly (readonly SqlValue[])[]): void {
    for (const row of rows) this.write(kind, ...row);
  }

  async commit(work: () => void, advance: Advance): Promise<void> {
    const batch = new PostgresBatch();
    this.#batch = batch;
    try {
      work();
    } finally {
      this.#batch = undefined;
      // A fold that leaves memory now is another by the time that it is asked for again.
      this.#fetched = new Map();
    }
    if (batch.isEmpty && advance.from === advance.to) return;
    let tried = false;
    await this.#patiently(async () => {
      // The connection may have been cut after all was done.
      if (tried && advance.from !== advance.to && (await this.#standsAt()) === advance.to) return;
      tried = true;
      await this.postgres.transaction((transaction) => this.#give(batch, advance, transaction), { statementMs: STATEMENT_MS });
    });
  }

  async #give(batch: PostgresBatch, { from, to }: Advance, transaction: Queryable): Promise<void> {
    // First of all: whoever else would write waits here, and finds that it has moved.
    const moved = await transaction.query(
      "UPDATE read_model_state SET value = $2 WHERE name = 'checkpoint' AND value = $1 RETURNING name",
      [Number(from), Number(to)],
    );
    if (moved.length === 0) throw new OtherWriter();
    await this.options.fence?.(transaction);
    await batch.give(transaction);
    await tell(transaction, this.schema, to);
  }

  /** @throws OtherForm where another release has made the tables anew since they were opened. */
  checkpoint(): Promise<bigint> {
    return this.#patiently(async () => {
      await assertOurForm(this.postgres, this.schema);
      return this.#standsAt();
    });
  }

  async reset(): Promise<void> {
    this.#fetched = new Map();
    await this.postgres.transaction(async (transaction) => {
      await this.options.fence?.(transaction);
      await makeAnew(transaction, this.schema);
      await tell(transaction, this.schema, -1n);
    });
  }

  close(): Promise<void> {
    return this.postgres.close();
  }

  async #standsAt(): Promise<bigint> {
    const [row] = await this.postgres.query<{ readonly value: number }>(
      "SELECT value FROM read_model_state WHERE name = 'checkpoint'",
    );
    return BigInt(row?.value ?? -1);
  }

  #patiently<T>(ask: () => Promise<T>): Promise<T> {
    return patiently(ask, { withinMs: this.options.patienceMs ?? PATIENCE_MS });
  }
}
