// W3C Trace Context, Level 1 (w3.org/TR/trace-context), field `traceparent`.

const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const NOTHING = /^0+$/;
/** Sampled, and (Level 2) trace id made at random: whatever else a flag says is not handed on. */
const KNOWN_FLAGS = 0b11;

/** One span of a trace that goes through several programs. */
export interface TraceSpan {
  /** 32 hex digits: the same for all that follows from one request. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  readonly flags: string;
}

/** What a `traceparent` says, also one of a later version of the standard; `undefined` where it is none. */
export function traceSpanIn(text: string): TraceSpan | undefined {
  const [, version = 'ff', traceId = '', spanId = '', flags = '', more] = FORM.exec(text) ?? [];
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (NOTHING.test(traceId) || NOTHING.test(spanId)) return undefined;
  return { traceId, spanId, flags: (Number.parseInt(flags, 16) & KNOWN_FLAGS).toString(16).padStart(2, '0') };
}

export function traceparentOf({ traceId, spanId, flags }: TraceSpan): string {
  return `00-${traceId}-${spanId}-${flags}`;
}

/** The same trace, with the order of this id as its span: the last 16 hex digits of the UUID, so that a second run says the same. */
export function traceparentFor(traceparent: string, orderId: string): string {
  return `${traceparent.slice(0, 36)}${orderId.slice(19, 23)}${orderId.slice(24)}${traceparent.slice(52)}`;
}
