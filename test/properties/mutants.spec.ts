import { caught, wronglyAccused } from './caught.js';
import { MUTANTS } from './mutants.js';

/** Few, so that tests are quick; `npm run proof -- mutants` looks longer. */
const ORACLE_RUNS = 6;
const RUNS_AS_IT_IS = { led: 2, unled: 2 };

describe('planted mutants of the law', () => {
  it('are more than forty, each caught: most of them by the second judge', () => {
    const table = MUTANTS.map((mutant) => caught(mutant, ORACLE_RUNS));
    process.stdout.write(`${table.map(({ mutant, by, how }) => `${by.padEnd(8)}${mutant}: ${how}`).join('\n')}\n`);
    expect(table.filter(({ by }) => by === 'NOBODY').map(({ mutant }) => mutant)).toEqual([]);
    expect(table.filter(({ by }) => by === 'ORACLE').length).toBeGreaterThanOrEqual(100);
  });

  it('are none where nothing was changed: the same runs have no complaint', () => {
    expect(wronglyAccused(MUTANTS, RUNS_AS_IT_IS)).toEqual([]);
  });
});
