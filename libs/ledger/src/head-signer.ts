import { type Clock } from '#libs/clock';
import { msOf } from '#libs/kernel';
import { type Newest } from './asked-witnesses.js';
import { parseCheckpoint, signatureOf, signCheckpoint } from './checkpoint.js';
import { type FolderAndIndex, publish } from './folder-and-index.js';
import { LedgerStopped } from './ledger-fault.js';
import { type SignedBefore } from './signed-before.js';
import { rootAt } from './tree.js';

export interface HeadSignerParts extends FolderAndIndex {
  readonly tree: { readonly size: number; root(): Buffer };
  readonly clock: Clock;
  readonly before: SignedBefore;
}

/** COVERED: a checkpoint of this size and second is there. NOT_OURS: something is missing here, or another signs. */
export type Signed = 'SIGNED' | 'COVERED' | 'NOT_OURS';

/** Signs tree heads, each of which grows out of all that were signed before, and shows them in the folder. */
export class HeadSigner {
  #newest: Newest | undefined;

  constructor(private readonly parts: HeadSignerParts) {}

  /** The newest that is known, whoever signed it. */
  get newest(): Newest | undefined {
    return this.#newest;
  }

  /** Leaves under it. */
  get covered(): number {
    return this.#newest?.kept.size ?? 0;
  }

  /** Another one is the newest, or it has got a line. */
  told(newest: Newest): void {
    this.#newest = newest;
  }

  /** Takes up what was signed here before. @throws LedgerStopped where it is not of our key. */
  takeUp(): void {
    const { index, key } = this.parts;
    const kept = index.lastCheckpoint();
    if (kept === undefined) return;
    this.#newest = { kept, checkpoint: parseCheckpoint(kept.text) };
    if (signatureOf(key.timed, this.#newest.checkpoint).state !== 'GOOD') {
      const what = `the last checkpoint is not signed by ${key.timed.vkey}: key or origin is another; a new one begins with a new folder`;
      throw new LedgerStopped('CHECKPOINT_NOT_OURS', what);
    }
  }

  /** @throws LedgerStopped where the tree is not that of what was signed. */
  async sign(): Promise<Signed> {
    const { tree, index, key, clock, before: known } = this.parts;
    if (!(await known.prepare())) return 'NOT_OURS';
    const { size } = tree;
    const root = tree.root();
    const before = this.#newest;
    if (before !== undefined && !rootAt(index, before.kept.size).equals(before.checkpoint.root)) {
      throw new LedgerStopped('ROOT_IS_NOT_THE_SAME', `the tree of ${before.kept.size} leaves has another root than was signed`);
    }
    // A clock that was set back does not put a checkpoint before an earlier one.
    const time = Math.max(Math.floor(msOf(clock.now()) / 1000), before?.kept.time ?? 0);
    if (before?.kept.size === size && before.kept.time === time) return 'COVERED';
    const checkpoint = signCheckpoint(key, { size, root }, time);
    const head = { size, time, text: checkpoint.text };
    if (!(await known.keep({ no: (before?.kept.no ?? 0) + 1, ...head }))) return 'NOT_OURS';
    const kept = index.keep([head]);
    await publish(this.parts, kept, before?.kept.size ?? 0);
    this.#newest = { kept, checkpoint };
    return 'SIGNED';
  }

  /** Adds the line of a witness to a checkpoint, unless another signs by now: that one asks the witness himself. */
  async addLine(no: number, line: string): Promise<void> {
    const { index, folder, before: known } = this.parts;
    const [kept] = index.checkpoints(no - 1, 1);
    if (kept?.no !== no) return;
    const text = await known.addLine(kept, line);
    if (text === undefined) return;
    const isNewest = this.#newest?.kept.no === no;
    index.rewrite(no, text);
    await folder.publish({ ...kept, text }, isNewest);
    index.published([no]);
    if (isNewest) this.#newest = { kept: { ...kept, text }, checkpoint: parseCheckpoint(text) };
  }
}
