import { type EventReader } from '#libs/event-store';
import { openPostgres, type PostgresOptions } from '#libs/postgres';
import { compareReadModels, type TableDifference } from './compare.js';
import { type Fence, PostgresStore } from './postgres-store.js';
import { assertOurForm, assertSchemaName, dropTables, prepareTables, swapTables } from './postgres-tables.js';
import { ReadModels, type ReplayOptions } from './read-models.js';
import { FollowedProjections, type FollowOptions } from './postgres-projections.js';
import { type Rebuilt } from './rebuild.js';

export interface PostgresReadModelsOptions extends Omit<PostgresOptions, 'schema'> {
  /** In which they stand; several houses may share a database. `read_models` where absent. */
  readonly schema?: string;
  /** Asked in the transaction of every write; it throws where the owner may not write any more. */
  readonly fence?: Fence;
  /** How long a write waits for a server that is away before it fails; two minutes where absent. */
  readonly patienceMs?: number;
  /** Beside whoever writes to them: they must be there, and nothing in them is changed. */
  readonly readOnly?: boolean;
}

const SCHEMA = 'read_models';

/**
 * Read models in a schema of a PostgreSQL database, made where there are none and emptied where they are of an older form. Many may
 * read them; one at a time may write: another that wrote meanwhile is noticed (OtherWriter), its rows are not touched.
 * @throws OtherForm where a later release fills them, or another one does and they are to be read only; NoPostgresUrl, PostgresUnreachable, PostgresRefused.
 */
export async function openPostgresReadModels(options: PostgresReadModelsOptions): Promise<ReadModels> {
  const store = await openStore(options);
  try {
    return new ReadModels(store, await store.checkpoint());
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * What another process writes into them, followed: for an instance that answers from them and projects nothing itself. Its connections
 * are those of the read models; one of them listens.
 */
export function followedProjections(readModels: ReadModels, options?: FollowOptions): FollowedProjections {
  const { store } = readModels;
  if (!(store instanceof PostgresStore)) throw new TypeError('these read models stand in a file of this machine');
  return new FollowedProjections(store.postgres, store.schema, options);
}

/** Waits no longer for a server that does not answer: see `Postgres.letGo`. To be closed all the same. */
export function letGoOfReadModels({ store }: ReadModels): void {
  if (store instanceof PostgresStore) store.postgres.letGo();
}

async function openStore({
  schema = SCHEMA,
  fence,
  patienceMs,
  readOnly = false,
  ...options
}: PostgresReadModelsOptions): Promise<PostgresStore> {
  assertSchemaName(schema);
  const postgres = await openPostgres({ ...options, schema });
  try {
    await (readOnly ? assertOurForm(postgres, schema) : prepareTables(postgres, schema));
  } catch (error) {
    await postgres.close();
    throw error;
  }
  return new PostgresStore(postgres, {
    schema,
    ...(fence === undefined ? {} : { fence }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });
}

/**
 * Fills tables beside those that are served from the whole log, holds the served ones against them row by row at the position where
 * they stand, and swaps them. Readers are served throughout. Whoever projects into them finds that another has written and reads on
 * from there; `differences` is undefined where he wrote while the rows were held against each other.
 */
export async function rebuildPostgresReadModels(
  options: Omit<PostgresReadModelsOptions, 'fence'>,
  reader: EventReader,
  onProgress?: ReplayOptions['onProgress'],
): Promise<Rebuilt> {
  const { schema = SCHEMA } = options;
  const beside = `${schema}_rebuilding`;
  const progress = onProgress === undefined ? {} : { onProgress };
  const served = await openStore(options);
  try {
    await dropTables(served.postgres, beside);
    const rebuilt = await openPostgresReadModels({ ...options, schema: beside });
    try {
      const differences = await differencesOf(
        rebuilt,
        new ReadModels(served, await served.checkpoint()),
        served,
        reader,
        progress,
      );
      await rebuilt.replay(reader, progress);
      await swapTables(served.postgres, beside, schema, rebuilt.checkpoint());
      return { checkpoint: rebuilt.checkpoint(), differences };
    } finally {
      await rebuilt.close();
    }
  } finally {
    await dropTables(served.postgres, beside).catch(() => undefined);
    await served.close();
  }
}

async function differencesOf(
  rebuilt: ReadModels,
  old: ReadModels,
  served: PostgresStore,
  reader: EventReader,
  progress: ReplayOptions,
): Promise<readonly TableDifference[] | undefined> {
  await rebuilt.replay(reader, { ...progress, upTo: old.checkpoint() });
  const differences = await compareReadModels(rebuilt, old);
  return (await served.checkpoint()) === old.checkpoint() ? differences : undefined;
}
