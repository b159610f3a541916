import { type Sealed, type Unsealed } from '#libs/kernel';
import { NotJson, pointer } from './canonical.js';
import { type Sealer } from './port.js';

const MAX_DEPTH = 64;

const hasExactly = (value: object, one: string, other: string): boolean => {
  if (!(one in value) || !(other in value)) return false;
  let keys = 0;
  for (const _key in value) if (++keys > 2) return false;
  return keys === 2;
};

const isUnsealed = (value: object): value is Unsealed => hasExactly(value, 'under', 'value');
const isSealedField = (value: object): value is Sealed => hasExactly(value, 'ref', 'commitment');

/** Most orders hold nothing to seal: this walk makes nothing and is all that they pay for. */
function mayHoldUnsealed(node: object, depth: number): boolean {
  if (depth > MAX_DEPTH) return true;
  if (Array.isArray(node)) {
    for (const item of node as readonly unknown[]) {
      if (typeof item === 'object' && item !== null && mayHoldUnsealed(item, depth + 1)) return true;
    }
    return false;
  }
  for (const key in node) {
    if (key === 'under') return true;
    const member = (node as Readonly<Record<string, unknown>>)[key];
    if (typeof member === 'object' && member !== null && mayHoldUnsealed(member, depth + 1)) return true;
  }
  return false;
}

/**
 * Seals every field of an order's data that stands in it as exactly `{under, value}`. Gives the same object where there is
 * nothing to seal; what is already sealed stays as it is. Not durable before {@link Vault.flush}.
 * @throws NotJson where a value to be sealed is no JSON, or `under` names nobody. @throws KeyDestroyed.
 */
export function sealOrder<Data extends object>(sealer: Sealer, stream: string, orderType: string, data: Data): Data {
  const walk = (node: unknown, path: string, depth: number): unknown => {
    if (typeof node !== 'object' || node === null) return node;
    if (depth > MAX_DEPTH) throw new NotJson(path.slice(0, 40), `is nested deeper than ${MAX_DEPTH}`);
    if (Array.isArray(node)) return walkArray(node, path, depth);
    if (isUnsealed(node)) {
      if (typeof node.under !== 'string' || node.under === '') throw new NotJson(`${path}/under`, 'names nobody to seal it for');
      return seal(node, path);
    }
    return isSealedField(node) ? node : walkObject(node, path, depth);
  };
  const seal = (unsealed: Unsealed, path: string): Sealed => {
    try {
      return sealer.seal({ stream, orderType, path }, unsealed);
    } catch (error) {
      if (error instanceof NotJson) throw new NotJson(`${path}/value${error.path}`, error.what);
      throw error;
    }
  };
  const walkArray = (array: readonly unknown[], path: string, depth: number): readonly unknown[] => {
    let copy: unknown[] | undefined;
    for (let index = 0; index < array.length; index++) {
      const before = array[index];
      const after = walk(before, `${path}/${index}`, depth + 1);
      if (after !== before) {
        copy ??= [...array];
        copy[index] = after;
      }
    }
    return copy ?? array;
  };
  const walkObject = (object: object, path: string, depth: number): object => {
    let copy: Record<string, unknown> | undefined;
    for (const key of Object.keys(object)) {
      const before = (object as Readonly<Record<string, unknown>>)[key];
      if (typeof before !== 'object' || before === null) continue;
      const after = walk(before, pointer(path, key), depth + 1);
      if (after !== before) {
        copy ??= { ...object };
        copy[key] = after;
      }
    }
    return copy ?? object;
  };
  return mayHoldUnsealed(data, 0) ? (walk(data, '', 0) as Data) : data;
}

/** The refs of all sealed fields in an order's or event's data, in the order in which they stand, each once. */
export function sealedRefsIn(data: unknown): readonly string[] {
  const refs = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) {
      for (const item of node) walk(item);
    } else if (isSealedField(node)) {
      if (typeof node.ref === 'string') refs.add(node.ref);
    } else {
      for (const key in node) walk((node as Readonly<Record<string, unknown>>)[key]);
    }
  };
  walk(data);
  return refs.size === 0 ? [] : [...refs];
}
