import { type Instant } from '#libs/kernel';
import { type Destruction } from './port.js';

export interface Box {
  readonly under: string;
  readonly box: Uint8Array;
}

export interface BoxToKeep extends Box {
  readonly ref: string;
}

type Soon<T> = T | Promise<T>;

/** Where boxes and keys lie. Knows no plain value; the vault above it enciphers. */
interface AnyShelf {
  readonly writable: boolean;
  /**
   * Durable when done. A box or key that is there already stays as it is. Answers which of the keys were destroyed: their boxes are not
   * kept, all others are.
   */
  keep(keys: ReadonlyMap<string, Buffer>, boxes: readonly BoxToKeep[]): Soon<readonly Destruction[]>;
  destroy(under: string, at: Instant): Soon<Destruction>;
  destroyed(): Soon<readonly Destruction[]>;
  /** In the order of sealing. */
  refs(): Iterable<string> | AsyncIterable<string>;
  remove(refs: readonly string[]): Soon<number>;
  close(): Soon<void>;
}

/** In this process, or in a file that only this process writes: asked while an order is decided. Calls do not overlap. */
export interface NearShelf extends AnyShelf {
  readonly near: true;
  /** The key bytes of a name, the record of their destruction, or undefined where it never had any. */
  key(under: string): Buffer | Destruction | undefined;
  box(ref: string): Box | undefined;
}

export interface BoxWithKey extends Box {
  readonly key: Buffer | Destruction;
}

/** On a server that others write to as well: asked before an order is decided. */
export interface FarShelf extends AnyShelf {
  readonly near: false;
  /** Those that were ever made, and the records of those destroyed. */
  keys(unders: readonly string[]): Promise<ReadonlyMap<string, Buffer | Destruction>>;
  /** Makes keys, durable when resolved; of several that make one at once the first stays. Answers what stands. */
  claim(keys: ReadonlyMap<string, Buffer>): Promise<ReadonlyMap<string, Buffer | Destruction>>;
  boxes(refs: readonly string[]): Promise<ReadonlyMap<string, BoxWithKey>>;
  /** What was destroyed, here or elsewhere, since this was last asked; all of it the first time. */
  newlyDestroyed(): Promise<readonly Destruction[]>;
}

export type Shelf = NearShelf | FarShelf;
