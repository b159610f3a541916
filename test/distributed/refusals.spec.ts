import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { found, openEmbedded } from '#libs/embedded';
import { BEGINS, countyBehindDoors, type CountyInMemory } from '../../apps/api/src/samples/county-in-memory.js';
import { VirtualClock } from '#libs/clock';
import { until } from '#libs/spec';
import { startNode } from '../eventstore-node/start-node.js';
import { startHouse, type TestHouse } from './house.js';
import { describeOnServers } from './servers.js';

describeOnServers('a process of a house', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await startHouse();
  });
  afterAll(() => house.close());

  it('that only works has no doors but health and metrics, and says in both what it does', async () => {
    const worker = await house.open(['worker']);
    await found(worker.engine);
    const doors: CountyInMemory = await countyBehindDoors(worker, { watchOnly: true });
    await until(async () => (await worker.share.soleWork()).projections === 'HERE' && worker.share.partitions().length === 64);
    const ready = await doors.get('/health/ready', { as: '' });
    expect([ready.status, ready.body]).toMatchObject([
      200,
      {
        status: 'ok',
        details: {
          store: { status: 'up' },
          readModels: { status: 'up' },
          processes: { status: 'up', roles: 'worker', partitions: 64, partitionsWithoutOwner: 0, projections: 'HERE' },
          wakeups: { status: 'up', bell: 'REDIS' },
        },
      },
    ]);
    const { status, text } = await doors.get('/metrics', { as: 'administrator' });
    expect(status).toBe(200);
    for (const line of [
      'mingce_partitions 64',
      'mingce_partitions_without_owner 0',
      'mingce_sole_work{work="projections",owner="here"} 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect((await doors.get('/api/v1/cases', { as: 'administrator' })).status).toBe(404);
    await doors.app.close();
    await worker.close();
  });

  it('is refused beside another on the same data folder', async () => {
    const first = await house.open(['api'], { dataFolder: join(house.folder, 'one') });
    await expect(house.open(['api'], { dataFolder: join(house.folder, 'one') })).rejects.toMatchObject({ code: 'LOG_IN_USE' });
    await first.close();
  });

  it('is refused with keys of its own, and told which', async () => {
    await expect(house.open(['api'], { keysFolder: join(house.folder, 'other-keys') })).rejects.toMatchObject({
      code: expect.stringMatching(/^(KEYS_DIFFER|MASTER_KEY_UNUSABLE)$/),
    });
  });

  it('is refused with the log of another house, or in a folder that has a log', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'other-log-'));
    const node = await startNode(join(folder, 'log.sqlite'));
    await expect(house.open(['api'], { eventStore: { url: node.connectionString } })).rejects.toMatchObject({
      code: 'DATABASE_OF_ANOTHER',
    });
    await node.stop();
    const own = join(folder, 'own');
    mkdirSync(own);
    const embedded = await openEmbedded({ dataFolder: own, clock: new VirtualClock(BEGINS) });
    await embedded.close();
    await expect(house.open(['api'], { dataFolder: own })).rejects.toMatchObject({ code: 'ANOTHER_LOG' });
    rmSync(folder, { recursive: true });
  });

  it('is refused in production over servers that anybody can read along', async () => {
    await expect(house.open(['api'], { production: true })).rejects.toMatchObject({ code: 'UNSAFE_IN_PRODUCTION' });
  });
});
