import { type ChildProcess } from 'node:child_process';
import { PARTITIONS } from '#libs/application';
import { type DistributedEngine } from '#libs/distributed';
import { compareReadModels, ReadModels } from '#libs/read-models';
import { until } from '#libs/spec';
import {
  admission,
  countyBehindDoors,
  type CountyInMemory,
  enrolment,
  settleCounty,
} from '../../apps/api/src/samples/county-in-memory.js';
import { startHouse, type TestHouse } from './house.js';
import { describeOnServers } from './servers.js';

const AT_ONCE = 8;

/** ADR 0030: no timeout tells whether a process is dead. One that stood still goes on as if nothing had been. */
describeOnServers('a worker that stands still for longer than its leases live', () => {
  let house: TestHouse;
  let api: DistributedEngine;
  let doors: CountyInMemory;
  let worker: ChildProcess;
  const households: string[] = [];

  beforeAll(async () => {
    house = await startHouse();
    api = await house.open(['api']);
    worker = await house.fork('stands-still');
    await settleCounty(api);
    doors = await countyBehindDoors(api);
  });
  afterAll(async () => {
    worker.kill('SIGKILL');
    await doors.app.close();
    await house.close();
  });

  /** How many partitions are served under a lease of that process. */
  async function heldBy(pid: number | undefined): Promise<number> {
    const { postgresServer, postgres } = house.servers;
    const rows = await postgresServer.ask(
      "SELECT count(*)::int AS count FROM leases WHERE name LIKE 'partition/%' AND owner LIKE $1 AND until > clock_timestamp()",
      [`% ${String(pid)} %`],
      postgres.url,
    );
    return Number(rows[0]?.['count']);
  }

  /** From each admission follow claims of numbers and a case. */
  async function admit(prefix: string): Promise<void> {
    const ids = Array.from({ length: AT_ONCE }, (_, no) => `${prefix}-${no}`);
    households.push(...ids);
    await Promise.all(
      ids.map(async (id) => {
        const enrolled = await doors.post(`/api/v1/households/${id}/orders/EnrolHousehold`, enrolment(id));
        const admitted = await doors.post(`/api/v1/households/${id}/orders/AdmitCase`, admission);
        expect([enrolled.status, admitted.status]).toEqual([201, 201]);
      }),
    );
  }

  async function opened(): Promise<readonly string[]> {
    const events = await api.log.readAll({ after: -1n, limit: 10_000 });
    expect(events.filter(({ type }) => type.startsWith('incident.'))).toEqual([]);
    return events.flatMap(({ type, data }) =>
      type === 'case.CaseOpened.v1' ? [(data as { readonly householdId: string }).householdId] : [],
    );
  }

  async function differences(): ReturnType<typeof compareReadModels> {
    await api.engine.settled();
    const alone = ReadModels.open(':memory:');
    await alone.replay(api.log);
    const found = await compareReadModels(alone, api.readModels);
    await alone.close();
    return found;
  }

  it('loses them, begins nothing more under them, and takes its share anew: one case for each admission, rows as the log has them', async () => {
    await until(async () => (await heldBy(worker.pid)) === PARTITIONS);
    const admitting = admit('before');
    worker.kill('SIGSTOP');
    await admitting;
    const other = await house.open(['worker']);
    await until(() => other.share.partitions().length === PARTITIONS);
    await admit('meanwhile');
    // In the midst of what the other does by now.
    const more = admit('after');
    worker.kill('SIGCONT');
    await more;
    await until(async () => (await heldBy(worker.pid)) === PARTITIONS / 2);
    await admit('shared');
    await until(async () => (await opened()).length >= households.length);
    expect((await opened()).toSorted()).toEqual(households.toSorted());
    await until(async () => (await differences()).length === 0);
  });
});
