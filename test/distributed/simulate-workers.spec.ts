import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientOf, DATA_FILES, readLogOf } from '#libs/embedded';
import { simulate, type SimulationReport } from '#libs/simulation';
import { FROM_SOURCES } from '#libs/spec';
import { differences, historyOf } from '../faults/history.js';
import { describeOnServers, type Servers, startServers } from './servers.js';

const SCALE = 0.01;

/** Architecture §7: one program, and by how many processes it is done is seen nowhere. */
describeOnServers('simulate shiqiao by two workers on test node, Redis and PostgreSQL', () => {
  let servers: Servers | undefined;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'simulate-workers-'));
  });
  afterEach(async () => {
    await servers?.stop();
    rmSync(folder, { recursive: true });
  });

  async function inFile(scale: number): Promise<{ report: SimulationReport; history: readonly string[] }> {
    const dataFolder = join(folder, 'file');
    const report = await simulate('shiqiao', { dataFolder, scale });
    const reader = await readLogOf(dataFolder, DATA_FILES.events);
    const history = await historyOf(reader);
    await reader.close();
    return { report, history };
  }

  it('gives the same figures and, event by event, the same log as in a file', async () => {
    servers = await startServers(folder);
    const { eventStore, redis, postgres } = servers;
    const expected = await inFile(SCALE);
    const report = await simulate('shiqiao', {
      dataFolder: join(folder, 'workers'),
      scale: SCALE,
      workers: { count: 2, eventStore, redis, postgres, leaseMs: 2_000, execArgv: FROM_SOURCES },
    });
    const log = await clientOf(eventStore);
    const history = await historyOf(log);
    await log.close();
    expect({ ...report, seconds: 0 }).toEqual({ ...expected.report, seconds: 0 });
    expect(differences(history, expected.history)).toEqual([]);
  }, 600_000);
});
