import { type DecisionContext } from '#libs/kernel';
import { type Roster } from '#libs/procedure';

/**
 * `RecordMeeting` needs the roster of the body on the day of the meeting: its denominator is never typed (R7).
 * `ExportComparisonList` needs the digest of whom the list asks about: a decider cannot hash.
 */
export type ActContext = DecisionContext & { readonly roster?: Roster; readonly listDigest?: string };
