import { type TreeHashes } from './tree.js';

/** Which event is leaf `index` of the tree. */
export interface Leaf {
  readonly index: number;
  /** Of the event in the store that the ledger follows; no part of what is hashed. */
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly hash: Buffer;
}

/** Root of a full tile, as an entry of the level above. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

/** A signed checkpoint, and whether its files are known to be on the disk. */
export interface KeptCheckpoint {
  readonly no: number;
  readonly size: number;
  /** Whole seconds since 1970, as signed; never less than that of the one before. */
  readonly time: number;
  readonly text: string;
  readonly published: boolean;
}

/**
 * The ledger's own data: leaf index → stream, revision, id and hash, without gaps; the hashes above; what was signed. It is backed up
 * with the log and not rebuilt from it: it says what the log was.
 */
export interface LeafIndex extends TreeHashes {
  /** Leaves, all on the disk. */
  size(): number;
  /** Position of the last leaf's event, `-1n` where there is none. */
  position(): bigint;
  /** All or nothing. @throws Error where they do not follow upon the last leaf: there is another writer. */
  append(leaves: readonly Leaf[], nodes: readonly TreeNode[]): void;
  /** In order from `from` on, at most `limit`. */
  leaves(from: number, limit: number): readonly Leaf[];
  /** The leaf of the event at this position; undefined where it has none. */
  leafAt(position: bigint): Leaf | undefined;
  /** In the order in which they were signed: those after number `after` (the first is 1), at most `limit`. */
  checkpoints(after: number, limit: number): readonly KeptCheckpoint[];
  lastCheckpoint(): KeptCheckpoint | undefined;
  /** The one of this size and time. */
  checkpointAt(size: number, time: number): KeptCheckpoint | undefined;
  /** Those whose files may not be on the disk, in order, at most `limit`. */
  unpublished(limit: number): readonly KeptCheckpoint[];
  /** Keeps checkpoints before their files are written, all or none; answers the last. */
  keep(checkpoints: readonly Pick<KeptCheckpoint, 'size' | 'time' | 'text'>[]): KeptCheckpoint;
  /** Changes the text of a checkpoint, such as by a cosignature, before its file is. */
  rewrite(no: number, text: string): void;
  published(nos: readonly number[]): void;
  close(): void;
}
