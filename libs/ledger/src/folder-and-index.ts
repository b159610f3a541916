import { type CheckpointFolder, signedPath } from './checkpoint-folder.js';
import { parseCheckpoint, type SignedCheckpoint, signatureOf } from './checkpoint.js';
import { type KeptCheckpoint, type LeafIndex } from './leaf-index.js';
import { LedgerStopped } from './ledger-fault.js';
import { type SigningKey } from './note.js';
import { type WitnessAddress } from './witness-client.js';

/** What was signed, as the index has it and as the folder shows it. */
export interface FolderAndIndex {
  readonly index: LeafIndex;
  readonly folder: CheckpointFolder;
  readonly key: SigningKey;
  readonly witnesses?: readonly WitnessAddress[];
}

/** A signed checkpoint in the folder that the index does not know: one of them was put back from a copy. */
export interface CheckpointAhead {
  readonly checkpoint: SignedCheckpoint;
  readonly time: number;
}

const AT_ONCE = 500;

/** From a time on, in seconds since 1970. @throws LedgerStopped where one of them is not of our key. */
export function* aheadOf({ index, folder, key }: FolderAndIndex, time: number): Generator<CheckpointAhead> {
  for (const file of folder.signed(time)) {
    if ('stray' in file || file.time < time || index.checkpointAt(file.size, file.time) !== undefined) continue;
    const checkpoint = parseCheckpoint(folder.read(file.path)?.toString('utf8') ?? '');
    const signed = signatureOf(key.timed, checkpoint);
    const ours = signed.state === 'GOOD' && signed.time === file.time && checkpoint.size === file.size;
    if (!ours) throw new LedgerStopped('CHECKPOINT_NOT_OURS', `${file.path} is not signed by ${key.timed.vkey}`);
    yield { checkpoint, time: file.time };
  }
}

/** Shows the newest one, and the tiles that came since one of `from` leaves. */
export async function publish({ index, folder }: FolderAndIndex, kept: KeptCheckpoint, from: number): Promise<void> {
  await folder.publishTiles(index, from, kept.size);
  await folder.publish(kept, true);
  index.published([kept.no]);
}

/** Brings into the folder what is not known to be there, and who signs and cosigns. */
export async function publishRest({ index, folder, key, witnesses = [] }: FolderAndIndex): Promise<void> {
  const last = index.lastCheckpoint();
  for (let some = index.unpublished(AT_ONCE); some.length > 0; some = index.unpublished(AT_ONCE)) {
    for (const kept of some) {
      const isNewest = kept.no === last?.no;
      if (isNewest || folder.read(signedPath(kept))?.toString('utf8') !== kept.text) {
        const [before] = kept.no === 1 ? [] : index.checkpoints(kept.no - 2, 1);
        await folder.publishTiles(index, before?.size ?? 0, kept.size);
        await folder.publish(kept, isNewest);
      }
      index.published([kept.no]);
    }
  }
  const cosigning = witnesses.map((witness) => witness.key);
  await folder.sayAbout(key.name, [key.plain, key.timed], cosigning);
}

/** What another has brought into the folder since. */
export function markPublished({ index, folder }: FolderAndIndex): void {
  const there = index.unpublished(AT_ONCE).filter((kept) => folder.read(signedPath(kept))?.toString('utf8') === kept.text);
  if (there.length > 0) index.published(there.map(({ no }) => no));
}
