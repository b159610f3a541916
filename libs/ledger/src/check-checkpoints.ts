import { type CheckpointFolder, signedPath } from './checkpoint-folder.js';
import { parseCheckpoint, type SignedCheckpoint, signatureOf } from './checkpoint.js';
import { type FlawCode, type Flaws, type Place } from './flaw.js';
import { type KeptCheckpoint, type LeafIndex } from './leaf-index.js';
import { isOf, NoteUnreadable, type VerifierKey } from './note.js';

/** Who is believed. */
export interface Believed {
  readonly origin: string;
  readonly plain: VerifierKey;
  readonly timed: VerifierKey;
  readonly witnesses: readonly VerifierKey[];
}

/** Size and time of a checkpoint that a witness cosigned. */
export interface Seen {
  readonly size: number;
  readonly time: number;
}

const TRIES = 3;

/** Looks at checkpoints one after another, in the order in which they were signed. */
export class CheckpointCheck {
  /** By name: the last that each witness cosigned. */
  readonly seen = new Map<string, Seen>();
  /** The longest time without a checkpoint; seconds. */
  longestSilence: { readonly from: number; readonly to: number } | undefined;
  #before: { readonly no: number; readonly size: number; readonly time: number; readonly root: Buffer } | undefined;
  #no = 0;

  constructor(
    private readonly index: LeafIndex,
    private readonly folder: CheckpointFolder,
    private readonly believed: Believed,
    private readonly flaws: Flaws,
  ) {}

  /** @param rootAt of the tree that was grown from the leaves; undefined where there are fewer leaves. */
  look(kept: KeptCheckpoint, rootAt: (size: number) => Buffer | undefined): void {
    const place: Place = { checkpoint: kept.no, file: signedPath(kept) };
    for (let no = this.#no + 1; no < kept.no && no < this.#no + 100; no++)
      this.flaws.add('CHECKPOINT_MISSING', { checkpoint: no });
    this.#no = kept.no;
    this.#file(kept, place);
    const checkpoint = this.#read(kept.text, place);
    if (checkpoint === undefined) return;
    this.#signatures(checkpoint, kept, place);
    const { size, root } = checkpoint;
    const before = this.#before;
    if (before !== undefined) {
      if (size < before.size || kept.time < before.time) this.flaws.add('CHECKPOINTS_NOT_IN_ORDER', place);
      const from = before.time;
      const longest = this.longestSilence;
      if (longest === undefined || kept.time - from > longest.to - longest.from) this.longestSilence = { from, to: kept.time };
    }
    const expected = rootAt(size);
    if (expected === undefined) {
      if (before === undefined || size >= before.size) this.flaws.add('LEAVES_CUT', { ...place, leaves: String(size) });
    } else if (!expected.equals(root)) {
      const leaves = `${before?.size ?? 0}–${size - 1}`;
      this.flaws.add('ROOT_DIFFERS', { ...place, leaves, expected: expected.toString('base64'), found: root.toString('base64') });
    }
    this.#before = { no: kept.no, size, time: kept.time, root };
  }

  /** The file that shows the newest one. @param atLeast what was the newest when the look began. */
  newest(atLeast: KeptCheckpoint | undefined): void {
    for (let tries = 1; ; tries++) {
      const flaw = this.#newestFlaw(atLeast);
      if (flaw === undefined) return;
      // It is written after its row, and both change while a cosignature is added.
      if (tries < TRIES) continue;
      this.flaws.add(flaw, { file: 'checkpoint', ...(atLeast === undefined ? {} : { checkpoint: atLeast.no }) });
      return;
    }
  }

  /** Files in the folder that the ledger does not know. */
  files(): void {
    for (const file of this.folder.signed()) {
      if ('stray' in file) this.flaws.add('CHECKPOINT_UNKNOWN', { file: file.stray });
      else if (this.index.checkpointAt(file.size, file.time) === undefined)
        this.flaws.add('CHECKPOINT_UNKNOWN', { file: file.path });
    }
  }

  #newestFlaw(atLeast: KeptCheckpoint | undefined): FlawCode | undefined {
    const text = this.folder.read('checkpoint')?.toString('utf8');
    if (text === undefined) return atLeast === undefined ? undefined : 'CHECKPOINT_MISSING';
    try {
      const checkpoint = parseCheckpoint(text);
      const { state, time } = signatureOf(this.believed.timed, checkpoint);
      const kept = state === 'GOOD' ? this.index.checkpointAt(checkpoint.size, time) : undefined;
      const right = kept !== undefined && kept.no >= (atLeast?.no ?? 0) && sameText(kept, text);
      return right ? undefined : 'NEWEST_CHECKPOINT_WRONG';
    } catch (error) {
      if (error instanceof NoteUnreadable) return 'NEWEST_CHECKPOINT_WRONG';
      throw error;
    }
  }

  #file(first: KeptCheckpoint, place: Place): void {
    let kept: KeptCheckpoint | undefined = first;
    for (let tries = 1; kept !== undefined; tries++) {
      const text = this.folder.read(signedPath(first))?.toString('utf8');
      if (text !== undefined && sameText(kept, text)) return;
      if (text === undefined && !kept.published) return;
      if (tries === TRIES) {
        this.flaws.add(text === undefined ? 'CHECKPOINT_MISSING' : 'CHECKPOINT_DIFFERS', place);
        return;
      }
      kept = this.index.checkpoints(first.no - 1, 1)[0];
    }
  }

  #read(text: string, place: Place): SignedCheckpoint | undefined {
    try {
      return parseCheckpoint(text);
    } catch (error) {
      if (!(error instanceof NoteUnreadable)) throw error;
      this.flaws.add('CHECKPOINT_UNREADABLE', { ...place, found: error.message });
      return undefined;
    }
  }

  #signatures(checkpoint: SignedCheckpoint, { size, time }: KeptCheckpoint, place: Place): void {
    const { origin, plain, timed, witnesses } = this.believed;
    if (checkpoint.origin !== origin)
      this.flaws.add('CHECKPOINT_OF_ANOTHER_LOG', { ...place, found: checkpoint.origin, expected: origin });
    for (const key of [plain, timed]) {
      const { state } = signatureOf(key, checkpoint);
      if (state === 'WRONG') this.flaws.add('SIGNATURE_WRONG', { ...place, expected: key.vkey });
      if (state === 'ABSENT') this.flaws.add('SIGNATURE_MISSING', { ...place, expected: key.vkey });
    }
    const signed = signatureOf(timed, checkpoint);
    if ((signed.state === 'GOOD' && signed.time !== time) || checkpoint.size !== size) {
      this.flaws.add('CHECKPOINT_DIFFERS', { ...place, expected: `${size}-${time}`, found: `${checkpoint.size}-${signed.time}` });
    }
    const seenOnce = new Set<string>();
    for (const signature of checkpoint.note.signatures) {
      const twice = seenOnce.has(signature.line);
      seenOnce.add(signature.line);
      const known = [plain, timed, ...witnesses].some((key) => isOf(key, signature));
      if (!known || twice) this.flaws.add('SIGNATURE_UNKNOWN', { ...place, found: signature.line });
    }
    for (const witness of witnesses) {
      const { state, time: at } = signatureOf(witness, checkpoint);
      if (state === 'WRONG') this.flaws.add('COSIGNATURE_WRONG', { ...place, expected: witness.vkey });
      if (state === 'GOOD') this.seen.set(witness.name, { size: checkpoint.size, time: at });
    }
  }
}

/** A row is written before its file: a line that only the row has may be on its way, one that only the file has may not. */
function sameText(kept: KeptCheckpoint, text: string): boolean {
  return text === kept.text || (!kept.published && kept.text.startsWith(text) && text.endsWith('\n'));
}
