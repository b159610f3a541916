import { concatBytes, sameBytes, sha256 } from './bytes.js';

/** RFC 6962 §2.1. */
export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(0), entry));
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(1), left, right));
}

export interface Head {
  readonly size: number;
  readonly root: Uint8Array;
}

const half = (number: number): number => Math.floor(number / 2);
const odd = (number: number): boolean => number % 2 === 1;

/** Whether the path leads from the leaf at `index` to the root (RFC 9162 §2.1.3.2); every step of it is used. */
export function isIncluded(index: number, leaf: Uint8Array, path: readonly Uint8Array[], { size, root }: Head): boolean {
  if (!(index >= 0 && index < size)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const beside of path) {
    if (last === 0) return false;
    if (odd(at) || at === last) {
      hash = nodeHash(beside, hash);
      while (!odd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, beside);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && sameBytes(hash, root);
}

/** Whether the proof shows that the new tree begins with all leaves of the old one (RFC 9162 §2.1.4.2). */
export function isGrownFrom(old: Head, head: Head, proof: readonly Uint8Array[]): boolean {
  if (old.size > head.size || old.size === 0) return false;
  if (old.size === head.size) return proof.length === 0 && sameBytes(old.root, head.root);
  let [at, last] = [old.size - 1, head.size - 1];
  while (odd(at)) [at, last] = [half(at), half(last)];
  const [first, ...rest] = at === 0 ? [old.root, ...proof] : proof;
  if (first === undefined) return false;
  let [oldRoot, root] = [first, first];
  for (const beside of rest) {
    if (last === 0) return false;
    if (odd(at) || at === last) {
      oldRoot = nodeHash(beside, oldRoot);
      root = nodeHash(beside, root);
      while (!odd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      root = nodeHash(root, beside);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && sameBytes(oldRoot, old.root) && sameBytes(root, head.root);
}
