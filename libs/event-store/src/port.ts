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
  readonly code = 'REVISION_CONFLICT';
  constructor(
    readonly stream: string,
    readonly expected: Expected,
    readonly actual: Expected,
  ) {
    super(`${stream}: expected ${String(expected)}, found ${String(actual)}`);
  }
}

export interface ReadAllOptions {
  /** Exclusive: events after this position. `-1n` reads from the beginning. */
  readonly after: bigint;
  readonly limit: number;
}

export interface SubscribeOptions {
  /** Exclusive start; `-1n` from the beginning. */
  readonly after: bigint;
  /** At most this many events in one batch (default 500). */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/**
 * The log. Promises, held by the contract cases:
 * an append is acknowledged only when it is durable, all of its events or none, in order, at the expected revision
 * (else {@link RevisionConflict}); the same event ids appended again at the same expected revision are acknowledged and
 * not doubled; readers see whole appends only; positions are seen in growing order and never filled in later.
 */
export interface EventStore {
  /** Names the store in opaque positions, such as `sqlite` or `memory`. */
  readonly name: string;
  append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended>;
  /** Events of one stream from revision `from` (default 0n) on, in order; empty where the stream does not exist. */
  readStream(stream: string, from?: bigint): Promise<readonly StoredEvent[]>;
  /** Events of the whole log in order of position. */
  readAll(options: ReadAllOptions): Promise<readonly StoredEvent[]>;
  /** Position of the last event of the log, `-1n` where it is empty. */
  head(): Promise<bigint>;
  /**
   * Catch-up subscription: all events after a position in order, then live, in batches, for ever until aborted.
   * The next batch is read only when the reader asks for it: a slow reader holds back itself and nobody else.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<readonly StoredEvent[]>;
  /** Refuses further appends, finishes those accepted, releases the file. */
  close(): Promise<void>;
}
