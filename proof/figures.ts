import { clientOf, DATA_FILES, readLogOf } from '#libs/embedded';
import { type HouseOptions, type Row, type SimulationReport } from '#libs/simulation';
import { historyOf, type HistoryOptions } from '../test/faults/history.js';

/** What a simulation came to, one text for each line of its table. */
export function figuresOf({ rows, events, holds, heldStreams }: SimulationReport): readonly string[] {
  return [JSON.stringify({ events, holds, heldStreams }), ...rows.map((row: Row) => JSON.stringify(row))];
}

/** The log that a house has left, wherever it lies. */
export async function historyIn({ dataFolder, workers }: HouseOptions, options?: HistoryOptions): Promise<readonly string[]> {
  const log = workers === undefined ? await readLogOf(dataFolder, DATA_FILES.events) : await clientOf(workers.eventStore);
  try {
    return await historyOf(log, options);
  } finally {
    await log.close();
  }
}
