import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  addressOf,
  type EventReader,
  type EventStore,
  type EventStoreDbState,
  openEventStoreDb,
  SqliteEventReader,
  SqliteEventStore,
  WriterLock,
} from '#libs/event-store';
import { holdToLog, refuseAnotherLog, refuseLogElsewhere } from './log-of-folder.js';

/** An EventStoreDB or KurrentDB that holds the log instead of `events.db` in the data folder. */
export interface EventStoreOptions {
  /** Such as `kurrentdb://user:password@host:2113?tls=true`; a secret where it names an account. */
  readonly url: string;
  /** How long a call to it is tried again before it fails; milliseconds. */
  readonly patienceMs?: number;
}

/** Beginnings of the names of our streams (architecture §2): nothing else of the server's log is ours. */
export const STREAM_PREFIXES: readonly string[] = [
  'household-',
  'case-',
  'act-',
  'identity-',
  'refusal-',
  'incident-',
  'definition-',
  'policy-',
  'calendar-',
  'area-',
  'appointment-',
  'account-',
  'subscription-',
  'erasure-',
  'access-',
  'inspection-',
];

/** As the environment has it: `MINGCE_EVENTSTORE_URL`. */
export function eventStoreIn(environment: Readonly<Record<string, string | undefined>>): EventStoreOptions | undefined {
  const url = environment['MINGCE_EVENTSTORE_URL'] ?? '';
  return url === '' ? undefined : { url };
}

/** The log of a folder, to be written by this process alone. */
export interface OpenedLog {
  readonly store: EventStore;
  /** Of a log in an event store. */
  readonly remote?: { readonly address: string; state(): EventStoreDbState };
  /** To be called once the log has its first event. */
  hold(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Whoever has opened the log holds the folder, wherever the log lies.
 * @throws LogInUse, NotAnEventLog; AnotherLog where the folder belongs to another log; NoEventStoreUrl, EventStoreUnreachable,
 * EventStoreRefused.
 */
export async function openLogOf(dataFolder: string, eventsFile: string, options?: EventStoreOptions): Promise<OpenedLog> {
  if (options === undefined) {
    refuseLogElsewhere(dataFolder);
    const store = await SqliteEventStore.open(join(dataFolder, eventsFile));
    return { store, hold: () => Promise.resolve(), close: () => store.close() };
  }
  const address = addressOf(options.url);
  mkdirSync(dataFolder, { recursive: true });
  const lock = await WriterLock.take(join(dataFolder, eventsFile));
  try {
    const store = await clientOf(options);
    const hold = (): Promise<void> => holdToLog({ dataFolder, eventsFile, address }, store);
    try {
      await hold();
    } catch (error) {
      await store.close();
      throw error;
    }
    const close = (): Promise<void> => store.close().finally(() => lock.release());
    return { store, remote: { address, state: () => store.state }, hold, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The log of a folder, to be read beside whoever writes it. @throws as {@link openLogOf} does, but for LogInUse. */
export async function readLogOf(dataFolder: string, eventsFile: string, options?: EventStoreOptions): Promise<EventReader> {
  if (options !== undefined) {
    const log = await clientOf(options);
    try {
      await refuseAnotherLog({ dataFolder, eventsFile, address: addressOf(options.url) }, log);
      return log;
    } catch (error) {
      await log.close();
      throw error;
    }
  }
  refuseLogElsewhere(dataFolder);
  return SqliteEventReader.openReader(join(dataFolder, eventsFile));
}

/** A log in an event store that is held to no folder. @throws NoEventStoreUrl, EventStoreUnreachable, EventStoreRefused. */
export function clientOf({ url, patienceMs }: EventStoreOptions): ReturnType<typeof openEventStoreDb> {
  return openEventStoreDb({
    connectionString: url,
    prefixes: STREAM_PREFIXES,
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });
}
