import canonicalize from 'canonicalize';
import { type JsonValue } from '#libs/kernel';

/** A value that JSON does not carry unchanged. Giving it again will not help. */
export class NotJson extends Error {
  override readonly name = 'NotJson';
  readonly code = 'NOT_JSON';
  constructor(
    /** JSON Pointer to the place in the value; empty for the value itself. */
    readonly path: string,
    readonly what: string,
  ) {
    super(`${path === '' ? 'the value' : path} ${what}`);
  }
}

/** Deeper than any form; a value nested further is an attack on the stack. */
const MAX_DEPTH = 64;

/** JSON Pointer (RFC 6901) to a member of what stands at `path`. */
export const pointer = (path: string, key: string | number): string =>
  `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

function normalText(text: string, path: string): string {
  if (!text.isWellFormed()) throw new NotJson(path, 'holds half a surrogate pair');
  return text.normalize('NFC');
}

function normalNumber(number: number, path: string): number {
  if (!Number.isFinite(number)) throw new NotJson(path, `is ${number}, which JSON cannot say`);
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) throw new NotJson(path, `is ${number}, beyond 2^53: give it as text`);
  return number;
}

function normalObject(object: object, path: string, depth: number): JsonValue {
  const proto = Object.getPrototypeOf(object) as object | null;
  // Not by identity: a clone or another context has an Object.prototype of its own.
  if (proto !== null && Object.getPrototypeOf(proto) !== null)
    throw new NotJson(path, `is a ${object.constructor.name}, no plain object`);
  const normal: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    const name = normalText(key, pointer(path, key));
    if (name === '__proto__') throw new NotJson(pointer(path, key), 'is no name for a field');
    if (Object.hasOwn(normal, name)) throw new NotJson(pointer(path, key), 'stands there twice once its text is normalised');
    normal[name] = normalValue(value, pointer(path, key), depth + 1);
  }
  return normal;
}

function normalValue(value: unknown, path: string, depth: number): JsonValue {
  switch (typeof value) {
    case 'string':
      return normalText(value, path);
    case 'number':
      return normalNumber(value, path);
    case 'boolean':
      return value;
    case 'object': {
      if (value === null) return null;
      if (depth > MAX_DEPTH) throw new NotJson(path.slice(0, 40), `is nested deeper than ${MAX_DEPTH}`);
      if (!Array.isArray(value)) return normalObject(value, path, depth);
      // Array.from and not map: a hole is no JSON either, and map would pass over it.
      return Array.from(value, (item: unknown, index) => normalValue(item, pointer(path, index), depth + 1));
    }
    default:
      throw new NotJson(path, `is ${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`}, which JSON cannot say`);
  }
}

/**
 * The one text of a value (RFC 8785), its strings and names in Unicode NFC: what is hashed, committed to and stored.
 * @throws NotJson for `undefined`, functions, class instances, holes, NaN, numbers beyond 2^53, half surrogate pairs, and
 * names that become equal by normalising.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(normalValue(value, '', 0));
  if (text === undefined) throw new NotJson('', 'is nothing');
  return text;
}
