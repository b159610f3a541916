import { type DecisionContext } from '#libs/kernel';
import { type Roster } from '#libs/procedure';

/** `RecordMeeting` needs the roster of the body on the day of the meeting: its denominator is never typed (R7). */
export type ActContext = DecisionContext & { readonly roster?: Roster };
