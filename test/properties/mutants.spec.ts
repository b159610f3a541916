import { RULES } from '#libs/procedure';
import { Oracle } from '../oracle/index.js';
import { lawsWith } from './laws.js';
import { type Mutant, MUTANTS } from './mutants.js';
import { type Guide, playRun } from './run.js';
import { SHORT_CASES } from './short-cases.js';
import { SHORT_MIGRATIONS } from './short-migrations.js';
import { tapeOf } from './tape.js';
import { type Laws } from './village.js';

/** Seeds 1 to 40. */
const MOST_RUNS = 40;
const AS_IT_IS = lawsWith();

interface Catch {
  readonly mutant: string;
  readonly by: 'ORACLE' | 'OUTCOME' | 'FACT' | 'NOBODY';
  readonly how: string;
}

/** The second judge has a complaint about what the mutated law lets pass. */
function byOracle(laws: Laws, guide: Guide | undefined, runs = MOST_RUNS): string | undefined {
  for (let seed = 1; seed <= runs; seed += 1) {
    const oracle = new Oracle();
    for (const event of playRun(laws, tapeOf(seed), guide && { guide }).village.log) oracle.take(event);
    const [complaint] = oracle.complaints();
    if (complaint !== undefined) return `run ${seed}: ${complaint.rule} (${complaint.clause}) ${complaint.what}`;
  }
  return undefined;
}

/** One fact, held against the law by the function that decides, is no longer found to be what it is. */
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

/** The same run is answered otherwise under the law as it is and as it was changed. */
function byOutcome(laws: Laws, guide: Guide | undefined): string | undefined {
  for (let seed = 1; seed <= MOST_RUNS; seed += 1) {
    const lawful = answersOf(AS_IT_IS, guide, seed);
    const mutated = answersOf(laws, guide, seed);
    const at = lawful.findIndex((answer, index) => answer !== mutated[index]);
    if (at >= 0) return `run ${seed}: ${lawful[at] ?? ''}, not ${mutated[at] ?? 'reached'}`;
  }
  return undefined;
}

function caught(mutant: Mutant): Catch {
  const laws = lawsWith(mutant.change);
  const said = (by: Catch['by'], how: string): Catch => ({ mutant: mutant.name, by, how });
  const oracle = byOracle(laws, mutant.guide);
  if (oracle !== undefined) return said('ORACLE', oracle);
  const fact = byFact(mutant);
  if (fact !== undefined) return said('FACT', fact);
  const outcome = byOutcome(laws, mutant.guide);
  return outcome === undefined ? said('NOBODY', '') : said('OUTCOME', outcome);
}

describe('planted mutants of the law', () => {
  it('are more than forty, each caught: most of them by the second judge', () => {
    const table = MUTANTS.map(caught);
    process.stdout.write(`${table.map(({ mutant, by, how }) => `${by.padEnd(8)}${mutant}: ${how}`).join('\n')}\n`);
    expect(table.filter(({ by }) => by === 'NOBODY').map(({ mutant }) => mutant)).toEqual([]);
    expect(table.filter(({ by }) => by === 'ORACLE').length).toBeGreaterThanOrEqual(100);
  }, 120_000);

  it('are none where nothing was changed: the same runs have no complaint', () => {
    const guides = [undefined, ...new Set(MUTANTS.map(({ guide }) => guide))];
    const complaints = guides.flatMap((guide) => byOracle(AS_IT_IS, guide, 6) ?? []);
    expect(complaints).toEqual([]);
  }, 120_000);
});
