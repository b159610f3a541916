import { type KeptCheckpoint, type LeafIndex } from './leaf-index.js';

/** A tree head that was signed: how many leaves, when (whole seconds since 1970), and the event of its last leaf. */
export interface SignedHead {
  readonly size: number;
  readonly time: number;
  /** Position in the log; `-1n` over no leaves. */
  readonly position: bigint;
}

/** Which checkpoints were signed by when: for whoever asks how far the log was known on a day (architecture §8). */
export interface SignedHeads {
  /** The first of all; undefined where none was signed yet. */
  firstSigned(): SignedHead | undefined;
  /** The last that was signed at or before a time, in whole seconds since 1970; undefined where there is none. */
  lastSignedBy(time: number): SignedHead | undefined;
}

/** From the ledger's own index. Signatures are looked at by whoever verifies, not here. */
export function signedHeadsOf(index: LeafIndex): SignedHeads {
  const numbered = (no: number): KeptCheckpoint | undefined => (no === 0 ? undefined : index.checkpoints(no - 1, 1)[0]);
  return {
    firstSigned: () => headOf(index, numbered(1)),
    lastSignedBy: (time) => headOf(index, numbered(lastNumberBy(index, time, (no) => numbered(no)?.time ?? Infinity))),
  };
}

/** The number of the last one by a time; 0 where there is none. Numbers count from 1 without gaps and times never go back: halved until found, for a year signs half a million. */
function lastNumberBy(index: LeafIndex, time: number, timeOf: (no: number) => number): number {
  let [before, after] = [0, (index.lastCheckpoint()?.no ?? 0) + 1];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (timeOf(middle) <= time) before = middle;
    else after = middle;
  }
  return before;
}

function headOf(index: LeafIndex, kept: KeptCheckpoint | undefined): SignedHead | undefined {
  if (kept === undefined) return undefined;
  const [last] = kept.size === 0 ? [] : index.leaves(kept.size - 1, 1);
  return { size: kept.size, time: kept.time, position: last?.position ?? -1n };
}
