import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '#libs/clock';
import { type DistributedEngine, type DistributedOptions, openDistributed, type Role } from '#libs/distributed';
import { FROM_SOURCES } from '#libs/spec';
import { BEGINS, countyBehindDoors, type CountyInMemory, settleCounty } from '../../apps/api/src/samples/county-in-memory.js';
import { type Servers, startServers } from './servers.js';

const LED_WORKER = join(import.meta.dirname, '..', '..', 'libs', 'simulation', 'src', 'led-worker.ts');

/** Long enough for a loaded machine to renew it, short enough to wait for its end. */
const LEASE_MS = 2_000;

/** A house over servers of its own, whose processes are opened in this one, all by one clock. */
export interface TestHouse {
  readonly servers: Servers;
  readonly clock: VirtualClock;
  readonly folder: string;
  /** What its processes said in one line each. */
  readonly said: readonly string[];
  open(roles: readonly Role[], more?: Partial<DistributedOptions>): Promise<DistributedEngine>;
  /** A worker in a process of its own, with a folder of that name; it has begun its work. Whoever forks it ends it. */
  fork(name: string): Promise<ChildProcess>;
  /** Closes whoever is still open, and stops the servers. */
  close(): Promise<void>;
}

export async function startHouse(): Promise<TestHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'house-'));
  // Several instances in one process: the client keeps its pending batches of appends in one table for the whole process, and an error
  // of one instance's connection ends those of all.
  const servers = await startServers(folder, true);
  const clock = new VirtualClock(BEGINS);
  const opened: DistributedEngine[] = [];
  const said: string[] = [];
  return {
    servers,
    clock,
    folder,
    said,
    async open(roles, more = {}) {
      const { eventStore, redis, postgres } = servers;
      const house = await openDistributed({
        dataFolder: join(folder, `${roles.join('-')}-${opened.length + 1}`),
        keysFolder: join(folder, 'keys'),
        eventStore,
        redis,
        postgres,
        roles,
        clock,
        leaseMs: LEASE_MS,
        say: (line) => said.push(line),
        ...more,
      });
      opened.push(house);
      return house;
    },
    async fork(name) {
      const { eventStore, redis, postgres } = servers;
      const own = { dataFolder: join(folder, name), keysFolder: join(folder, 'keys') };
      const worker = fork(LED_WORKER, [JSON.stringify({ ...own, eventStore, redis, postgres, now: BEGINS, leaseMs: LEASE_MS })], {
        execArgv: [...FROM_SOURCES],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      await once(worker, 'message');
      return worker;
    },
    async close() {
      for (const house of opened.reverse()) await house.close();
      await servers.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Two api instances of a house in which the county is settled, behind their doors. */
export async function openTwoDoors(house: TestHouse): Promise<CountyInMemory[]> {
  const engines = [await house.open(['api']), await house.open(['api'])];
  await settleCounty(engines[0]!);
  return Promise.all(engines.map((engine) => countyBehindDoors(engine)));
}
