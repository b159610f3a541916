import { setTimeout as pause } from 'node:timers/promises';
import {
  type AllStreamRecordedEvent,
  BACKWARDS,
  END,
  type EventData,
  EventStoreDBClient,
  InvalidArgumentError,
  jsonEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  type Position,
  type RecordedEvent,
  START,
  StreamNotFoundError,
  streamNameFilter,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { type EventMetadata } from '#libs/kernel';
import { checkAppend, checkLimit } from './check-append.js';
import { addressOf, clientString, NoEventStoreUrl } from './eventstoredb-address.js';
import { faultOf, mayPass } from './eventstoredb-faults.js';
import {
  type Appended,
  type EventStore,
  type EventToAppend,
  type Expected,
  InvalidAppend,
  PositionUnknown,
  type ReadAllOptions,
  RevisionConflict,
  StoreClosed,
  type StoredEvent,
  type SubscribeOptions,
} from './port.js';
import { Tail } from './tail.js';

const BATCH = 500;
/** Events kept in memory behind the live edge: readers of them need no subscription of their own. */
const KEPT = 4_096;
/** Reads of single events at once. */
const AT_ONCE = 16;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Added to what is written, taken off what is read: the envelope knows these two by their own names. */
const [CORRELATION, CAUSATION] = ['$correlationId', '$causationId'];

export interface EventStoreDbOptions {
  /** Such as `kurrentdb://user:password@host:2113?tls=true&tlsCAFile=…`; `esdb://` is the same. */
  readonly connectionString: string;
  /** What the names of our streams begin with, such as `case-`: nothing else of the server's log is seen. At least one. */
  readonly prefixes: readonly string[];
  /** How long a call is tried again before it fails; milliseconds, 20 000 where absent. */
  readonly patienceMs?: number;
  /** How long one try may take; milliseconds, 5000 where absent. */
  readonly tryMs?: number;
  /** How often the head is held against the subscription's checkpoint; milliseconds, 5000 where absent. */
  readonly watchMs?: number;
}

/** What `/health/ready` needs to know. */
export interface EventStoreDbState {
  /** The live subscription stands, or nobody has asked for one and the last call was answered. */
  readonly connected: boolean;
  /** Of the live subscription, `undefined` before there is one. */
  readonly checkpoint: bigint | undefined;
  /** How often the live subscription was begun again. */
  readonly reconnects: number;
  /** What the last failure said, while it lasts. */
  readonly failure: string | undefined;
}

/**
 * The log in EventStoreDB or KurrentDB, by the official client. An event's position is its commit position (ADR-0023).
 * All calls go to the leader, so that what was acknowledged is read. One subscription over `$all` per store is fanned out
 * to all readers; one who falls behind what is kept in memory gets a subscription of his own until he is there again.
 * One store per process: the client keeps one table of pending appends for all its connections.
 */
export class EventStoreDbEventStore implements EventStore {
  readonly name = 'eventstoredb';
  readonly #client: EventStoreDBClient;
  readonly #address: string;
  readonly #tail = new Tail();
  readonly #pending = new Set<Promise<unknown>>();
  readonly #streams = new Map<string, { readonly names: Set<string>; at: bigint }>();
  readonly #stopping = new AbortController();
  readonly #patienceMs: number;
  readonly #tryMs: number;
  readonly #watchMs: number;
  /** The last events, in order, without a gap after `#keptAfter`. */
  #kept: StoredEvent[] = [];
  #keptAfter: bigint | undefined;
  #checkpoint: bigint | undefined;
  #feeding: Promise<void> | undefined;
  #reconnects = 0;
  /** The server has answered once. */
  #reached = false;
  #live = false;
  #failure: string | undefined;
  #lastHead = -1n;
  #closing: Promise<void> | undefined;

  /** Connects at the first call. @throws NoEventStoreUrl where the address cannot be read, RangeError without prefixes. */
  constructor(private readonly options: EventStoreDbOptions) {
    if (options.prefixes.length === 0) throw new RangeError('prefixes names at least one beginning of stream names');
    this.#patienceMs = options.patienceMs ?? 20_000;
    this.#tryMs = options.tryMs ?? 5_000;
    this.#watchMs = options.watchMs ?? 5_000;
    this.#address = addressOf(options.connectionString);
    const connection = clientString(options.connectionString);
    try {
      this.#client = EventStoreDBClient.connectionString(connection);
    } catch {
      // Not what the client says: it repeats the whole address, and with it the password.
      throw new NoEventStoreUrl();
    }
  }

  /** Settles when the server has answered. @throws EventStoreUnreachable, EventStoreRefused */
  async reach(): Promise<void> {
    await this.#tried('connecting', () => this.#newest(), Math.min(this.#patienceMs, this.#tryMs));
  }

  get state(): EventStoreDbState {
    return {
      connected: this.#failure === undefined && (this.#feeding === undefined || this.#live),
      checkpoint: this.#checkpoint,
      reconnects: this.#reconnects,
      failure: this.#failure,
    };
  }

  async append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    if (this.#closing !== undefined) throw new StoreClosed(this.name);
    const texts = checkAppend(stream, events, expected);
    if (!this.#isOurs(stream))
      throw new InvalidAppend(stream, 'no reader would see it: its name begins with none of our prefixes');
    const foreign = texts.find(({ id }) => !UUID.test(id));
    if (foreign !== undefined) throw new InvalidAppend(stream, `event id ${foreign.id} is no UUID in small letters`);
    const given = events.map(asGiven);
    return this.#pend(this.#append(stream, given, expected));
  }

  async readStream(stream: string, from: bigint = 0n): Promise<readonly StoredEvent[]> {
    this.#refuseIfClosed();
    return this.#pend(this.#streamFrom(stream, from));
  }

  async streamsOf(category: string): Promise<readonly string[]> {
    const known = this.#streams.get(category) ?? { names: new Set<string>(), at: -1n };
    this.#streams.set(category, known);
    const head = await this.head();
    // The server filters; what a former call has seen is not read again.
    if (known.at < head) {
      for await (const batch of this.#own([`${category}-`], known.at, BATCH, this.#stopping.signal, head)) {
        for (const event of batch) {
          if (event.revision === 0n) known.names.add(event.stream);
          known.at = event.position;
        }
      }
      this.#refuseIfClosed();
      if (known.at < head) known.at = head;
    }
    return [...known.names];
  }

  async readAll({ after, limit }: ReadAllOptions): Promise<readonly StoredEvent[]> {
    this.#refuseIfClosed();
    checkLimit('limit', limit);
    const found: StoredEvent[] = [];
    let seen = after;
    for (;;) {
      const maxCount = limit - found.length + 1;
      const page = await this.#ask('reading the log', () => this.#page(seen, maxCount));
      for (const event of page) {
        if (event.position.commit <= seen) continue;
        seen = event.position.commit;
        if (this.#isOurs(event.streamId)) found.push(stored(event));
        if (found.length === limit) return found;
      }
      if (page.length < maxCount) return found;
    }
  }

  async readAt(positions: readonly bigint[]): Promise<readonly StoredEvent[]> {
    this.#refuseIfClosed();
    const found: StoredEvent[] = [];
    for (let from = 0; from < positions.length; from += AT_ONCE) {
      found.push(...(await Promise.all(positions.slice(from, from + AT_ONCE).map((position) => this.#at(position)))));
    }
    return found;
  }

  async head(): Promise<bigint> {
    return this.#ask('reading the head', () => this.#newest());
  }

  async #newest(): Promise<bigint> {
    // Others' events, such as the server's own statistics, stand behind ours.
    const read = this.#client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 32, requiresLeader: true });
    let oldest: Position | undefined;
    let count = 0;
    for await (const { event } of read) {
      if (event === undefined) continue;
      count++;
      oldest = event.position;
      if (this.#isOurs(event.streamId)) return (this.#lastHead = event.position.commit);
      if (event.position.commit <= this.#lastHead) return this.#lastHead;
    }
    if (oldest === undefined || count < 32) return this.#lastHead;
    const rest = this.#client.readAll({ direction: BACKWARDS, fromPosition: oldest, requiresLeader: true });
    for await (const { event } of rest) {
      if (event === undefined) continue;
      if (this.#isOurs(event.streamId)) return (this.#lastHead = event.position.commit);
      if (event.position.commit <= this.#lastHead) break;
    }
    return this.#lastHead;
  }

  subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]> {
    this.#refuseIfClosed();
    const limit = checkLimit('batchSize', options.batchSize ?? BATCH);
    this.#feeding ??= this.#feed();
    return this.#follow(limit, options);
  }

  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  async #finish(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
    this.#stopping.abort();
    this.#tail.end();
    await this.#feeding;
    // A stream whose reader left it half read never tells the client that it has ended.
    await inTime(this.#client.dispose(), 500).catch(() => undefined);
    await (this.#client as unknown as { getChannel(): Promise<{ close(): void }> })
      .getChannel()
      .then((channel) => channel.close());
  }

  async #append(stream: string, events: EventData[], expected: Expected): Promise<Appended> {
    const expectedRevision = expected === 'absent' ? NO_STREAM : expected;
    const { position } = await this.#tried(`appending to ${stream}`, async () => {
      try {
        return await this.#client.appendToStream(stream, events, { expectedRevision, requiresLeader: true });
      } catch (error) {
        if (error instanceof WrongExpectedVersionError) {
          throw new RevisionConflict(stream, expected, typeof error.actualVersion === 'bigint' ? error.actualVersion : 'absent');
        }
        if (error instanceof MaxAppendSizeExceededError) throw new InvalidAppend(stream, 'it is larger than the server takes');
        throw error;
      }
    });
    const revision = (expected === 'absent' ? -1n : expected) + BigInt(events.length);
    if (position !== undefined) return { revision, position: position.commit };
    const [last] = await this.#streamFrom(stream, revision);
    if (last === undefined) throw new Error(`${stream} was acknowledged up to ${revision}, which cannot be read`);
    return { revision, position: last.position };
  }

  #streamFrom(stream: string, from: bigint): Promise<readonly StoredEvent[]> {
    return this.#tried(`reading ${stream}`, async () => {
      const found: StoredEvent[] = [];
      try {
        const read = this.#client.readStream(stream, { fromRevision: from > 0n ? from : START, requiresLeader: true });
        for await (const { event } of read) if (event !== undefined) found.push(stored(event));
      } catch (error) {
        if (!(error instanceof StreamNotFoundError)) throw error;
      }
      return found;
    });
  }

  async #page(after: bigint, maxCount: number): Promise<readonly AllStreamRecordedEvent[]> {
    const fromPosition = after < 0n ? START : { commit: after, prepare: after };
    const page: AllStreamRecordedEvent[] = [];
    for await (const { event } of this.#client.readAll({ fromPosition, maxCount, requiresLeader: true })) {
      if (event !== undefined) page.push(event);
    }
    return page;
  }

  async #at(position: bigint): Promise<StoredEvent> {
    if (position < 0n) throw new PositionUnknown(position);
    const [event] = await this.#ask('reading the log', async () => {
      try {
        return await this.#page(position, 1);
      } catch (error) {
        if (error instanceof InvalidArgumentError) throw new PositionUnknown(position);
        throw error;
      }
    });
    if (event?.position.commit !== position || !this.#isOurs(event.streamId)) throw new PositionUnknown(position);
    return stored(event);
  }

  async *#follow(limit: number, { after, signal }: SubscribeOptions): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const ending = signal === undefined ? this.#stopping.signal : AbortSignal.any([signal, this.#stopping.signal]);
    let seen = after;
    while (!ending.aborted) {
      if (this.#keptAfter === undefined) {
        await this.#tail.next(ending);
      } else if (seen < this.#keptAfter) {
        for await (const batch of this.#own(this.options.prefixes, seen, limit, ending, this.#keptAfter)) {
          seen = batch.at(-1)?.position ?? seen;
          yield batch;
          if (ending.aborted) return;
        }
        if (seen < this.#keptAfter) seen = this.#keptAfter;
      } else {
        const from = this.#firstAfter(seen);
        const batch = this.#kept.slice(from, from + limit);
        const last = batch.at(-1);
        if (last === undefined) {
          await this.#tail.next(ending);
          continue;
        }
        seen = last.position;
        yield batch;
      }
    }
  }

  #firstAfter(position: bigint): number {
    let [low, high] = [0, this.#kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const event = this.#kept[middle];
      if (event !== undefined && event.position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A subscription of its own from `after` up to `until`, begun again wherever it breaks off or falls silent. */
  async *#own(
    prefixes: readonly string[],
    after: bigint,
    limit: number,
    signal: AbortSignal,
    until: bigint,
  ): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    let seen = after;
    let failures = 0;
    while (!signal.aborted && seen < until) {
      let batch: StoredEvent[] = [];
      try {
        for await (const got of this.#subscription(prefixes, seen, signal, true)) {
          failures = 0;
          if (got.position <= seen) continue;
          seen = got.position;
          if ('event' in got) batch.push(got.event);
          if (batch.length >= limit || (seen >= until && batch.length > 0)) {
            yield batch;
            batch = [];
          }
          if (seen >= until) break;
        }
      } catch (error) {
        this.#failed(error);
      }
      if (batch.length > 0) yield batch;
      if (seen < until) await backoff(failures++, signal);
    }
  }

  /** Keeps the live edge in memory and wakes the readers, for as long as the store is open. */
  async #feed(): Promise<void> {
    const { signal } = this.#stopping;
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        this.#checkpoint ??= await this.head();
        this.#keptAfter ??= this.#checkpoint;
        this.#tail.wake();
        for await (const got of this.#subscription(this.options.prefixes, this.#checkpoint, signal, false)) {
          failures = 0;
          this.#live = true;
          this.#failure = undefined;
          if (got.position <= this.#checkpoint) continue;
          this.#checkpoint = got.position;
          if ('event' in got) this.#keep(got.event);
        }
      } catch (error) {
        this.#failed(error);
      }
      this.#live = false;
      this.#reconnects++;
      await backoff(failures, signal);
    }
  }

  #keep(event: StoredEvent): void {
    this.#kept.push(event);
    if (this.#kept.length > 2 * KEPT) {
      this.#keptAfter = this.#kept[KEPT - 1]?.position;
      this.#kept = this.#kept.slice(KEPT);
    }
    this.#tail.wake();
  }

  /**
   * Events and checkpoints as the server tells them, until it breaks off. A watchdog ends it where the head has gone on for
   * two looks and it has not; one that is behind already is ended by silence alone.
   */
  async *#subscription(
    prefixes: readonly string[],
    after: bigint,
    signal: AbortSignal,
    behind: boolean,
  ): AsyncGenerator<{ readonly position: bigint; readonly event: StoredEvent } | { readonly position: bigint }> {
    if (signal.aborted) return;
    let at = after;
    let looked: bigint | undefined;
    const subscription = this.#client.subscribeToAll({
      fromPosition: after < 0n ? START : { commit: after, prepare: after },
      requiresLeader: true,
      filter: streamNameFilter({
        prefixes: [...prefixes],
        // Into the same queue, so that it is not told ahead of the events before it.
        checkpointReached: (told, { commit }) => void told.push({ commitPosition: commit }),
      }),
    });
    // A reader who has gone away asks for nothing more: whatever holds the process must end here.
    const end = (): void => {
      clearInterval(watch);
      subscription.destroy();
      void subscription.unsubscribe().catch(() => undefined);
    };
    const watch = setInterval(() => {
      // Who waits for a slow reader is not silent.
      if (subscription.readableLength > 0) return;
      void (behind ? Promise.resolve(true) : this.head().then((head) => head > at)).then(
        (missing) => {
          if (missing && looked === at) subscription.destroy(new Error('the subscription fell silent'));
          looked = at;
        },
        () => undefined,
      );
    }, this.#watchMs);
    subscription.once('confirmation', () => {
      this.#live = true;
      this.#failure = undefined;
    });
    signal.addEventListener('abort', end);
    try {
      for await (const { event, commitPosition } of subscription) {
        at = event?.position.commit ?? commitPosition ?? at;
        yield event === undefined ? { position: at } : { position: at, event: stored(event) };
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      clearInterval(watch);
      signal.removeEventListener('abort', end);
      await subscription.unsubscribe().catch(() => undefined);
    }
  }

  async #ask<T>(what: string, action: () => Promise<T>): Promise<T> {
    this.#refuseIfClosed();
    return this.#pend(this.#tried(what, action));
  }

  async #pend<T>(answer: Promise<T>): Promise<T> {
    this.#pending.add(answer);
    try {
      return await answer;
    } finally {
      this.#pending.delete(answer);
    }
  }

  /** Gives a call again, unchanged, until it is answered: appends carry their ids, so a second one is a repeat. */
  async #tried<T>(what: string, action: () => Promise<T>, patienceMs = this.#patienceMs): Promise<T> {
    const until = performance.now() + patienceMs;
    for (let failures = 0; ; failures++) {
      try {
        const answer = await inTime(action(), this.#tryMs);
        this.#reached = true;
        if (!this.#live) this.#failure = undefined;
        return answer;
      } catch (error) {
        if (isOurs(error)) throw error;
        this.#failed(error);
        if (!mayPass(error, this.#reached) || performance.now() >= until)
          throw faultOf(error, { address: this.#address, what, reached: this.#reached });
        await pause(Math.min(25 * 2 ** failures, 1000));
      }
    }
  }

  #failed(error: unknown): void {
    this.#failure = error instanceof Error ? error.message : 'the connection was cut';
  }

  #isOurs(stream: string): boolean {
    return this.options.prefixes.some((prefix) => stream.startsWith(prefix));
  }

  #refuseIfClosed(): void {
    if (this.#closing !== undefined) throw new StoreClosed(this.name);
  }
}

const isOurs = (error: unknown): boolean =>
  error instanceof RevisionConflict || error instanceof InvalidAppend || error instanceof PositionUnknown;

/** The client has no deadline of its own for batches and reads: a server that is gone without a word would hold them for ever. */
async function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function backoff(failures: number, signal: AbortSignal): Promise<void> {
  await pause(Math.min(25 * 2 ** failures, 2000), undefined, { signal }).catch(() => undefined);
}

function asGiven({ id, type, data, metadata }: EventToAppend): EventData {
  return jsonEvent({
    id,
    type,
    data: data as Record<string, unknown>,
    metadata: {
      ...metadata,
      ...(metadata.correlationId === undefined ? {} : { [CORRELATION]: metadata.correlationId }),
      ...(metadata.causationId === undefined ? {} : { [CAUSATION]: metadata.causationId }),
    },
  });
}

function stored({ streamId, id, type, revision, data, metadata, position }: RecordedEvent): StoredEvent {
  const ours = { ...(metadata as Record<string, string> | undefined) };
  delete ours[CORRELATION];
  delete ours[CAUSATION];
  return {
    stream: streamId,
    revision,
    position: position?.commit ?? -1n,
    id,
    type,
    data: data as object,
    metadata: ours as unknown as EventMetadata,
  };
}
