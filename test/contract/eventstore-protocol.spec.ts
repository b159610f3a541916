// The protocol, proven by the official client alone: nothing of our adapter stands in between.
import { randomUUID } from 'node:crypto';
import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  jsonEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  StreamNotFoundError,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { MemoryEventStore } from '#libs/event-store';
import { EventStoreProtocolServer } from '#libs/eventstore-protocol';
import { until } from '#libs/spec';

const noted = (n: number, id = randomUUID()) =>
  jsonEvent({ id, type: n % 2 === 0 ? 'even.v1' : 'odd.v1', data: { n }, metadata: { note: `n${n}`, $correlationId: id } });
const numbers = (events: readonly { readonly event?: { readonly data: unknown } }[]): readonly unknown[] =>
  events.map(({ event }) => (event?.data as { readonly n: unknown }).n);

async function all<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const taken: T[] = [];
  for await (const one of stream) taken.push(one);
  return taken;
}

let store: MemoryEventStore;
let server: EventStoreProtocolServer;
let client: EventStoreDBClient;

beforeEach(async () => {
  store = new MemoryEventStore();
  server = await EventStoreProtocolServer.listen(store);
  client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${server.port}?tls=false`);
});
afterEach(async () => {
  await client.dispose();
  await server.close();
  await store.close();
});

/** Per-call credentials take the client off its batches: it appends by Streams.Append. */
const oneByOne = { credentials: { username: 'x', password: 'x' } };

describe.each([
  ['in batches', {}],
  ['one by one', oneByOne],
])('appends %s', (_, way) => {
  it('answers with the revision and position, which the readers then see', async () => {
    const first = await client.appendToStream('case-a', [noted(0), noted(1)], { expectedRevision: NO_STREAM, ...way });
    const second = await client.appendToStream('case-a', noted(2), { expectedRevision: 1n, ...way });
    expect([first.nextExpectedRevision, first.position?.commit]).toEqual([1n, 1n]);
    expect([second.nextExpectedRevision, second.position]).toEqual([2n, { commit: 2n, prepare: 2n }]);
    const read = await all(client.readStream('case-a'));
    expect(numbers(read)).toEqual([0, 1, 2]);
    expect(read.map(({ event }) => event?.revision)).toEqual([0n, 1n, 2n]);
    expect(read[1]?.event).toMatchObject({ streamId: 'case-a', type: 'odd.v1', metadata: { note: 'n1' }, isJson: true });
  });

  it('refuses another expected version, and says where the stream stands', async () => {
    const refused = async (expectedRevision: bigint | 'no_stream'): Promise<unknown> =>
      client.appendToStream('case-a', noted(9), { expectedRevision, ...way }).catch((error: unknown) => error);
    expect(await refused(0n)).toMatchObject({ type: 'wrong-expected-version', expectedVersion: 0n, actualVersion: 'no_stream' });
    await client.appendToStream('case-a', [noted(0), noted(1)], { expectedRevision: NO_STREAM, ...way });
    const error = await refused(NO_STREAM);
    expect(error).toBeInstanceOf(WrongExpectedVersionError);
    expect(error).toMatchObject({ streamName: 'case-a', expectedVersion: 'no_stream', actualVersion: 1n });
    expect(await refused(7n)).toMatchObject({ expectedVersion: 7n, actualVersion: 1n });
    expect(numbers(await all(client.readStream('case-a')))).toEqual([0, 1]);
  });

  it('acknowledges a repeat, also where anything is expected, and keeps it once', async () => {
    const events = [noted(0), noted(1)];
    const first = await client.appendToStream('case-a', events, { expectedRevision: NO_STREAM, ...way });
    expect(await client.appendToStream('case-a', events, { expectedRevision: NO_STREAM, ...way })).toEqual(first);
    expect(await client.appendToStream('case-a', events, way)).toEqual(first);
    expect((await client.appendToStream('case-a', noted(2), way)).nextExpectedRevision).toBe(2n);
    expect(numbers(await all(client.readStream('case-a')))).toEqual([0, 1, 2]);
  });

  it('refuses what is larger than the server takes', async () => {
    const large = jsonEvent({ type: 'large.v1', data: { text: 'x'.repeat(1024 * 1024) } });
    await expect(client.appendToStream('case-a', large, way)).rejects.toBeInstanceOf(MaxAppendSizeExceededError);
    await expect(all(client.readStream('case-a'))).rejects.toBeInstanceOf(StreamNotFoundError);
  });
});

it('puts an append together that comes in several messages', async () => {
  const events = Array.from({ length: 60 }, (_, n) => noted(n));
  const { nextExpectedRevision } = await client.appendToStream('case-a', events, {
    expectedRevision: NO_STREAM,
    batchAppendSize: 600,
  });
  expect(nextExpectedRevision).toBe(59n);
  expect(numbers(await all(client.readStream('case-a')))).toEqual(events.map((_, n) => n));
});

describe('reads', () => {
  beforeEach(async () => {
    await client.appendToStream('case-a', [noted(0), noted(1), noted(2)], { expectedRevision: NO_STREAM });
    await client.appendToStream('act-b', [noted(3), noted(4)], { expectedRevision: NO_STREAM });
    await client.appendToStream('case-a', [noted(5)], { expectedRevision: 2n });
  });

  it('a stream forwards and backwards, from a revision that is included', async () => {
    const read = async (options: object): Promise<readonly unknown[]> => numbers(await all(client.readStream('case-a', options)));
    expect(await read({})).toEqual([0, 1, 2, 5]);
    expect(await read({ fromRevision: 2n, maxCount: 1 })).toEqual([2]);
    expect(await read({ fromRevision: 9n })).toEqual([]);
    expect(await read({ direction: BACKWARDS, fromRevision: END })).toEqual([5, 2, 1, 0]);
    expect(await read({ direction: BACKWARDS, fromRevision: 2n, maxCount: 2 })).toEqual([2, 1]);
    await expect(all(client.readStream('case-none'))).rejects.toBeInstanceOf(StreamNotFoundError);
  });

  it('$all forwards from a position that is included, backwards from one that is not', async () => {
    const read = async (options: object): Promise<readonly unknown[]> => numbers(await all(client.readAll(options)));
    const at = { commit: 3n, prepare: 3n };
    expect(await read({})).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await read({ fromPosition: at, maxCount: 2 })).toEqual([3, 4]);
    expect(await read({ direction: BACKWARDS, fromPosition: END })).toEqual([5, 4, 3, 2, 1, 0]);
    expect(await read({ direction: BACKWARDS, fromPosition: END, maxCount: 1 })).toEqual([5]);
    expect(await read({ direction: BACKWARDS, fromPosition: at })).toEqual([2, 1, 0]);
  });

  it('$all over more than one page of the log, both ways', async () => {
    const many = Array.from({ length: 1100 }, (_, n) => noted(n + 6));
    await client.appendToStream('case-many', many, { expectedRevision: NO_STREAM });
    const forwards = numbers(await all(client.readAll()));
    expect(forwards).toEqual(Array.from({ length: 1106 }, (_, n) => n));
    expect(numbers(await all(client.readAll({ direction: BACKWARDS, fromPosition: END })))).toEqual(forwards.toReversed());
  });

  it('$all as a subscription: what stands, caught-up, what comes', async () => {
    const subscription = client.subscribeToAll({ fromPosition: { commit: 1n, prepare: 1n } });
    const told: unknown[] = [];
    subscription.on('caughtUp', () => told.push('caught up'));
    const taken = take(subscription, 6, told);
    await until(() => told.includes('caught up'));
    await client.appendToStream('case-c', [noted(6), noted(7)], { expectedRevision: NO_STREAM });
    await taken;
    expect(told).toEqual([2, 3, 4, 5, 'caught up', 6, 7]);
    await subscription.unsubscribe();
  });

  it.each([
    ['stream prefixes', streamNameFilter({ prefixes: ['act-', 'none-'] }), [3, 4, 8]],
    ['a stream expression', streamNameFilter({ regex: '^act-' }), [3, 4, 8]],
    ['type prefixes', eventTypeFilter({ prefixes: ['odd'] }), [1, 3, 5, 7]],
    ['a type expression', eventTypeFilter({ regex: '^ev' }), [0, 2, 4, 6, 8]],
  ])('$all filtered by %s', async (_, filter, expected) => {
    const subscription = client.subscribeToAll({ filter });
    const told: unknown[] = [];
    const taken = take(subscription, expected.length, told);
    await client.appendToStream('case-d', [noted(6), noted(7)], { expectedRevision: NO_STREAM });
    await client.appendToStream('act-d', [noted(8)], { expectedRevision: NO_STREAM });
    await taken;
    expect(told).toEqual(expected);
    await subscription.unsubscribe();
  });

  it('checkpoints go on where nothing passes the filter', async () => {
    const reached: bigint[] = [];
    const subscription = client.subscribeToAll({
      filter: streamNameFilter({
        prefixes: ['none-'],
        maxSearchWindow: 2,
        checkpointReached: (_, { commit }) => void reached.push(commit),
      }),
    });
    subscription.on('data', () => undefined);
    await until(() => reached.includes(5n));
    expect(reached).toEqual([1n, 3n, 5n]);
    await subscription.unsubscribe();
  });

  it('one stream as a subscription, after a revision', async () => {
    const subscription = client.subscribeToStream('case-a', { fromRevision: 0n });
    const told: unknown[] = [];
    const taken = take(subscription, 4, told);
    await client.appendToStream('act-b', [noted(6)], { expectedRevision: 1n });
    await client.appendToStream('case-a', [noted(7)], { expectedRevision: 3n });
    await taken;
    expect(told).toEqual([1, 2, 5, 7]);
    await subscription.unsubscribe();
  });
});

it('reads no further than a slow subscriber takes', async () => {
  let read = 0;
  const { subscribe } = store;
  store.subscribe = async function* (this: MemoryEventStore, options: Parameters<typeof subscribe>[0]) {
    for await (const batch of subscribe.call(this, options)) {
      read += batch.length;
      yield batch;
    }
  };
  for (let n = 0; n < 40; n++) {
    const events = Array.from({ length: 100 }, () => jsonEvent({ type: 'filled.v1', data: { n, text: 'x'.repeat(2000) } }));
    await client.appendToStream(`case-${n}`, events, { expectedRevision: NO_STREAM });
  }
  const subscription = client.subscribeToAll();
  const first = await new Promise<AllStreamResolvedEvent>((resolve) => {
    subscription.once('data', (event: AllStreamResolvedEvent) => {
      subscription.pause();
      resolve(event);
    });
  });
  expect(first.event?.revision).toBe(0n);
  let before = -1;
  while (before !== read) {
    before = read;
    await new Promise((go) => setTimeout(go, 100));
  }
  expect(read).toBeLessThan(4000);
  await subscription.unsubscribe();
});

async function take(
  subscription: AsyncIterable<{ readonly event?: { readonly data: unknown } }>,
  count: number,
  told: unknown[],
): Promise<void> {
  let left = count;
  for await (const { event } of subscription) {
    told.push((event?.data as { readonly n: unknown }).n);
    if (--left === 0) return;
  }
}
