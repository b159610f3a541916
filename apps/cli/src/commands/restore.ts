import { type BackupManifest, eventStoreIn, readManifest, restoreHouse } from '#libs/embedded';
import { type EventReader } from '#libs/event-store';
import { eventStore as storeWords, houseCopy as words } from '#libs/terms';
import { Failure } from '../failure.js';
import { asFailure, checkpointsOf, checkText, refuseVaultElsewhere } from './backup.js';
import { openStoredLog } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { Progress } from './progress.js';

export interface RestoreOptions {
  readonly data?: string;
  readonly keys: string;
}

/** Makes an empty data folder from a backup and its keys; ends well only where nothing in it names what is not there. */
export async function restore(backup: string, { data, keys }: RestoreOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  refuseVaultElsewhere(around);
  const folder = dataFolder(data, around);
  const progress = new Progress(output);
  const log = await logBeside(backup, folder, around);
  try {
    const house = await restoreHouse({
      backup,
      dataFolder: folder,
      checkpoints: checkpointsOf(folder, around),
      keys,
      ...(log === undefined ? {} : { log }),
      onProgress: (events) => progress.step(words.looking[output.language], events, events),
    }).catch(asFailure);
    progress.stop();
    output.print({ data: folder, ...house }, () => checkText(folder, house, output.language));
    output.note(words.afterRestore[output.language]);
    return house.sound ? 0 : 1;
  } finally {
    progress.stop();
    await log?.close();
  }
}

/** Where the backup does not hold the log. @throws Failure where nothing says in which event store it lies. */
async function logBeside(backup: string, folder: string, around: Surroundings): Promise<EventReader | undefined> {
  if (manifestOf(backup).log === 'sqlite') return undefined;
  if (eventStoreIn(around.environment) === undefined) throw new Failure(storeWords.LOG_ELSEWHERE(backup));
  return openStoredLog(folder, around);
}

function manifestOf(backup: string): BackupManifest {
  try {
    return readManifest(backup);
  } catch (error) {
    return asFailure(error);
  }
}
