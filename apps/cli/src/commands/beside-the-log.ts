import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type HistorySources, type Names } from '#libs/audit';
import { type LawBook } from '#libs/application';
import { SystemClock } from '#libs/clock';
import { type EventReader } from '#libs/event-store';
import { type Directory } from '#libs/identity';
import { LEDGER_FILES, NotALedger, type SignedHeads, signedHeadsOf, SqliteLeafIndex } from '#libs/ledger';
import { commandLine as words } from '#libs/terms';
import { Failure } from '../failure.js';
import { openLog, openReadModels, referencesOf } from './beside-the-writer.js';
import { dataFolder, type Surroundings } from './command.js';
import { namesOf } from './names-of.js';

/** All that an auditor's command reads beside the server: log, law, offices, read models, and the ledger where there is one. */
export interface Beside extends HistorySources {
  readonly folder: string;
  readonly reader: EventReader;
  readonly lawBook: LawBook;
  readonly directory: Directory;
  readonly names: Names;
  readonly ledger: SignedHeads | undefined;
  /** What is said where there is no such household. */
  unknown(householdId: string): Failure;
  close(): Promise<void>;
}

export async function besideTheLog(data: string | undefined, around: Surroundings): Promise<Beside> {
  const folder = dataFolder(data, around);
  const reader = await openLog(folder, around);
  const index = openIndex(folder);
  const { lawBook, directory } = await referencesOf(reader);
  const models = await openReadModels(folder, reader, around);
  const names = namesOf({ directory, lawBook });
  return {
    folder,
    reader,
    lawBook,
    directory,
    models,
    definition: names.definition,
    names,
    today: new SystemClock().today(),
    ledger: index === undefined ? undefined : signedHeadsOf(index),
    unknown: (householdId) => new Failure(`${words.unknownHousehold[around.output.language]}: ${householdId} (${folder})`),
    close: async () => {
      await models.close();
      index?.close();
      await reader.close();
    },
  };
}

/** None where the folder has no ledger yet: what was known is then told by the recorded times, and says so. */
function openIndex(folder: string): SqliteLeafIndex | undefined {
  const file = join(folder, LEDGER_FILES.index);
  if (!existsSync(file)) return undefined;
  try {
    return SqliteLeafIndex.openReader(file);
  } catch (error) {
    if (error instanceof NotALedger) return undefined;
    throw error;
  }
}
