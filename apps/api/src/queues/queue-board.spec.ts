import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIRST_ADMINISTRATOR, found, NATION, openEmbedded, type EmbeddedEngine } from '#libs/embedded';
import { instant } from '#libs/kernel';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { describeOnRedis, RedisServer } from '../../../../libs/wakeups/src/contract/redis-server.contract.js';
import { openDoors } from '../app.js';
import { countyInMemory } from '../samples/county-in-memory.js';

const ADMINISTRATOR = { accountId: FIRST_ADMINISTRATOR, office: 'PROGRAMME_ADMINISTRATOR', area: NATION } as const;

describeOnRedis('the look into the queue', () => {
  let redis: RedisServer;
  let dataFolder: string;
  let house: EmbeddedEngine;
  let app: NestExpressApplication;
  let url: string;

  beforeAll(async () => {
    redis = await RedisServer.start();
    dataFolder = await mkdtemp(join(tmpdir(), 'mingce-queues-'));
    house = await openEmbedded({ dataFolder, redis: { url: redis.url } });
    await found(house.engine);
    const order = { target: 'case-k-1', order: { type: 'MarkNoticePeriodElapsed', data: {} }, onRefusal: 'report' } as const;
    const tomorrow = instant(new Date(Date.parse(house.clock.now()) + 86_400_000).toISOString());
    await house.engine.parts.bell.set([{ id: 'bell-1', dueAt: tomorrow, process: 'notice-watch', stream: 'case-k-1', order }]);
    app = await openDoors(house);
    await app.listen(0, 'localhost');
    url = (await app.getUrl()).replace('[::1]', 'localhost').replace('127.0.0.1', 'localhost');
  });
  afterAll(async () => {
    await app.close();
    await house.close();
    await redis.remove();
    await rm(dataFolder, { recursive: true, force: true });
  });

  const at = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}/admin/queues${path}`, { redirect: 'manual', ...init });
  const enter = (token: string): Promise<Response> => at('/session', { method: 'POST', body: new URLSearchParams({ token }) });
  const session = async (): Promise<Readonly<Record<string, string>>> => {
    const entered = await enter(await house.tokens.issueToken({ ...ADMINISTRATOR, ttl: 60 }));
    return { cookie: (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
  };

  it('begins with a form, for whoever comes by a browser without a session', async () => {
    const page = await at('', { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/admin/queues/login']);
    const login = await at('/login', { headers: { 'accept-language': 'en' } });
    const text = await login.text();
    expect([login.status, login.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("form-action 'self'"),
    ]);
    expect(text).toContain('Access token of a programme administrator');
    expect(text).not.toContain('<script');
  });

  it('exchanges the token of a programme administrator for a short cookie that opens nothing else', async () => {
    const entered = await enter(await house.tokens.issueToken({ ...ADMINISTRATOR, ttl: 60 }));
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/admin/queues']);
    const cookie = entered.headers.get('set-cookie') ?? '';
    for (const said of ['HttpOnly', 'SameSite=Strict', 'Path=/admin/queues', 'Max-Age=900']) expect(cookie).toContain(said);
    const [, token = ''] = /=([^;]+)/.exec(cookie) ?? [];
    const elsewhere = await fetch(`${url}/api/v1/areas`, { headers: { authorization: `Bearer ${token}` } });
    expect(elsewhere.status).toBe(401);
  });

  it('shows the wake-ups that wait, by their ids alone', async () => {
    const headers = await session();
    const page = await at('', { headers });
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("script-src 'self'"),
    ]);
    const [, script = ''] = /src="(static\/js\/main[^"]+)"/.exec(await page.text()) ?? [];
    const loaded = await at(`/${script}`, { headers });
    expect(loaded.status).toBe(200);
    await loaded.body?.cancel();
    const answer = (await (
      await at(`/api/queues?activeQueue=${house.queue?.name ?? ''}&status=delayed`, { headers })
    ).json()) as {
      readonly queues: readonly { readonly readOnlyMode: boolean; readonly counts: object; readonly jobs: readonly object[] }[];
    };
    expect(answer.queues).toEqual([
      expect.objectContaining({
        name: house.queue?.name,
        readOnlyMode: true,
        counts: expect.objectContaining({ delayed: 1 }),
        jobs: [expect.objectContaining({ id: 'bell-1', data: { process: 'notice-watch', stream: 'case-k-1' } })],
      }),
    ]);
  });

  it('changes nothing', async () => {
    const headers = await session();
    const queue = `/api/queues/${house.queue?.name ?? ''}`;
    for (const path of [`${queue}/bell-1/promote`, `${queue}/bell-1/clean`, `${queue}/pause`, `${queue}/empty`]) {
      const answer = await at(path, { method: 'PUT', headers });
      expect([path, answer.status, await answer.json()]).toEqual([
        path,
        405,
        expect.objectContaining({ code: 'METHOD_NOT_ALLOWED' }),
      ]);
    }
    expect(await house.engine.parts.bell.pending()).toBe(1);
  });

  it('is for programme administrators of the whole country', async () => {
    const clerk = await house.tokens.issueToken({ accountId: 'somebody', office: 'DATA_CLERK', area: 'v', ttl: 60 });
    const refused = await enter(clerk);
    expect([refused.status, refused.headers.get('content-type'), refused.headers.get('set-cookie')]).toEqual([
      403,
      'application/problem+json; charset=utf-8',
      null,
    ]);
    const cases: readonly (readonly [RequestInit, number, string])[] = [
      [{}, 401, 'TOKEN_MISSING'],
      [{ headers: { cookie: 'mingce_queues=a.b.c' } }, 401, 'TOKEN_MALFORMED'],
      [
        { headers: { cookie: `mingce_queues=${await house.tokens.issueToken({ ...ADMINISTRATOR, ttl: 60 })}` } },
        401,
        'TOKEN_SIGNATURE',
      ],
      [
        { headers: { authorization: `Bearer ${await house.tokens.issueToken({ ...ADMINISTRATOR, ttl: 60 })}` } },
        401,
        'TOKEN_MISSING',
      ],
    ];
    for (const [init, status, code] of cases) {
      const answer = await at('/api/queues', init);
      expect([answer.status, ((await answer.json()) as { readonly code: string }).code]).toEqual([status, code]);
    }
  });
});

describe('without a Redis', () => {
  it('there is no such door', async () => {
    const county = await countyInMemory();
    expect((await county.get('/admin/queues', { as: 'administrator' })).body['code']).toBe('ROUTE_UNKNOWN');
    await county.close();
  });
});
