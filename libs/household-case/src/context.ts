import { type DecisionContext } from '#libs/kernel';
import { type Law, type Roster } from '#libs/procedure';

/** What a case may know besides its orders and its state: the law that it pins, and the roster of the body that met (R7). */
export type CaseContext = DecisionContext & { readonly law: Law; readonly roster?: Roster };
