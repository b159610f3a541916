import { type CivilDate } from '#libs/kernel';
import { type Cohort } from './population.js';
import { type CountyPlace } from './world.js';

/** A run on the numbers of a source document. */
export interface Scenario {
  readonly name: string;
  /** File name of the source begins with it. */
  readonly source: string;
  readonly county: CountyPlace;
  readonly population?: number;
  readonly cohorts: readonly Cohort[];
  readonly identification: { readonly definition: string; readonly from: CivilDate; readonly programYear: number };
  /** One season of exit a year, for the cohorts that leave in it. */
  readonly exits: readonly { readonly definition: string; readonly from: CivilDate; readonly programYear: number }[];
  /** What the run takes for granted, said before its table. */
  readonly assumptions: readonly { readonly zh: string; readonly en: string }[];
}
