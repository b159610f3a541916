import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_FILES } from '#libs/embedded';
import { SqliteEventReader } from '#libs/event-store';
import { simulate, type SimulationReport } from '#libs/simulation';
import { describeOnRedis, RedisServer } from '../../libs/wakeups/src/contract/redis-server.contract.js';
import { differences, historyOf } from '../faults/history.js';

/** Architecture §6: the virtual clock drives every bell, and which of them rings is seen nowhere. */
describeOnRedis('simulate shiqiao by a Redis', () => {
  let redis: RedisServer;
  let folder: string;
  beforeEach(async () => {
    redis = await RedisServer.start();
    folder = mkdtempSync(join(tmpdir(), 'simulate-bells-'));
  });
  afterEach(async () => {
    await redis.remove();
    rmSync(folder, { recursive: true });
  });

  async function played(name: string, url?: string): Promise<{ report: SimulationReport; history: readonly string[] }> {
    const dataFolder = join(folder, name);
    const report = await simulate('shiqiao', { dataFolder, scale: 0.02, ...(url === undefined ? {} : { redis: { url } }) });
    const reader = await SqliteEventReader.openReader(join(dataFolder, DATA_FILES.events));
    const history = await historyOf(reader);
    await reader.close();
    return { report, history };
  }

  it('gives the same figures and, event by event, the same log as by a table', async () => {
    const byTable = await played('table');
    const byRedis = await played('redis', redis.url);
    expect(byTable.report.events).toBeGreaterThan(500);
    expect({ ...byRedis.report, seconds: 0 }).toEqual({ ...byTable.report, seconds: 0 });
    expect(differences(byRedis.history, byTable.history)).toEqual([]);
    expect(byRedis.history.filter((event) => event.includes('NoticePeriodElapsed')).length).toBeGreaterThan(10);
  });
});
