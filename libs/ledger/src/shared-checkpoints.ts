import { type Newest } from './asked-witnesses.js';
import { parseCheckpoint, signatureOf } from './checkpoint.js';
import { aheadOf, type FolderAndIndex, markPublished, publishRest } from './folder-and-index.js';
import { type KeptCheckpoint } from './leaf-index.js';
import { LedgerStopped } from './ledger-fault.js';
import { type SharedHead, type SharedHeads } from './shared-heads.js';
import { type SignedBefore } from './signed-before.js';
import { rootAt } from './tree.js';

export interface SharedCheckpointsParts extends FolderAndIndex {
  readonly heads: SharedHeads;
  /** Leaves that are known here. */
  readonly size: () => number;
  /** Told of the newest that was taken over, or of a line that it got. */
  readonly told: (newest: Newest) => void;
}

const AT_ONCE = 500;
/** Of heads that are known already so many are looked at for cosignatures that came later. */
const COSIGNED_LATE = 20;

/** What the ledgers of a house have signed over one log, held against the leaves of this one before it is believed; one of them signs. */
export class SharedCheckpoints implements SignedBefore {
  #leads = false;
  /** Whether it has made good what its forerunner left undone. */
  #tookOver = false;

  constructor(private readonly parts: SharedCheckpointsParts) {}

  get leads(): boolean {
    return this.#leads;
  }

  lead(): void {
    this.#leads = true;
    this.#tookOver = false;
  }

  follow(): void {
    this.#leads = false;
  }

  takeUp(): Promise<number> {
    return this.signedSize();
  }

  /** Whether everything that was signed is known here and of our tree, and it is ours to sign; asks for a head where it is not. */
  async prepare(): Promise<boolean> {
    const isUpToDate = await this.adopt();
    if (!this.#leads) await this.parts.heads.want(this.parts.size());
    if (!this.#leads || !isUpToDate) return false;
    if (!this.#tookOver) this.#leads = this.#tookOver = await this.#takeOver();
    return this.#leads;
  }

  async keep(head: SharedHead): Promise<boolean> {
    return (this.#leads = await this.parts.heads.keep(head));
  }

  addLine({ no }: KeptCheckpoint, line: string): Promise<string | undefined> {
    return this.parts.heads.addLine(no, line);
  }

  async signedSize(): Promise<number> {
    return (await this.parts.heads.last())?.size ?? 0;
  }

  /** Looks what another has signed, and shown. */
  async look(): Promise<void> {
    await this.adopt();
    markPublished(this.parts);
  }

  /** Whoever signs: whether a head is due here beside the rhythm, because nothing was signed yet or somebody waits for one over more leaves. */
  async isDue(covered: number): Promise<boolean> {
    if (!this.#tookOver) return true;
    return covered < this.parts.size() && (await this.parts.heads.wanted()) > covered;
  }

  /** Takes over what others have signed, as far as our leaves go; answers whether that was all. @throws LedgerStopped, and where the heads are away. */
  async adopt(): Promise<boolean> {
    const { heads, index, size: leaves } = this.parts;
    for (;;) {
      const last = index.lastCheckpoint()?.no ?? 0;
      const page = await heads.after(Math.max(0, last - COSIGNED_LATE), AT_ONCE);
      const ours = page.filter(({ size }) => size <= leaves());
      for (const head of ours) if (head.no <= last) this.#cosigned(head);
      this.#keep(ours.filter(({ no }) => no > last));
      if (ours.length < page.length) return false;
      if (page.length < AT_ONCE) return true;
    }
  }

  /**
   * Before the first is signed here: adds what this one or the folder knows and the others do not, for their database was put back from a
   * copy, and brings the folder up to date. False where it is another's to sign by now.
   */
  async #takeOver(): Promise<boolean> {
    const { heads, index, folder, size: leaves } = this.parts;
    const last = (await heads.last())?.no ?? 0;
    for (let after = last; ;) {
      const page = index.checkpoints(after, AT_ONCE);
      for (const { no, size, time, text } of page) if (!(await heads.keep({ no, size, time, text }))) return false;
      after = page.at(-1)?.no ?? after;
      if (page.length < AT_ONCE) break;
    }
    for (const { checkpoint, time } of aheadOf(this.parts, index.lastCheckpoint()?.time ?? 0)) {
      const { size, text } = checkpoint;
      if (size > leaves()) {
        throw new LedgerStopped(
          'LOG_IS_SHORTER',
          `the folder holds a checkpoint over ${size} leaves, the log has ${leaves()} events`,
        );
      }
      const head = { no: (index.lastCheckpoint()?.no ?? 0) + 1, size, time, text };
      this.#assertOurs(head);
      if (!(await heads.keep(head))) return false;
      this.#keep([head]);
    }
    await publishRest(this.parts);
    const newest = index.lastCheckpoint();
    if (newest !== undefined) await folder.publish(newest, true);
    return true;
  }

  #keep(fresh: readonly SharedHead[]): void {
    const newest = fresh.at(-1);
    if (newest === undefined) return;
    for (const head of fresh) this.#assertOurs(head);
    const kept = this.parts.index.keep(fresh);
    if (kept.no !== newest.no) {
      throw new LedgerStopped('CHECKPOINT_NOT_OURS', `checkpoint ${newest.no} of the house is number ${kept.no} here`);
    }
    this.parts.told({ kept, checkpoint: parseCheckpoint(kept.text) });
  }

  /** One that is known, with lines that came later. */
  #cosigned({ no, text }: SharedHead): void {
    const { index, told } = this.parts;
    const [kept] = index.checkpoints(no - 1, 1);
    if (kept?.no !== no || kept.text === text) return;
    if (!text.startsWith(kept.text)) {
      throw new LedgerStopped('CHECKPOINT_NOT_OURS', `checkpoint ${no} of the house is another than ours`);
    }
    index.rewrite(no, text);
    if (index.lastCheckpoint()?.no === no) told({ kept: { ...kept, text, published: false }, checkpoint: parseCheckpoint(text) });
  }

  #assertOurs({ no, size, time, text }: SharedHead): void {
    const { index, key } = this.parts;
    const checkpoint = parseCheckpoint(text);
    const signed = signatureOf(key.timed, checkpoint);
    if (signed.state !== 'GOOD' || signed.time !== time || checkpoint.size !== size) {
      throw new LedgerStopped('CHECKPOINT_NOT_OURS', `checkpoint ${no} of the house is not signed by ${key.timed.vkey}`);
    }
    if (!rootAt(index, size).equals(checkpoint.root)) {
      const what = `the tree of ${size} leaves has another root than checkpoint ${no} of the house`;
      throw new LedgerStopped('ROOT_IS_NOT_THE_SAME', what);
    }
  }
}
