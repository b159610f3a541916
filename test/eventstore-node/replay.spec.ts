import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_FILES, eventStoreIn, readLogOf } from '#libs/embedded';
import { replay, type ReplaySummary } from '#libs/replay';
import { simulate } from '#libs/simulation';
import { SqliteVault } from '#libs/vault';
import { type EventStoreNode, startNode } from './start-node.js';

/** Architecture §7: one program, and where its log lies is seen nowhere, by a replay neither. */
describe('replay of a log in an event store', () => {
  let node: EventStoreNode | undefined;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'replay-stores-'));
  });
  afterEach(async () => {
    await node?.stop();
    rmSync(folder, { recursive: true });
  });

  async function replayed(name: string, url?: string): Promise<ReplaySummary> {
    const dataFolder = join(folder, name);
    const eventStore = eventStoreIn({ MINGCE_EVENTSTORE_URL: url });
    await simulate('shiqiao', { dataFolder, scale: 0.02, ...(eventStore === undefined ? {} : { eventStore }) });
    const reader = await readLogOf(dataFolder, DATA_FILES.events, eventStore);
    const vault = SqliteVault.open(dataFolder, { readOnly: true });
    try {
      return await replay(reader, { open: (refs) => vault.open(refs) });
    } finally {
      await vault.close();
      await reader.close();
    }
  }

  it('finds every decision equal, and the same decisions as in a file', async () => {
    const url = process.env['EVENTSTORE_URL'] ?? (node = await startNode(join(folder, 'log.sqlite'))).connectionString;
    const [inFile, onServer] = [await replayed('file'), await replayed('server', url)];
    expect(onServer).toEqual(inFile);
    expect([onServer.equal, onServer.verdicts.EQUAL, onServer.appends > 500]).toEqual([true, onServer.appends, true]);
  });
});
