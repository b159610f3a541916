import { type HashSuite, SHA_256 } from './suite.js';

const half = (number: number): number => Math.floor(number / 2);
const odd = (number: number): boolean => number % 2 === 1;

const same = (left: Uint8Array | undefined, right: Uint8Array): boolean =>
  left !== undefined && Buffer.compare(left, right) === 0;

/**
 * Whether the proof shows the leaf at `index` of the tree of `size` leaves with this root (RFC 9162 §2.1.3.2). The root is one
 * whose signature was verified: a proof against a root that anybody may name shows nothing.
 */
export function verifyInclusion(
  { index, size, leaf, root }: { readonly index: number; readonly size: number; readonly leaf: Buffer; readonly root: Buffer },
  proof: readonly Buffer[],
  suite: HashSuite = SHA_256,
): boolean {
  if (!(index >= 0 && index < size)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const beside of proof) {
    if (last === 0) return false;
    if (odd(at) || at === last) {
      hash = suite.node(beside, hash);
      while (!odd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = suite.node(hash, beside);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(hash, root);
}

export interface TreeHead {
  readonly size: number;
  readonly root: Buffer;
}

/** Whether the proof shows that the new tree begins with all leaves of the old one (RFC 9162 §2.1.4.2); every step of it is used. */
export function verifyConsistency(old: TreeHead, head: TreeHead, proof: readonly Buffer[], suite: HashSuite = SHA_256): boolean {
  if (old.size > head.size) return false;
  if (old.size === head.size) return proof.length === 0 && same(old.root, head.root);
  if (old.size === 0) return proof.length === 0 && same(old.root, suite.empty);
  let [at, last] = [old.size - 1, head.size - 1];
  while (odd(at)) [at, last] = [half(at), half(last)];
  const whole = at === 0;
  const [first, ...rest] = whole ? [old.root, ...proof] : proof;
  if (first === undefined) return false;
  let [oldRoot, root] = [first, first];
  for (const beside of rest) {
    if (last === 0) return false;
    if (odd(at) || at === last) {
      oldRoot = suite.node(beside, oldRoot);
      root = suite.node(beside, root);
      while (!odd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      root = suite.node(root, beside);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(oldRoot, old.root) && same(root, head.root);
}
