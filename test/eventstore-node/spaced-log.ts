import { type EventStore, type StoredEvent } from '#libs/event-store';

/** How far apart two events stand: in EventStoreDB a position counts bytes, so nobody may count events by it. */
const APART = 7n;

/** The same log, whose positions have gaps. */
export function spaced(log: EventStore): EventStore {
  return {
    name: log.name,
    append: async (stream, events, expected) => outside(await log.append(stream, events, expected)),
    readStream: async (stream, from) => (await log.readStream(stream, from)).map(outside<StoredEvent>),
    streamsOf: (category) => log.streamsOf(category),
    readAll: async ({ after, limit }) => (await log.readAll({ after: inside(after), limit })).map(outside<StoredEvent>),
    readAt: async (positions) => (await log.readAt(positions.map(inside))).map(outside<StoredEvent>),
    head: async () => outside({ position: await log.head() }).position,
    async *subscribe(options) {
      for await (const batch of log.subscribe({ ...options, after: inside(options.after) }))
        yield batch.map(outside<StoredEvent>);
    },
    close: () => log.close(),
  };
}

const outside = <T extends { readonly position: bigint }>(it: T): T => ({
  ...it,
  position: it.position < 0n ? it.position : it.position * APART,
});

/** The last place of the log that is not after this position. */
const inside = (position: bigint): bigint => (position < 0n ? position : position / APART);
