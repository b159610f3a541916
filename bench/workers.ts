import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulate } from '#libs/simulation';
import { startServers } from '../test/distributed/servers.js';
import { type BenchRow, interleaved } from './bench-row.js';

const SCALE = 0.05;
const PAIRS = 5;

/** Shiqiao, played over test node, Redis and PostgreSQL, from the moment at which all workers work until nothing is left to do. Events per second. */
async function played(count: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-workers-'));
  const servers = await startServers(folder);
  let [began, ended] = [0, 0];
  try {
    const { eventStore, redis, postgres } = servers;
    const { events } = await simulate('shiqiao', {
      dataFolder: join(folder, 'house'),
      scale: SCALE,
      workers: {
        count,
        eventStore,
        redis,
        postgres,
        onStarted: () => (began = performance.now()),
        onSettled: () => {
          ended = performance.now();
          return Promise.resolve();
        },
      },
    });
    return (events * 1000) / (ended - began);
  } finally {
    await servers.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same house with 2 and with 4 workers as with one. Not a promise: so many processes on so few cores gain little. */
export async function benchWorkers(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const count of [2, 4]) {
    const { a, b, ratio } = await interleaved(
      PAIRS,
      () => played(count),
      () => played(1),
    );
    rows.push({
      what: `shiqiao at ${SCALE} on test node, Redis and PostgreSQL, ${count} workers`,
      ours: a,
      limit: b,
      unit: 'events/s',
      ratio,
      mustReach: 0,
      note: `limit: one worker; ${availableParallelism()} cores for servers, api and workers together`,
    });
  }
  return rows;
}
