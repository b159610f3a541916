import { sql } from 'kysely';
import { DatabaseSync } from 'node:sqlite';
import { type ReadModels } from '../read-models.js';

/** How SQLite goes about each question that `ask` is the first to put to these read models. */
export async function plansOf(models: ReadModels, ask: () => Promise<unknown>): Promise<readonly string[]> {
  const prepare = jest.spyOn(DatabaseSync.prototype, 'prepare');
  await ask();
  const asked = prepare.mock.calls.map(([question]) => question);
  prepare.mockRestore();
  const plans: string[] = [];
  for (const question of asked) {
    const plan = sql<{ readonly detail: string }>`${sql.raw(`EXPLAIN QUERY PLAN ${question}`)}`;
    plans.push((await plan.execute(models.database)).rows.map(({ detail }) => detail).join('\n'));
  }
  return plans;
}
