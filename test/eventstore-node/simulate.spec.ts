import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_FILES, eventStoreIn, readLogOf } from '#libs/embedded';
import { simulate, type SimulationReport } from '#libs/simulation';
import { differences, historyOf } from '../faults/history.js';
import { type EventStoreNode, startNode } from './start-node.js';

/** Architecture §7: one program, and where its log lies is seen nowhere. */
describe('simulate shiqiao with its log in an event store', () => {
  let node: EventStoreNode | undefined;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'simulate-stores-'));
  });
  afterEach(async () => {
    await node?.stop();
    rmSync(folder, { recursive: true });
  });

  async function played(name: string, url?: string): Promise<{ report: SimulationReport; history: readonly string[] }> {
    const dataFolder = join(folder, name);
    const eventStore = eventStoreIn({ MINGCE_EVENTSTORE_URL: url });
    const report = await simulate('shiqiao', { dataFolder, scale: 0.1, ...(eventStore === undefined ? {} : { eventStore }) });
    const reader = await readLogOf(dataFolder, DATA_FILES.events, eventStore);
    const history = await historyOf(reader);
    await reader.close();
    return { report, history };
  }

  it('gives the same figures and, event by event, the same log as in a file', async () => {
    // A real server may be named: an empty one.
    const url = process.env['EVENTSTORE_URL'] ?? (node = await startNode(join(folder, 'log.sqlite'))).connectionString;
    const inFile = await played('file');
    const onServer = await played('server', url);
    expect(inFile.report.events).toBeGreaterThan(1_000);
    expect({ ...onServer.report, seconds: 0 }).toEqual({ ...inFile.report, seconds: 0 });
    expect(differences(onServer.history, inFile.history)).toEqual([]);
  });
});
