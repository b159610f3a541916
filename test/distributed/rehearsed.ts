import { readFile } from 'node:fs/promises';
import { accountOf, rehearse } from '#libs/rehearsal';
import { type HouseOptions, openPlayedHouse } from '#libs/simulation';
import { historyOf } from '../faults/history.js';

/** What a script came to in one house: what is wrong with it by itself, how much it expects, its log. */
export interface Rehearsed {
  readonly problems: readonly string[];
  readonly expectations: number;
  readonly history: readonly string[];
}

/** Rehearses a script in a house, by its workers where it has some. */
export async function rehearsed(script: string, options: HouseOptions): Promise<Rehearsed> {
  let history: readonly string[] = [];
  const report = await rehearse(await readFile(script, 'utf8'), async (clock) => {
    const { embedded, workers, close } = await openPlayedHouse(options, clock);
    return {
      engine: embedded.engine,
      ...(workers === undefined ? {} : { pace: workers }),
      close: async () => {
        history = await historyOf(embedded.store);
        await close();
      },
    };
  });
  const { ok, expectations } = report;
  const problems = [...(ok ? [] : [accountOf(report, 'en')]), ...(expectations > 0 ? [] : ['it expects nothing'])];
  return { problems, expectations, history };
}
