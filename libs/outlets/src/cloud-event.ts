import { type StoredEvent } from '#libs/event-store';
import { CloudEvent } from 'cloudevents';

/** CloudEvents 1.0, JSON format, as it leaves the house (conventions: events going out). All attributes are text. */
export interface OutgoingEvent {
  readonly specversion: '1.0';
  /** Of the event itself; with `source` unique in the world. */
  readonly id: string;
  readonly source: string;
  /** `cn.mingce.` and the wire name with its version. */
  readonly type: string;
  /** Id of the case, household, act … whose event it is. */
  readonly subject: string;
  /** The paper date at its time, or at 00:00 in Asia/Shanghai where only the day is known. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Address of the JSON Schema of `data`, where the reader can reach us. */
  readonly dataschema?: string;
  /** When it was recorded, UTC. */
  readonly recordedtime: string;
  /** Position in the log; grows, with gaps where events are filtered. */
  readonly sequence: string;
  /** The stream: events of one stream come in order. */
  readonly partitionkey: string;
  readonly correlationid: string;
  readonly causationid: string;
  readonly dataclassification: DataClassification;
  /** W3C Trace Context, where the event came about in a trace (CloudEvents extension Distributed Tracing). */
  readonly traceparent?: string;
  /** Sealed fields stay `{ref, commitment}`: nothing here opens them. */
  readonly data: object;
}

/** `sealed`: values that name or describe a person stand behind seals; `internal`: codes, counts, dates and pseudonyms only. */
export type DataClassification = 'sealed' | 'internal';

const TYPE_PREFIX = 'cn.mingce.';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Maps one event of the log. Order, findings of the context and who recorded stay inside. `schemas`: the address under which the
 * reader finds the schemas, each by its wire name.
 */
export function cloudEventOf(event: StoredEvent, source: string, schemas?: string): OutgoingEvent {
  const { occurredOn, recordedAt, correlationId, causationId, traceparent } = event.metadata;
  return {
    specversion: '1.0',
    id: event.id,
    source,
    type: TYPE_PREFIX + event.type,
    subject: event.stream.slice(event.stream.indexOf('-') + 1),
    time: DAY.test(occurredOn) ? `${occurredOn}T00:00:00+08:00` : occurredOn,
    datacontenttype: 'application/json',
    ...(schemas === undefined ? {} : { dataschema: `${schemas}/${event.type}` }),
    recordedtime: recordedAt,
    sequence: String(event.position),
    partitionkey: event.stream,
    correlationid: correlationId,
    causationid: causationId,
    dataclassification: holdsSeal(event.data) ? 'sealed' : 'internal',
    ...(traceparent === undefined ? {} : { traceparent }),
    data: event.data,
  };
}

/** Holds an outgoing event against the CloudEvents 1.0 schema. @throws ValidationError naming what does not conform. */
export function checkCloudEvent(event: OutgoingEvent): void {
  new CloudEvent<object>({ ...event }).validate();
}

function holdsSeal(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some(holdsSeal);
  if ('ref' in node && 'commitment' in node) return true;
  return Object.values(node).some(holdsSeal);
}
