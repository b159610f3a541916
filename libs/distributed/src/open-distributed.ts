import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Engine, partitionOf, spokenLog } from '#libs/application';
import {
  BUILD,
  type ClockOrMade,
  clientOf,
  clockOver,
  DATA_FILES,
  type EmbeddedEngine,
  openBullmqBell,
  Opened,
  refuseLogOfFolder,
  refuseUnsafeHouse,
  refuseUnsafeSettings,
  StatesOfTheLog,
} from '#libs/embedded';
import { addressOf, WriterLock } from '#libs/event-store';
import { TokenDesk } from '#libs/identity';
import { type CivilDate } from '#libs/kernel';
import { LEDGER_FILES, type LedgerOptions, openLedgerKey } from '#libs/ledger';
import { openPostgres, patiently, PostgresLeases, type Queryable } from '#libs/postgres';
import { letGoOfReadModels, openPostgresReadModels } from '#libs/read-models';
import { distributed as words } from '#libs/terms';
import { openPostgresVault } from '#libs/vault';
import { HouseRegister } from './house-register.js';
import { HouseLedger } from './house-ledger.js';
import { HouseProjections } from './house-projections.js';
import { LeaseKeeper } from './lease-keeper.js';
import { OrderClaims } from './order-claims.js';
import { leaseOfPartition, PARTITION_LEASES, PartitionKeeper } from './partition-keeper.js';
import { PostgresCheckpoints } from './postgres-checkpoints.js';
import { type Deployment, type Role } from './roles.js';
import { type Closed, closeWithin } from './stopping.js';
import { SOLE_WORKS, type SoleWorkName } from './sole-work.js';

export interface DistributedOptions extends Deployment {
  /** Of this process alone: what it works out for itself. Made where it is not there. */
  readonly dataFolder: string;
  /** The machine's where absent. */
  readonly clock?: ClockOrMade;
  /** The log is made provable: each process has leaves of its own, one worker signs for all. It is not where absent. */
  readonly ledger?: LedgerOptions;
  /** How long a lease lives without a sign of its owner: so long after a death others take over. Milliseconds. */
  readonly leaseMs?: number;
  /** How long it closes in order before what does not answer is let go; 20 s where absent. Milliseconds. */
  readonly stopWithinMs?: number;
  /** Real people are served: what is not safe for them is refused. */
  readonly production?: boolean;
  /** Told, in one line, what is not as it should be and keeps nobody from beginning. */
  readonly say?: (line: string) => void;
  /** Told when what follows from orders can no longer be done here: this process had better end. */
  readonly onBroken?: (error: Error) => void;
}

/** What a process does of the work of its house. */
export interface Share {
  readonly instance: string;
  readonly roles: readonly Role[];
  /** Partitions whose processes it serves at this moment. */
  partitions(): readonly number[];
  /** How many partitions nobody serves: of one that died, until its lease has run out. */
  withoutOwner(): Promise<number>;
  /** By whom that is done which one process does at a time. */
  soleWork(): Promise<Readonly<Partial<Record<SoleWorkName, SoleOwner>>>>;
  /** Asks the database of the house, in which all that it shares lies but the log. @throws PostgresUnreachable, PostgresRefused */
  reachDatabase(): Promise<void>;
}

/** NOBODY: of one that died, until its lease has run out, or where no worker lives. */
export type SoleOwner = 'HERE' | 'ELSEWHERE' | 'NOBODY';

/** One process of a house that has several, over the same three servers. */
export interface DistributedEngine extends EmbeddedEngine {
  readonly share: Share;
  /** Gives up its share and closes, for {@link DistributedOptions.stopWithinMs} in order. @throws LetGo where that was not enough; it is closed then, too. */
  close(): Promise<void>;
}

const LEASE_MS = 10_000;
const SAVE_EVERY_MS = 1_000;
/** Read models that come after the log more slowly are being made anew, or stand still. */
const KNOWN_WITHIN_MS = 5_000;
/** To the read models: one follows, one writes, the others count for health and bells. */
const WORKER_CONNECTIONS = 4;
/** What all processes must have in common. */
const SHARED_KEYS = [DATA_FILES.vaultKey, DATA_FILES.tokenKey, DATA_FILES.feedKey, LEDGER_FILES.key] as const;

/**
 * Opens one process of a house: log in an event store, wake-ups in Redis, leases and checkpoints in PostgreSQL. As a worker it takes its
 * share of the 64 partitions, gives it up when it is closed, and loses it when it dies.
 * @throws LogInUse where another process has this data folder; UnsafeInProduction; KeysDiffer, DatabaseOfAnother where it does not belong to this house; NoEventStoreUrl, EventStoreUnreachable,
 * EventStoreRefused; NoPostgresUrl, PostgresUnreachable, PostgresRefused, PostgresNewer; NoRedisUrl; MasterKeyUnusable, TokenKeyUnusable.
 */
export async function openDistributed(options: DistributedOptions): Promise<DistributedEngine> {
  const { dataFolder, eventStore, redis, roles, leaseMs = LEASE_MS, say = toStandardError } = options;
  const { keysFolder = dataFolder, production = false } = options;
  const works = roles.includes('worker');
  if (production) refuseUnsafeSettings(options);
  const opened = new Opened();
  try {
    for (const folder of [dataFolder, keysFolder]) mkdirSync(folder, { recursive: true });
    await refuseLogOfFolder(dataFolder, DATA_FILES.events);
    opened.keep(await WriterLock.take(join(dataFolder, DATA_FILES.events)), (it) => it.release());
    const store = opened.keep(await clientOf(eventStore), (it) => it.close(), 'LOG' satisfies Closed);
    const clock = await clockOver(store, options.clock);
    const postgres = opened.keep(await openPostgres(options.postgres), (it) => it.close(), 'DATABASE' satisfies Closed);
    const masterKey = join(keysFolder, DATA_FILES.vaultKey);
    const address = addressOf(eventStore.url);
    const register = await HouseRegister.enter(postgres, {
      log: store,
      address,
      keysFolder,
      keys: SHARED_KEYS,
      makeKeys: async () => {
        await (await openPostgresVault(postgres, masterKey)).close();
        await TokenDesk.open(keysFolder, clock);
        if (options.ledger !== undefined) await openLedgerKey(keysFolder, options.ledger);
      },
    });
    const tokens = await TokenDesk.open(keysFolder, clock);
    const vault = opened.keep(await openPostgresVault(postgres, masterKey), (it) => it.close());

    const owner = `${hostname()} ${process.pid} ${randomBytes(4).toString('hex')}`;
    const leases = await PostgresLeases.open(postgres);
    const keeper = opened.keep(new LeaseKeeper(leases, { owner, ttlMs: leaseMs }), (it) => it.stop(), 'LEASES' satisfies Closed);
    await PartitionKeeper.prepare(postgres);
    const checkpoints = opened.keep(await PostgresCheckpoints.open(postgres, keeper), (it) => it.close());
    const isHeld = (partition: number): boolean => keeper.isHeld(leaseOfPartition(partition));
    const holds = (stream: string): boolean => keeper.leaseOf(leaseOfPartition(partitionOf(stream))) !== undefined;

    /** What does not answer is waited for no longer. */
    const left = new AbortController();
    const fence = (transaction: Queryable): Promise<void> => keeper.assertHeld(transaction, 'projections');
    // Nobody asks a worker for pages.
    const few = roles.includes('api') ? {} : { connections: WORKER_CONNECTIONS };
    const inDatabase = { ...options.postgres, ...few, fence, patienceMs: leaseMs };
    const readModels = opened.keep(await openPostgresReadModels(inDatabase), (it) => it.close(), 'READ_MODELS' satisfies Closed);
    const log = spokenLog(store);
    const onFailed = (error: Error): void => {
      // Of what is let go at the end one line tells, and not this one.
      if (left.signal.aborted) return;
      say(`${words.PROJECTIONS_FAILED.zh} / ${words.PROJECTIONS_FAILED.en}: ${error.message}`);
    };
    const projections = new HouseProjections({ keeper, log, readModels, works, onFailed });
    opened.keep(projections, (it) => it.stop());
    const claims = await OrderClaims.open(postgres, async () => projections.caughtUp(await store.head(), KNOWN_WITHIN_MS));
    const closing = new AbortController();
    opened.keep(closing, (it) => it.abort());
    const { signal } = closing;
    // A sweep that failed would be made again in an hour.
    const waiting = {
      readModels: { awaitingStreams: (until?: CivilDate) => patiently(() => readModels.awaitingStreams(until), { signal }) },
      checkpoints: { holds: () => patiently(() => checkpoints.holds(), { signal }) },
    };
    const upToDate = async (): Promise<void> => {
      await projections.caughtUp(await store.head());
    };
    const states = new StatesOfTheLog({ store: log, ...waiting, upToDate, holds });
    const queue = { url: redis.url, name: `mingce-${register.id.slice(0, 13)}` };
    const bell = opened.keep(await openBullmqBell(clock, states, { ...redis, ...queue, holds }, say), (it) => it.close());

    // Kept before the engine, so that it ends after it and signs what the engine wrote last.
    const houseLedger =
      options.ledger === undefined
        ? undefined
        : await HouseLedger.open({ ...options, ledger: options.ledger, keysFolder, store, clock, postgres, keeper, works, say });
    if (houseLedger !== undefined) opened.keep(houseLedger, (it) => it.stop(), 'LEDGER' satisfies Closed);

    keeper.start();
    const engine = opened.keep(
      await Engine.start({
        store: log,
        vault,
        clock,
        bell,
        checkpoints,
        projections,
        readModels,
        build: BUILD,
        shared: {
          rings: works,
          claim: (orderId, stream, digest) => claims.claim(orderId, stream, digest),
          partitions: {
            of: partitionOf,
            isHeld,
            onLost: (partitions) => keeper.lost(partitions.map(leaseOfPartition)),
            saveEveryMs: SAVE_EVERY_MS,
          },
        },
      }),
      (it) => it.stop(),
      'ENGINE' satisfies Closed,
    );
    if (production) refuseUnsafeHouse({ engine }, keysFolder);
    await register.hold();
    houseLedger?.start();
    const letGo = (): void => {
      left.abort();
      postgres.letGo();
      letGoOfReadModels(readModels);
    };
    let stopping: Promise<void> | undefined;
    let keeping: PartitionKeeper | undefined;
    if (works) {
      const { runner } = engine;
      const onBroken = (error: Error): void => {
        say(`${words.WORKER_BROKE.zh} / ${words.WORKER_BROKE.en}: ${error.message}`);
        options.onBroken?.(error);
      };
      const { signal: leaving } = left;
      keeping = new PartitionKeeper({ postgres, keeper, runner, onChange: () => bell.reassigned(), onBroken, leaving });
      // Given up before the engine stops: others go on at once.
      opened.keep(keeping, (it) => it.stop(), 'SHARE' satisfies Closed);
      await keeping.start();
    }
    return {
      engine,
      store,
      log,
      vault,
      readModels,
      tokens,
      clock,
      eventStore: { address, state: () => store.state },
      queue,
      ...(houseLedger === undefined ? {} : { ledger: houseLedger.ledger }),
      share: {
        instance: owner,
        roles,
        partitions: () => keeping?.partitions ?? [],
        reachDatabase: () => postgres.reach(),
        withoutOwner: async () => (await leases.free(PARTITION_LEASES)).length,
        soleWork: async () => {
          const free = new Set(await leases.free(SOLE_WORKS));
          const ownerOf = (name: SoleWorkName, isHere: boolean): SoleOwner => isHere ? 'HERE' : free.has(name) ? 'NOBODY' : 'ELSEWHERE';
          return {
            projections: ownerOf('projections', projections.isHere),
            ...(houseLedger === undefined ? {} : { ledger: ownerOf('ledger', houseLedger.isHere) }),
          };
        },
      },
      close: () => (stopping ??= closeWithin(opened, { withinMs: options.stopWithinMs, letGo })),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}
