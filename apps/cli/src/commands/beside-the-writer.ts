import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LawBook, spokenLog } from '#libs/application';
import { DATA_FILES, eventStoreIn, readLogOf } from '#libs/embedded';
import { type EventReader, NotAnEventLog } from '#libs/event-store';
import { type Area, Directory } from '#libs/identity';
import { followedProjections, openPostgresReadModels, OtherForm, ReadModels } from '#libs/read-models';
import { openPostgres } from '#libs/postgres';
import { commandFaults } from '#libs/terms';
import { openPostgresVault, SqliteVault, type Vault } from '#libs/vault';
import { Failure } from '../failure.js';
import { type Surroundings } from './command.js';

/** The log of a data folder in the words of now, to be read only beside a server that may be running. */
export async function openLog(folder: string, around: Surroundings): Promise<EventReader> {
  return spokenLog(await openStoredLog(folder, around));
}

/** The folder holds no log, and none is set elsewhere. */
export class NoLogThere extends Failure {}

/** The same as it was stored, in the folder or in the event store that is set: for whoever proves or copies it. */
export async function openStoredLog(folder: string, { environment }: Surroundings): Promise<EventReader> {
  try {
    return await readLogOf(folder, DATA_FILES.events, eventStoreIn(environment));
  } catch (error) {
    if (error instanceof NotAnEventLog) throw new NoLogThere(commandFaults.noLog(error.message));
    throw error;
  }
}

/** The vault of a folder, or that in the database that is set, to be read only. @throws NotAVault where only the log is there. */
export async function openVault(folder: string, { environment }: Surroundings): Promise<Vault> {
  const url = environment['MINGCE_POSTGRES_URL'] ?? '';
  if (url === '') return SqliteVault.open(folder, { readOnly: true });
  const postgres = await openPostgres({ url });
  try {
    return await openPostgresVault(postgres, join(folder, DATA_FILES.vaultKey), { readOnly: true, closes: true });
  } catch (error) {
    await postgres.close();
    throw error;
  }
}

/** Whether there is more than the log. */
export function isVaultThere(folder: string, { environment }: Surroundings): boolean {
  return (environment['MINGCE_POSTGRES_URL'] ?? '') !== '' || existsSync(join(folder, DATA_FILES.vault));
}

/** Law and offices, as the log tells them. */
export async function referencesOf(log: EventReader): Promise<{ readonly lawBook: LawBook; readonly directory: Directory }> {
  const lawBook = new LawBook();
  const directory = new Directory();
  for (const category of ['area', 'appointment', 'definition', 'policy', 'calendar']) {
    for (const stream of await log.streamsOf(category)) {
      for (const event of await log.readStream(stream)) {
        lawBook.apply(event);
        directory.apply(event);
      }
    }
  }
  return { lawBook, directory };
}

/** An area of the log. @throws Failure where there is none of this name. */
export function knownArea(directory: Directory, said: string): Area {
  const area = directory.area(said);
  if (area === undefined) throw new Failure(commandFaults.unknownArea(said));
  return area;
}

/** The PostgreSQL in which read models and vault lie: `MINGCE_POSTGRES_URL`. */
export function postgresIn(environment: Surroundings['environment']): string | undefined {
  const url = environment['MINGCE_POSTGRES_URL'] ?? '';
  return url === '' ? undefined : url;
}

/** How long is waited for whoever fills those in a database: what was given a moment ago is written in the next. */
const FILLED_WITHIN_MS = 5_000;

/**
 * The read models of a folder, or those in the database that is set; filled from the log in memory where there are none, or they are of
 * another release or behind.
 */
export async function openReadModels(folder: string, log: EventReader, { environment }: Surroundings): Promise<ReadModels> {
  const url = postgresIn(environment);
  const head = await log.head();
  const kept = url === undefined ? keptReadModels(join(folder, DATA_FILES.readModels)) : await readModelsIn(url, head);
  if (kept !== undefined && kept.checkpoint() >= head) return kept;
  await kept?.close();
  const filled = ReadModels.open(':memory:');
  await filled.replay(log);
  return filled;
}

async function readModelsIn(url: string, head: bigint): Promise<ReadModels | undefined> {
  try {
    const kept = await openPostgresReadModels({ url, readOnly: true });
    const followed = followedProjections(kept);
    followed.start();
    await followed.caughtUp(head, FILLED_WITHIN_MS);
    await followed.stop();
    await kept.lookAgain();
    return kept;
  } catch (error) {
    if (error instanceof OtherForm) return undefined;
    throw error;
  }
}

function keptReadModels(file: string): ReadModels | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return ReadModels.open(file, { readOnly: true });
  } catch (error) {
    if (error instanceof OtherForm) return undefined;
    throw error;
  }
}
