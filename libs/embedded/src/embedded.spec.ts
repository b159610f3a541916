import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '#libs/clock';
import { instant } from '#libs/kernel';
import { BUILD, FIRST_ADMINISTRATOR, found, NATION, openEmbedded, openInMemory } from './index.js';

const clock = (): VirtualClock => new VirtualClock(instant('2024-03-01T09:00:00+08:00'));

let dataFolder: string;
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'mingce-embedded-'));
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

describe('the embedded engine', () => {
  it('goes on where it was: log, offices and the law that was published', async () => {
    const first = await openEmbedded({ dataFolder, clock: clock() });
    await found(first.engine);
    await first.engine.settled();
    const head = await first.store.head();
    const token = await first.tokens.issueToken({
      accountId: FIRST_ADMINISTRATOR,
      office: 'PROGRAMME_ADMINISTRATOR',
      area: NATION,
      ttl: 60,
    });
    await first.close();
    await first.close();

    const second = await openEmbedded({ dataFolder, clock: clock() });
    await found(second.engine);
    await second.engine.settled();
    expect(await second.store.head()).toBe(head);
    expect(second.readModels.checkpoint()).toBe(head);
    expect(second.engine.directory.appointmentsOf(FIRST_ADMINISTRATOR).map(({ office, area }) => [office, area])).toEqual([
      ['PROGRAMME_ADMINISTRATOR', NATION],
    ]);
    expect((await second.tokens.verifyToken(token)).accountId).toBe(FIRST_ADMINISTRATOR);
    await second.close();
  });

  it('lets nobody else work on the folder, and lets go of it at the end', async () => {
    const first = await openEmbedded({ dataFolder, clock: clock() });
    await expect(openEmbedded({ dataFolder, clock: clock() })).rejects.toMatchObject({ code: 'LOG_IN_USE' });
    await first.close();
    const second = await openEmbedded({ dataFolder, clock: clock() });
    await second.close();
    expect((await readdir(dataFolder)).filter((name) => name.endsWith('-wal'))).toEqual([]);
  });

  it('makes anew what was derived from a log that now ends earlier', async () => {
    const first = await openEmbedded({ dataFolder, clock: clock() });
    await found(first.engine);
    await first.engine.settled();
    await first.close();
    for (const name of ['events.db', 'events.db-wal', 'events.db-shm']) await rm(join(dataFolder, name), { force: true });

    const second = await openEmbedded({ dataFolder, clock: clock() });
    await second.engine.settled();
    expect(second.readModels.checkpoint()).toBe(await second.store.head());
    await second.close();
  });

  it('tells a clock when the last event was recorded', async () => {
    const told: (string | undefined)[] = [];
    for (let run = 0; run < 2; run++) {
      const opened = await openEmbedded({
        dataFolder,
        clock: (last) => {
          told.push(last);
          return clock();
        },
      });
      await opened.close();
    }
    expect(told).toEqual([undefined, '2024-03-01T01:00:00.000Z']);
  });

  it('needs no disk', async () => {
    const { engine, store, readModels, close } = await openInMemory(clock());
    await engine.settled();
    expect(store.name).toBe('memory');
    expect(readModels.checkpoint()).toBe(await store.head());
    await close();
  });

  it('names the version of the package in each event', async () => {
    const { version } = JSON.parse(await readFile(join(__dirname, '../../../package.json'), 'utf8')) as { version: string };
    expect(BUILD).toBe(version);
  });
});
