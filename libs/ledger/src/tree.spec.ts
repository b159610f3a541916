import fc from 'fast-check';
import { verifyConsistency, verifyInclusion } from './proof.js';
import { SHA_256 } from './suite.js';
import { consistencyProof, GrowingTree, inclusionProof, rootAt, rootOver, TILE_WIDTH, type TreeHashes } from './tree.js';

/** Leaves, roots and proofs as published with the reference implementation of RFC 6962 (transparency-dev/merkle). */
const ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const INCLUSION: readonly (readonly [index: number, size: number, proof: readonly string[]])[] = [
  [0, 1, []],
  [0, 2, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7']],
  [1, 2, ['6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d']],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
];
const CONSISTENCY: readonly (readonly [old: number, size: number, proof: readonly string[]])[] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
];

const hex = (hashes: readonly Buffer[]): readonly string[] => hashes.map((hash) => hash.toString('hex'));

/** RFC 6962 hashes bytes; entries of the vectors are all ASCII or below, so that text carries them. */
const leafOf = (entry: string): Buffer => SHA_256.leaf(Buffer.from(entry, 'hex').toString('latin1'));

class Grown implements TreeHashes {
  readonly levels: Buffer[][] = [];
  readonly tree = new GrowingTree();

  constructor(leaves: readonly Buffer[]) {
    for (const leaf of leaves) {
      (this.levels[0] ??= []).push(leaf);
      this.tree.add(leaf, (level, _index, _hashes, root) => (this.levels[level + 1] ??= []).push(root));
    }
  }

  read(level: number, index: number, count: number): readonly Buffer[] {
    const hashes = (this.levels[level] ?? []).slice(index, index + count);
    if (hashes.length !== count) throw new RangeError('not there');
    return hashes;
  }
}

const published = new Grown(ENTRIES.map(leafOf));
const synthetic = (count: number): readonly Buffer[] =>
  Array.from({ length: count }, (_, index) => SHA_256.leaf(`entry ${index}`));
const LARGE = 70_000;
const large = new Grown(synthetic(LARGE));

describe('the tree of RFC 6962', () => {
  it('has the published roots', () => {
    expect(ROOTS.map((_, size) => rootAt(published, size).toString('hex'))).toEqual(ROOTS);
    const growing = new GrowingTree();
    const roots = [growing.root().toString('hex')];
    for (const entry of ENTRIES) {
      growing.add(leafOf(entry), () => undefined);
      roots.push(growing.root().toString('hex'));
    }
    expect(roots).toEqual(ROOTS);
  });

  it.each(INCLUSION)('shows leaf %i in a tree of %i by the published proof', (index, size, proof) => {
    expect(hex(inclusionProof(published, index, size))).toEqual(proof);
    const leaf = leafOf(ENTRIES[index] ?? '');
    expect(verifyInclusion({ index, size, leaf, root: rootAt(published, size) }, inclusionProof(published, index, size))).toBe(
      true,
    );
  });

  it.each(CONSISTENCY)('shows that %i leaves grow into %i by the published proof', (old, size, proof) => {
    expect(hex(consistencyProof(published, old, size))).toEqual(proof);
    const [before, after] = [old, size].map((leaves) => ({ size: leaves, root: rootAt(published, leaves) }));
    expect(verifyConsistency(before!, after!, consistencyProof(published, old, size))).toBe(true);
  });

  it('is taken up at any size, by its right edge alone', () => {
    for (const size of [0, 1, 255, 256, 257, 65_535, 65_536, 65_537, LARGE]) {
      expect(GrowingTree.from(large, size).root()).toEqual(rootAt(large, size));
    }
    expect(large.tree.root()).toEqual(rootOver(synthetic(LARGE)));
    expect(large.levels.map((level) => level.length)).toEqual([LARGE, Math.floor(LARGE / TILE_WIDTH), 1]);
  });

  it('has no leaf beyond its end and no beginning larger than itself', () => {
    expect(() => inclusionProof(published, 8, 8)).toThrow(RangeError);
    expect(() => consistencyProof(published, 9, 8)).toThrow(RangeError);
    expect(() => rootAt(published, 9)).toThrow(RangeError);
  });
});

describe('a proof', () => {
  const sizes = fc.integer({ min: 1, max: LARGE });
  const flipped = (hash: Buffer, bit: number): Buffer => {
    const other = Buffer.from(hash);
    other.writeUInt8(other.readUInt8((bit >> 3) % 32) ^ (1 << (bit & 7)), (bit >> 3) % 32);
    return other;
  };

  it('of a leaf holds, and holds no longer when anything in it is another', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), fc.nat(255), (size, pick, place, bit) => {
        const index = pick % size;
        const leaf = large.read(0, index, 1)[0]!;
        const root = rootAt(large, size);
        const proof = inclusionProof(large, index, size);
        expect(verifyInclusion({ index, size, leaf, root }, proof)).toBe(true);
        expect(verifyInclusion({ index, size, leaf: flipped(leaf, bit), root }, proof)).toBe(false);
        expect(verifyInclusion({ index, size, leaf, root: flipped(root, bit) }, proof)).toBe(false);
        expect(verifyInclusion({ index, size, leaf, root }, [...proof, leaf])).toBe(false);
        if (size > 1) {
          expect(verifyInclusion({ index: (index + 1) % size, size, leaf, root }, proof)).toBe(false);
          expect(verifyInclusion({ index, size, leaf, root }, proof.slice(1))).toBe(false);
          const at = place % proof.length;
          expect(verifyInclusion({ index, size, leaf, root }, proof.with(at, flipped(proof[at]!, bit)))).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('of growth holds, and each of its steps counts', () => {
    fc.assert(
      fc.property(sizes, sizes, fc.nat(), fc.nat(255), (one, other, place, bit) => {
        const [old, size] = [Math.min(one, other), Math.max(one, other)];
        const before = { size: old, root: rootAt(large, old) };
        const after = { size, root: rootAt(large, size) };
        const proof = consistencyProof(large, old, size);
        expect(verifyConsistency(before, after, proof)).toBe(true);
        expect(verifyConsistency({ ...before, root: flipped(before.root, bit) }, after, proof)).toBe(false);
        expect(verifyConsistency(before, { ...after, root: flipped(after.root, bit) }, proof)).toBe(false);
        expect(verifyConsistency(before, after, [...proof, before.root])).toBe(false);
        if (proof.length > 0) {
          const at = place % proof.length;
          expect(verifyConsistency(before, after, proof.with(at, flipped(proof[at]!, bit)))).toBe(false);
          expect(verifyConsistency(before, after, proof.toSpliced(at, 1))).toBe(false);
          expect(verifyConsistency(after, before, proof)).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('of growth out of nothing is empty, and nothing has one root', () => {
    const after = { size: 3, root: rootAt(large, 3) };
    expect(verifyConsistency({ size: 0, root: SHA_256.empty }, after, [])).toBe(true);
    expect(verifyConsistency({ size: 0, root: after.root }, after, [])).toBe(false);
  });
});
