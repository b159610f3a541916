import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { AnotherLog, FIRST_ADMINISTRATOR, NATION, openEmbedded, type Unsafe } from '#libs/embedded';
import { eventStore as words } from '#libs/terms';
import { type RunningServer, startServer } from '../../apps/api/src/index.js';
import { runProgram } from '../../apps/cli/src/program.js';
import { type EventStoreNode, startNode } from './start-node.js';

/** The server by configuration alone: `MINGCE_EVENTSTORE_URL`. */
describe('the server on an event store', () => {
  let folder: string;
  let node: EventStoreNode;
  const before = process.env['MINGCE_EVENTSTORE_URL'];
  const running: RunningServer[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'server-eventstore-'));
    node = await startNode(join(folder, 'log.sqlite'));
    process.env['MINGCE_EVENTSTORE_URL'] = node.connectionString;
  });
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
    await node.stop();
    if (before === undefined) delete process.env['MINGCE_EVENTSTORE_URL'];
    else process.env['MINGCE_EVENTSTORE_URL'] = before;
    rmSync(folder, { recursive: true });
  });

  async function start(data = 'data'): Promise<RunningServer> {
    const options = { port: 0, log: () => undefined, logger: pino({ level: 'silent' }) };
    const server = await startServer({ dataFolder: join(folder, data), ...options });
    running.push(server);
    return server;
  }
  async function ready({ url }: RunningServer): Promise<{ readonly status: number; readonly store: Record<string, unknown> }> {
    const answer = await fetch(`${url}/health/ready`);
    const { details } = (await answer.json()) as { details: { store: Record<string, unknown> } };
    return { status: answer.status, store: details.store };
  }
  async function until(server: RunningServer, status: number): Promise<void> {
    while ((await ready(server)).status !== status) await new Promise((again) => setTimeout(again, 50));
  }

  it('is ready where the store is, and not where it is away; goes on when it is back', async () => {
    const server = await start();
    await server.embedded.engine.settled();
    const head = Number(await server.embedded.store.head());
    expect(head).toBeGreaterThan(0);
    expect(await ready(server)).toEqual({
      status: 200,
      store: { status: 'up', kind: 'eventstoredb', head, followed: head, reconnects: 0 },
    });
    const { port } = node;
    await node.stop();
    await until(server, 503);
    expect((await ready(server)).store).toEqual({ status: 'down', troubles: 'EVENT_STORE_AWAY' });
    node = await startNode(join(folder, 'log.sqlite'), port);
    await until(server, 200);
    const token = await server.embedded.tokens.issueToken({
      accountId: FIRST_ADMINISTRATOR,
      office: 'PROGRAMME_ADMINISTRATOR',
      area: NATION,
      ttl: 60,
    });
    const given = await fetch(`${server.url}/api/v1/areas/p/orders/EstablishArea`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'province' },
      body: JSON.stringify({ data: { id: 'p', parent: NATION, level: 'PROVINCE', name: { zh: '合成省' }, codes: [] } }),
    });
    const { position } = (await given.json()) as { position: string };
    expect([given.status, position]).toEqual([201, `eventstoredb:${await server.embedded.store.head()}`]);
    await server.embedded.engine.settled();
  });

  it('holds a folder to its log, wherever that lies', async () => {
    await (await start()).stop();
    // Again, on the same log.
    await (await start()).stop();
    await expect(openEmbedded({ dataFolder: join(folder, 'data') })).rejects.toThrow(
      words.LOG_ELSEWHERE(join(folder, 'data')).en,
    );
    await expect(start('another')).rejects.toThrow(AnotherLog);
    const eventStore = { url: node.connectionString };
    const inFile = await openEmbedded({ dataFolder: join(folder, 'file') });
    await inFile.close();
    await expect(openEmbedded({ dataFolder: join(folder, 'file'), eventStore })).rejects.toThrow(/mingce migrate/);
  });

  it('commands read beside it, and say in one line where they cannot', async () => {
    const server = await start();
    await server.embedded.engine.settled();
    const mingce = async (url: string, ...args: readonly string[]): Promise<{ code: number; out: string; err: string }> => {
      let [out, err] = ['', ''];
      const streams = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), watched: false };
      const environment = { MINGCE_DATA: join(folder, 'data'), MINGCE_EVENTSTORE_URL: url };
      const code = await runProgram(args, { streams, signal: new AbortController().signal, environment });
      return { code, out, err };
    };
    const rebuilt = await mingce(node.connectionString, 'rebuild', '--check', '--json');
    expect([rebuilt.code, JSON.parse(rebuilt.out)]).toMatchObject([0, { same: true }]);
    const asked = ['token', '--person', FIRST_ADMINISTRATOR, '--office', 'PROGRAMME_ADMINISTRATOR', '--area', NATION];
    expect((await mingce(node.connectionString, ...asked)).code).toBe(0);
    const wrong = await mingce(`esdb://127.0.0.1:${node.port}`, ...asked);
    expect([wrong.code, wrong.out]).toEqual([1, '']);
    expect(wrong.err).toMatch(/^mingce: [^\n]*127\.0\.0\.1:\d+[^\n]* \/ [^\n]*speaks without TLS[^\n]*\n$/);
    expect((await mingce('', 'history', 'h1')).err).toMatch(/set MINGCE_EVENTSTORE_URL to its address\n$/);
  });
});

describe('in production', () => {
  let folder: string;
  const before = process.env['NODE_ENV'];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'server-production-'));
    process.env['NODE_ENV'] = 'production';
  });
  afterEach(() => {
    process.env['NODE_ENV'] = before;
    delete process.env['MINGCE_EVENTSTORE_URL'];
    rmSync(folder, { recursive: true });
  });
  const start = (url = ''): Promise<RunningServer> => {
    process.env['MINGCE_EVENTSTORE_URL'] = url;
    return startServer({ dataFolder: folder, port: 0, log: () => undefined, logger: pino({ level: 'silent' }) });
  };

  it.each<[string, readonly Unsafe[]]>([
    ['kurrentdb://127.0.0.1:9?tls=false', ['EVENT_STORE_NOT_ENCRYPTED', 'EVENT_STORE_WITHOUT_ACCOUNT']],
    ['esdb://admin:changeit@127.0.0.1:9', ['EVENT_STORE_DEFAULT_PASSWORD']],
    ['esdb://127.0.0.1:9?tls=true', ['EVENT_STORE_WITHOUT_ACCOUNT']],
  ])('%s is refused before anything is opened', async (url, faults) => {
    await expect(start(url)).rejects.toMatchObject({ code: 'UNSAFE_IN_PRODUCTION', faults });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keys that others on the machine can read are refused', async () => {
    const server = await start();
    await server.stop();
    chmodSync(join(folder, 'token.key'), 0o644);
    await expect(start()).rejects.toMatchObject({ faults: ['KEYS_OPEN'], message: expect.stringMatching(/\(token\.key\)$/) });
    chmodSync(join(folder, 'token.key'), 0o600);
    await (await start()).stop();
  });
});
