import { type EventMetadata } from '#libs/kernel';
import { type EventToAppend, type Expected, InvalidAppend } from './port.js';

/** An event as it is kept: data and metadata as JSON text. */
export interface EventAsText {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  /** All of it but `order` and `context`. */
  readonly metadata: string;
  /** Those two, which only audit and replay read, as they were given; null where the event has not both. */
  readonly evidence: { readonly said: string; readonly known: string } | null;
}

/** Controls and halves of surrogate pairs: a stream name, an id or a type is shown, logged and compared as it stands. */
const UNFIT_FOR_A_NAME = /[\p{Cc}\p{Cs}]/u;

function isName(text: unknown): text is string {
  if (typeof text !== 'string' || text === '') return false;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Nearly all names are plain: the tables of Unicode are asked only where one is not.
    if (unit < 0x20 || unit > 0x7e) return !UNFIT_FOR_A_NAME.test(text);
  }
  return true;
}

function asJson(stream: string, type: string, part: 'data' | 'metadata', value: unknown): string {
  if (typeof value !== 'object' || value === null) throw new InvalidAppend(stream, `${part} of ${type} is no object`);
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new InvalidAppend(stream, `${part} of ${type} is no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

function metadataAsJson(stream: string, { type, metadata }: EventToAppend): Pick<EventAsText, 'metadata' | 'evidence'> {
  const given = metadata as Partial<EventMetadata> | undefined | null;
  if (!isPlainText(given?.order) || !isPlainText(given.context))
    return { metadata: asJson(stream, type, 'metadata', metadata), evidence: null };
  const { order: said, context: known } = given;
  // Of a copy, which is quicker than what is left when the two are taken out; JSON has no undefined.
  const rest = { ...given, order: undefined, context: undefined };
  return { metadata: asJson(stream, type, 'metadata', rest), evidence: { said, known } };
}

/** Half a surrogate pair can be escaped in JSON, and stands in no column. */
function isPlainText(text: unknown): text is string {
  return typeof text === 'string' && text.isWellFormed();
}

/** The metadata as they were given. */
export function metadataOf({ metadata, evidence }: Pick<EventAsText, 'metadata' | 'evidence'>): EventMetadata {
  const rest = JSON.parse(metadata) as EventMetadata;
  return evidence === null ? rest : Object.assign(rest, { order: evidence.said, context: evidence.known });
}

function firstRepeated(events: readonly EventToAppend[]): string | undefined {
  const ids = new Set<string>();
  return events.find(({ id }) => ids.size === ids.add(id).size)?.id;
}

/**
 * Looks at an append before any store does, so that all adapters refuse the same, and turns it into text.
 * @throws InvalidAppend for no events, an id twice, a name that is empty or holds controls or half a surrogate pair,
 * an expected revision that is no bigint from 0n, data or metadata that are no JSON object, metadata that is not text to text.
 */
export function checkAppend(stream: string, events: readonly EventToAppend[], expected: Expected): readonly EventAsText[] {
  if (!isName(stream)) throw new InvalidAppend(String(stream), 'the stream has no usable name');
  if (expected !== 'absent' && (typeof expected !== 'bigint' || expected < 0n)) {
    throw new InvalidAppend(stream, `expected is "absent" or a bigint from 0n, not ${typeof expected} ${String(expected)}`);
  }
  if (events.length === 0) throw new InvalidAppend(stream, 'there are no events in it');
  // Most appends are of one event, which stands in no second place.
  const repeated = events.length === 1 ? undefined : firstRepeated(events);
  return events.map((event) => {
    if (!isName(event.id)) throw new InvalidAppend(stream, 'an event has no usable id');
    if (!isName(event.type)) throw new InvalidAppend(stream, `event ${event.id} has no usable type`);
    if (event.id === repeated) throw new InvalidAppend(stream, `event id ${event.id} stands in it twice`);
    const text = {
      id: event.id,
      type: event.type,
      data: asJson(stream, event.type, 'data', event.data),
      ...metadataAsJson(stream, event),
    };
    for (const key in event.metadata) {
      const value: unknown = event.metadata[key as keyof EventMetadata];
      if (value !== undefined && typeof value !== 'string') {
        throw new InvalidAppend(stream, `metadata of ${event.type} is text to text, "${key}" is ${typeof value}`);
      }
    }
    return text;
  });
}

/** @throws RangeError where `limit` is no whole number from 1. */
export function checkLimit(name: string, limit: number): number {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`${name} is a whole number from 1, not ${limit}`);
  return limit;
}
