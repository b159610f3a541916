import { VirtualClock } from '#libs/clock';
import { type Deployment, openDistributed } from '#libs/distributed';
import { type ClockOrMade, type EmbeddedEngine, type EventStoreOptions, openEmbedded, type RedisOptions } from '#libs/embedded';
import { LedWorkers } from './led-workers.js';

/** Of the bells of workers: at each of their sweeps the clock stops for all, and years are to pass. */
const LOOK_AHEAD_MS = 30 * 24 * 3_600_000;

/** What a house is set up on. Nothing else depends on it. */
export interface HouseOptions {
  /** Where it is kept. */
  readonly dataFolder: string;
  /** Wake-ups ring by this Redis; by a table in the data folder where absent. */
  readonly redis?: RedisOptions;
  /** The log lies there; in the data folder where absent. */
  readonly eventStore?: EventStoreOptions;
  /** Processes are worked by so many processes of their own, over these servers. */
  readonly workers?: WorkersOption;
  /** Told, in one line, what is wrong with that Redis; standard error where absent. */
  readonly say?: (line: string) => void;
}

export interface WorkersOption extends Pick<Deployment, 'eventStore' | 'redis' | 'postgres'> {
  readonly count: number;
  readonly leaseMs?: number;
  /** How node is told to run a worker from the sources; absent where they were built. */
  readonly execArgv?: readonly string[];
  /** Told when they work, for whoever kills some of them. */
  readonly onStarted?: (workers: LedWorkers) => void;
  /** Told when the run is over, before they are told to stop: whoever disturbs them ends that first. */
  readonly onSettled?: () => Promise<void>;
}

/** A house on a virtual clock. */
export interface PlayedHouse {
  readonly embedded: EmbeddedEngine;
  readonly clock: VirtualClock;
  /** Where processes of their own do what orders and moments cause: they set the pace. */
  readonly workers?: LedWorkers;
  /** Workers first. */
  close(): Promise<void>;
}

/** Opens a house, and starts its workers where it has any. @throws what `openEmbedded` and `openDistributed` throw */
export async function openPlayedHouse(options: HouseOptions, clock: ClockOrMade): Promise<PlayedHouse> {
  const embedded = await opened(options, clock);
  let workers: LedWorkers | undefined;
  const close = async (): Promise<void> => {
    await options.workers?.onSettled?.();
    await workers?.stop();
    await embedded.close();
  };
  try {
    if (!(embedded.clock instanceof VirtualClock)) throw new TypeError('a house is played on the virtual clock');
    workers = await workersOf(options, embedded.clock, embedded);
    return { embedded, clock: embedded.clock, ...(workers === undefined ? {} : { workers }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function opened(options: HouseOptions, clock: ClockOrMade): Promise<EmbeddedEngine> {
  const { dataFolder, workers, redis, eventStore, say } = options;
  const told = say === undefined ? {} : { say };
  if (workers !== undefined) return openDistributed({ dataFolder, clock, ...workers, ...told, roles: ['api'] });
  return openEmbedded({
    dataFolder,
    clock,
    ...(redis === undefined ? {} : { redis }),
    ...(eventStore === undefined ? {} : { eventStore }),
    ...told,
  });
}

async function workersOf(
  { dataFolder, workers }: HouseOptions,
  clock: VirtualClock,
  { store: log }: EmbeddedEngine,
): Promise<LedWorkers | undefined> {
  if (workers === undefined) return undefined;
  const { count, eventStore, redis, postgres, leaseMs, execArgv, onStarted } = workers;
  const order = {
    dataFolder,
    eventStore,
    redis: { horizonMs: LOOK_AHEAD_MS, ...redis },
    postgres,
    ...(leaseMs === undefined ? {} : { leaseMs }),
  };
  const led = new LedWorkers({ order, clock, log, ...(execArgv === undefined ? {} : { execArgv }) });
  await led.start(count);
  onStarted?.(led);
  return led;
}
