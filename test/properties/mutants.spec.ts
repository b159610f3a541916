import { type Complaint, Oracle } from '../oracle/index.js';
import { lawsWith } from './laws.js';
import { DATA_MUTANTS, type Mutant, RULE_MUTANTS } from './mutants.js';
import { playRun } from './run.js';
import { tapeOf } from './tape.js';

const MOST_RUNS = Number(process.env['N'] ?? 300);

function caught({ change }: Mutant): { readonly seed: number; readonly by: Complaint } | undefined {
  const laws = lawsWith(change);
  for (let seed = 1; seed <= MOST_RUNS; seed += 1) {
    const oracle = new Oracle();
    for (const event of playRun(laws, tapeOf(seed)).village.log) oracle.take(event);
    const [by] = oracle.complaints();
    if (by !== undefined) return { seed, by };
  }
  return undefined;
}

describe('mutants', () => {
  it('probe', () => {
    const t0 = performance.now();
    const lines = [...DATA_MUTANTS, ...RULE_MUTANTS].map((mutant) => {
      let found: ReturnType<typeof caught> | string;
      try {
        found = caught(mutant);
      } catch (error) {
        found = String(error);
      }
      return typeof found === 'string'
        ? `!! ${mutant.name}: ${found}`
        : found === undefined
          ? `-- ${mutant.name}`
          : `   ${mutant.name}: ${found.seed} ${found.by.rule}: ${found.by.what}`;
    });
    console.log(lines.sort().join('\n'), performance.now() - t0);
  }, 900000);
});
