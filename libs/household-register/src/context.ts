import { type DecisionContext } from '#libs/kernel';
import { type AreaPath, type CaseKind } from '#libs/procedure';
import { type Standing } from './orders.js';
import { type RegisterState } from './state.js';

/** What the register must know of a published definition to admit a case under it. */
export interface DefinitionOffered {
  /** `id@version#digest`: what the case pins. */
  readonly ref: string;
  readonly kind: CaseKind;
  /** In which it is law; whether the household lies there. */
  readonly area: string;
  readonly covers: boolean;
  /** Civil dates, both ends included. */
  readonly effective: { readonly from: string; readonly until?: string };
  /** `id@version#digest` of the policy in force for the household's area and the programme year. */
  readonly policyRef: string;
  /** Of that policy (domain.md §3.5); 0 where absent. Beyond 0 an exit does not deregister at once. */
  readonly deregistrationDelayDays?: number;
}

/** Another register, as a split or merge must know it (domain.md §4.2). */
export interface OtherHousehold {
  readonly phase: RegisterState['phase'];
  readonly standing: Standing;
  readonly township?: string;
  readonly members: readonly string[];
  /** Revision at which it was read. */
  readonly revision: bigint;
}

/**
 * Definitions by `id@version`: `AdmitCase` needs the one it names, other orders none. Other registers by household: those that a
 * split or merge names.
 */
export type RegisterContext = DecisionContext & {
  readonly definitions: Readonly<Record<string, DefinitionOffered>>;
  readonly others?: Readonly<Record<string, OtherHousehold>>;
  /** Of an enrolment: where the managing area truly lies. */
  readonly managed?: AreaPath;
};
