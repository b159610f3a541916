import { caught, wronglyAccused } from '../test/properties/caught.js';
import { MUTANTS } from '../test/properties/mutants.js';

export interface MutantsProof {
  /** Runs of the law as it is: for each way in which runs are led, and without being led. */
  readonly led: number;
  readonly unled: number;
  readonly say: (line: string) => void;
}

/** Of so many mutants the second judge itself catches at least these. */
const BY_ORACLE = 150;

/** Each planted mutant of the law is caught, and the law as it is accused of nothing. Answers what is not so. */
export function proveMutants({ led, unled, say }: MutantsProof): Promise<readonly string[]> {
  const table = MUTANTS.map((mutant) => caught(mutant));
  const by = (who: (typeof table)[number]['by']): readonly string[] =>
    table.filter((one) => one.by === who).map(({ mutant }) => mutant);
  const [oracle, fact, outcome] = [by('ORACLE').length, by('FACT').length, by('OUTCOME').length];
  say(`${table.length} mutants: ${oracle} caught by the second judge, ${fact} by a fact, ${outcome} by what comes of a run`);
  const accused = wronglyAccused(MUTANTS, { led, unled });
  say(`the law as it is: ${unled} runs, and ${led} for each way of leading them, ${accused.length} accused`);
  return Promise.resolve([
    ...by('NOBODY').map((mutant) => `nobody notices: ${mutant}`),
    ...(oracle >= BY_ORACLE ? [] : [`the second judge catches ${oracle} of them, not ${BY_ORACLE}`]),
    ...accused.map((complaint) => `the law as it is is accused: ${complaint}`),
  ]);
}
