import { type Newest } from './asked-witnesses.js';
import { parseCheckpoint, withLine } from './checkpoint.js';
import { aheadOf, type CheckpointAhead, type FolderAndIndex, publish, publishRest } from './folder-and-index.js';
import { type KeptCheckpoint } from './leaf-index.js';
import { LedgerStopped } from './ledger-fault.js';
import { type SignedBefore } from './signed-before.js';
import { rootAt } from './tree.js';

export interface OwnCheckpointsParts extends FolderAndIndex {
  /** Leaves that are known here. */
  readonly size: () => number;
  readonly newest: () => Newest | undefined;
  /** Told of the newest that was taken over. */
  readonly told: (newest: Newest) => void;
}

/** Of a log with one ledger: what it has signed lies in its index, and in a folder that may know more. */
export class OwnCheckpoints implements SignedBefore {
  readonly leads = true;
  /** Signed checkpoints in the folder that the index does not know: it was put back from a copy. Empty in nearly every life. */
  #ahead: readonly CheckpointAhead[] = [];

  constructor(private readonly parts: OwnCheckpointsParts) {}

  async takeUp(): Promise<number> {
    await publishRest(this.parts);
    this.#ahead = [...aheadOf(this.parts, this.parts.index.lastCheckpoint()?.time ?? 0)];
    return this.#owed();
  }

  async prepare(): Promise<boolean> {
    if (this.parts.size() < this.#owed()) return false;
    const { index, newest, told } = this.parts;
    for (const { checkpoint, time } of this.#ahead) {
      if (!rootAt(index, checkpoint.size).equals(checkpoint.root)) {
        const what = `the tree of ${checkpoint.size} leaves has another root than the checkpoint in the folder`;
        throw new LedgerStopped('ROOT_IS_NOT_THE_SAME', what);
      }
      const kept = index.keep([{ size: checkpoint.size, time, text: checkpoint.text }]);
      await publish(this.parts, kept, newest()?.kept.size ?? 0);
      told({ kept, checkpoint });
    }
    this.#ahead = [];
    return true;
  }

  /** The index keeps it, and nobody else is there to be asked. */
  keep(): Promise<boolean> {
    return Promise.resolve(true);
  }

  addLine({ text }: KeptCheckpoint, line: string): Promise<string> {
    return Promise.resolve(withLine(parseCheckpoint(text), line).text);
  }

  signedSize(): Promise<number> {
    return Promise.resolve(this.parts.newest()?.kept.size ?? 0);
  }

  /** Leaves without which nothing may be signed. */
  #owed(): number {
    return this.#ahead.reduce((most, { checkpoint }) => Math.max(most, checkpoint.size), 0);
  }
}
