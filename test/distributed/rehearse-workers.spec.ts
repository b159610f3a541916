import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FROM_SOURCES } from '#libs/spec';
import { differences } from '../faults/history.js';
import { rehearsed } from './rehearsed.js';
import { describeOnServers, type Servers, startServers } from './servers.js';

/** The main path: acts, two notices and an announcement whose bells ring, results that processes carry. `npm run proof -- matrix` plays a town, too. */
const SCRIPT = join(import.meta.dirname, '..', 'scenarios', 'ident-8-main-path.jsonl');

/** Architecture §7: one program, and by how many processes it is done is seen nowhere. */
describeOnServers('a script by two workers on test node, Redis and PostgreSQL', () => {
  let servers: Servers | undefined;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rehearse-workers-'));
  });
  afterEach(async () => {
    await servers?.stop();
    rmSync(folder, { recursive: true });
  });

  it('comes to what it expects and, event by event, to the same log as in a file', async () => {
    servers = await startServers(folder);
    const { eventStore, redis, postgres } = servers;
    const inFile = await rehearsed(SCRIPT, { dataFolder: join(folder, 'file') });
    const workers = { count: 2, eventStore, redis, postgres, leaseMs: 2_000, execArgv: FROM_SOURCES };
    const byWorkers = await rehearsed(SCRIPT, { dataFolder: join(folder, 'workers'), workers });
    expect([inFile.problems, byWorkers.problems]).toEqual([[], []]);
    expect(differences(byWorkers.history, inFile.history)).toEqual([]);
    expect(byWorkers.history.filter((event) => event.includes('"case.NoticePeriodElapsed.v1"'))).toHaveLength(3);
  }, 600_000);
});
