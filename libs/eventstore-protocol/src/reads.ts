import { randomUUID } from 'node:crypto';
import { type EventStore, type StoredEvent } from '#libs/event-store';
import { type Filter, filterOf } from './filter.js';
import { badRequest } from './refusal.js';
import { identifierOf, nameOf, type ReadOptions, uuidOfText } from './wire.js';

const PAGE = 500;
const BACKWARDS = 1;

/**
 * The answers to a read, one by one as they are taken; those of a subscription for ever.
 * @throws Refusal where the request cannot be understood.
 */
export async function* answers(store: EventStore, options: ReadOptions, signal: AbortSignal): AsyncGenerator<object> {
  const structured = options.uuid_option?.structured !== undefined;
  const filter = options.filter === undefined ? undefined : filterOf(options.filter);
  if (options.subscription !== undefined) {
    yield { confirmation: { subscription_id: randomUUID() } };
    if (options.all === undefined) yield* streamFollowed(store, options, structured, signal);
    else yield* logFollowed(store, options, filter, structured, signal);
    return;
  }
  let left = BigInt(options.count ?? '0');
  if (left === 0n) throw badRequest('a read asks for at least one event');
  if (options.stream !== undefined) {
    const stream = nameOf(options.stream.stream_identifier);
    const events = await store.readStream(stream);
    if (events.length === 0) {
      yield { stream_not_found: { stream_identifier: identifierOf(stream) } };
      return;
    }
    for (const event of ofStream(events, options)) {
      yield readEvent(event, structured);
      if (--left === 0n) return;
    }
    return;
  }
  for await (const event of options.read_direction === BACKWARDS ? logBackwards(store, options) : logForwards(store, options)) {
    if (filter !== undefined && !filter.matches(event)) continue;
    yield readEvent(event, structured);
    if (--left === 0n) return;
  }
}

/** A revision is included in both directions. */
function ofStream(events: readonly StoredEvent[], { stream, read_direction }: ReadOptions): readonly StoredEvent[] {
  const at = stream?.revision === undefined ? undefined : BigInt(stream.revision);
  if (read_direction === BACKWARDS) {
    if (stream?.start !== undefined) return events.slice(0, 1);
    return events.filter(({ revision }) => at === undefined || revision <= at).reverse();
  }
  return stream?.end !== undefined ? [] : events.filter(({ revision }) => at === undefined || revision >= at);
}

/** Forwards the event at a position is the first one read. */
async function* logForwards(store: EventStore, { all }: ReadOptions): AsyncGenerator<StoredEvent> {
  if (all?.end !== undefined) return;
  let after = all?.position === undefined ? -1n : BigInt(all.position.commit_position ?? '0') - 1n;
  for (;;) {
    const page = await store.readAll({ after, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) return;
    yield* page;
    after = last.position;
  }
}

/** Backwards a position is where reading stands, and the event before it the first one read. */
async function* logBackwards(store: EventStore, { all }: ReadOptions): AsyncGenerator<StoredEvent> {
  if (all?.start !== undefined) return;
  const end = (await store.head()) + 1n;
  const at = all?.position === undefined ? end : BigInt(all.position.commit_position ?? '0');
  for (let before = at < end ? at : end; before > 0n; before -= BigInt(PAGE)) {
    const page = await store.readAll({ after: before - BigInt(PAGE) - 1n, limit: PAGE });
    yield* page.filter(({ position }) => position < before).reverse();
  }
}

async function* logFollowed(
  store: EventStore,
  { all }: ReadOptions,
  filter: Filter | undefined,
  structured: boolean,
  signal: AbortSignal,
): AsyncGenerator<object> {
  let at = all?.end !== undefined ? await store.head() : -1n;
  if (all?.position !== undefined) at = BigInt(all.position.commit_position ?? '0');
  let caughtUp = at >= (await store.head());
  if (caughtUp) yield { caught_up: {} };
  let looked = 0;
  for await (const batch of store.subscribe({ after: at, batchSize: PAGE, signal })) {
    for (const event of batch) {
      at = event.position;
      looked++;
      if (filter === undefined || filter.matches(event)) yield readEvent(event, structured);
      if (filter !== undefined && looked >= filter.checkpointEvery) {
        yield checkpoint(at);
        looked = 0;
      }
    }
    if (!caughtUp && at >= (await store.head())) {
      caughtUp = true;
      if (filter !== undefined && looked > 0) {
        yield checkpoint(at);
        looked = 0;
      }
      yield { caught_up: {} };
    }
  }
}

async function* streamFollowed(
  store: EventStore,
  { stream }: ReadOptions,
  structured: boolean,
  signal: AbortSignal,
): AsyncGenerator<object> {
  const name = nameOf(stream?.stream_identifier);
  // Before the stream is read: what comes in between is seen twice, and told once by its revision.
  const head = await store.head();
  const standing = await store.readStream(name);
  let last = stream?.revision === undefined ? -1n : BigInt(stream.revision);
  if (stream?.end !== undefined) last = standing.at(-1)?.revision ?? -1n;
  for (const event of standing) {
    if (event.revision > last) yield readEvent(event, structured);
  }
  last = standing.at(-1)?.revision ?? last;
  yield { caught_up: {} };
  for await (const batch of store.subscribe({ after: head, batchSize: PAGE, signal })) {
    for (const event of batch) {
      if (event.stream !== name || event.revision <= last) continue;
      last = event.revision;
      yield readEvent(event, structured);
    }
  }
}

const checkpoint = (at: bigint): object => ({ checkpoint: { commit_position: String(at), prepare_position: String(at) } });

/** Our log keeps no time of its own: `created` is the envelope's recordedAt, and 1970 where an event has none. */
function readEvent(event: StoredEvent, structured: boolean): object {
  const position = String(event.position);
  const recorded = Date.parse(event.metadata.recordedAt ?? '');
  const bare = Object.keys(event.metadata).length === 0;
  return {
    event: {
      event: {
        id: uuidOfText(event.id, structured),
        stream_identifier: identifierOf(event.stream),
        stream_revision: String(event.revision),
        prepare_position: position,
        commit_position: position,
        metadata: {
          type: event.type,
          'content-type': 'application/json',
          created: Number.isNaN(recorded) ? '0' : `${recorded}0000`,
        },
        custom_metadata: bare ? Buffer.alloc(0) : Buffer.from(JSON.stringify(event.metadata)),
        data: Buffer.from(JSON.stringify(event.data)),
      },
      commit_position: position,
    },
  };
}
