import { type Actor, type CivilDate, type Instant } from '#libs/kernel';
import { type Level, type PartId } from './definition.js';
import { type SigningMethod } from './facts.js';
import { type PartView } from './part-view.js';

/**
 * An event of the case as it stands, corrections applied: what a correction is held against and judged again by (R3).
 * Evidence and derivations are left out: they are neither corrected nor judged again.
 */
export interface KeptFact {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly occurredOn: CivilDate;
  readonly recordedAt: Instant;
  readonly actor: Actor;
  readonly performedBy: string;
}

/** The rejection that stands, and what became of it: remedies start from it (R13). */
export interface RejectionView {
  /** Counts the rejections of this case from 1. */
  readonly no: number;
  readonly part: PartId;
  readonly level: Level;
  readonly reason: string;
  readonly decidedBy: readonly string[];
  readonly on: CivilDate;
  readonly notifiedOn?: CivilDate;
  /** When our clock recorded the notification: a back-dated letter does not shorten the time for a recheck (R2). */
  readonly notifiedRecordedOn?: CivilDate;
}

/** The newest return of the case. */
export interface ReturnView {
  /** Counts the returns of this case from 1. */
  readonly no: number;
  readonly to: PartId;
  readonly level: Level | 'LAW';
  readonly because: string;
  readonly on: CivilDate;
  readonly decidedBy: string;
  /** The parts as they were before it: a village whose contest is upheld gets their results back (R13). */
  readonly before?: Readonly<Record<PartId, PartView>>;
}

/** What the law may know of the branches of a case besides its parts; absent where nothing of the kind has happened. */
export interface BranchView {
  readonly rejection?: RejectionView;
  readonly returned?: ReturnView;
  /** The recheck of the rejection `of`. */
  readonly recheck?: { readonly of: number; readonly requestedOn: CivilDate; readonly outcome?: string };
  /** Contests so far; `of` is the number of the return or rejection. */
  readonly contests?: readonly {
    readonly contested: 'RETURN' | 'REJECTION';
    readonly of: number;
    readonly on: CivilDate;
    readonly upheld?: boolean;
  }[];
  readonly approval?: { readonly documentNo: string; readonly part: PartId; readonly level: Level; readonly on: CivilDate };
  /** Who consented, in the current round. */
  readonly consent?: { readonly part: PartId; readonly person: string; readonly on: CivilDate; readonly method?: SigningMethod };
  /** The consent must be given again: an objection of the household's own, or its signer died (R12). */
  readonly consentAnew?: 'OWN_OBJECTION' | 'SIGNER_DIED';
  readonly reReviewed?: readonly PartId[];
  /** Persons who surveyed in any round, and whether the next survey must be by others (R13, §3.4). */
  readonly surveyedBy?: readonly string[];
  readonly otherTeam?: boolean;
  /** Who admitted an old paper date of each part: he may not record it (R2). */
  readonly admittedBy?: Readonly<Record<PartId, string>>;
  /** Persons whose comparison results no longer count (R9). */
  readonly comparisonSuperseded?: readonly string[];
  readonly facts?: readonly KeptFact[];
}
