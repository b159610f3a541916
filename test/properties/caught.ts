import { RULES } from '#libs/procedure';
import { Oracle } from '../oracle/index.js';
import { lawsWith } from './laws.js';
import { type Mutant } from './mutants.js';
import { type Guide, playRun } from './run.js';
import { SHORT_CASES } from './short-cases.js';
import { SHORT_MIGRATIONS } from './short-migrations.js';
import { tapeOf } from './tape.js';
import { type Laws } from './village.js';

/** Seeds 1 to 40 are tried before a mutant counts as one that nobody catches. */
const MOST_RUNS = 40;
const AS_IT_IS = lawsWith();

export interface Catch {
  readonly mutant: string;
  readonly by: 'ORACLE' | 'OUTCOME' | 'FACT' | 'NOBODY';
  readonly how: string;
}

/**
 * Who notices that the law was changed: the second judge within `oracleRuns` runs; or else one fact that is no longer found to be
 * what it is; or else one answer that is another than under the law as it is. The first catch ends the search.
 */
export function caught(mutant: Mutant, oracleRuns = MOST_RUNS): Catch {
  const laws = lawsWith(mutant.change);
  const said = (by: Catch['by'], how: string): Catch => ({ mutant: mutant.name, by, how });
  const oracle = complaints(laws, mutant.guide, oracleRuns).next().value;
  if (oracle !== undefined) return said('ORACLE', oracle);
  const fact = byFact(mutant);
  if (fact !== undefined) return said('FACT', fact);
  const outcome = byOutcome(laws, mutant.guide);
  return outcome === undefined ? said('NOBODY', '') : said('OUTCOME', outcome);
}

/**
 * What the second judge says of runs under the law as it is: nothing, or it is wrong, once for each run of which it says something.
 * `led` runs as each way of leading those of the mutants has it, `unled` without.
 */
export function wronglyAccused(mutants: readonly Mutant[], { led, unled }: { led: number; unled: number }): readonly string[] {
  const guides = new Set(mutants.flatMap(({ guide }) => guide ?? []));
  return [undefined, ...guides].flatMap((guide) => [...complaints(AS_IT_IS, guide, guide === undefined ? unled : led)]);
}

/** The first complaint of each run that has one. */
function* complaints(laws: Laws, guide: Guide | undefined, runs: number): Generator<string, undefined> {
  for (let seed = 1; seed <= runs; seed += 1) {
    const oracle = new Oracle();
    for (const event of playRun(laws, tapeOf(seed), guide && { guide }).village.log) oracle.take(event);
    const [complaint] = oracle.complaints();
    if (complaint !== undefined) yield `run ${seed}: ${complaint.rule} (${complaint.clause}) ${complaint.what}`;
  }
}

function byFact({ change }: Mutant): string | undefined {
  const { rules } = change;
  if (rules === undefined) return undefined;
  const probe = [...SHORT_CASES, ...SHORT_MIGRATIONS].find(
    ({ code, under }) => under !== undefined && under(RULES).includes(code) && !under(rules).includes(code),
  );
  return probe === undefined ? undefined : `${probe.code} is not found`;
}

const answersOf = (laws: Laws, guide: Guide | undefined, seed: number): readonly string[] =>
  playRun(laws, tapeOf(seed), guide && { guide }).tried.map(
    ({ name, answer }) => `${name}: ${answer.refused.join(', ') || 'accepted'}`,
  );

function byOutcome(laws: Laws, guide: Guide | undefined): string | undefined {
  for (let seed = 1; seed <= MOST_RUNS; seed += 1) {
    const lawful = answersOf(AS_IT_IS, guide, seed);
    const mutated = answersOf(laws, guide, seed);
    const at = lawful.findIndex((answer, index) => answer !== mutated[index]);
    if (at >= 0) return `run ${seed}: ${lawful[at] ?? ''}, not ${mutated[at] ?? 'reached'}`;
  }
  return undefined;
}
