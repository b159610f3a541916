import { type Event, type EventMetadata, type JsonValue } from '#libs/kernel';
import { canonicalJson, pointer } from '#libs/vault';
import { parsed } from './recorded-append.js';

/** Where what is decided now first departs from what stands in the log. */
export interface Difference {
  /** JSON Pointer in the event: `/type`, `/data/…`, `/metadata/…`; empty where one of the two is not there at all. */
  readonly path: string;
  /** Absent where the log has nothing there. */
  readonly recorded?: JsonValue;
  /** Absent where today's decision has nothing there. */
  readonly replayed?: JsonValue;
}

/** An event as far as replay compares it. */
export interface Compared extends Event {
  readonly id: string;
  readonly metadata: EventMetadata;
}

/** Which program wrote it, and in which trace: of machines, not of facts. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['build', 'traceparent']);
/** Metadata that is canonical JSON itself: a difference is shown within. */
const JSON_TEXT: ReadonlySet<string> = new Set(['order', 'context', 'due']);

/** The first difference of two events by id, type, data and metadata, names in canonical order; undefined where they are equal to the byte. */
export function firstDifference(recorded: Compared, replayed: Compared): Difference | undefined {
  return (
    unequal('/id', recorded.id, replayed.id) ??
    unequal('/type', recorded.type, replayed.type) ??
    (written(recorded.data, replayed.data) ? undefined : unequal('/data', recorded.data, replayed.data)) ??
    unequalMetadata(recorded.metadata, replayed.metadata)
  );
}

function unequalMetadata(recorded: EventMetadata, replayed: EventMetadata): Difference | undefined {
  const [old, now] = [recorded, replayed] as unknown as readonly [Texts, Texts];
  if (sameTexts(old, now)) return undefined;
  for (const name of namesOf(old, now)) {
    if (NOT_COMPARED.has(name) || old[name] === now[name]) continue;
    const path = pointer('/metadata', name);
    const [oldJson, nowJson] = JSON_TEXT.has(name) ? [parsed(old[name]), parsed(now[name])] : [];
    const within = oldJson === undefined || nowJson === undefined ? undefined : unequal(path, oldJson, nowJson);
    return within ?? differing(path, old[name], now[name]);
  }
  return undefined;
}

function sameTexts(old: Texts, now: Texts): boolean {
  for (const name in old) if (old[name] !== now[name] && !NOT_COMPARED.has(name)) return false;
  for (const name in now) if (!(name in old) && !NOT_COMPARED.has(name)) return false;
  return true;
}

type Texts = Readonly<Record<string, string | undefined>>;

/**
 * Nearly everything is the same, and written in the same order: that is seen without a walk. Where it is not seen, all of it is
 * looked into.
 */
function written(one: unknown, other: unknown): boolean {
  return one === other || (isObject(one) && isObject(other) && JSON.stringify(one) === JSON.stringify(other));
}

function unequal(path: string, recorded: unknown, replayed: unknown): Difference | undefined {
  if (recorded === replayed) return undefined;
  if (!isObject(recorded) || !isObject(replayed) || Array.isArray(recorded) !== Array.isArray(replayed)) {
    return isObject(recorded) || isObject(replayed) || !sameText(recorded, replayed)
      ? differing(path, recorded, replayed)
      : undefined;
  }
  for (const name of namesOf(recorded, replayed)) {
    const found = unequal(pointer(path, name), recorded[name], replayed[name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Canonical JSON writes -0 as 0, and text in NFC. */
function sameText(recorded: unknown, replayed: unknown): boolean {
  if (recorded === undefined || replayed === undefined) return false;
  return typeof recorded === typeof replayed && canonicalJson(recorded) === canonicalJson(replayed);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Names of both; an array's in the order of its members, an object's by UTF-16 code units, as in canonical JSON. */
function namesOf(one: object, other: object): readonly string[] {
  const names = Object.keys(one);
  for (const name in other) if (!(name in one)) names.push(name);
  return Array.isArray(one) ? names : names.sort();
}

function differing(path: string, recorded: unknown, replayed: unknown): Difference {
  return {
    path,
    ...(recorded === undefined ? {} : { recorded: recorded as JsonValue }),
    ...(replayed === undefined ? {} : { replayed: replayed as JsonValue }),
  };
}
