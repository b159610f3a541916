import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { FROM_SOURCES, until } from '#libs/spec';
import { startHouse, type TestHouse } from './house.js';
import { describeOnServers } from './servers.js';

const APPS = join(import.meta.dirname, '..', '..', 'apps');
/** Under which one process of a house brings its tables up, while the others wait. */
const MIGRATING = 0x4d676365;

/** Whoever starts waits for the migrations of another, for an hour if need be. */
describeOnServers('a process that is told to stop while it starts', () => {
  let house: TestHouse;
  beforeAll(async () => (house = await startHouse()));
  afterAll(() => house.close());

  it('does not wait for what keeps it from starting', async () => {
    const { eventStore, redis, postgres, postgresServer } = house.servers;
    const ask = (text: string) => postgresServer.ask(text, [], postgres.url);
    const held = ask(`SELECT pg_advisory_lock(${MIGRATING}), pg_sleep(600)`).catch(() => undefined);
    const waits = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'advisory'";
    const child = fork(join(APPS, 'cli', 'src', 'main.ts'), ['start', '--role', 'api', '--port', '0'], {
      execArgv: [...FROM_SOURCES],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        MINGCE_DATA: join(house.folder, 'starting'),
        MINGCE_KEYS: join(house.folder, 'keys'),
        MINGCE_EVENTSTORE_URL: eventStore.url,
        MINGCE_REDIS_URL: redis.url,
        MINGCE_POSTGRES_URL: postgres.url,
        MINGCE_STOP_SECONDS: '1',
      },
    });
    let said = '';
    child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    await until(async () => (await ask(waits)).length > 0 || child.exitCode !== null);
    const exited = once(child, 'close');
    child.kill('SIGTERM');
    const [code] = (await exited) as readonly unknown[];
    expect([code, said]).toEqual([1, 'mingce: 尚未启动完毕即被要求停止，不再等待；未受理任何指令\n']);
    await ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
    await held;
  });
});
