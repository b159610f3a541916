import { type CivilDate } from './civil-date.js';
import { type Instant } from './instant.js';

/** An event as a decider gives it: wire name with version (`case.NoticePosted.v1`) and bare data, safe for JSON. */
export interface Event<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** Flat, text to text, as every store can keep it (architecture §2, envelope). */
export interface EventMetadata {
  readonly orderId: string;
  readonly orderType: string;
  /** The natural key of the order within its stream, and the SHA-256 of what it said: by these a repeat is recognised. */
  readonly orderKey: string;
  readonly orderDigest: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly actorId: string;
  readonly actorRole: string;
  readonly actorArea: string;
  readonly performedBy: string;
  /** Civil date on paper: the law counts from it. */
  readonly occurredOn: CivilDate;
  /** Our clock when it was decided. */
  readonly recordedAt: Instant;
  /** `id@version#digest` of the law by which it was decided. */
  readonly definition?: string;
  readonly policy?: string;
  /** `STEP.PART` of the definition, and the clause on which the event rests. */
  readonly step?: string;
  readonly clause?: string;
  /** What the event does to the terms of its case: begun with their last days and derivations, met, cancelled; canonical JSON. */
  readonly due?: string;
  readonly build: string;
  /** W3C Trace Context of the order, where it came in a trace. Tells machines apart, not facts: no replay compares it. */
  readonly traceparent?: string;
  /** On the first event of an append only: the order as canonical JSON, and what was known when it was decided. */
  readonly order?: string;
  readonly decidedAtRevision?: string;
  readonly context?: string;
}

/** An event as it is read back when a state is folded. */
export interface Recorded<E extends Event = Event> {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly type: E['type'];
  readonly data: E['data'];
  readonly metadata: EventMetadata;
}

/** A recorded event whose `type` still tells its `data` apart. */
export type RecordedOf<E extends Event> = E extends Event
  ? Recorded<E> & { readonly type: E['type']; readonly data: E['data'] }
  : never;
