// What the adapter says of servers that are not as they should be, and that it works over TLS with an account.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { type EventStoreDbEventStore, MemoryEventStore, openEventStoreDb } from '#libs/event-store';
import { EventStoreProtocolServer } from '#libs/eventstore-protocol';

const ACCOUNT = { name: 'mingce', password: 'p:ss/w@rd' };
const AS = `${ACCOUNT.name}:${encodeURIComponent(ACCOUNT.password)}@`;

let folder = '';
let ca = '';
let open: EventStoreProtocolServer;
let guarded: EventStoreProtocolServer;
let web: Server;
const log = new MemoryEventStore();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventstore-servers-'));
  ca = join(folder, 'ca.pem');
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  await writeFile(ca, made.cert);
  open = await EventStoreProtocolServer.listen(log);
  guarded = await EventStoreProtocolServer.listen(log, {
    host: 'localhost',
    tls: { key: Buffer.from(made.private), certificate: Buffer.from(made.cert) },
    account: ACCOUNT,
  });
  web = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
});
afterAll(async () => {
  await open.close();
  await guarded.close();
  web.close();
  await rm(folder, { recursive: true });
});

const connect = (connectionString: string): Promise<EventStoreDbEventStore> =>
  openEventStoreDb({ connectionString, prefixes: ['case-'], patienceMs: 100 });
const webPort = (): number => (web.address() as AddressInfo).port;

it.each<[string, () => string, string, RegExp]>([
  [
    'is not there',
    () => 'kurrentdb://127.0.0.1:9?tls=false',
    'EVENT_STORE_UNREACHABLE',
    /127\.0\.0\.1:9 does not answer.*REFUSED/,
  ],
  ['has no such name', () => 'esdb://nowhere.invalid?tls=false', 'EVENT_STORE_UNREACHABLE', /Name resolution failed/],
  ['speaks without TLS', () => `esdb://127.0.0.1:${open.port}`, 'EVENT_STORE_REFUSED', /speaks without TLS/],
  ['is not trusted', () => `esdb://${AS}localhost:${guarded.port}`, 'EVENT_STORE_REFUSED', /is not trusted.*self-signed/],
  ['does not know the account', () => `esdb://x:y@localhost:${guarded.port}?tlsCAFile=${ca}`, 'EVENT_STORE_REFUSED', /this user/],
  [
    'is something else',
    () => `esdb://127.0.0.1:${webPort()}?tls=false`,
    'EVENT_STORE_REFUSED',
    /is no EventStoreDB or KurrentDB/,
  ],
  ['cannot be read as one', () => 'http://admin:secret@host:2113', 'NO_EVENT_STORE_URL', /has the form kurrentdb/],
  [
    'names no certificate that is there',
    () => 'esdb://admin:secret@host?tlsCAFile=/nowhere',
    'NO_EVENT_STORE_URL',
    /has the form/,
  ],
])('a server that %s is named in one line, and no password with it', async (_what, url, code, line) => {
  const error = await connect(url()).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, message: expect.stringMatching(/^\P{Script=Latin}*.*\p{Script=Han}.* \/ .*$/u) });
  expect(error).toMatchObject({ message: expect.stringMatching(line) });
  expect(String(error)).not.toMatch(/secret|p:ss|p%3Ass/);
});

it('over TLS, with an account, it reads, appends and follows', async () => {
  const store = await connect(`kurrentdb://${AS}localhost:${guarded.port}?tls=true&tlsCAFile=${encodeURIComponent(ca)}`);
  const given = { id: '7d0f4c1e-5a50-4c57-8f63-0f3f3d1f1a01', type: 'case.Noted.v1', data: {}, metadata: {} as never };
  expect(await store.append('case-a', [given], 'absent')).toEqual({ revision: 0n, position: 0n });
  for await (const batch of store.subscribe({ after: -1n })) {
    expect(batch.map(({ id }) => id)).toEqual([given.id]);
    break;
  }
  expect(store.state).toMatchObject({ connected: true, checkpoint: 0n, reconnects: 0 });
  await store.close();
});
