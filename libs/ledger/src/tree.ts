import { type HashSuite, SHA_256 } from './suite.js';

/** Hashes in one tile, and the step from one level of tiles to the next (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/**
 * The hashes of a tree as tiles hold them: at level 0 the leaves, at level l the roots of perfect trees of 256^l leaves.
 * From these any root and any proof of any earlier size is computed.
 */
export interface TreeHashes {
  /** `count` hashes from `index` on. @throws RangeError where some of them are not there. */
  read(level: number, index: number, count: number): readonly Buffer[];
}

/** Root of the tree over these hashes (RFC 6962 §2.1), which may be leaves or perfect trees of one size, the last one smaller. */
export function rootOver(hashes: readonly Buffer[], suite: HashSuite = SHA_256): Buffer {
  if (hashes.length === 0) return suite.empty;
  let row = hashes;
  while (row.length > 1) {
    const above: Buffer[] = [];
    for (let left = 0; left + 1 < row.length; left += 2) above.push(suite.node(row[left] as Buffer, row[left + 1] as Buffer));
    // A last one without a neighbour goes up as it is: its tree is smaller.
    if (row.length % 2 === 1) above.push(row.at(-1) as Buffer);
    row = above;
  }
  return row[0] as Buffer;
}

/** Told of each tile as it becomes full, with the root of its 256 hashes, which is entry `index` of the level above. */
export type OnTile = (level: number, index: number, hashes: readonly Buffer[], root: Buffer) => void;

/** A tree that grows leaf by leaf, in memory only its right edge: at most 255 hashes a level. */
export class GrowingTree {
  #size = 0;

  constructor(
    /** The open tile of each level. */
    private readonly edge: Buffer[][] = [[]],
    private readonly suite: HashSuite = SHA_256,
  ) {
    edge.forEach((hashes, level) => (this.#size += hashes.length * TILE_WIDTH ** level));
  }

  /** The tree over the first `size` leaves of these. */
  static from(hashes: TreeHashes, size: number): GrowingTree {
    const edge: Buffer[][] = [[]];
    for (let level = 0; size >= TILE_WIDTH ** level; level++) {
      const entries = Math.floor(size / TILE_WIDTH ** level);
      const width = entries % TILE_WIDTH;
      edge[level] = [...hashes.read(level, entries - width, width)];
    }
    return new GrowingTree(edge);
  }

  get size(): number {
    return this.#size;
  }

  /** The open tile of a level, which is what a partial tile of this size holds. */
  open(level: number): readonly Buffer[] {
    return this.edge[level] ?? [];
  }

  add(leaf: Buffer, onTile: OnTile): void {
    this.#size++;
    let entry = leaf;
    for (let level = 0; ; level++) {
      const tile = (this.edge[level] ??= []);
      tile.push(entry);
      if (tile.length < TILE_WIDTH) return;
      this.edge[level] = [];
      entry = rootOver(tile, this.suite);
      onTile(level, this.#size / TILE_WIDTH ** (level + 1) - 1, tile, entry);
    }
  }

  root(): Buffer {
    // From below: what is left over of a level is the last, smaller tree of the level above.
    let rest: Buffer | undefined;
    for (const tile of this.edge) {
      const row: readonly Buffer[] = rest === undefined ? tile : [...tile, rest];
      if (row.length > 0) rest = rootOver(row, this.suite);
    }
    return rest ?? this.suite.empty;
  }
}

function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

const isPower = (size: number): boolean => Number.isInteger(Math.log2(size));

/** Root of the leaves from `start` to before `end`, a node of some tree that RFC 6962 builds over them. */
function rootBetween(hashes: TreeHashes, start: number, end: number, suite: HashSuite): Buffer {
  const size = end - start;
  if (isPower(size)) {
    let unit = 1;
    let level = 0;
    for (; unit * TILE_WIDTH <= size; unit *= TILE_WIDTH) level++;
    return rootOver(hashes.read(level, start / unit, size / unit), suite);
  }
  const middle = start + largestPowerBelow(size);
  return suite.node(rootBetween(hashes, start, middle, suite), rootBetween(hashes, middle, end, suite));
}

/** Root of the first `size` leaves. */
export function rootAt(hashes: TreeHashes, size: number, suite: HashSuite = SHA_256): Buffer {
  return size === 0 ? suite.empty : rootBetween(hashes, 0, size, suite);
}

/**
 * That leaf `index` stands in the tree of `size` leaves: its audit path, from below (RFC 6962 §2.1.1).
 * @throws RangeError where there is no such leaf in it.
 */
export function inclusionProof(hashes: TreeHashes, index: number, size: number, suite: HashSuite = SHA_256): readonly Buffer[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`leaf ${index} is not in a tree of ${size}`);
  const path: Buffer[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start);
    const [left, right] = [[start, middle] as const, [middle, end] as const];
    const [inside, beside] = index < middle ? [left, right] : [right, left];
    path.push(rootBetween(hashes, beside[0], beside[1], suite));
    [start, end] = inside;
  }
  return path.reverse();
}

/**
 * That the tree of `size` leaves begins with all leaves of the tree of `old` (RFC 6962 §2.1.2). Empty where `old` is 0 or `size`.
 * @throws RangeError where `old` is more than `size`.
 */
export function consistencyProof(hashes: TreeHashes, old: number, size: number, suite: HashSuite = SHA_256): readonly Buffer[] {
  if (!(old >= 0 && old <= size)) throw new RangeError(`a tree of ${size} leaves has no beginning of ${old}`);
  if (old === 0 || old === size) return [];
  const proof: Buffer[] = [];
  let [start, end] = [0, size];
  while (end !== old) {
    const middle = start + largestPowerBelow(end - start);
    const goLeft = old <= middle;
    proof.push(goLeft ? rootBetween(hashes, middle, end, suite) : rootBetween(hashes, start, middle, suite));
    if (goLeft) end = middle;
    else start = middle;
  }
  // The whole old tree is known to whoever checks; a part of it is not.
  if (start > 0) proof.push(rootBetween(hashes, start, end, suite));
  return proof.reverse();
}
