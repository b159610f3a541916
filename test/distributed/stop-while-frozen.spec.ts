import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PARTITIONS } from '#libs/application';
import { SystemClock } from '#libs/clock';
import { type DistributedEngine, SOLE_WORKS } from '#libs/distributed';
import { compareReadModels, household, ReadModels } from '#libs/read-models';
import { FROM_SOURCES, until } from '#libs/spec';
import { countyBehindDoors, type CountyInMemory, enrolment, settleCounty } from '../../apps/api/src/samples/county-in-memory.js';
import { startHouse, type TestHouse } from './house.js';
import { describeOnServers } from './servers.js';

const APPS = join(import.meta.dirname, '..', '..', 'apps');
const WORKER = [join(APPS, 'worker', 'src', 'main.ts')];
const API = [join(APPS, 'cli', 'src', 'main.ts'), 'start', '--role', 'api', '--port', '0'];

/** A program as it is started in production, and what it said. */
interface Program {
  readonly child: ChildProcess;
  readonly said: { out: string; err: string };
}

/** A container that is told to stop is killed half a minute later: nobody waits so long for a server that stands still. */
describeOnServers('a process that is told to stop while PostgreSQL stands still', () => {
  let house: TestHouse;
  let api: DistributedEngine;
  let doors: CountyInMemory;
  const programs: Program[] = [];
  const households: string[] = [];

  beforeAll(async () => {
    house = await startHouse();
    api = await house.open(['api'], { clock: new SystemClock() });
    await settleCounty(api);
    doors = await countyBehindDoors(api);
  });
  afterAll(async () => {
    house.servers.postgresServer.thaw();
    for (const { child } of programs) child.kill('SIGKILL');
    await doors.app.close();
    await house.close();
  });

  async function begin([program = '', ...args]: readonly string[], folder: string): Promise<Program> {
    const { eventStore, redis, postgres } = house.servers;
    const child = fork(program, args, {
      execArgv: [...FROM_SOURCES],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        MINGCE_DATA: join(house.folder, folder),
        MINGCE_KEYS: join(house.folder, 'keys'),
        MINGCE_EVENTSTORE_URL: eventStore.url,
        MINGCE_REDIS_URL: redis.url,
        MINGCE_POSTGRES_URL: postgres.url,
        MINGCE_STOP_SECONDS: '1',
      },
    });
    const said = { out: '', err: '' };
    child.stdout?.on('data', (text: Buffer) => (said.out += text.toString()));
    child.stderr?.on('data', (text: Buffer) => (said.err += text.toString()));
    programs.push({ child, said });
    await until(() => said.out.includes('mingce ') || child.exitCode !== null);
    expect([child.exitCode, said.err]).toEqual([null, '']);
    return { child, said };
  }

  async function stopped({ child, said }: Program): Promise<readonly [code: unknown, err: string]> {
    const exited = once(child, 'close');
    child.kill('SIGTERM');
    const [code] = (await exited) as readonly unknown[];
    return [code, said.err];
  }

  /** PostgreSQL, by that process: what it asks is under way from then on. */
  async function asked({ said }: Program): Promise<void> {
    const [url = ''] = /http:\/\/\S+/.exec(said.out) ?? [];
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
  }

  const owners = async (): Promise<readonly Record<string, unknown>[]> =>
    house.servers.postgresServer.ask(
      "SELECT split_part(owner, ' ', 2)::int AS pid, count(*)::int AS held FROM leases WHERE until > clock_timestamp() GROUP BY 1",
      [],
      house.servers.postgres.url,
    );
  /** All partitions, and what one process does. */
  const ownsAll = async ({ child: { pid } }: Program): Promise<boolean> =>
    JSON.stringify(await owners()) === JSON.stringify([{ pid, held: PARTITIONS + SOLE_WORKS.length }]);

  /** Households of which an acknowledged order says that they are there. */
  async function enrol(prefix: string): Promise<void> {
    const ids = Array.from({ length: 8 }, (_, no) => `${prefix}-${no}`);
    const given = await Promise.all(ids.map((id) => doors.post(`/api/v1/households/${id}/orders/EnrolHousehold`, enrolment(id))));
    expect(new Set(given.map(({ status }) => status))).toEqual(new Set([201]));
    households.push(...ids);
  }

  async function differences(): ReturnType<typeof compareReadModels> {
    await api.engine.settled();
    const alone = ReadModels.open(':memory:');
    await alone.replay(api.log);
    const found = await compareReadModels(alone, api.readModels);
    await alone.close();
    return found;
  }

  const letGo = (zh: string, en: string): string =>
    `mingce: 停止时等待 1 秒仍无应答，不再等待：${zh}。已受理的指令均在日志中；租约自行到期，未提交的事务由服务器撤销，其余由其他进程接办 / ` +
    `stopped without what did not answer within 1 s: ${en}. Orders that were acknowledged are in the log; leases run out by themselves, the server takes back what was not committed, and others do the rest\n`;

  it('lets go of it in time, says of what, and others go on when it is back', async () => {
    const { postgresServer, postgres } = house.servers;
    const [worker, instance] = await Promise.all([begin(WORKER, 'worker'), begin(API, 'api')]);
    await until(() => ownsAll(worker));
    await enrol('before');
    postgresServer.freeze();
    const ended = await Promise.all([stopped(worker), asked(instance).then(() => stopped(instance))]);
    postgresServer.thaw();
    expect(ended).toEqual([
      [
        1,
        letGo(
          '分区的移交、未办完的处理流程与查询表、账本的签署、查询表的连接、租约的交还、PostgreSQL 的连接、事件库的连接',
          'the handing over of its partitions, what was under way of processes and read models, the signing of the ledger, the connections to the read models, the giving up of its leases, the connections to PostgreSQL, the connection to the event store',
        ),
      ],
      [1, expect.stringMatching(/^mingce: 停止时等待 1 秒仍无应答.* \/ stopped without what did not answer within 1 s: .*\n$/)],
    ]);
    // As ten seconds pass.
    for (const table of ['leases', 'workers'])
      await postgresServer.ask(`UPDATE ${table} SET until = until - interval '10 seconds'`, [], postgres.url);
    const other = await begin(WORKER, 'other-worker');
    await until(() => ownsAll(other));
    await enrol('after');
    expect(await differences()).toEqual([]);
    for (const id of households) expect((await household(api.readModels, id))?.householdId).toBe(id);
    // Where all answer, all is given up.
    expect(await stopped(other)).toEqual([0, '']);
    expect(await owners()).toEqual([]);
  });
});
