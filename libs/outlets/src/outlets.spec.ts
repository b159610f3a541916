import { type EventToAppend, MemoryEventStore, type StoredEvent } from '#libs/event-store';
import { type CivilDate, type EventMetadata, type Instant } from '#libs/kernel';
import {
  checkCloudEvent,
  cloudEventOf,
  cursorOf,
  follow,
  type Portion,
  positionOf,
  serverSentEvent,
  StreamAreas,
  type StreamFilter,
} from './index.js';

const SOURCE = 'urn:mingce:log:memory';
const NAME = { ref: 'ref-1', commitment: 'c'.repeat(64) };

const metadata: EventMetadata = {
  orderId: 'order-1',
  orderType: 'RaiseObjection',
  orderKey: 'RaiseObjection|1',
  orderDigest: 'd'.repeat(64),
  correlationId: 'correlation-1',
  causationId: 'cause-1',
  actorId: 'person-1',
  actorRole: 'DATA_CLERK',
  actorArea: 'v1',
  performedBy: 'person-1',
  occurredOn: '2024-03-01' as CivilDate,
  recordedAt: '2024-03-02T01:00:00.000Z' as Instant,
  build: 'test',
  order: '{"secret":"of the house"}',
};

const AREA = { group: 'g1', village: 'v1', township: 't1', county: 'c1' };
let made = 0;
const event = (type: string, data: object): EventToAppend => ({ id: `event-${made++}`, type, data, metadata });
const opened = (area: object): EventToAppend => event('case.CaseOpened.v1', { area });

describe('a CloudEvent', () => {
  const stored: StoredEvent = {
    id: '5a3f2d0e-6c1b-5b0a-9d4e-6d696e676365',
    type: 'case.ObjectionRaised.v1',
    data: { no: 1, facts: NAME },
    metadata,
    stream: 'case-k-7',
    revision: 3n,
    position: 41n,
  };

  it('says what happened, when on paper, when recorded and in which order; seals stay shut, the order stays inside', () => {
    expect(cloudEventOf(stored, SOURCE)).toEqual({
      specversion: '1.0',
      id: '5a3f2d0e-6c1b-5b0a-9d4e-6d696e676365',
      source: SOURCE,
      type: 'cn.mingce.case.ObjectionRaised.v1',
      subject: 'k-7',
      time: '2024-03-01T00:00:00+08:00',
      datacontenttype: 'application/json',
      recordedtime: '2024-03-02T01:00:00.000Z',
      sequence: '41',
      partitionkey: 'case-k-7',
      correlationid: 'correlation-1',
      causationid: 'cause-1',
      dataclassification: 'sealed',
      data: { no: 1, facts: NAME },
    });
  });

  it('conforms to CloudEvents 1.0', () => {
    expect(() => {
      checkCloudEvent(cloudEventOf(stored, SOURCE));
    }).not.toThrow();
    expect(() => {
      checkCloudEvent({ ...cloudEventOf(stored, SOURCE), source: '' });
    }).toThrow('invalid payload');
  });

  it('is internal where nothing is sealed', () => {
    expect(cloudEventOf({ ...stored, data: { no: 1, list: [{ deep: null }] } }, SOURCE).dataclassification).toBe('internal');
  });
});

describe('a cursor', () => {
  it('names its store and comes back as it went', () => {
    expect(cursorOf('sqlite', 123n)).toBe('sqlite:123');
    expect(positionOf('sqlite', 'sqlite:123')).toBe(123n);
    expect(positionOf('sqlite', 'sqlite:-1')).toBe(-1n);
  });

  it.each(['memory:123', 'sqlite:', 'sqlite:1e3', 'sqlite:-2', '123', '', 'sqlite:123 ', `sqlite:${'9'.repeat(40)}`])(
    'is none of ours: "%s"',
    (cursor) => {
      expect(positionOf('sqlite', cursor)).toBeUndefined();
    },
  );
});

describe('a server-sent event', () => {
  it('holds each line of its data', () => {
    expect(serverSentEvent({ id: 'sqlite:1', event: 'x', data: 'one\ntwo', retry: 3000 })).toBe(
      'event: x\nid: sqlite:1\nretry: 3000\ndata: one\ndata: two\n\n',
    );
  });

  it('may be a comment that moves the cursor', () => {
    expect(serverSentEvent({ comment: 'still here', id: 'sqlite:9' })).toBe(': still here\nid: sqlite:9\n\n');
  });
});

describe('following the log', () => {
  const under: Readonly<Record<string, readonly string[]>> = {
    g1: ['g1', 'v1', 't1', 'c1'],
    g2: ['g2', 'v2', 't1', 'c1'],
    c9: ['c9'],
  };
  const within =
    (root: string) =>
    (area: string): boolean =>
      under[area]?.includes(root) === true;

  async function seen(store: MemoryEventStore, filter: StreamFilter, after = -1n): Promise<string[]> {
    const stop = new AbortController();
    const head = await store.head();
    const types: string[] = [];
    for await (const portion of follow(store, new StreamAreas(store), filter, { after, batchSize: 2, signal: stop.signal })) {
      types.push(...portion.events.map(({ stream, type }) => `${stream} ${type}`));
      if (portion.position >= head) stop.abort();
    }
    return types;
  }

  async function log(): Promise<MemoryEventStore> {
    const store = new MemoryEventStore();
    await store.append('definition-IDENT-8', [event('definition.DefinitionPublished.v1', {})], 'absent');
    await store.append('case-1', [opened(AREA)], 'absent');
    await store.append('case-2', [opened({ ...AREA, group: 'g2', village: 'v2' })], 'absent');
    await store.append('case-1', [event('case.NoticePosted.v1', {})], 0n);
    await store.append('refusal-case-2', [event('refusal.OrderRefused.v1', {})], 'absent');
    await store.append('case-1', [event('case.ManagementTransferred.v1', { to: { ...AREA, group: 'c9' } })], 1n);
    await store.append('case-1', [event('case.NoticePosted.v1', {})], 2n);
    await store.append('secret-1', [event('secret.Kept.v1', {})], 'absent');
    return store;
  }

  it('shows a reader his area and what is everybody’s, and no more', async () => {
    expect(await seen(await log(), { mayLookAt: within('v1') })).toEqual([
      'definition-IDENT-8 definition.DefinitionPublished.v1',
      'case-1 case.CaseOpened.v1',
      'case-1 case.NoticePosted.v1',
    ]);
  });

  it('follows a case that moves away: from then on it belongs to another area', async () => {
    expect(await seen(await log(), { mayLookAt: within('c9') })).toEqual([
      'definition-IDENT-8 definition.DefinitionPublished.v1',
      'case-1 case.ManagementTransferred.v1',
      'case-1 case.NoticePosted.v1',
    ]);
  });

  it('tells a reader who begins in the middle the same as one who read it all', async () => {
    const store = await log();
    expect(await seen(store, { mayLookAt: within('v1') }, 2n)).toEqual(['case-1 case.NoticePosted.v1']);
    expect(await seen(store, { mayLookAt: within('t1') }, 3n)).toEqual(['refusal-case-2 refusal.OrderRefused.v1']);
  });

  it('narrows by area and by type', async () => {
    const store = await log();
    expect(await seen(store, { mayLookAt: () => true, wants: within('v2') })).toEqual([
      'case-2 case.CaseOpened.v1',
      'refusal-case-2 refusal.OrderRefused.v1',
    ]);
    expect(await seen(store, { mayLookAt: () => true, types: ['case.CaseOpened.v1', 'definition.*'] })).toEqual([
      'definition-IDENT-8 definition.DefinitionPublished.v1',
      'case-1 case.CaseOpened.v1',
      'case-2 case.CaseOpened.v1',
    ]);
  });

  it('moves the cursor past what is not for the reader', async () => {
    const stop = new AbortController();
    const portions: Portion[] = [];
    for await (const portion of follow(
      await log(),
      new StreamAreas(new MemoryEventStore()),
      { mayLookAt: () => false, types: [] },
      {
        after: -1n,
        signal: stop.signal,
      },
    )) {
      portions.push(portion);
      stop.abort();
    }
    expect(portions.map(({ events }) => events)).toEqual([[]]);
    expect(portions[0]?.position).toBe(7n);
  });
});
