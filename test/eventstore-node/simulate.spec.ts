import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
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

  async function played(
    name: string,
    url?: string,
    scale = 0.03,
  ): Promise<{ report: SimulationReport; history: readonly string[] }> {
    const dataFolder = join(folder, name);
    const eventStore = eventStoreIn({ MINGCE_EVENTSTORE_URL: url });
    const report = await simulate('shiqiao', { dataFolder, scale, ...(eventStore === undefined ? {} : { eventStore }) });
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
    expect(inFile.report.events).toBeGreaterThan(500);
    expect({ ...onServer.report, seconds: 0 }).toEqual({ ...inFile.report, seconds: 0 });
    expect(differences(onServer.history, inFile.history)).toEqual([]);
  });

  it('comes to the same where connections are cut, answers lost and messages doubled all the time', async () => {
    node = await startNode(join(folder, 'log.sqlite'));
    const inFile = await played('file', undefined, 0.02);
    const { order, connectionString } = node;
    const ended = new AbortController();
    const disturbing = (async () => {
      let head = '';
      for (let n = 0; !ended.signal.aborted;) {
        // Only where it got on since the last time: a slow machine, too, comes to the end of a long reading.
        if ((await order({})).head !== head) {
          const disturbed = await order({ cut: n % 3 === 0, cutAfterAppend: 1, cutAfterMessages: 50, doubled: 5 });
          head = disturbed.head;
          n++;
        }
        await pause(700, undefined, { signal: ended.signal }).catch(() => undefined);
      }
      return order({ cutAfterAppend: 0, doubled: 0, cutAfterMessages: Number.MAX_SAFE_INTEGER });
    })();
    const onServer = await played('server', connectionString, 0.02).finally(() => ended.abort());
    await disturbing;
    expect({ ...onServer.report, seconds: 0 }).toEqual({ ...inFile.report, seconds: 0 });
    expect(differences(onServer.history, inFile.history)).toEqual([]);
  });
});
