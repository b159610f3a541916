import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '#libs/clock';
import { type DistributedEngine, type DistributedOptions, openDistributed, type Role } from '#libs/distributed';
import { BEGINS } from '../../apps/api/src/samples/county-in-memory.js';
import { type Servers, startServers } from './servers.js';

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
    async close() {
      for (const house of opened.reverse()) await house.close();
      await servers.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Looks until it is so; the limit of the spec ends what never is. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
