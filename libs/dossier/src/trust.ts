import { type Checkpoint, type TrustedKey } from './checkpoint.js';

/** Whom the verifier believes: known from elsewhere. A dossier is never asked whom to believe. */
export interface Trust {
  /** The log's key. Without it nothing is proven: the file is only held against itself. */
  readonly key?: TrustedKey;
  /** Each must have cosigned the checkpoint. */
  readonly witnesses?: readonly TrustedKey[];
  /** Checkpoints that were kept: the log must have grown out of each. */
  readonly known?: readonly Checkpoint[];
}
