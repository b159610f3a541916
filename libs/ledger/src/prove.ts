import { type LeafIndex } from './leaf-index.js';
import { consistencyProof, inclusionProof } from './tree.js';

/** That events stand in the log, and at which leaf, under one checkpoint. */
export interface Proven {
  /** The signed note, with the cosignatures that it has by now. */
  readonly checkpoint: string;
  readonly size: number;
  /** In the order of the positions that were asked for. */
  readonly leaves: readonly { readonly index: number; readonly path: readonly Buffer[] }[];
  /** That the tree grew out of an earlier one, where that was asked for. */
  readonly consistency?: readonly Buffer[];
}

/** An event that is asked for is no leaf of the tree: it is of another log, or was never there. */
export class NotInLedger extends Error {
  override readonly name = 'NotInLedger';
  readonly code = 'NOT_IN_LEDGER';
  constructor(readonly position: bigint) {
    super(`the event at position ${position} is not in the ledger`);
  }
}

/**
 * @param from size of an earlier tree of this log, to which somebody holds a checkpoint.
 * @throws NotInLedger; RangeError where `from` is larger than the tree.
 */
export function prove(
  index: LeafIndex,
  { size, text }: { readonly size: number; readonly text: string },
  positions: readonly bigint[],
  from?: number,
): Proven {
  const leaves = positions.map((position) => {
    const leaf = index.leafAt(position);
    if (leaf === undefined || leaf.index >= size) throw new NotInLedger(position);
    return { index: leaf.index, path: inclusionProof(index, leaf.index, size) };
  });
  const consistency = from === undefined ? {} : { consistency: consistencyProof(index, from, size) };
  return { checkpoint: text, size, leaves, ...consistency };
}

/** The ledger has not come so far yet: ask again. */
export class LedgerBehind extends Error {
  override readonly name = 'LedgerBehind';
  readonly code = 'LEDGER_BEHIND';
  constructor(readonly position: bigint) {
    super(`the ledger has not taken in the event at position ${position} yet`);
  }
}

export interface ToProve {
  /** Size of an earlier checkpoint, from which the growth is to be shown. */
  readonly from?: number;
  /** How long is waited for the ledger and its witnesses; 10 seconds where absent. */
  readonly patienceMs?: number;
}
