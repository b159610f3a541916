import { type Postgres, type Queryable } from './postgres-database.js';
import { PostgresNewer } from './postgres-faults.js';

/** One step upwards. Stored by its name: a released step is never changed, the next one follows it. */
export interface Migration {
  readonly name: string;
  /** One or more statements. */
  readonly sql: string;
}

/** "Mgce": of all that share the database, one migrates at a time. */
const LOCK = 0x4d676365;

/** A large table takes its time, and so may the one before us. */
const STATEMENT_MS = 3_600_000;

/**
 * Brings the tables of a component up to its last step, each step once, all missing ones or none. Of several that start at once one
 * migrates, the others wait and find it done.
 * @throws PostgresNewer where a later release has been here; PostgresUnreachable, PostgresRefused.
 */
export async function migrate(postgres: Postgres, component: string, steps: readonly Migration[]): Promise<void> {
  const bringUp = async (transaction: Queryable): Promise<void> => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const done = await stepsDone(transaction, component);
    const unknown = done.find((name, index) => steps[index]?.name !== name);
    if (unknown !== undefined) throw new PostgresNewer(postgres.address, component, unknown);
    for (const [index, { name, sql }] of steps.entries()) {
      if (index < done.length) continue;
      await transaction.query(sql);
      await transaction.query('INSERT INTO migrations (component, step, name) VALUES ($1, $2, $3)', [component, index, name]);
    }
  };
  await postgres.transaction(bringUp, { statementMs: STATEMENT_MS });
}

async function stepsDone(transaction: Queryable, component: string): Promise<readonly string[]> {
  await transaction.query(
    `CREATE TABLE IF NOT EXISTS migrations (
       component text NOT NULL,
       step integer NOT NULL,
       name text NOT NULL,
       done_at timestamptz NOT NULL DEFAULT clock_timestamp(),
       PRIMARY KEY (component, step)
     )`,
  );
  const rows = await transaction.query<{ name: string }>('SELECT name FROM migrations WHERE component = $1 ORDER BY step', [
    component,
  ]);
  return rows.map(({ name }) => name);
}
