import { type Household } from './world.js';

/** A household in a season: its case, and the adults who sign for it. */
export interface SeasonCase {
  readonly household: Household;
  readonly caseId: string;
  readonly persons: readonly string[];
  readonly adults: readonly string[];
  readonly head: string;
  /** Annual sums in fen; under the line for an identification, over it for an exit. */
  readonly income: { readonly wage: number; readonly business: number; readonly property: number; readonly transfer: number };
}

/** One list of at most 500 cases of one village (or one of its groups), as it goes through the collective steps. */
export interface Sheet {
  readonly actId: string;
  readonly area: string;
  readonly cases: readonly SeasonCase[];
  readonly no: number;
  readonly of: number;
}

/** No act bears more. */
export const LIST_LIMIT = 500;
