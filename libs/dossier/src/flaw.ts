/** What is wrong with a dossier. Stored in reports: a code keeps its meaning. */
export type DossierFlawCode =
  | 'CONTAINER_UNREADABLE'
  | 'CONTAINER_NOT_AS_WRITTEN'
  | 'PART_MISSING'
  | 'PART_UNKNOWN'
  | 'PART_OUT_OF_ORDER'
  | 'PART_ALTERED'
  | 'PART_UNREADABLE'
  | 'CONTENTS_NOT_AS_RECORDED'
  | 'RECORD_OF_ANOTHER_DOSSIER'
  | 'RECORD_BEFORE_EVENTS'
  | 'PROOF_UNREADABLE'
  | 'NOT_IN_THE_LOG'
  | 'CHECKPOINT_UNREADABLE'
  | 'CHECKPOINT_OF_ANOTHER_LOG'
  | 'CHECKPOINTS_DIFFER'
  | 'SIGNATURE_MISSING'
  | 'SIGNATURE_WRONG'
  | 'WITNESS_MISSING'
  | 'WITNESS_WRONG'
  | 'FORKED'
  | 'GROWTH_NOT_SHOWN'
  | 'EVENT_MISSING'
  | 'EVENT_TWICE'
  | 'EVENT_UNEXPECTED'
  | 'EVENTS_OUT_OF_ORDER'
  | 'STREAM_MISSING'
  | 'LAW_MISSING'
  | 'LAW_DIFFERS'
  | 'EVIDENCE_NOT_LISTED'
  | 'EVIDENCE_DIFFERS'
  | 'OPENED_VALUE_DIFFERS';

/** Where: as much of it as is known. */
export interface DossierPlace {
  /** File within the dossier. */
  readonly part?: string;
  readonly stream?: string;
  readonly revision?: number;
  /** Index in the log's tree. */
  readonly leaf?: number;
  /** Offset in the file. */
  readonly byte?: number;
  readonly expected?: string;
  readonly found?: string;
}

export interface DossierFlaw {
  readonly code: DossierFlawCode;
  readonly place: DossierPlace;
}

/** More than these are counted, not kept. */
const KEPT = 100;

export class DossierFlaws {
  readonly kept: DossierFlaw[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(code: DossierFlawCode, place: DossierPlace): void {
    this.#count++;
    if (this.kept.length < KEPT) this.kept.push({ code, place });
  }
}
