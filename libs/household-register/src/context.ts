import { type DecisionContext } from '#libs/kernel';
import { type CaseKind } from '#libs/procedure';

/** What the register must know of a published definition to admit a case under it. */
export interface DefinitionOffered {
  /** `id@version#digest`: what the case pins. */
  readonly ref: string;
  readonly kind: CaseKind;
  /** Civil dates, both ends included. */
  readonly effective: { readonly from: string; readonly until?: string };
  /** `id@version#digest` of the policy in force for the household's area and the programme year. */
  readonly policyRef: string;
  /** Of that policy (domain.md §3.5); 0 where absent. Beyond 0 an exit does not deregister at once. */
  readonly deregistrationDelayDays?: number;
}

/** Definitions by `id@version`. `AdmitCase` needs the one it names, other orders none. */
export type RegisterContext = DecisionContext & { readonly definitions: Readonly<Record<string, DefinitionOffered>> };
