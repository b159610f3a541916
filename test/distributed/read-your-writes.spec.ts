import { type DistributedEngine } from '#libs/distributed';
import { compareReadModels, ReadModels } from '#libs/read-models';
import { until } from '#libs/spec';
import {
  type CountyInMemory,
  enrolment,
} from '../../apps/api/src/samples/county-in-memory.js';
import { openTwoDoors, startHouse, type TestHouse } from './house.js';
import { describeOnServers } from './servers.js';

/** conventions.md, read-your-writes; architecture §7: several api instances, projections with one owner. */
describeOnServers('two api instances and two workers of one house', () => {
  let house: TestHouse;
  let workers: DistributedEngine[];
  let doors: CountyInMemory[];

  beforeAll(async () => {
    house = await startHouse();
    workers = [await house.open(['worker']), await house.open(['worker'])];
    doors = await openTwoDoors(house);
  });
  afterAll(async () => {
    for (const { app } of doors) await app.close();
    await house.close();
  });

  const [at, other] = [(): CountyInMemory => doors[0]!, (): CountyInMemory => doors[1]!];
  const filling = (): Promise<readonly (string | undefined)[]> =>
    Promise.all(workers.map(async ({ share }) => (await share.soleWork()).projections));

  it('what one has acknowledged the other answers, asked after its position', async () => {
    for (const id of ['h1', 'h2', 'h3']) {
      const given = await at().post(`/api/v1/households/${id}/orders/EnrolHousehold`, enrolment(id));
      expect([given.status, given.body]).toMatchObject([201, { repeated: false }]);
      const seen = await other().get(`/api/v1/households/${id}`, { query: `?after=${String(given.body['position'])}` });
      expect([seen.status, seen.body]).toMatchObject([200, { household: { householdId: id } }]);
    }
  });

  it('one worker fills the read models, and every process says so', async () => {
    await until(async () => (await filling()).includes('HERE'));
    expect([...(await filling())].sort()).toEqual(['ELSEWHERE', 'HERE']);
    const ready = await at().get('/health/ready', { as: '' });
    expect([ready.status, ready.body]).toMatchObject([200, { details: { readModels: { status: 'up' }, processes: { projections: 'ELSEWHERE' } } }]);
    const { text } = await at().get('/metrics', { as: 'administrator' });
    expect(text).toContain('mingce_sole_work{work="projections",owner="elsewhere"} 1');
  });

  it('when the one that fills them is closed the other does, and the rows are those of the log', async () => {
    const owner = (await filling()).indexOf('HERE');
    await workers[owner]!.close();
    const given = await other().post('/api/v1/households/h4/orders/EnrolHousehold', enrolment('h4'));
    const seen = await at().get('/api/v1/households/h4', { query: `?after=${String(given.body['position'])}` });
    expect(seen.status).toBe(200);
    const { store, readModels, engine } = at().house as DistributedEngine;
    await engine.settled();
    const alone = ReadModels.open(':memory:');
    await alone.replay(store);
    expect(await compareReadModels(alone, readModels)).toEqual([]);
    await alone.close();
  });
});
