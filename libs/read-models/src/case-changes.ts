import { type TermDifference } from '#libs/household-case';
import { type CivilDate } from '#libs/kernel';
import { type Level } from '#libs/procedure';
import { type DeadlineFold } from './case-fold.js';

/** What a notice says from its posting on and never changes, but its content by a correction slip. */
export interface PostedNotice {
  readonly kind: 'NOTICE' | 'ANNOUNCEMENT';
  readonly act: string | null;
  readonly postedOn: CivilDate;
  readonly contentDigest: string;
  readonly headCount: number;
}

/** How the day of a deadline was reached, and what else the calendar and the policy said of it. */
export interface Reckoned {
  /** JSON text. */
  readonly derivation: string;
  /** Whom it falls to; the level of its part where null. */
  readonly level: Level | null;
  /** By what instrument the county has adopted the term (domain.md R16). */
  readonly adopted: string | null;
}

/** A deadline that was reckoned again under another calendar or policy; last days, null where a calendar was missing. */
export interface Recomputed {
  readonly on: CivilDate;
  readonly old: CivilDate | null;
  readonly new: CivilDate | null;
  readonly because: string;
  /** What besides its last day is another. */
  readonly changed: readonly TermDifference[];
}

/**
 * What of a case must be written besides its status, from one flush to the next. It carries what a row needs once and the fold
 * never again, so that the fold stays small.
 */
export class CaseChanges {
  /** By number. */
  readonly deadlines = new Map<number, DeadlineFold>();
  /** New deadlines: of an objection its number, by number. */
  readonly opened = new Map<number, number | null>();
  /** Those that were reckoned, for the first time or again, by number. */
  readonly reckoned = new Map<number, Reckoned>();
  /** By number, in order. */
  readonly recomputed = new Map<number, Recomputed[]>();
  /** New notices, by their place among the notices of the case. */
  readonly posted = new Map<number, PostedNotice>();
  /** What notices say after a correction slip or a corrected record. */
  readonly contents = new Map<number, { contentDigest?: string; headCount?: number }>();
  /** Notices may look otherwise. */
  notices = false;
  /** The case is managed in another area. */
  moved = false;
}
