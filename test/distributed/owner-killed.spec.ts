import { type ChildProcess } from 'node:child_process';
import { PARTITIONS } from '#libs/application';
import { type DistributedEngine } from '#libs/distributed';
import { compareReadModels, ReadModels } from '#libs/read-models';
import { until } from '#libs/spec';
import {
  countyBehindDoors,
  type CountyInMemory,
  enrolment,
  settleCounty,
} from '../../apps/api/src/samples/county-in-memory.js';
import { startHouse, type TestHouse } from './house.js';
import { describeOnServers } from './servers.js';


/** Architecture §7: each projection has one fenced owner; nothing is lost or doubled when it dies, or when its database does. */
describeOnServers('the read models of a house', () => {
  let house: TestHouse;
  let api: DistributedEngine;
  let doors: CountyInMemory;
  let worker: ChildProcess;
  /** Takes over when that one is killed. */
  let other: DistributedEngine;

  beforeAll(async () => {
    house = await startHouse();
    api = await house.open(['api']);
    worker = await house.fork('to-be-killed');
    await settleCounty(api);
    doors = await countyBehindDoors(api);
  });
  afterAll(async () => {
    worker.kill('SIGKILL');
    await doors.app.close();
    await house.close();
  });

  const ownerPid = async (): Promise<number> => {
    const { servers } = house;
    const [row] = await servers.postgresServer.ask("SELECT owner FROM leases WHERE name = 'projections'", [], servers.postgres.url);
    return Number(String(row?.['owner']).split(' ')[1]);
  };
  const enrol = async (id: string): Promise<void> => {
    const given = await doors.post(`/api/v1/households/${id}/orders/EnrolHousehold`, enrolment(id));
    expect(given.status).toBe(201);
  };
  const standAsTheLogHasIt = async (): Promise<void> => {
    // What follows from the orders follows here, once the leases of the dead have run out.
    await until(() => other.share.partitions().length === PARTITIONS);
    await other.engine.settled();
    await api.engine.settled();
    const alone = ReadModels.open(':memory:');
    await alone.replay(api.log);
    expect(await compareReadModels(alone, api.readModels)).toEqual([]);
    await alone.close();
  };

  it('are filled by another worker when the one that fills them is killed in the midst of it', async () => {
    await until(async () => (await ownerPid()) === worker.pid);
    other = await house.open(['worker']);
    const enrolling = Promise.all(Array.from({ length: 10 }, (_, no) => enrol(`k${no}`)));
    worker.kill('SIGKILL');
    await enrolling;
    await until(async () => (await other.share.soleWork()).projections === 'HERE');
    expect(await ownerPid()).toBe(process.pid);
    await standAsTheLogHasIt();
  });

  it('go on when PostgreSQL is restarted under the house: orders wait or are told to come again, and none is lost', async () => {
    await enrol('p0');
    const { postgresServer } = house.servers;
    await postgresServer.stop();
    const away = await doors.get('/api/v1/households/p0');
    expect([away.status, away.body['code']]).toEqual([503, 'DATABASE_AWAY']);
    expect((await doors.get('/health/ready', { as: '' })).status).toBe(503);
    await postgresServer.begin();
    await until(async () => (await doors.get('/health/ready', { as: '' })).status === 200);
    await enrol('p1');
    await standAsTheLogHasIt();
    expect((await doors.get('/api/v1/households/p1')).status).toBe(200);
  });
});
