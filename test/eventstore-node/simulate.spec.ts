import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DATA_FILES, eventStoreIn, readLogOf } from '#libs/embedded';
import { replay, type ReplaySummary } from '#libs/replay';
import { simulate, type SimulationReport } from '#libs/simulation';
import { SqliteVault } from '#libs/vault';
import { differences, historyOf } from '../faults/history.js';
import { type EventStoreNode, startNode } from './start-node.js';

const SCALE = 0.02;

interface Played {
  readonly report: SimulationReport;
  readonly history: readonly string[];
  /** Every decision of it taken again. */
  readonly replayed: ReplaySummary;
}

/** Architecture §7: one program, and where its log lies is seen nowhere, by a replay neither. */
describe('simulate shiqiao with its log in an event store', () => {
  let node: EventStoreNode | undefined;
  let folder: string;
  let inFile: Played;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'simulate-stores-'));
    inFile = await played('file');
    expect(inFile.report.events).toBeGreaterThan(500);
  });
  afterEach(() => node?.stop());
  afterAll(() => rmSync(folder, { recursive: true }));

  async function played(name: string, url?: string): Promise<Played> {
    const dataFolder = join(folder, name);
    const eventStore = eventStoreIn({ MINGCE_EVENTSTORE_URL: url });
    const options = { dataFolder, scale: SCALE, ...(eventStore === undefined ? {} : { eventStore }) };
    const report = await simulate('shiqiao', options);
    const reader = await readLogOf(dataFolder, DATA_FILES.events, eventStore);
    const vault = SqliteVault.open(dataFolder, { readOnly: true });
    try {
      const replayed = await replay(reader, { open: (refs) => vault.open(refs) });
      return { report: { ...report, seconds: 0 }, history: await historyOf(reader), replayed };
    } finally {
      await vault.close();
      await reader.close();
    }
  }

  it('gives the same figures and, event by event, the same log as in a file, with decisions that are taken again the same', async () => {
    // A real server may be named: an empty one.
    const url = process.env['EVENTSTORE_URL'] ?? (node = await startNode(join(folder, 'log.sqlite'))).connectionString;
    const onServer = await played('server', url);
    expect(onServer.report).toEqual(inFile.report);
    expect(differences(onServer.history, inFile.history)).toEqual([]);
    expect(onServer.replayed).toEqual(inFile.replayed);
    const { equal, verdicts, appends } = onServer.replayed;
    expect([equal, verdicts.EQUAL, appends > 500]).toEqual([true, appends, true]);
  });

  it('comes to the same where connections are cut, answers lost and messages doubled all the time', async () => {
    node = await startNode(join(folder, 'disturbed.sqlite'));
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
    const onServer = await played('disturbed', connectionString).finally(() => ended.abort());
    await disturbing;
    expect(onServer.report).toEqual(inFile.report);
    expect(differences(onServer.history, inFile.history)).toEqual([]);
  });
});
