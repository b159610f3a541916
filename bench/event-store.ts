import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent, NO_STREAM, START, StreamNotFoundError } from '@eventstore/db-client';
import { inParallel } from '#libs/application';
import { STREAM_PREFIXES } from '#libs/embedded';
import { type EventStore, openEventStoreDb, SqliteEventReader, type StoredEvent } from '#libs/event-store';
import { type EventStoreNode, startNode } from '../test/eventstore-node/start-node.js';
import { type BenchRow, interleaved } from './bench-row.js';
import { LOG, morningOfToday, openDesk, prepareCases, type PreparedCase } from './cases.js';

const CASES = 600;
const ORDERS = 300;
const AT_ONCE = 64;
const PAIRS = 5;
const SERVED = 'served.db';

/** What an order appended, and where. */
interface Append {
  readonly stream: string;
  readonly events: readonly StoredEvent[];
}

/** A log with cases, served by the test node; each run gets the log as it was. */
class Served {
  private constructor(
    private readonly folder: string,
    private readonly cases: readonly PreparedCase[],
    readonly events: number,
    private appends: readonly Append[],
  ) {}

  static async prepare(folder: string): Promise<Served> {
    const all = await prepareCases(folder, CASES);
    const cases = Array.from({ length: ORDERS }, (_, index) => all[(index * 7) % CASES]).filter((item) => item !== undefined);
    const served = new Served(folder, cases, await eventsIn(join(folder, LOG)), []);
    await served.orders(0);
    served.appends = await served.appended();
    return served;
  }

  /** All orders through the desk and the adapter, 64 at once. Orders per second. */
  orders(foldsKept: number): Promise<number> {
    return this.onNode(async ({ connectionString }) => {
      const open = (): Promise<EventStore> => openEventStoreDb({ connectionString, prefixes: STREAM_PREFIXES });
      const desk = await openDesk(this.folder, foldsKept, morningOfToday(), open);
      if (foldsKept > 0) for (const { next } of this.cases) await desk.engine.desk.give({ ...next, dryRun: true });
      const began = performance.now();
      await inParallel(this.cases, AT_ONCE, async ({ next }) => {
        const answer = await desk.engine.desk.give(next);
        if (!answer.accepted || answer.repeated) throw new Error(`${next.order.type} for ${next.target} was not done`);
      });
      const figure = perSecond(this.cases.length, began);
      await desk.close();
      return figure;
    });
  }

  /** The same client doing the same reads, unless states are kept, and the same appends, 64 at once. */
  bare(reads: boolean): Promise<number> {
    return this.onNode((node) =>
      withClient(node, async (client) => {
        const began = performance.now();
        await inParallel(this.appends, AT_ONCE, async ({ stream, events }) => {
          if (reads) await readWhole(client, stream);
          const before = (events[0]?.revision ?? 0n) - 1n;
          const given = events.map(({ id, type, data, metadata }) =>
            jsonEvent({
              id,
              type,
              data: data as Record<string, unknown>,
              metadata: metadata as unknown as Record<string, string>,
            }),
          );
          await client.appendToStream(stream, given, {
            expectedRevision: before < 0n ? NO_STREAM : before,
            requiresLeader: true,
          });
        });
        return perSecond(this.appends.length, began);
      }),
    );
  }

  /** A subscription of the adapter over the whole log. Events per second. */
  follow(): Promise<number> {
    return this.onNode(async ({ connectionString }) => {
      const store = await openEventStoreDb({ connectionString, prefixes: STREAM_PREFIXES });
      const began = performance.now();
      let seen = 0;
      for await (const batch of store.subscribe({ after: -1n })) {
        seen += batch.length;
        if (seen === this.events) break;
      }
      const figure = perSecond(seen, began);
      await store.close();
      return figure;
    });
  }

  bareFollow(): Promise<number> {
    return this.onNode((node) =>
      withClient(node, async (client) => {
        const began = performance.now();
        let seen = 0;
        const subscription = client.subscribeToAll({ fromPosition: START });
        for await (const { event } of subscription) {
          if (event !== undefined) seen++;
          if (seen === this.events) break;
        }
        const figure = perSecond(seen, began);
        await subscription.unsubscribe().catch(() => undefined);
        return figure;
      }),
    );
  }

  private async onNode<T>(run: (node: EventStoreNode) => Promise<T>): Promise<T> {
    const file = join(this.folder, SERVED);
    for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
    await copyFile(join(this.folder, LOG), file);
    const node = await startNode(file);
    try {
      return await run(node);
    } finally {
      await node.stop();
    }
  }

  /** What the last run through the desk left in the served log. */
  private async appended(): Promise<readonly Append[]> {
    const [before, after] = await Promise.all([LOG, SERVED].map((name) => SqliteEventReader.openReader(join(this.folder, name))));
    if (before === undefined || after === undefined) throw new Error('there are two logs');
    const head = await before.head();
    const appends: Append[] = [];
    for (const { stream } of this.cases) {
      appends.push({ stream, events: (await after.readStream(stream)).filter(({ position }) => position > head) });
    }
    await Promise.all([before.close(), after.close()]);
    return appends;
  }
}

const perSecond = (count: number, began: number): number => (count * 1000) / (performance.now() - began);

async function eventsIn(file: string): Promise<number> {
  const reader = await SqliteEventReader.openReader(file);
  const head = Number(await reader.head());
  await reader.close();
  return head + 1;
}

async function withClient<T>(node: EventStoreNode, run: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
  const client = EventStoreDBClient.connectionString(node.connectionString);
  // Connected before it is measured, as the store is.
  await readWhole(client, 'case-none');
  try {
    return await run(client);
  } finally {
    void client.dispose().catch(() => undefined);
  }
}

async function readWhole(client: EventStoreDBClient, stream: string): Promise<number> {
  let events = 0;
  try {
    for await (const { event } of client.readStream(stream, { requiresLeader: true })) if (event !== undefined) events++;
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
  }
  return events;
}

/** The order path and the catch-up through the adapter, against the official client doing the same by itself, on the test node. */
export async function benchEventStore(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-event-store-'));
  try {
    const served = await Served.prepare(folder);
    const rows: BenchRow[] = [];
    for (const kept of [false, true]) {
      const { a, b, ratio } = await interleaved(
        PAIRS,
        () => served.orders(kept ? 2 * CASES : 0),
        () => served.bare(!kept),
      );
      rows.push({
        what: `order path on an event store, 64 at once, ${kept ? 'states kept in memory' : 'no states kept'}`,
        ours: a,
        limit: b,
        unit: 'orders/s',
        ratio,
        mustReach: 0.6,
        note: `limit: the same client, ${kept ? 'the same appends' : 'the same reads and appends'}; both on the test node`,
      });
    }
    const { a, b, ratio } = await interleaved(
      PAIRS,
      () => served.follow(),
      () => served.bareFollow(),
    );
    rows.push({
      what: `catch-up on an event store, ${served.events} events`,
      ours: a,
      limit: b,
      unit: 'events/s',
      ratio,
      mustReach: 0.8,
      note: "limit: the bare client's subscribeToAll",
    });
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}
