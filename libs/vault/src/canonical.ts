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

const FEW_NAMES = 24;

/** JSON Pointer (RFC 6901) to a member of what stands at `path`. */
export const pointer = (path: string, key: string | number): string =>
  `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Printable ASCII that stands in JSON as it is: nothing to escape, nothing to normalise. Nearly all text that we hash. */
const AS_IT_IS = /^[ !#-[\]-~]*$/;

/** Where in the value it was is added on the way out: nearly always nothing is wrong, and then nothing is paid for it. */
function refuse(what: string): never {
  throw new NotJson('', what);
}

function below(key: string | number, error: unknown): unknown {
  return error instanceof NotJson ? new NotJson(`${pointer('', key)}${error.path}`, error.what) : error;
}

/** Whether text is brought into normal form, or left as it is. */
type Form = 'NFC' | 'AS_IT_IS';

function textOf(text: string, form: Form): string {
  return AS_IT_IS.test(text) ? `"${text}"` : JSON.stringify(wellFormed(text, form));
}

function wellFormed(text: string, form: Form): string {
  if (!text.isWellFormed()) return refuse('holds half a surrogate pair');
  return form === 'NFC' ? text.normalize('NFC') : text;
}

function numberOf(number: number): string {
  if (!Number.isFinite(number)) return refuse(`is ${number}, which JSON cannot say`);
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) return refuse(`is ${number}, beyond 2^53: give it as text`);
  return String(number);
}

/** Keys by their names. */
function namesOf(keys: readonly string[], form: Form): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const key of keys) {
    try {
      const name = wellFormed(key, form);
      if (names.has(name)) refuse('stands there twice once its text is normalised');
      names.set(name, key);
    } catch (error) {
      throw below(key, error);
    }
  }
  return names;
}

/** By UTF-16 code units, as RFC 8785 has it. In place, by insertion: objects have few names, for which `sort` is slow. */
function inOrder(names: string[]): readonly string[] {
  if (names.length > FEW_NAMES) return names.sort();
  for (let sorted = 1; sorted < names.length; sorted++) {
    const name = names[sorted] as string;
    let place = sorted;
    for (; place > 0 && (names[place - 1] as string) > name; place--) names[place] = names[place - 1] as string;
    names[place] = name;
  }
  return names;
}

function objectOf(object: object, depth: number, form: Form): string {
  const proto = Object.getPrototypeOf(object) as object | null;
  // Not by identity: a clone or another context has an Object.prototype of its own.
  if (proto !== null && Object.getPrototypeOf(proto) !== null) return refuse(`is a ${object.constructor.name}, no plain object`);
  const keys = Object.keys(object);
  const named = keys.every((key) => AS_IT_IS.test(key)) ? undefined : namesOf(keys, form);
  let text = '{';
  for (const name of inOrder(named === undefined ? keys : [...named.keys()])) {
    const key = named?.get(name) ?? name;
    try {
      if (name === '__proto__') refuse('is no name for a field');
      const value = valueOf((object as Readonly<Record<string, unknown>>)[key], depth + 1, form);
      text += `${text === '{' ? '' : ','}${named === undefined ? `"${name}"` : textOf(name, form)}:${value}`;
    } catch (error) {
      throw below(key, error);
    }
  }
  return `${text}}`;
}

function arrayOf(array: readonly unknown[], depth: number, form: Form): string {
  let text = '';
  // By index: a hole is no JSON either, and must not be passed over.
  for (let index = 0; index < array.length; index++) {
    try {
      const value = valueOf(array[index], depth + 1, form);
      text += index === 0 ? value : `,${value}`;
    } catch (error) {
      throw below(index, error);
    }
  }
  return `[${text}]`;
}

function valueOf(value: unknown, depth: number, form: Form): string {
  switch (typeof value) {
    case 'string':
      return textOf(value, form);
    case 'number':
      return numberOf(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth > MAX_DEPTH) return refuse(`is nested deeper than ${MAX_DEPTH}`);
      return Array.isArray(value) ? arrayOf(value, depth, form) : objectOf(value, depth, form);
    default:
      return refuse(`is ${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`}, which JSON cannot say`);
  }
}

/**
 * The one text of a value (RFC 8785), its strings and names in Unicode NFC: what is hashed, committed to and stored.
 * @throws NotJson for `undefined`, functions, class instances, holes, NaN, numbers beyond 2^53, half surrogate pairs, and
 * names that become equal by normalising.
 */
export function canonicalJson(value: unknown): string {
  return valueOf(value, 0, 'NFC');
}

/**
 * The same without normalising: RFC 8785 to the letter. For what stands somewhere already and is to be told from anything else.
 * @throws NotJson as {@link canonicalJson}.
 */
export function exactJson(value: unknown): string {
  return valueOf(value, 0, 'AS_IT_IS');
}
