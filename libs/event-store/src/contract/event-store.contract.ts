import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { civilDate, type EventMetadata, instant } from '#libs/kernel';
import {
  type Appended,
  type EventStore,
  type EventToAppend,
  type Expected,
  PositionUnknown,
  RevisionConflict,
  type StoredEvent,
} from '../port.js';

/** One promise of the port, to be run against any adapter, by any test runner or by none. */
export interface ContractCase {
  readonly name: string;
  /**
   * Settles where the promise is kept, rejects where it is broken; opens and closes its own stores.
   * `open` gives a store to be used by this case alone. It need not be empty, but nobody else may append to it meanwhile.
   */
  run(open: () => Promise<EventStore>): Promise<void>;
}

/** What does not come in this time does not come: only a broken store waits for it. */
const PATIENCE_MS = 3000;

/** Copied for each event: a store that gives out the caller's own objects must not spoil the next case. */
const METADATA: EventMetadata = {
  orderId: '7d0f4c1e-5a50-4c57-8f63-0f3f3d1f1a01',
  orderType: 'RecordReview',
  orderKey: 'REVIEW_1/1',
  orderDigest: 'a3'.repeat(32),
  correlationId: '7d0f4c1e-5a50-4c57-8f63-0f3f3d1f1a02',
  causationId: '7d0f4c1e-5a50-4c57-8f63-0f3f3d1f1a03',
  actorId: 'person-17',
  actorRole: 'VILLAGE_CLERK',
  actorArea: '522702101',
  performedBy: 'person-18',
  occurredOn: civilDate('2024-02-29'),
  recordedAt: instant('2024-03-01T09:30:00.125+08:00'),
  build: '0.1.0',
};

const newStream = (): string => `case-${randomUUID()}`;

function event(over: Partial<EventToAppend> = {}): EventToAppend {
  return { id: randomUUID(), type: 'case.ReviewHeld.v1', data: { step: 'REVIEW_1' }, metadata: { ...METADATA }, ...over };
}

function eventsNumbered(count: number, from = 0): readonly EventToAppend[] {
  return Array.from({ length: count }, (_, index) => event({ data: { n: from + index } }));
}

const idsOf = (events: readonly { readonly id: string }[]): readonly string[] => events.map(({ id }) => id);

/** What a reader should find of an append that was acknowledged. */
function given({ id, type, data, metadata }: EventToAppend): EventToAppend {
  return { id, type, data, metadata };
}

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new assert.AssertionError({ message: `${what} did not come` })), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The error that an append is refused with; an acknowledgement instead of it fails the case. */
async function refusalOf(append: Promise<unknown>, what: string): Promise<unknown> {
  const answer = await within(
    append.then(
      () => undefined,
      (error: unknown) => ({ error }),
    ),
    what,
  );
  assert.ok(answer !== undefined, `${what} was acknowledged`);
  return answer.error;
}

async function assertConflict(append: Promise<unknown>, stream: string, expected: Expected, actual: Expected): Promise<void> {
  const error = await refusalOf(append, `an append at ${expected} where ${actual} stands`);
  assert.ok(error instanceof RevisionConflict, `refused as ${String(error)} and not as a conflict`);
  assert.deepEqual(
    { code: error.code, stream: error.stream, expected: error.expected, actual: error.actual },
    { code: 'REVISION_CONFLICT', stream, expected, actual },
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}

/** All after a position, by pages. */
async function allAfter(store: EventStore, after: bigint, limit = 500): Promise<readonly StoredEvent[]> {
  const all: StoredEvent[] = [];
  for (let from = after; ;) {
    const page = await store.readAll({ after: from, limit });
    assert.ok(page.length <= limit, `a page of ${page.length} where ${limit} were asked for`);
    const last = page.at(-1);
    if (last === undefined) return all;
    assert.ok(last.position > from, 'a page goes on from the one before it');
    all.push(...page);
    from = last.position;
  }
}

function assertGrowing(events: readonly StoredEvent[]): void {
  events.forEach(({ position }, index) => {
    const before = events[index - 1];
    assert.ok(before === undefined || before.position < position, `position ${position} stands after ${before?.position}`);
  });
}

/** Reads from a subscription until it has `count` events. */
async function take(batches: AsyncIterator<readonly StoredEvent[]>, count: number): Promise<readonly StoredEvent[]> {
  const taken: StoredEvent[] = [];
  while (taken.length < count) {
    const { done, value } = await within(batches.next(), `event ${taken.length + 1} of ${count} of a subscription`);
    assert.ok(done !== true, `the subscription ended after ${taken.length} of ${count} events`);
    assert.ok(value.length > 0, 'a batch is never empty');
    taken.push(...value);
  }
  return taken;
}

/** A subscription that is ended when the case ends, however it ends. */
async function subscribed(
  store: EventStore,
  options: { readonly after: bigint; readonly batchSize?: number; readonly evidence?: boolean },
  run: (batches: AsyncIterator<readonly StoredEvent[]>, abort: () => void) => Promise<void>,
): Promise<void> {
  const ending = new AbortController();
  try {
    await run(store.subscribe({ ...options, signal: ending.signal })[Symbol.asyncIterator](), () => ending.abort());
  } finally {
    ending.abort();
  }
}

/** Something begun now and awaited later: a case that fails in between must not leave its rejection without a reader. */
function begun<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

type Body = (store: EventStore, stream: string) => Promise<void>;

function promise(name: string, body: Body): ContractCase {
  return {
    name,
    run: async (open) => {
      const store = await open();
      try {
        await body(store, newStream());
      } finally {
        await store.close();
      }
    },
  };
}

/** What every adapter promises, embedded or clustered. */
export const eventStoreContract: readonly ContractCase[] = [
  promise('a first append is acknowledged with the revision and position at which it then stands', async (store, stream) => {
    const [only] = eventsNumbered(1);
    assert.ok(only);
    const appended = await store.append(stream, [only], 'absent');
    const read = await store.readStream(stream);
    assert.deepEqual(read, [{ ...given(only), stream, revision: 0n, position: appended.position }]);
    assert.equal(appended.revision, 0n);
  }),

  promise('several events of one append stand together, in order, revisions without gaps', async (store, stream) => {
    const events = eventsNumbered(5);
    const appended = await store.append(stream, events, 'absent');
    const read = await store.readStream(stream);
    assert.deepEqual(read.map(given), events);
    assert.deepEqual(
      read.map(({ revision }) => revision),
      [0n, 1n, 2n, 3n, 4n],
    );
    assertGrowing(read);
    assert.deepEqual(appended, { revision: 4n, position: read[4]?.position });
  }),

  promise('an append at the last revision goes on from there', async (store, stream) => {
    const events = eventsNumbered(6);
    const first = await store.append(stream, events.slice(0, 2), 'absent');
    const second = await store.append(stream, events.slice(2, 3), first.revision);
    const third = await store.append(stream, events.slice(3), second.revision);
    assert.deepEqual([first.revision, second.revision, third.revision], [1n, 2n, 5n]);
    assert.deepEqual(idsOf(await store.readStream(stream)), idsOf(events));
  }),

  promise('revisions and positions are bigint at run time', async (store, stream) => {
    const appended = await store.append(stream, eventsNumbered(1), 'absent');
    const [read] = await store.readStream(stream);
    const [paged] = await store.readAll({ after: appended.position - 1n, limit: 1 });
    const conflict = await refusalOf(store.append(stream, eventsNumbered(1), 7n), 'an append at 7');
    const actual = conflict instanceof RevisionConflict ? conflict.actual : conflict;
    const values = { ...appended, head: await store.head(), actual };
    for (const [name, value] of Object.entries(values)) assert.equal(typeof value, 'bigint', `${name} is ${typeof value}`);
    for (const stored of [read, paged]) {
      assert.equal(typeof stored?.revision, 'bigint', 'revision of a stored event');
      assert.equal(typeof stored?.position, 'bigint', 'position of a stored event');
    }
  }),

  promise('"absent" is a conflict where the stream exists', async (store, stream) => {
    await store.append(stream, eventsNumbered(2), 'absent');
    await assertConflict(store.append(stream, eventsNumbered(1), 'absent'), stream, 'absent', 1n);
  }),

  promise('a revision is a conflict where the stream is absent', async (store, stream) => {
    await assertConflict(store.append(stream, eventsNumbered(1), 0n), stream, 0n, 'absent');
    assert.deepEqual(await store.readStream(stream), []);
  }),

  promise('an older or a later revision is a conflict', async (store, stream) => {
    await store.append(stream, eventsNumbered(3), 'absent');
    await assertConflict(store.append(stream, eventsNumbered(1), 1n), stream, 1n, 2n);
    await assertConflict(store.append(stream, eventsNumbered(1), 3n), stream, 3n, 2n);
  }),

  promise('a refused append leaves nothing behind', async (store, stream) => {
    const events = eventsNumbered(2);
    await store.append(stream, events, 'absent');
    const head = await store.head();
    for (const expected of ['absent', 0n, 9n] as const) {
      await refusalOf(store.append(stream, eventsNumbered(3), expected), `an append at ${expected}`);
    }
    assert.deepEqual(idsOf(await store.readStream(stream)), idsOf(events));
    assert.equal(await store.head(), head);
  }),

  promise('an empty append is refused by name', async (store, stream) => {
    const error = await refusalOf(store.append(stream, [], 'absent'), 'an append of no events');
    assert.equal(codeOf(error), 'INVALID_APPEND');
  }),

  promise('the same id twice in one append is refused by name, whole', async (store, stream) => {
    const [first, second] = eventsNumbered(2);
    assert.ok(first && second);
    const error = await refusalOf(
      store.append(stream, [first, { ...second, id: first.id }], 'absent'),
      'an append with one id twice',
    );
    assert.equal(codeOf(error), 'INVALID_APPEND');
    assert.deepEqual(await store.readStream(stream), []);
  }),

  promise('the same ids at the same expected revision are acknowledged as before and not doubled', async (store, stream) => {
    const [first, second, third] = [eventsNumbered(2), eventsNumbered(3), eventsNumbered(1)];
    const answers = [await store.append(stream, first, 'absent'), await store.append(stream, second, 1n)];
    const again = [await store.append(stream, first, 'absent'), await store.append(stream, second, 1n)];
    assert.deepEqual(again, answers);
    await store.append(stream, third, 4n);
    assert.deepEqual(await store.append(stream, second, 1n), answers[1]);
    assert.deepEqual(idsOf(await store.readStream(stream)), idsOf([...first, ...second, ...third]));
  }),

  promise('an append given twice at once is acknowledged twice and stands once', async (store, stream) => {
    const events = eventsNumbered(2);
    const [one, other] = await Promise.all([store.append(stream, events, 'absent'), store.append(stream, events, 'absent')]);
    assert.deepEqual(one, other);
    assert.deepEqual(idsOf(await store.readStream(stream)), idsOf(events));
  }),

  promise('a repeat in part, or with more than before, is a conflict', async (store, stream) => {
    const [first, second] = eventsNumbered(2);
    assert.ok(first && second);
    await store.append(stream, [first, second], 'absent');
    await assertConflict(store.append(stream, [first, event()], 'absent'), stream, 'absent', 1n);
    await assertConflict(store.append(stream, [first, second, event()], 'absent'), stream, 'absent', 1n);
    await assertConflict(store.append(stream, [second, first], 'absent'), stream, 'absent', 1n);
    assert.deepEqual(idsOf(await store.readStream(stream)), idsOf([first, second]));
  }),

  promise('of many writers at one revision exactly one wins', async (store, stream) => {
    let expected: Expected = 'absent';
    for (let round = 0; round < 5; round++) {
      const attempts = Array.from({ length: 16 }, () => eventsNumbered(2));
      const answers = await Promise.allSettled(attempts.map((events) => store.append(stream, events, expected)));
      const won = attempts.filter((_, index) => answers[index]?.status === 'fulfilled');
      assert.equal(won.length, 1, `${won.length} of 16 writers won`);
      for (const answer of answers) {
        if (answer.status === 'rejected') assert.equal(codeOf(answer.reason), 'REVISION_CONFLICT');
      }
      const read: readonly StoredEvent[] = await store.readStream(stream, expected === 'absent' ? 0n : expected + 1n);
      assert.deepEqual(idsOf(read), idsOf(won.flat()));
      expected = BigInt(round * 2 + 1);
    }
  }),

  promise('many writers at once lose nothing, and a conflict among them refuses only itself', async (store) => {
    const before = await store.head();
    const writers = Array.from({ length: 24 }, () => ({ stream: newStream(), ids: [] as string[] }));
    await Promise.all(
      writers.map(async ({ stream, ids }) => {
        let expected: Expected = 'absent';
        for (let turns = 0; turns < 8; turns++) {
          const events = eventsNumbered(1 + (turns % 3));
          const [appended]: [Appended, void] = await Promise.all([
            store.append(stream, events, expected),
            assert.rejects(store.append(stream, eventsNumbered(1), 999n), { code: 'REVISION_CONFLICT' }),
          ]);
          ids.push(...idsOf(events));
          expected = appended.revision;
        }
      }),
    );
    const all = await allAfter(store, before);
    assertGrowing(all);
    assert.equal(all.length, writers.flatMap(({ ids }) => ids).length);
    for (const { stream, ids } of writers) {
      const own = all.filter((stored) => stored.stream === stream);
      assert.deepEqual(idsOf(own), ids);
      assert.deepEqual(
        own.map(({ revision }) => revision),
        ids.map((_, index) => BigInt(index)),
      );
      assert.deepEqual(await store.readStream(stream), own);
    }
  }),

  promise('an acknowledged append is there for every reader at once', async (store, stream) => {
    for (let revision = -1n; revision < 10n; revision++) {
      const [one] = eventsNumbered(1);
      assert.ok(one);
      const appended = await store.append(stream, [one], revision < 0n ? 'absent' : revision);
      const [head, all, own] = await Promise.all([
        store.head(),
        store.readAll({ after: appended.position - 1n, limit: 10 }),
        store.readStream(stream, appended.revision),
      ]);
      assert.deepEqual([head, idsOf(all), idsOf(own)], [appended.position, [one.id], [one.id]]);
    }
  }),

  promise('readers see whole appends only, and positions are never filled in later', async (store) => {
    const before = await store.head();
    const streams = Array.from({ length: 6 }, newStream);
    let writing = true;
    let givenUp = false;
    const seen: StoredEvent[] = [];
    const reading = (async () => {
      for (let after = before, idle = false; !idle && !givenUp;) {
        const ended = !writing;
        const page = await store.readAll({ after, limit: 1000 });
        const last = page.at(-1);
        assert.equal(page.length % 4, 0, `${page.length} events seen of appends of 4`);
        seen.push(...page);
        after = last?.position ?? after;
        for (const stream of streams.slice(0, 2)) assert.equal((await store.readStream(stream)).length % 4, 0);
        // What came while the writers ended is read in the next round, so an empty page counts only if it was asked for after.
        idle = ended && last === undefined;
        await turn();
      }
    })();
    const wrote = Promise.all(
      streams.map(async (stream) => {
        let expected: Expected = 'absent';
        for (let turns = 0; turns < 6; turns++) expected = (await store.append(stream, eventsNumbered(4), expected)).revision;
      }),
    ).finally(() => {
      writing = false;
    });
    await Promise.all([within(wrote, 'the end of the writers'), within(reading, 'the end of the reader')]).finally(() => {
      givenUp = true;
    });
    assert.deepEqual(idsOf(seen), idsOf(await allAfter(store, before)));
    assert.equal(seen.length, 6 * 6 * 4);
  }),

  promise('a stream is read from the revision asked for', async (store, stream) => {
    const events = eventsNumbered(5);
    await store.append(stream, events, 'absent');
    assert.deepEqual(idsOf(await store.readStream(stream, 0n)), idsOf(events));
    assert.deepEqual(idsOf(await store.readStream(stream, 3n)), idsOf(events.slice(3)));
    assert.deepEqual(await store.readStream(stream, 5n), []);
  }),

  promise('a stream that does not exist is empty, and names are compared as they stand', async (store, stream) => {
    await store.append(`${stream}-a`, eventsNumbered(1), 'absent');
    for (const other of [stream, `${stream}-A`, `${stream}-a `, `${stream}-_`, `${stream}-%`]) {
      assert.deepEqual(await store.readStream(other), []);
    }
  }),

  promise(
    'the log is read in pages that are exclusive of their start and neither overlap nor leave out',
    async (store, stream) => {
      const before = await store.head();
      const other = newStream();
      const [mine, its] = [eventsNumbered(7), eventsNumbered(4)];
      await store.append(stream, mine.slice(0, 3), 'absent');
      await store.append(other, its, 'absent');
      await store.append(stream, mine.slice(3), 2n);
      const order = idsOf([...mine.slice(0, 3), ...its, ...mine.slice(3)]);
      for (const limit of [1, 2, 3, 11, 100])
        assert.deepEqual(idsOf(await allAfter(store, before, limit)), order, `pages of ${limit}`);
      assert.deepEqual(await store.readAll({ after: await store.head(), limit: 10 }), []);
      await assert.rejects(store.readAll({ after: before, limit: 0 }), RangeError);
    },
  ),

  promise('events are read at positions in the order given', async (store, stream) => {
    await store.append(stream, eventsNumbered(4), 'absent');
    const [a, b, c, d] = await store.readStream(stream);
    assert.ok(a && b && c && d);
    const asked = [c, a, d, a];
    assert.deepEqual(await store.readAt(asked.map(({ position }) => position)), asked);
    assert.deepEqual(await store.readAt([]), []);
    assert.equal(b.position > a.position, true);
  }),

  promise('a position at which nothing stands is refused by name', async (store, stream) => {
    const { position } = await store.append(stream, eventsNumbered(1), 'absent');
    await assert.rejects(store.readAt([position, position + 1_000_000n]), PositionUnknown);
  }),

  promise('the head is the position of the last event', async (store, stream) => {
    for (let revision = -1n; revision < 3n; revision += 2n) {
      const { position } = await store.append(stream, eventsNumbered(2), revision < 0n ? 'absent' : revision);
      assert.equal(await store.head(), position);
    }
    assert.equal((await store.readStream(stream)).at(-1)?.position, await store.head());
  }),

  promise('text and nested JSON come back as they were given', async (store, stream) => {
    const data = {
      村: '石桥村',
      rare: '𠮷𡈽 𰻝面 👨‍👩‍👧 𝄞',
      composed: 'é',
      decomposed: 'e\u0301',
      width: 'ＡＢ\u3000ab',
      controls: 'a\u0000b\u0001\u007f\r\n\t\u2028\u2029',
      half: '\ud842',
      quotes: `"'\\/\`$`,
      right: '\u202eשלום\u202c',
      '': { 'a.b': [1, [2, [3, { deep: [null, true, false, {}, [], ''] }]]] },
      numbers: [0, -1, 0.1, 1e-7, 1.5e300, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
      long: '贫困户'.repeat(20_000),
    };
    await store.append(stream, [event({ data }), event({ data: {} })], 'absent');
    const [full, empty] = await store.readStream(stream);
    assert.deepEqual(full?.data, data);
    assert.deepEqual(Object.keys(full?.data ?? {}), Object.keys(data));
    assert.deepEqual(empty?.data, {});
  }),

  promise('metadata come back as they were given, absent fields absent', async (store, stream) => {
    const metadata: EventMetadata = {
      ...METADATA,
      definition: 'monitoring@3#5f1d9c',
      policy: 'qn-2024@1#77ab',
      step: 'REVIEW_1.review',
      clause: '黔开发〔2021〕3号 第七条',
      order: '{"data":{"votes":{"for":7,"against":"𠮷"}},"type":"RecordReview"}',
      decidedAtRevision: '9007199254740993',
      context: '',
    };
    await store.append(stream, [event({ metadata }), event()], 'absent');
    const [full, plain] = await store.readStream(stream);
    assert.deepEqual(full?.metadata, metadata);
    assert.deepEqual(plain?.metadata, METADATA);
    assert.deepEqual(Object.keys(plain?.metadata ?? {}), Object.keys(METADATA));
  }),

  promise('what callers do to their objects afterwards does not reach the log', async (store, stream) => {
    const data = { rows: [1, 2] };
    await store.append(stream, [event({ data })], 'absent');
    data.rows.push(3);
    const spoil = async (): Promise<void> => {
      const [read] = await store.readStream(stream);
      Reflect.set(read?.data ?? {}, 'rows', []);
      Reflect.set(read?.metadata ?? {}, 'actorId', 'somebody else');
    };
    await spoil();
    const [read] = await store.readStream(stream);
    assert.deepEqual([read?.data, read?.metadata], [{ rows: [1, 2] }, METADATA]);
  }),

  promise('a large append is kept whole', async (store, stream) => {
    const events = Array.from({ length: 1200 }, (_, n) => event({ data: { n, text: '户'.repeat(200) } }));
    const appended = await store.append(stream, events, 'absent');
    assert.equal(appended.revision, 1199n);
    assert.deepEqual(idsOf(await store.readStream(stream)), idsOf(events));
  }),

  promise('a subscription catches up in order, in batches of at most the size asked for', async (store, stream) => {
    const before = await store.head();
    const events = eventsNumbered(25);
    await store.append(stream, events, 'absent');
    await subscribed(store, { after: before, batchSize: 4 }, async (batches) => {
      const seen: StoredEvent[] = [];
      while (seen.length < events.length) {
        const batch = await take(batches, 1);
        assert.ok(batch.length <= 4, `a batch of ${batch.length}`);
        seen.push(...batch);
      }
      assert.deepEqual(seen, await allAfter(store, before));
    });
    await assert.rejects(async () => store.subscribe({ after: before, batchSize: 0 })[Symbol.asyncIterator]().next(), RangeError);
  }),

  promise('a subscription starts after the position asked for', async (store, stream) => {
    const events = eventsNumbered(6);
    await store.append(stream, events, 'absent');
    const third = (await store.readStream(stream))[2];
    assert.ok(third);
    await subscribed(store, { after: third.position }, async (batches) => {
      assert.deepEqual(idsOf(await take(batches, 3)), idsOf(events.slice(3)));
    });
  }),

  promise('a subscription at the head waits and then brings what comes', async (store, stream) => {
    await subscribed(store, { after: await store.head() }, async (batches) => {
      let expected: Expected = 'absent';
      for (let turns = 0; turns < 5; turns++) {
        const events = eventsNumbered(2);
        const waiting = begun(take(batches, 2));
        await turn();
        expected = (await store.append(stream, events, expected)).revision;
        assert.deepEqual(idsOf(await waiting), idsOf(events));
      }
    });
  }),

  promise('a subscription goes over from past to live without gap, doubling or change of order', async (store) => {
    const before = await store.head();
    const streams = Array.from({ length: 8 }, newStream);
    const write = async (stream: string, from: bigint, appends: number): Promise<void> => {
      for (let n = 0; n < appends; n++) {
        const at = from + BigInt(n * 2);
        await store.append(stream, eventsNumbered(2), at < 0n ? 'absent' : at);
      }
    };
    await Promise.all(streams.map((stream) => write(stream, -1n, 5)));
    await subscribed(store, { after: before, batchSize: 3 }, async (batches) => {
      const writing = begun(Promise.all(streams.map((stream) => write(stream, 9n, 10))));
      const seen = await take(batches, 8 * 15 * 2);
      await writing;
      const all = await allAfter(store, before);
      assert.deepEqual(idsOf(seen), idsOf(all));
      await store.append(newStream(), eventsNumbered(1), 'absent');
      assert.deepEqual(await take(batches, 1), await allAfter(store, all.at(-1)?.position ?? before));
    });
  }),

  promise('a slow subscriber holds back itself and nobody else, and misses nothing', async (store) => {
    const before = await store.head();
    await store.append(newStream(), eventsNumbered(6), 'absent');
    await subscribed(store, { after: before, batchSize: 2 }, async (slow) => {
      const first = await take(slow, 1);
      await subscribed(store, { after: before, batchSize: 50 }, async (quick) => {
        const writing = begun(
          Promise.all(Array.from({ length: 40 }, () => store.append(newStream(), eventsNumbered(5), 'absent'))),
        );
        await within(writing, 'the acknowledgement of an append beside a slow subscriber');
        const all = await allAfter(store, before);
        assert.deepEqual(idsOf(await take(quick, 206)), idsOf(all));
        assert.ok(first.length <= 2);
        const rest = await take(slow, all.length - first.length);
        assert.deepEqual(idsOf([...first, ...rest]), idsOf(all));
      });
    });
  }),

  promise(
    'a signal ends a subscription without an error, before its start, between batches and while it waits',
    async (store) => {
      const before = await store.head();
      await store.append(newStream(), eventsNumbered(4), 'absent');
      const aborted = store.subscribe({ after: before, signal: AbortSignal.abort() })[Symbol.asyncIterator]();
      assert.equal((await within(aborted.next(), 'the end of an aborted subscription')).done, true);
      await subscribed(store, { after: before, batchSize: 2 }, async (batches, abort) => {
        await take(batches, 2);
        abort();
        assert.equal((await within(batches.next(), 'the end between batches')).done, true);
      });
      await subscribed(store, { after: await store.head() }, async (batches, abort) => {
        const waiting = begun(batches.next());
        await turn();
        abort();
        assert.equal((await within(waiting, 'the end while waiting')).done, true);
      });
    },
  ),

  promise('a reader who folds gets everything but what an order said and was decided on, at most', async (store, stream) => {
    const metadata = { ...METADATA, order: '{"type":"评议"}', decidedAtRevision: '-1', context: '{"law":"4f2a"}', due: '{}' };
    const [first, second] = [event({ metadata }), event()];
    await store.append(stream, [first, second], 'absent');
    const { order: _order, context: _context, ...rest } = metadata;
    const bare = ({ metadata: { order: _o, context: _c, ...kept }, ...read }: StoredEvent): object => ({
      ...given(read as StoredEvent),
      metadata: kept,
    });
    const expected = [given({ ...first, metadata: rest }), given(second)];
    assert.deepEqual((await store.readStream(stream, 0n, { evidence: false })).map(bare), expected);
    const whole = await store.readStream(stream);
    assert.deepEqual(whole.map(given), [given(first), given(second)]);
    const [one] = whole;
    assert.ok(one !== undefined);
    await subscribed(store, { after: one.position - 1n, evidence: false }, async (batches) => {
      assert.deepEqual((await take(batches, 2)).map(bare), expected);
    });
  }),

  promise('streams of a category are named in the order of their first events, each once', async (store) => {
    const category = `area${randomUUID().replaceAll('-', '')}`;
    const streams = [`${category}-b`, `${category}-a`, `${category}-c-d`];
    for (const name of streams) await store.append(name, eventsNumbered(2), 'absent');
    await store.append(`${category}-b`, eventsNumbered(1), 1n);
    await store.append(`${category}s-a`, eventsNumbered(1), 'absent');
    await store.append(`other${category}-a`, eventsNumbered(1), 'absent');
    assert.deepEqual(await store.streamsOf(category), streams);
    assert.deepEqual(await store.streamsOf(`${category}s-a`), []);
  }),

  promise('closing ends subscriptions and refuses by name what is asked afterwards', async (store, stream) => {
    await store.append(stream, eventsNumbered(1), 'absent');
    const live = store.subscribe({ after: await store.head() });
    const waiting = begun(live[Symbol.asyncIterator]().next());
    await turn();
    await store.close();
    assert.equal((await within(waiting, 'the end of a subscription at close')).done, true);
    assert.equal(codeOf(await refusalOf(store.append(stream, eventsNumbered(1), 0n), 'an append after close')), 'STORE_CLOSED');
    assert.equal(codeOf(await refusalOf(store.readStream(stream), 'a read after close')), 'STORE_CLOSED');
    assert.equal(codeOf(await refusalOf(store.head(), 'a look at the head after close')), 'STORE_CLOSED');
    await store.close();
  }),

  promise('closing finishes the appends that were accepted', async (store) => {
    const accepted = Array.from({ length: 700 }, () => store.append(newStream(), eventsNumbered(2), 'absent'));
    const answers = Promise.allSettled(accepted);
    await within(store.close(), 'the end of close');
    const kept = (await within(answers, 'an answer to each append')).filter(({ status }) => status === 'fulfilled');
    assert.equal(kept.length, accepted.length);
  }),
];

/** What an embedded store promises besides: it sees its whole log, a cluster may not. */
export const embeddedEventStoreContract: readonly ContractCase[] = [
  {
    name: 'a new log is empty and its head is -1',
    run: async (open) => {
      const store = await open();
      try {
        assert.equal(await store.head(), -1n);
        assert.deepEqual(await store.readAll({ after: -1n, limit: 10 }), []);
        await subscribed(store, { after: -1n }, async (batches) => {
          const waiting = begun(take(batches, 1));
          const events = eventsNumbered(1);
          await store.append(newStream(), events, 'absent');
          assert.deepEqual(idsOf(await waiting), idsOf(events));
        });
      } finally {
        await store.close();
      }
    },
  },

  promise('an id that stands elsewhere is refused by name, its append whole, its neighbours not', async (store, stream) => {
    const [taken] = eventsNumbered(1);
    assert.ok(taken);
    await store.append(stream, [taken], 'absent');
    const [before, after, refused] = [newStream(), newStream(), newStream()];
    const answers = await Promise.allSettled([
      store.append(before, eventsNumbered(2), 'absent'),
      store.append(refused, [...eventsNumbered(2), taken, ...eventsNumbered(1)], 'absent'),
      store.append(after, eventsNumbered(2), 'absent'),
      store.append(stream, [taken], 0n),
    ]);
    assert.deepEqual(
      answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.revision : codeOf(answer.reason))),
      [1n, 'EVENT_ID_TAKEN', 1n, 'EVENT_ID_TAKEN'],
    );
    assert.deepEqual(await store.readStream(refused), []);
    assert.equal((await store.readStream(stream)).length, 1);
    assert.equal((await store.append(refused, eventsNumbered(1), 'absent')).revision, 0n);
    const all = await allAfter(store, -1n);
    assertGrowing(all);
    assert.equal(all.length, 6);
  }),
];
