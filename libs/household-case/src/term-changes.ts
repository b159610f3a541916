import { type CivilDate } from '#libs/kernel';
import { type DueTerm } from '#libs/procedure';

export interface MetTerm {
  /** {@link termKey}. */
  readonly term: string;
  /** The paper date on which it was met. */
  readonly on: CivilDate;
}

/** What an event does to the terms of its case; stands in its metadata under `due` (ADR 0017). */
export interface TermChanges {
  readonly started?: readonly DueTerm[];
  /** By {@link termKey}, each with the paper date on which it was met. */
  readonly met?: readonly MetTerm[];
  readonly cancelled?: readonly string[];
}
