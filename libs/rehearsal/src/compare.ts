import { isDeepStrictEqual } from 'node:util';
import { type JsonValue } from '#libs/kernel';
import { scriptFaults as say, type Words } from '#libs/terms';
import { unknownWord } from './nearest.js';
import { type ExpectedEvent, isObject } from './script.js';

export interface ActualEvent {
  readonly type: string;
  readonly stream: string;
  readonly data: object;
}

/** Opens a sealed field; undefined where the value is none. */
export type Unseal = (value: unknown) => JsonValue | undefined;

/** `case.ReviewHeld.v1` → `ReviewHeld`. */
export function shortName(type: string): string {
  return type.split('.')[1] ?? type;
}

/**
 * The one rule of a rehearsal: the events must be exactly these, one for one, in this order, by type (short or whole name).
 * Where `stream` is given it must be that one. Where `data` is given, each key in it must stand in the event and its value be
 * deeply equal, down to the last field; a key that the event does not have is named. `{"sealed": value}` is equal to a
 * sealed field that opens to that value. Answers what does not hold, in words; empty where all does.
 */
export function compareEvents(
  expected: readonly ExpectedEvent[],
  actual: readonly ActualEvent[],
  unseal: Unseal,
): readonly Words[] {
  const matches = (wanted: ExpectedEvent, found: ActualEvent): boolean =>
    wanted.type === found.type || wanted.type === shortName(found.type);
  const sameTypes =
    expected.length === actual.length &&
    expected.every((wanted, index) => {
      const found = actual[index];
      return found !== undefined && matches(wanted, found);
    });
  if (!sameTypes) {
    const names = (list: readonly { readonly type: string }[]): readonly string[] => list.map(({ type }) => shortName(type));
    return [say.otherEvents(names(expected), names(actual))];
  }
  return expected.flatMap((wanted, index) => {
    const found = actual[index];
    if (found === undefined) return [];
    const name = `${shortName(found.type)}${expected.length > 1 ? ` (${index + 1}/${expected.length})` : ''}`;
    const wrongStream =
      wanted.stream !== undefined && wanted.stream !== found.stream ? [say.otherStream(name, wanted.stream, found.stream)] : [];
    return [...wrongStream, ...dataFaults(name, wanted, found, unseal)];
  });
}

function dataFaults(name: string, wanted: ExpectedEvent, found: ActualEvent, unseal: Unseal): readonly Words[] {
  return Object.entries(wanted.data ?? {}).flatMap(([key, value]) => {
    const keys = Object.keys(found.data);
    if (!keys.includes(key)) return [say.unknownKeyOf(name, unknownWord('key', key, keys))];
    const actual = (found.data as Readonly<Record<string, unknown>>)[key];
    const difference = firstDifference(value, actual, `${name}.${key}`, unseal);
    return difference === undefined ? [] : [difference];
  });
}

function firstDifference(expected: JsonValue, actual: unknown, path: string, unseal: Unseal): Words | undefined {
  const differs = (): Words => say.otherValue(path, JSON.stringify(expected), textOf(actual));
  if (isObject(expected) && 'sealed' in expected && Object.keys(expected).length === 1) {
    const opened = unseal(actual);
    if (opened === undefined) return say.notSealed(path, JSON.stringify(expected['sealed']), textOf(actual));
    return isDeepStrictEqual(opened, expected['sealed'])
      ? undefined
      : say.otherSealed(path, JSON.stringify(expected['sealed']), JSON.stringify(opened));
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) return differs();
    return firstOf(
      expected.map((member, index) => firstDifference(member as JsonValue, actual[index], `${path}[${index}]`, unseal)),
    );
  }
  if (isObject(expected) && isObject(actual)) {
    const missing = Object.keys(expected).filter((key) => !(key in actual));
    const more = Object.keys(actual).filter((key) => !(key in expected));
    if (missing.length > 0 || more.length > 0) return differs();
    return firstOf(
      Object.entries(expected).map(([key, member]) => firstDifference(member, actual[key], `${path}.${key}`, unseal)),
    );
  }
  return isDeepStrictEqual(expected, actual) ? undefined : differs();
}

/** As JSON; absent where there is nothing. */
const textOf = (value: unknown): string | undefined => JSON.stringify(value);

function firstOf(differences: readonly (Words | undefined)[]): Words | undefined {
  return differences.find((difference) => difference !== undefined);
}
