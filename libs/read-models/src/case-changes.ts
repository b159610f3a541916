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

/** What a deadline says from its beginning on and never changes. */
export interface OpenedDeadline {
  /** Whom it falls to; the level of its part where null. */
  readonly level: Level | null;
  /** Of an objection its number. */
  readonly aboutNo: number | null;
  /** By what instrument the county has adopted the term (domain.md R16). */
  readonly adopted: string | null;
}

/**
 * What of a case must be written besides its status, from one flush to the next. It carries what a row needs once and the fold
 * never again, so that the fold stays small.
 */
export class CaseChanges {
  /** By number. */
  readonly deadlines = new Map<number, DeadlineFold>();
  /** New deadlines, by number. */
  readonly opened = new Map<number, OpenedDeadline>();
  /** How the day of a deadline was reached, as JSON text, by number. */
  readonly derivations = new Map<number, string>();
  /** New notices, by their place among the notices of the case. */
  readonly posted = new Map<number, PostedNotice>();
  /** What notices say after a correction slip or a corrected record. */
  readonly contents = new Map<number, { contentDigest?: string; headCount?: number }>();
  /** Notices may look otherwise. */
  notices = false;
  /** The case is managed in another area. */
  moved = false;
}
