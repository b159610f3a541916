import { type Event, type EventMetadata } from '#libs/kernel';

/** What stands in a stream before an append: nothing at all, or exactly this last revision. There is no "any". */
export type Expected = 'absent' | bigint;

/** An event to be appended. `id` is unique in the store; `metadata` is flat, text to text. */
export interface EventToAppend extends Event {
  readonly id: string;
  readonly metadata: EventMetadata;
}

/** An event as stored. `revision` counts from 0n in its stream without gaps; `position` grows through the whole log. */
export interface StoredEvent extends EventToAppend {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
}

export interface Appended {
  /** Revision of the last event appended. */
  readonly revision: bigint;
  /** Position of the last event appended. */
  readonly position: bigint;
}

/** The stream was not where the writer believed: read again, decide again. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  readonly code = 'REVISION_CONFLICT';
  constructor(
    readonly stream: string,
    readonly expected: Expected,
    readonly actual: Expected,
  ) {
    super(`${stream}: expected ${String(expected)}, found ${String(actual)}`);
  }
}

/** The append could not be kept as it was given: no events, an id twice, data that are no JSON. Giving it again will not help. */
export class InvalidAppend extends Error {
  override readonly name = 'InvalidAppend';
  readonly code = 'INVALID_APPEND';
  constructor(
    readonly stream: string,
    what: string,
  ) {
    super(`append to "${stream}" refused: ${what}`);
  }
}

/** An id of the append already stands elsewhere in the log, so it is not a repeat. Nothing was appended. */
export class EventIdTaken extends Error {
  override readonly name = 'EventIdTaken';
  readonly code = 'EVENT_ID_TAKEN';
  constructor(
    readonly stream: string,
    readonly id: string,
  ) {
    super(`append to "${stream}" refused: event id ${id} already stands elsewhere in the log`);
  }
}

/** The store was closed before this was asked of it. */
export class StoreClosed extends Error {
  override readonly name = 'StoreClosed';
  readonly code = 'STORE_CLOSED';
  constructor(store: string) {
    super(`the ${store} event store is closed`);
  }
}

/** A position at which no event stands: it is of another log, or the log was cut. */
export class PositionUnknown extends Error {
  override readonly name = 'PositionUnknown';
  readonly code = 'POSITION_UNKNOWN';
  constructor(readonly position: bigint) {
    super(`no event stands at position ${position}`);
  }
}

export interface ReadAllOptions {
  /** Exclusive: events after this position. `-1n` reads from the beginning. */
  readonly after: bigint;
  /** At most this many events; a whole number from 1. */
  readonly limit: number;
}

export interface ReadStreamOptions {
  /**
   * `false`: the reader folds, and does not look at what the orders said and what was known when they were decided (`order` and
   * `context` of the metadata), which are a third of all bytes. A store that can leave them out does; another gives them all the same.
   */
  readonly evidence?: boolean;
}

export interface SubscribeOptions extends ReadStreamOptions {
  /** Exclusive start; `-1n` from the beginning. */
  readonly after: bigint;
  /** At most this many events in one batch (default 500); a whole number from 1. A batch is never empty. */
  readonly batchSize?: number;
  /** Ends the iteration, without an error, also while it waits for the next event. */
  readonly signal?: AbortSignal;
}

/** The log, to be read. Readers see whole appends only; positions are seen in growing order and never filled in later. */
export interface EventReader {
  /** Names the store in opaque positions, such as `sqlite` or `memory`. */
  readonly name: string;
  /** Events of one stream from revision `from` (default 0n) on, in order; empty where the stream does not exist. */
  readStream(stream: string, from?: bigint, options?: ReadStreamOptions): Promise<readonly StoredEvent[]>;
  /** Names of the streams of a category (what stands before the first `-`), in the order of their first events. */
  streamsOf(category: string): Promise<readonly string[]>;
  /**
   * Events of the whole log in order of position.
   * @throws RangeError where `limit` is no whole number from 1.
   */
  readAll(options: ReadAllOptions): Promise<readonly StoredEvent[]>;
  /**
   * The events at these positions, in the order given, once for each time it was asked for.
   * @throws PositionUnknown where no event stands at one of them.
   */
  readAt(positions: readonly bigint[]): Promise<readonly StoredEvent[]>;
  /** Position of the last event of the log, `-1n` where it is empty. */
  head(): Promise<bigint>;
  /**
   * Catch-up subscription: all events after a position in order, then live, in batches, for ever until aborted or closed.
   * The next batch is read only when the reader asks for it: a slow reader holds back itself and nobody else.
   * @throws RangeError where `batchSize` is no whole number from 1.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]>;
  /** Ends subscriptions and releases the file. Whoever reads afterwards gets {@link StoreClosed}. A second call does nothing. */
  close(): Promise<void>;
}

/** The log. Its promises are held by the contract cases. */
export interface EventStore extends EventReader {
  /**
   * Acknowledged only when durable and readable: all of its events or none, in order, at the expected revision.
   * The same event ids appended again at the same expected revision are acknowledged as they were and not doubled,
   * also when the stream has gone on since.
   *
   * Any error but the four below leaves open what became of the append: give it again, with the same ids.
   * @throws RevisionConflict where the stream stands elsewhere.
   * @throws InvalidAppend where the events cannot be kept; an empty append is one.
   * @throws EventIdTaken where an id stands elsewhere in the log (embedded stores; a cluster may not look).
   * @throws StoreClosed after {@link close} has been called.
   */
  append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended>;
  /** Refuses further appends, finishes those accepted, then closes for readers. */
  close(): Promise<void>;
}
