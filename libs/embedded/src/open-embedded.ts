import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine, ProjectionRunner, type Projections, SqliteCheckpoints, spokenLog } from '#libs/application';
import { type Clock, SystemClock } from '#libs/clock';
import { type EventReader, type EventStore, MemoryEventStore } from '#libs/event-store';
import { TokenDesk } from '#libs/identity';
import { type Ledger, type LedgerOptions, openLedger } from '#libs/ledger';
import { ReadModels } from '#libs/read-models';
import { ledger as ledgerWords } from '#libs/terms';
import { MemoryVault, SqliteVault, type Vault } from '#libs/vault';
import { type Bell, EmbeddedBell } from '#libs/wakeups';
import { openBell, queueOf, type RedisOptions } from './bell-of-choice.js';
import { BUILD } from './build.js';
import { type ClockOrMade, clockOver } from './clock-over.js';
import { DATA_FILES } from './data-files.js';
import { type EventStoreOptions, type OpenedLog, openLogOf } from './log-of-choice.js';
import { Opened } from './opened.js';
import { refuseUnsafeHouse, refuseUnsafeSettings } from './production.js';
import { StatesOfTheLog } from './states-of-the-log.js';
import { ThreadedProjections } from './threaded-projections.js';

/** The whole engine in this process: desk, processes, wake-ups and projections run until it is closed. */
export interface EmbeddedEngine {
  readonly engine: Engine;
  /** As it was stored: for whoever proves, copies or hands it on. */
  readonly store: EventStore;
  /** The same in the words of now: for whoever folds or shows it. */
  readonly log: EventReader;
  readonly vault: Vault;
  readonly readModels: ReadModels;
  readonly tokens: TokenDesk;
  readonly clock: Clock;
  /** Absent where none was asked for. */
  readonly ledger?: Ledger;
  /** The event store that holds the log, if one does. */
  readonly eventStore?: NonNullable<OpenedLog['remote']>;
  /** Where its wake-ups stand, if they ring by a Redis. */
  readonly queue?: { readonly url: string; readonly name: string };
  /** Finishes what is under way, then releases every file. A second call does nothing. */
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Made where it is not there. */
  readonly dataFolder: string;
  /** The machine's where absent. */
  readonly clock?: ClockOrMade;
  /** The log is made provable by a ledger beside it; it is not where absent, and can be later. */
  readonly ledger?: LedgerOptions;
  /** The log lies in this event store; in the data folder where absent. */
  readonly eventStore?: EventStoreOptions;
  /** Wake-ups ring by this Redis; by a table in the data folder where absent. */
  readonly redis?: RedisOptions;
  /** Real people are served: what is not safe for them is refused. */
  readonly production?: boolean;
  /** Told, in one line, what is not as it should be and keeps nobody from beginning; standard error where absent. */
  readonly say?: (line: string) => void;
}

interface Drivers {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly bell: Bell;
  readonly checkpoints: SqliteCheckpoints;
  readonly projections: Projections;
  readonly readModels: ReadModels;
  readonly tokens: TokenDesk;
}

/**
 * Opens the engine on a data folder: SQLite files, the log in one of them or in an event store, wake-ups in one of them or in Redis,
 * processes in this process.
 * @throws LogInUse where another process works on this folder; AnotherLog where it belongs to another log; NoEventStoreUrl,
 * EventStoreUnreachable, EventStoreRefused; UnsafeInProduction; MasterKeyUnusable, NotAVault, NotAnEventLog, NotABell or
 * TokenKeyUnusable where a file of it is missing, foreign or of a newer release; NotALedger or NoteUnreadable of its ledger; NoRedisUrl.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  const { dataFolder, eventStore, redis, production = false, say = toStandardError } = options;
  const at = (name: keyof typeof DATA_FILES): string => join(dataFolder, DATA_FILES[name]);
  if (production)
    refuseUnsafeSettings({ ...(eventStore === undefined ? {} : { eventStore }), ...(redis === undefined ? {} : { redis }) });
  const opened = new Opened();
  try {
    // First of all the log: whoever holds it holds the folder.
    const log = opened.keep(await openLogOf(dataFolder, DATA_FILES.events, eventStore), (it) => it.close());
    const { store, remote } = log;
    const clock = await clockOver(store, options.clock);
    const vault = opened.keep(SqliteVault.open(dataFolder), (it) => it.close());
    const checkpoints = opened.keep(new SqliteCheckpoints(at('checkpoints')), (it) => it.close());
    const { readModels, projections } = await projectionsOf(
      opened,
      store,
      remote === undefined ? at('events') : undefined,
      at('readModels'),
    );
    const upToDate = async (): Promise<void> => {
      await projections.caughtUp(await store.head());
    };
    const states = new StatesOfTheLog({ store: spokenLog(store), readModels, checkpoints, upToDate });
    const bell = opened.keep(await openBell(dataFolder, DATA_FILES.wakeups, clock, states, redis, say), (it) => it.close());
    const tokens = await TokenDesk.open(dataFolder, clock);
    // Kept before the engine, so that it ends after it and takes in what the engine wrote last.
    const ledger = options.ledger === undefined ? undefined : await ledgerOf(dataFolder, store, clock, options.ledger, say);
    if (ledger !== undefined) opened.keep(ledger, (it) => it.stop());
    const embedded = await run({ store, vault, bell, checkpoints, projections, readModels, tokens }, clock, opened);
    if (production) refuseUnsafeHouse(embedded, dataFolder);
    await log.hold();
    ledger?.start();
    return {
      ...embedded,
      ...(remote === undefined ? {} : { eventStore: remote }),
      ...(ledger === undefined ? {} : { ledger }),
      ...(redis === undefined ? {} : { queue: { url: redis.url, name: queueOf(dataFolder) } }),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** The same engine with nothing on disk: for rehearsals, tests and documents. Its token key ends with it. */
export async function openInMemory(clock: Clock = new SystemClock()): Promise<EmbeddedEngine> {
  const opened = new Opened();
  try {
    const store = opened.keep(new MemoryEventStore(), (it) => it.close());
    const vault = opened.keep(new MemoryVault(), (it) => it.close());
    const bell = opened.keep(EmbeddedBell.open(':memory:', clock), (it) => it.close());
    const checkpoints = opened.keep(new SqliteCheckpoints(':memory:'), (it) => it.close());
    const readModels = opened.keep(ReadModels.open(':memory:'), (it) => it.close());
    const projections = new ProjectionRunner(spokenLog(store), readModels);
    const tokens = await passingTokens(clock);
    return await run({ store, vault, bell, checkpoints, projections, readModels, tokens }, clock, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function run({ tokens, ...drivers }: Drivers, clock: Clock, opened: Opened): Promise<EmbeddedEngine> {
  const log = spokenLog(drivers.store);
  const engine = opened.keep(await Engine.start({ ...drivers, store: log, clock, build: BUILD }), (it) => it.stop());
  const { store, vault, readModels } = drivers;
  return { engine, store, log, vault, readModels, tokens, clock, close: () => opened.close() };
}

function ledgerOf(
  dataFolder: string,
  store: EventStore,
  clock: Clock,
  options: LedgerOptions,
  say: (line: string) => void,
): Promise<Ledger> {
  return openLedger(dataFolder, store, clock, options, (fault, line) =>
    say(`${ledgerWords[fault].zh} / ${ledgerWords[fault].en}: ${line}`),
  );
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Where this runs as it was built they are fed by a thread of their own; specs run the sources, in one thread, and so does an engine
 * whose log lies in an event store: its one subscription is here.
 */
async function projectionsOf(
  opened: Opened,
  store: EventStore,
  log: string | undefined,
  file: string,
): Promise<Pick<Drivers, 'projections' | 'readModels'>> {
  const head = await store.head();
  if (log === undefined || import.meta.url.endsWith('.ts')) {
    const readModels = opened.keep(ReadModels.open(file), (it) => it.close());
    if (readModels.checkpoint() > head) await readModels.reset();
    return { readModels, projections: new ProjectionRunner(spokenLog(store), readModels) };
  }
  const projections = opened.keep(await ThreadedProjections.open({ log, readModels: file, head }), (it) => it.stop());
  return { projections, readModels: opened.keep(ReadModels.open(file, { readOnly: true }), (it) => it.close()) };
}

async function passingTokens(clock: Clock): Promise<TokenDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'mingce-tokens-'));
  try {
    return await TokenDesk.open(folder, clock);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
