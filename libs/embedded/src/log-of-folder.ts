import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EventReader, SqliteEventReader } from '#libs/event-store';
import { eventStore as words, type Words } from '#libs/terms';

/** Beside a log that lies elsewhere: which one it is. Absent where the log is `events.db` of the folder itself. */
export const LOG_FILE = 'log.json';

interface LogElsewhere {
  readonly store: string;
  /** Id of its first event; null while it has none. */
  readonly first: string | null;
}

/** The folder does not belong to the log that it was to be opened on: vault, ledger and checkpoints are of another one. */
export class AnotherLog extends Error {
  override readonly name = 'AnotherLog';
  readonly code = 'ANOTHER_LOG';
  constructor(said: Words) {
    super(`${said.zh} / ${said.en}`);
  }
}

/** @throws AnotherLog where the log of the folder lies in an event store. */
export function refuseLogElsewhere(dataFolder: string): void {
  if (keptIn(dataFolder) !== undefined) throw new AnotherLog(words.LOG_ELSEWHERE(dataFolder));
}

/** A folder, the name of the file in it that holds a log, and the address of the event store that is to. */
interface Place {
  readonly dataFolder: string;
  readonly eventsFile: string;
  readonly address: string;
}

/**
 * Holds a folder to its log in an event store; a new folder takes an empty log for its own, and keeps its first event in mind.
 * @throws AnotherLog where the log of the folder is another one.
 */
export async function holdToLog(place: Place, log: EventReader): Promise<void> {
  const first = await refuseAnotherLog(place, log);
  // A folder that was there when the log was empty may have given it its first event before a crash; a new one has not.
  if (keptIn(place.dataFolder) === undefined && first !== null) {
    throw new AnotherLog(words.LOG_OF_ANOTHER(place.dataFolder, place.address));
  }
  keepLog(place.dataFolder, { store: log.name, first });
}

/** Answers the id of the log's first event, null where it is empty. @throws AnotherLog where the folder is known to have another one. */
export async function refuseAnotherLog({ dataFolder, eventsFile, address }: Place, log: EventReader): Promise<string | null> {
  const kept = keptIn(dataFolder);
  if (kept === undefined && (await hasEvents(join(dataFolder, eventsFile)))) {
    throw new AnotherLog(words.LOG_IN_FOLDER(dataFolder));
  }
  const [firstEvent] = await log.readAll({ after: -1n, limit: 1 });
  const first = firstEvent?.id ?? null;
  if (kept !== undefined && kept.first !== null && kept.first !== first) {
    throw new AnotherLog(words.LOG_OF_ANOTHER(dataFolder, address));
  }
  return first;
}

/** @throws AnotherLog where a log lies in the folder: it is not to hold the keys of another one. */
export async function refuseLogOfFolder(dataFolder: string, eventsFile: string): Promise<void> {
  if (await hasEvents(join(dataFolder, eventsFile))) throw new AnotherLog(words.LOG_IN_FOLDER(dataFolder));
}

/** The folder belongs to this log from now on. */
export function keepLog(dataFolder: string, log: LogElsewhere): void {
  const kept = keptIn(dataFolder);
  if (kept?.store === log.store && kept.first === log.first) return;
  mkdirSync(dataFolder, { recursive: true });
  const file = join(dataFolder, LOG_FILE);
  writeFileSync(`${file}.new`, `${JSON.stringify(log)}\n`);
  renameSync(`${file}.new`, file);
}

function keptIn(dataFolder: string): LogElsewhere | undefined {
  const file = join(dataFolder, LOG_FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LogElsewhere) : undefined;
}

async function hasEvents(file: string): Promise<boolean> {
  if (!existsSync(file)) return false;
  const reader = await SqliteEventReader.openReader(file);
  try {
    return (await reader.head()) >= 0n;
  } finally {
    await reader.close();
  }
}
