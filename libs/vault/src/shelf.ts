import { type Instant } from '#libs/kernel';
import { type Destruction } from './port.js';

export interface BoxToKeep {
  readonly ref: string;
  readonly under: string;
  readonly box: Buffer;
}

/** Where boxes and keys lie. Knows no plain value; the vault above it enciphers. Calls do not overlap. */
export interface Shelf {
  readonly writable: boolean;
  /** The key bytes of a name, the record of their destruction, or undefined where it never had any. */
  key(under: string): Buffer | Destruction | undefined;
  box(ref: string): { readonly under: string; readonly box: Uint8Array } | undefined;
  /** All or nothing, durable on return. A box or key that is there already stays as it is. */
  keep(keys: ReadonlyMap<string, Buffer>, boxes: readonly BoxToKeep[]): void;
  destroy(under: string, at: Instant): Destruction;
  destroyed(): readonly Destruction[];
  refs(): Iterable<string>;
  remove(refs: readonly string[]): number;
  close(): void;
}
