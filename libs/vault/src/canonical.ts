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

/** Printable ASCII that stands in JSON as it is: nothing to escape, nothing to normalise. Nearly all text that we hash. */
const AS_IT_IS = /^[ !#-[\]-~]*$/;

/** Where in the value the writer stands; made into a pointer only when something is wrong there. */
type Place = (string | number)[];

function refuse(place: Place, what: string): never {
  throw new NotJson(place.reduce<string>(pointer, ''), what);
}

function textOf(text: string, place: Place): string {
  if (AS_IT_IS.test(text)) return `"${text}"`;
  return JSON.stringify(normalText(text, place));
}

function normalText(text: string, place: Place): string {
  if (!text.isWellFormed()) return refuse(place, 'holds half a surrogate pair');
  return text.normalize('NFC');
}

function numberOf(number: number, place: Place): string {
  if (!Number.isFinite(number)) return refuse(place, `is ${number}, which JSON cannot say`);
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) return refuse(place, `is ${number}, beyond 2^53: give it as text`);
  return String(number);
}

/** Keys by their normalised names. */
function namesOf(keys: readonly string[], place: Place): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const key of keys) {
    place.push(key);
    const name = normalText(key, place);
    if (names.has(name)) refuse(place, 'stands there twice once its text is normalised');
    names.set(name, key);
    place.pop();
  }
  return names;
}

function objectOf(object: object, place: Place): string {
  const proto = Object.getPrototypeOf(object) as object | null;
  // Not by identity: a clone or another context has an Object.prototype of its own.
  if (proto !== null && Object.getPrototypeOf(proto) !== null)
    return refuse(place, `is a ${object.constructor.name}, no plain object`);
  const values = object as Readonly<Record<string, unknown>>;
  const keys = Object.keys(object);
  const named = keys.every((key) => AS_IT_IS.test(key)) ? undefined : namesOf(keys, place);
  let text = '';
  // By UTF-16 code units, as RFC 8785 has it and as sort does.
  for (const name of named === undefined ? keys.sort() : [...named.keys()].sort()) {
    const key = named?.get(name) ?? name;
    place.push(key);
    if (name === '__proto__') refuse(place, 'is no name for a field');
    text += `${text === '' ? '' : ','}${textOf(name, place)}:${valueOf(values[key], place)}`;
    place.pop();
  }
  return `{${text}}`;
}

function arrayOf(array: readonly unknown[], place: Place): string {
  let text = '';
  // By index: a hole is no JSON either, and must not be passed over.
  for (let index = 0; index < array.length; index++) {
    place.push(index);
    text += index === 0 ? valueOf(array[index], place) : `,${valueOf(array[index], place)}`;
    place.pop();
  }
  return `[${text}]`;
}

function valueOf(value: unknown, place: Place): string {
  switch (typeof value) {
    case 'string':
      return textOf(value, place);
    case 'number':
      return numberOf(value, place);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (place.length > MAX_DEPTH) return refuse(place.slice(0, 20), `is nested deeper than ${MAX_DEPTH}`);
      return Array.isArray(value) ? arrayOf(value, place) : objectOf(value, place);
    default:
      return refuse(place, `is ${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`}, which JSON cannot say`);
  }
}

/**
 * The one text of a value (RFC 8785), its strings and names in Unicode NFC: what is hashed, committed to and stored.
 * @throws NotJson for `undefined`, functions, class instances, holes, NaN, numbers beyond 2^53, half surrogate pairs, and
 * names that become equal by normalising.
 */
export function canonicalJson(value: unknown): string {
  return valueOf(value, []);
}
