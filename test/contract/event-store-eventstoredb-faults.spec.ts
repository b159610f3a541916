// The adapter on a server with faults: what was acknowledged stands once, what was read is in order, whole and told once.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventStoreDbEventStore, openEventStoreDb, type EventToAppend, type StoredEvent } from '#libs/event-store';
import { type EventStoreNode, startNode } from '../eventstore-node/start-node.js';

let folder = '';
let node: EventStoreNode;
let store: EventStoreDbEventStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventstore-faults-'));
  node = await startNode(join(folder, 'log.sqlite'));
});
afterAll(async () => {
  await node.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  store = await openEventStoreDb({ connectionString: node.connectionString, prefixes: ['case-'], watchMs: 300 });
});
afterEach(() => store.close());

const events = (count: number): readonly EventToAppend[] =>
  Array.from({ length: count }, (_, n) => ({
    id: randomUUID(),
    type: 'case.Noted.v1',
    data: { n },
    metadata: {} as EventToAppend['metadata'],
  }));
const idsOf = (all: readonly { readonly id: string }[]): readonly string[] => all.map(({ id }) => id);

async function take(batches: AsyncIterable<readonly StoredEvent[]>, count: number): Promise<readonly string[]> {
  const taken: string[] = [];
  for await (const batch of batches) {
    taken.push(...idsOf(batch));
    if (taken.length >= count) break;
  }
  return taken;
}

it('an append whose answer was lost is given again and stands once', async () => {
  const stream = `case-${randomUUID()}`;
  const given = events(3);
  await node.order({ cutAfterAppend: 1 });
  const appended = await store.append(stream, given, 'absent');
  const read = await store.readStream(stream);
  expect(idsOf(read)).toEqual(idsOf(given));
  expect(appended).toEqual({ revision: 2n, position: read[2]?.position });
});

it('an append of which half had come when the connection was cut is given again, and stands once and whole', async () => {
  const stream = `case-${randomUUID()}`;
  // More than the client puts into one message.
  const given = events(40).map((event) => ({ ...event, data: { text: 'x'.repeat(100_000) } }));
  await node.order({ cutInsideAppend: 1 });
  const appended = await store.append(stream, given, 'absent');
  const read = await store.readStream(stream);
  expect(idsOf(read)).toEqual(idsOf(given));
  expect(appended).toEqual({ revision: 39n, position: read[39]?.position });
  expect(await node.order({})).toMatchObject({ cutInsideAppend: 0 });
});

it('of many appends under way when connections are cut, again and again, each stands once', async () => {
  const before = await store.head();
  const streams = Array.from({ length: 60 }, () => ({ name: `case-${randomUUID()}`, given: events(3) }));
  await node.order({ cutAfterAppend: 4 });
  const appending = streams.map(({ name, given }) => store.append(name, given, 'absent'));
  await node.order({ cut: true });
  await Promise.all(appending);
  for (const { name, given } of streams) expect(idsOf(await store.readStream(name))).toEqual(idsOf(given));
  const taken = await take(store.subscribe({ after: before }), 180);
  expect([...taken].sort()).toEqual(streams.flatMap(({ given }) => idsOf(given)).sort());
});

it('a subscription goes on over cut connections and doubled messages without gap or doubling', async () => {
  const stream = `case-${randomUUID()}`;
  const before = await store.head();
  const given = events(200);
  await store.append(stream, given.slice(0, 100), 'absent');
  await node.order({ doubled: 5 });
  const taken = take(store.subscribe({ after: before, batchSize: 7 }), 200);
  await node.order({ cutAfterMessages: 30 });
  for (let n = 100; n < 200; n += 20) {
    await store.append(stream, given.slice(n, n + 20), BigInt(n - 1));
    if (n === 140) await node.order({ cut: true });
  }
  expect(await taken).toEqual(idsOf(given));
});

it('a node that is not the leader names the one that is', async () => {
  const stream = `case-${randomUUID()}`;
  await node.order({ notLeader: { times: 2, port: node.port } });
  await store.append(stream, events(1), 'absent');
  expect(await store.readStream(stream)).toHaveLength(1);
});

it('a node that follows another one leads there, for appends, reads and subscriptions, and again after a cut', async () => {
  const follower = await startNode(join(folder, 'follower.sqlite'));
  await follower.order({ notLeader: { times: Number.MAX_SAFE_INTEGER, port: node.port } });
  const over = await openEventStoreDb({ connectionString: follower.connectionString, prefixes: ['case-'], watchMs: 300 });
  const stream = `case-${randomUUID()}`;
  const given = events(20);
  const taken = take(over.subscribe({ after: await over.head() }), 20);
  await over.append(stream, given.slice(0, 10), 'absent');
  await node.order({ cut: true });
  await over.append(stream, given.slice(10), 9n);
  expect(await taken).toEqual(idsOf(given));
  // The leader has them, and the follower nothing.
  expect(idsOf(await store.readStream(stream))).toEqual(idsOf(given));
  expect(await follower.order({})).toMatchObject({ head: '-1' });
  await over.close();
  await follower.stop();
});

it('a slow node is waited for', async () => {
  const stream = `case-${randomUUID()}`;
  await node.order({ slowMs: 300 });
  await store.append(stream, events(2), 'absent');
  expect(await store.readStream(stream)).toHaveLength(2);
  await node.order({ slowMs: 0 });
});
