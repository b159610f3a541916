import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { FIRST_ADMINISTRATOR, NATION } from '#libs/embedded';
import { playDemo } from './demo.js';
import { openApiDocument } from './openapi-document.js';
import { ORDER_CATEGORIES } from './orders/categories.js';
import { startServer, type RunningServer } from './server.js';

let dataFolder: string;
const said: string[] = [];
const start = (port = 0): Promise<RunningServer> =>
  startServer({ dataFolder, port, log: (line) => said.push(line), logger: pino({ level: 'silent' }) });

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'mingce-server-'));
  said.length = 0;
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

describe('the server', () => {
  it('says where to look next, lives, is ready, and stops with everything released', async () => {
    const server = await start();
    expect(said[0]).toBe(`mingce serves ${server.url}`);
    expect(said.join('\n')).toContain(`${server.url}/api/docs`);
    expect(said.join('\n')).toContain('README.md');
    expect(said.join('\n')).toContain('npm start -- --demo');
    expect(await (await fetch(`${server.url}/health/live`)).json()).toEqual({ status: 'ok' });
    const ready = await fetch(`${server.url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({
      status: 'ok',
      details: {
        store: { status: 'up' },
        readModels: { status: 'up', lag: expect.any(Number) },
        processes: { status: 'up', lag: expect.any(Number), heldStreams: 0 },
        wakeups: { status: 'up', bell: 'TABLE', pending: 0, due: 0 },
        ledger: { status: 'up', lag: expect.any(Number), leaves: expect.any(Number) },
      },
    });
    await server.stop();
    await server.stop();
    await expect(fetch(`${server.url}/health/live`)).rejects.toThrow();
    await (await start()).stop();
  });

  it('goes on after a restart: the log, and tokens issued before', async () => {
    const first = await start();
    const token = await first.embedded.tokens.issueToken({
      accountId: FIRST_ADMINISTRATOR,
      office: 'PROGRAMME_ADMINISTRATOR',
      area: NATION,
      ttl: 60,
    });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'province' };
    const body = JSON.stringify({ data: { id: 'p', parent: NATION, level: 'PROVINCE', name: { zh: '合成省' }, codes: [] } });
    const send = (url: string): Promise<Response> =>
      fetch(`${url}/api/v1/areas/p/orders/EstablishArea`, { method: 'POST', headers, body });
    const receipt = (await (await send(first.url)).json()) as { readonly events: unknown };
    await first.stop();
    const second = await start();
    const again = await send(second.url);
    expect([again.status, await again.json()]).toEqual([
      200,
      expect.objectContaining({ events: receipt.events, repeated: true }),
    ]);
    await second.stop();
  });

  it('is the only one on its folder', async () => {
    const server = await start();
    await expect(start()).rejects.toMatchObject({ code: 'LOG_IN_USE', message: expect.stringContaining('one writer') });
    await server.stop();
  });

  it('says which port is taken, and lets go of the folder', async () => {
    const server = await start();
    const port = Number(new URL(server.url).port);
    const elsewhere = await mkdtemp(join(tmpdir(), 'mingce-server-'));
    const second = (): Promise<RunningServer> =>
      startServer({ dataFolder: elsewhere, port, log: () => undefined, logger: pino({ level: 'silent' }) });
    await expect(second()).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringMatching(/^port \d+ of localhost [^\n]+$/),
    });
    await server.stop();
    await (await second()).stop();
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('plays no demo in production', async () => {
    const before = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      await expect(playDemo(dataFolder, () => undefined)).rejects.toMatchObject({ code: 'NO_DEMO_IN_PRODUCTION' });
    } finally {
      process.env['NODE_ENV'] = before;
    }
  });
});

describe('the document', () => {
  it('describes every order and query in OpenAPI 3.1, the same each time', async () => {
    const document = await openApiDocument();
    expect(document.openapi).toBe('3.1.0');
    expect(JSON.stringify(await openApiDocument())).toBe(JSON.stringify(document));
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const orders = ORDER_CATEGORIES.flatMap(({ collection, orders: types }) =>
      Object.keys(types).map((type) => `post /api/v1/${collection}/{id}/orders/${type}`),
    );
    expect(described).toEqual(expect.arrayContaining([...orders, 'get /api/v1/cases/{id}/explain', 'get /api/v1/streams/all']));
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods as object).map((one: { operationId: string }) => one.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers to nothing that is not there, and gives no name to two things', async () => {
    const text = JSON.stringify(await openApiDocument());
    const { components } = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
    const referred = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name ?? '');
    expect(referred.filter((name) => !(name in components.schemas))).toEqual([]);
    const classes = new Set(ORDER_CATEGORIES.flatMap(({ orders: types }) => Object.values(types)));
    expect(new Set([...classes].map(({ name }) => name)).size).toBe(classes.size);
  });

  it('is served, with a page to try it, under a policy that lets no other script in', async () => {
    const server = await start();
    const json = await fetch(`${server.url}/api/openapi.json`);
    expect([json.status, ((await json.json()) as { readonly openapi: string }).openapi]).toEqual([200, '3.1.0']);
    const page = await fetch(`${server.url}/api/docs`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('x-powered-by')).toBeNull();
    const script = await fetch(`${server.url}/api/docs/swagger-ui-bundle.js`);
    expect(script.status).toBe(200);
    await script.body?.cancel();
    await server.stop();
  });
});
