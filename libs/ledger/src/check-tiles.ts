import { type CheckpointFolder, levelsOf, openTile, parseTilePath, tilePath, type TileName } from './checkpoint-folder.js';
import { type Flaws } from './flaw.js';
import { type LeafIndex } from './leaf-index.js';
import { SHA_256 } from './suite.js';
import { type GrowingTree, type OnTile, TILE_WIDTH } from './tree.js';

/** Holds the tiles in the folder, and the nodes in the ledger, against a tree that is grown from the leaves. */
export class TileCheck {
  constructor(
    private readonly index: LeafIndex,
    private readonly folder: CheckpointFolder,
    /** Leaves for which there must be tiles. */
    private readonly published: number,
    private readonly flaws: Flaws,
  ) {}

  readonly full: OnTile = (level, index, hashes, root) => {
    const above = this.#node(level + 1, index);
    if (above === undefined || !above.equals(root)) {
      this.flaws.add('NODE_DIFFERS', {
        leaves: leavesOf({ level, index, width: TILE_WIDTH }),
        found: above?.toString('hex') ?? '-',
      });
    }
    const tile = { level, index, width: TILE_WIDTH };
    const mustBe = (index + 1) * TILE_WIDTH ** (level + 1) <= this.published;
    this.#compare(tile, hashes, mustBe);
    this.#partials(tile, hashes);
  };

  /** The open tiles at the end, and files that belong to no tree of this log. */
  end(tree: GrowingTree): void {
    for (const level of levelsOf(tree.size)) this.#partials(openTile(tree.size, level), tree.open(level));
    // Leaves are in the ledger before their tiles are in the folder: what is beyond both was put there.
    let leaves = tree.size;
    for (const file of this.folder.files('tile')) {
      const tile = parseTilePath(file);
      const end = tile === undefined ? 0 : (tile.index * TILE_WIDTH + tile.width) * TILE_WIDTH ** tile.level;
      // Looked at after the file was seen: a server that goes on may have made both meanwhile.
      if (end > leaves) leaves = this.index.size();
      if (tile === undefined || end > leaves) {
        this.flaws.add('TILE_UNEXPECTED', { file });
      }
    }
  }

  /** The partial tiles of a tree for which a checkpoint was signed must be there, until their full tile is. */
  partialsOf(size: number): void {
    for (const level of levelsOf(size)) {
      const tile = openTile(size, level);
      const there =
        tile.width === 0 || this.folder.has(tilePath(tile)) || this.folder.has(tilePath({ ...tile, width: TILE_WIDTH }));
      if (!there) this.flaws.add('TILE_MISSING', { file: tilePath(tile), leaves: leavesOf(tile) });
    }
  }

  #partials(tile: TileName, hashes: readonly Buffer[]): void {
    const folder = `${tilePath({ ...tile, width: TILE_WIDTH })}.p`;
    for (const { name } of this.folder.list(folder)) {
      const partial = parseTilePath(`${folder}/${name}`);
      // One that is wider than what was walked over belongs to a checkpoint that came after the look began.
      if (partial !== undefined && partial.width <= hashes.length) this.#compare(partial, hashes.slice(0, partial.width), false);
    }
  }

  #compare(tile: TileName, hashes: readonly Buffer[], mustBe: boolean): void {
    const file = tilePath(tile);
    const found = this.folder.read(file);
    if (found === undefined) {
      if (mustBe) this.flaws.add('TILE_MISSING', { file, leaves: leavesOf(tile) });
      return;
    }
    if (found.equals(Buffer.concat(hashes))) return;
    const { bytes } = SHA_256;
    const at = hashes.findIndex((hash, entry) => !hash.equals(found.subarray(entry * bytes, (entry + 1) * bytes)));
    const entry = at < 0 ? tile.width - 1 : at;
    const first = tile.index * TILE_WIDTH + entry;
    const leaves = leavesOf({ level: tile.level, index: first, width: 0 });
    const size =
      found.length === tile.width * bytes ? {} : { expected: `${tile.width * bytes} bytes`, found: `${found.length} bytes` };
    this.flaws.add('TILE_DIFFERS', { file, leaves, ...this.#leaf(tile.level, first), ...size });
  }

  #leaf(level: number, index: number): { readonly leaf?: number; readonly stream?: string; readonly revision?: bigint } {
    const [leaf] = level === 0 ? this.index.leaves(index, 1) : [];
    return leaf === undefined ? {} : { leaf: leaf.index, stream: leaf.stream, revision: leaf.revision };
  }

  #node(level: number, index: number): Buffer | undefined {
    try {
      return this.index.read(level, index, 1)[0];
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }
}

/** The leaves under a tile; with width 0, those under one entry of that index. */
function leavesOf({ level, index, width }: TileName): string {
  const unit = TILE_WIDTH ** level;
  const [from, count] = width === 0 ? [index * unit, unit] : [index * TILE_WIDTH * unit, width * unit];
  return count === 1 ? String(from) : `${from}–${from + count - 1}`;
}
