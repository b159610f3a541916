import { type Postgres, type Queryable } from '#libs/postgres';
import { OtherForm } from './other-form.js';
import { POSTGRES_FUNCTIONS, postgresSchema } from './postgres-statements.js';
import { ALL_TABLES, FORMAT } from './tables.js';

/** "Mgrm": of all that share the database, one makes or swaps read models at a time. */
const LOCK = 0x4d67726d;

/** Tells those who follow how far the tables go from the end of this transaction on. */
export async function tell(transaction: Queryable, schema: string, position: bigint): Promise<void> {
  await transaction.query('SELECT pg_notify($1, $2)', [channelOf(schema), String(position)]);
}

/** @throws TypeError where it is none that needs no quotes. */
export function assertSchemaName(schema: string): void {
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema)) throw new TypeError(`"${schema}" is no plain name of a schema`);
}

/** On which a write is told, with the position that it reached. */
export function channelOf(schema: string): string {
  return `mingce_${schema}`;
}

/**
 * Makes the tables where there are none, and anew where they are of an older form. Of several that start at once one does it, the others
 * wait and find it done.
 * @throws OtherForm where a later release has been here: what that one fills is not emptied by this one.
 */
export async function prepareTables(postgres: Postgres, schema: string): Promise<void> {
  await postgres.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const format = await formatOf(transaction, schema);
    if (format !== undefined && format > FORMAT) throw new OtherForm();
    if (format === FORMAT) return;
    await makeAnew(transaction, schema);
    await tell(transaction, schema, -1n);
  });
}

/** @throws OtherForm where the tables are of another release, or there are none. */
export async function assertOurForm(asked: Queryable, schema: string): Promise<void> {
  if ((await formatOf(asked, schema)) !== FORMAT) throw new OtherForm();
}

/** All tables, empty, in a schema of that name. */
export async function makeAnew(transaction: Queryable, schema: string): Promise<void> {
  await dropTables(transaction, schema);
  await transaction.query(`CREATE SCHEMA ${schema}`);
  await transaction.query(`SET LOCAL search_path TO ${schema}, public`);
  await transaction.query([...ALL_TABLES.map(postgresSchema), POSTGRES_FUNCTIONS].join('\n'));
  await transaction.query("INSERT INTO read_model_state (name, value) VALUES ('format', $1), ('checkpoint', -1)", [FORMAT]);
}

export async function dropTables(asked: Queryable, schema: string): Promise<void> {
  assertSchemaName(schema);
  await asked.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
}

/** Puts what was filled beside into the place of what is served; whoever asks meanwhile is answered from the one or the other. */
export async function swapTables(postgres: Postgres, filled: string, served: string, checkpoint: bigint): Promise<void> {
  await postgres.transaction(async (transaction) => {
    await transaction.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await dropTables(transaction, served);
    await transaction.query(`ALTER SCHEMA ${filled} RENAME TO ${served}`);
    await tell(transaction, served, checkpoint);
  });
}

async function formatOf(asked: Queryable, schema: string): Promise<number | undefined> {
  const [there] = await asked.query<{ readonly there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
    `${schema}.read_model_state`,
  ]);
  if (there?.there !== true) return undefined;
  const [row] = await asked.query<{ readonly value: number }>(
    `SELECT value FROM ${schema}.read_model_state WHERE name = 'format'`,
  );
  return row?.value;
}
