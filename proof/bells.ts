import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_FILES } from '#libs/embedded';
import { SqliteEventReader } from '#libs/event-store';
import { type Row, type SimulationReport } from '#libs/simulation';
import { RedisServer } from '../libs/wakeups/src/contract/redis-server.contract.js';
import { differences, historyOf } from '../test/faults/history.js';
import { startSimulation } from './simulation-process.js';

export interface BellsProof {
  readonly scenario: string;
  readonly scale: number;
  readonly say: (line: string) => void;
}

/** The same scenario by the table and by a Redis: the same figures and, event by event, the same log. */
export async function proveBells({ scenario, scale, say }: BellsProof): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'proof-bells-'));
  const redis = await RedisServer.start();
  try {
    const runs = [];
    for (const [bell, given] of [
      ['table', {}],
      ['Redis', { redis: { url: redis.url } }],
    ] as const) {
      const dataFolder = join(folder, bell);
      const { report } = await startSimulation({ scenario, dataFolder, scale, ...given }).ended;
      if (report === undefined) return [`the simulation by ${bell} was killed`];
      say(`${bell}: ${report.orders} orders, ${report.events} events in ${report.seconds.toFixed(1)} s`);
      const reader = await SqliteEventReader.openReader(join(dataFolder, DATA_FILES.events));
      runs.push({ report, history: await historyOf(reader) });
      await reader.close();
    }
    const [byTable, byRedis] = runs;
    if (byTable === undefined || byRedis === undefined) return ['not both bells were heard'];
    return [
      ...differences(figuresOf(byRedis.report), figuresOf(byTable.report)),
      ...differences(byRedis.history, byTable.history),
    ].map((difference) => `by Redis, against the table: ${difference}`);
  } finally {
    await redis.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

function figuresOf({ rows, orders, events, holds }: SimulationReport): readonly string[] {
  return [JSON.stringify({ orders, events, holds }), ...rows.map((row: Row) => JSON.stringify(row))];
}
