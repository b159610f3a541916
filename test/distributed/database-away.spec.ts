import { type DistributedEngine } from '#libs/distributed';
import { until } from '#libs/spec';
import { type Answer, countyBehindDoors, type CountyInMemory, enrolment, settleCounty } from '../../apps/api/src/samples/county-in-memory.js';
import { startHouse, type TestHouse } from './house.js';
import { describeOnServers } from './servers.js';

/** Metrics and health are wanted most while a server is away. */
describeOnServers('a house whose PostgreSQL is away', () => {
  let house: TestHouse;
  let api: DistributedEngine;
  let worker: DistributedEngine;
  let doors: CountyInMemory[];

  beforeAll(async () => {
    house = await startHouse();
    worker = await house.open(['worker'], { ledger: {} });
    api = await house.open(['api'], { ledger: {} });
    await settleCounty(api);
    doors = [await countyBehindDoors(api), await countyBehindDoors(worker, { watchOnly: true })];
    await until(() => api.ledger?.condition().checkpoint !== undefined);
    await api.engine.settled();
  });
  afterAll(async () => {
    for (const { app } of doors) await app.close();
    await house.close();
  });

  /** Series that every process of a house shows, with those of what lies in the database. */
  const HERE = ['mingce_log_position', 'mingce_consumer_lag_events{consumer="ledger"}', 'mingce_checkpoint_age_seconds'];
  const THERE = ['mingce_held_streams', 'mingce_partitions_without_owner', 'mingce_deadlines_overdue{level="village"}'];

  async function figures(of: CountyInMemory): Promise<ReadonlyMap<string, number>> {
    const { status, text } = await of.get('/metrics', { as: 'administrator' });
    expect(status).toBe(200);
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
  }

  async function seen(of: CountyInMemory): Promise<object> {
    const known = await figures(of);
    return {
      troubled: known.get('mingce_database_troubled'),
      here: HERE.filter((name) => known.has(name)),
      there: THERE.filter((name) => known.has(name)),
      position: known.get('mingce_log_position'),
    };
  }

  const enrol = (): Promise<Answer> =>
    doors[0]!.post('/api/v1/households/h1/orders/EnrolHousehold', enrolment('h1'), { key: 'key-away' });

  async function ready(of: CountyInMemory): Promise<readonly [number, Readonly<Record<string, object>>]> {
    const { status, body } = await of.get('/health/ready', { as: '' });
    return [status, body['details'] ?? {}];
  }

  it('shows what is known at its metrics and says what is not, and all of it when it is back', async () => {
    const { postgresServer } = house.servers;
    const position = Number(await api.store.head());
    const whole = { troubled: 0, here: HERE, there: THERE, position };
    for (const door of doors) expect(await seen(door)).toEqual(whole);
    await postgresServer.stop();
    for (const door of doors) {
      expect(await seen(door)).toEqual({ troubled: 1, here: HERE, there: [], position });
      expect(await ready(door)).toEqual([
        503,
        {
          store: expect.objectContaining({ status: 'up', head: position }),
          readModels: { status: 'down', troubles: 'DATABASE_AWAY' },
          processes: { status: 'down', troubles: 'DATABASE_AWAY' },
          wakeups: expect.objectContaining({ status: 'up' }),
          ledger: expect.objectContaining({ status: 'degraded', troubles: 'DATABASE_AWAY' }),
        },
      ]);
    }
    const enrolled = await enrol();
    expect([enrolled.status, enrolled.body['code']]).toEqual([503, 'DATABASE_AWAY']);
    expect(Number(await api.store.head())).toBe(position);
    await postgresServer.begin();
    for (const door of doors) {
      await until(async () => (await ready(door))[0] === 200);
      expect(await seen(door)).toEqual(whole);
      expect((await ready(door))[1]).toMatchObject({ readModels: { status: 'up' }, ledger: { status: 'up' } });
    }
    // What was not taken has used up no key.
    expect((await enrol()).status).toBe(201);
  });

  it('is not waited for where it stands still, and says so', async () => {
    const { postgresServer } = house.servers;
    const whole = await seen(doors[0]!);
    postgresServer.freeze();
    expect(await seen(doors[0]!)).toEqual({ ...whole, troubled: 1, there: [] });
    expect(await ready(doors[0]!)).toMatchObject([503, { readModels: { status: 'down', troubles: 'NO_ANSWER' } }]);
    postgresServer.thaw();
    await until(async () => (await ready(doors[0]!))[0] === 200);
    expect(await seen(doors[0]!)).toEqual(whole);
  });
});
