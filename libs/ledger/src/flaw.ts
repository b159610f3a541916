/** What is wrong, where `mingce verify` finds something. Stored in reports: a code keeps its meaning. */
export type FlawCode =
  | 'EVENT_ALTERED'
  | 'EVENT_EXCHANGED'
  | 'EVENT_MISSING'
  | 'EVENT_ADDED'
  | 'EVENT_UNREADABLE'
  | 'REVISIONS_NOT_IN_ORDER'
  | 'LEAF_MISSING'
  | 'LEAVES_NOT_IN_ORDER'
  | 'NODE_DIFFERS'
  | 'TILE_DIFFERS'
  | 'TILE_MISSING'
  | 'TILE_UNEXPECTED'
  | 'ROOT_DIFFERS'
  | 'LEAVES_CUT'
  | 'CHECKPOINT_UNREADABLE'
  | 'CHECKPOINT_DIFFERS'
  | 'CHECKPOINT_MISSING'
  | 'CHECKPOINT_UNKNOWN'
  | 'CHECKPOINT_OF_ANOTHER_LOG'
  | 'CHECKPOINTS_NOT_IN_ORDER'
  | 'NEWEST_CHECKPOINT_WRONG'
  | 'SIGNATURE_WRONG'
  | 'SIGNATURE_MISSING'
  | 'SIGNATURE_UNKNOWN'
  | 'COSIGNATURE_WRONG'
  | 'LOG_DESCRIPTION_WRONG'
  | 'KEY_NOT_TRUSTED'
  | 'WITNESS_MISSING'
  | 'ROLLED_BACK'
  | 'FORKED'
  | 'SILENT'
  | 'DATA_UNREADABLE';

/** Where: as much of it as is known. */
export interface Place {
  readonly position?: bigint;
  readonly stream?: string;
  readonly revision?: bigint;
  readonly id?: string;
  /** Index in the tree. */
  readonly leaf?: number;
  /** A file in the folder of checkpoints, by its path. */
  readonly file?: string;
  /** Number of the checkpoint in the ledger. */
  readonly checkpoint?: number;
  /** Leaves of the tree that is meant, or between which the difference lies. */
  readonly leaves?: string;
  readonly expected?: string;
  readonly found?: string;
}

export interface Flaw {
  readonly code: FlawCode;
  readonly place: Place;
}

/** More than these are counted, not kept: where a log was renumbered, every event differs. */
const KEPT = 100;

export class Flaws {
  readonly kept: Flaw[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(code: FlawCode, place: Place): void {
    this.#count++;
    if (this.kept.length < KEPT) this.kept.push({ code, place });
  }
}
