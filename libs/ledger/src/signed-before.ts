import { type KeptCheckpoint } from './leaf-index.js';
import { type SharedHead } from './shared-heads.js';

/**
 * What was signed over the log and may not be known here: it is taken over before more is signed. And where a new head is kept before
 * anybody hears of it.
 */
export interface SignedBefore {
  /** Whether it is ours to sign. */
  readonly leads: boolean;
  /** Looks what there is; answers how many leaves the log must have had. @throws LedgerStopped where something is not of our key. */
  takeUp(): Promise<number>;
  /** Takes over what is not known here; answers whether the next one may be signed. @throws LedgerStopped where it is of another tree. */
  prepare(): Promise<boolean>;
  /** Keeps the next one. False where it is another's to sign by now, and nothing was kept. */
  keep(head: SharedHead): Promise<boolean>;
  /** Adds a cosignature to one that was kept; answers its text then, undefined where it is another's to sign by now. */
  addLine(kept: KeptCheckpoint, line: string): Promise<string | undefined>;
  /** Leaves under the last one that anybody signed. */
  signedSize(): Promise<number>;
}
