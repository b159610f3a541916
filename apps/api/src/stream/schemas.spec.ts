import { eventTypes, type OutgoingEvent } from '#libs/outlets';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { admission, countyInMemory, type CountyInMemory, enrolment } from '../samples/county-in-memory.js';

let county: CountyInMemory;
beforeAll(async () => {
  county = await countyInMemory();
  expect((await county.post('/api/v1/households/h1/orders/EnrolHousehold', enrolment('h1'))).status).toBe(201);
  expect((await county.post('/api/v1/households/h1/orders/AdmitCase', admission)).status).toBe(201);
  await county.house.engine.settled();
});
afterAll(() => county.close());

/** Everything that there is now, for an integrator. */
async function outgoing(headers: Readonly<Record<string, string>> = {}): Promise<readonly OutgoingEvent[]> {
  const answer = await fetch(`${county.url}/api/v1/streams/all`, {
    headers: { authorization: `Bearer ${await county.token('integrator')}`, ...headers },
  });
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk as Uint8Array).toString();
    if (text.includes('cn.mingce.case.CaseOpened.v1')) break;
  }
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as OutgoingEvent);
}

describe('the schema of an event', () => {
  it('is served at the address that the event names, to everybody, and the event is as it says', async () => {
    const events = await outgoing();
    const wrong: unknown[] = [];
    for (const { dataschema = '', type, data } of events) {
      const answer = await fetch(dataschema);
      expect([type, answer.status]).toEqual([type, 200]);
      expect(answer.headers.get('content-type')).toBe('application/schema+json; charset=utf-8');
      const ajv = new Ajv2020({ strict: true, strictRequired: false });
      addFormats.default(ajv);
      const holds = ajv.compile((await answer.json()) as object);
      if (!holds(data)) wrong.push([type, holds.errors]);
    }
    expect(wrong).toEqual([]);
    expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(5);
  });

  it('may be kept, and is not sent again while it stays the same', async () => {
    const url = `${county.url}/api/v1/schemas/case.NoticePosted.v1`;
    const first = await fetch(url);
    expect(first.headers.get('cache-control')).toBe('public, max-age=86400');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    const again = await fetch(url, { headers: { 'if-none-match': etag } });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    expect((await fetch(url, { headers: { 'if-none-match': '"another"' } })).status).toBe(200);
  });

  it('is listed; what there is not, is not found', async () => {
    const list = await fetch(`${county.url}/api/v1/schemas`);
    expect(await list.json()).toEqual({ types: eventTypes() });
    for (const type of ['case.Nothing.v1', '..%2F..%2Fpackage', 'case.NoticePosted.v1.json']) {
      const answer = await fetch(`${county.url}/api/v1/schemas/${type}`);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    }
  });
});

describe('behind a proxy', () => {
  it('events name the address by which the world knows us', async () => {
    const house = await countyInMemory({ publicUrl: 'https://mingce.example.cn/' });
    const answer = await fetch(`${house.url}/api/v1/streams/all`, {
      headers: { authorization: `Bearer ${await house.token('integrator')}` },
    });
    for await (const chunk of answer.body ?? []) {
      const [, schema] = /"dataschema":"([^"]*)"/.exec(Buffer.from(chunk as Uint8Array).toString()) ?? [];
      if (schema === undefined) continue;
      expect(schema).toMatch(/^https:\/\/mingce\.example\.cn\/api\/v1\/schemas\/[a-z]+\.[A-Za-z]+\.v1$/);
      break;
    }
    await house.close();
  });
});
