import { type DecisionContext } from '#libs/kernel';
import { type Law, type Level, type Roster } from '#libs/procedure';

/** What a case may know besides its orders and its state. */
export type CaseContext = DecisionContext & {
  /** The law that it pins. */
  readonly law: Law;
  /** The roster of the body that met (R7). */
  readonly roster?: Roster;
  /** Areas above the county, for what is told upward to them. */
  readonly areasAbove?: Partial<Record<Level, string>>;
  /** Its definition, be it the one to which it goes over, under the policy that now stands for its area and year: terms are recomputed by it. */
  readonly standingLaw?: Law;
  /** The law to which it is to go over; absent where the log holds none of that name. */
  readonly newLaw?: Law;
  /** With it: the areas in which the case lies, upward from the village. */
  readonly lineage?: readonly string[];
};
