import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventToAppend, SqliteEventStore } from '#libs/event-store';
import { ThreadedProjections } from '#libs/embedded';
import { caseStatus, compareReadModels, ReadModels } from '#libs/read-models';
import { FROM_SOURCES } from '#libs/spec';
import { type SmallCounty, smallCounty } from './small-county.js';

/** ADR 0026: the thread that feeds the read models of a data folder. */
describe('read models fed by a thread', () => {
  let folder: string;
  let county: SmallCounty;
  let store: SqliteEventStore;
  let projections: ThreadedProjections | undefined;

  beforeAll(async () => {
    county = await smallCounty(3);
  });
  afterAll(() => county.embedded.close());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'projection-thread-'));
    store = await SqliteEventStore.open(join(folder, 'events.db'));
  });
  afterEach(async () => {
    await projections?.stop();
    projections = undefined;
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** The county's log again, as far as an event of it. */
  async function append(after: bigint, upTo: bigint): Promise<bigint> {
    const events = await county.embedded.store.readAll({ after, limit: Number(upTo - after) });
    for (const event of events) {
      const one: EventToAppend = { id: event.id, type: event.type, data: event.data, metadata: event.metadata };
      await store.append(event.stream, [one], event.revision === 0n ? 'absent' : event.revision - 1n);
    }
    return store.head();
  }

  const file = (): string => join(folder, 'read-models.db');
  const open = async (): Promise<ThreadedProjections> => {
    const work = { log: join(folder, 'events.db'), readModels: file(), head: await store.head() };
    projections = await ThreadedProjections.open(work, FROM_SOURCES);
    return projections;
  };

  it('hold, row by row, what they hold where the engine feeds them itself, and take up what comes', async () => {
    const half = (await county.embedded.store.head()) / 2n;
    await append(-1n, half);
    const threaded = await open();
    expect(await threaded.caughtUp(await store.head())).toBe(true);
    const read = ReadModels.open(file(), { readOnly: true });
    const here = ReadModels.open(':memory:');
    try {
      expect(read.checkpoint()).toBe(await store.head());
      const head = await append(half, await county.embedded.store.head());
      expect(await threaded.caughtUp(head)).toBe(true);
      expect(threaded.position).toBe(head);
      await here.replay(store);
      expect(await compareReadModels(here, read)).toEqual([]);
      expect(await caseStatus(read, county.cases[0]?.caseId ?? '')).toMatchObject({
        definition: expect.stringMatching('IDENT-8@1'),
        closedOn: null,
      });
    } finally {
      await here.close();
      await read.close();
    }
  });

  it('are made anew where the log ends before them', async () => {
    await append(-1n, await county.embedded.store.head());
    await (await open()).caughtUp(await store.head());
    await projections?.stop();
    await store.close();
    rmSync(join(folder, 'events.db'));
    store = await SqliteEventStore.open(join(folder, 'events.db'));
    const head = await append(-1n, 10n);
    expect(await (await open()).caughtUp(head)).toBe(true);
    expect(projections?.position).toBe(head);
  });

  it('stand still, and say why, where an event cannot be projected', async () => {
    const threaded = await open();
    const [sample] = await county.embedded.store.readStream(`case-${county.cases[0]?.caseId}`);
    if (sample === undefined) throw new TypeError('the county has no case');
    await store.append('case-broken', [{ ...sample, data: { caseId: 'broken' } }], 'absent');
    await expect(threaded.caughtUp(await store.head())).rejects.toThrow();
    expect(threaded.failure).toHaveProperty('message');
    await expect(threaded.caughtUp(0n)).rejects.toBe(threaded.failure);
  });

  it('are waited for no longer than is asked', async () => {
    const threaded = await open();
    expect(await threaded.caughtUp((await store.head()) + 1n, 20)).toBe(false);
  });
});
