import { compareReadModels } from '../compare.js';
import { type ReadModels } from '../read-models.js';
import { type Fresh } from './each-database.js';
import { type Row } from '../database.js';
import { type HandWrittenLog } from './hand-written-log.js';

/**
 * The read models of a log, written event by event. In PostgreSQL in two writes: that single events and batches give the same rows
 * is proven apart, and each write is a journey.
 * @throws Error where those written all at once are not the same row by row.
 */
export async function readModelsOf(fresh: Fresh, { events }: HandWrittenLog): Promise<ReadModels> {
  const live = await fresh();
  if (fresh.database === 'PostgreSQL') {
    const half = Math.ceil(events.length / 2);
    await live.apply(events.slice(0, half));
    await live.apply(events.slice(half));
    return live;
  }
  for (const event of events) await live.apply([event]);
  const rebuilt = await fresh();
  await rebuilt.apply(events);
  const differences = await compareReadModels(rebuilt, live);
  await rebuilt.close();
  if (differences.length > 0) throw new Error(JSON.stringify(differences));
  return live;
}

/** All rows of a table, in the order of its key. */
export async function rowsIn(models: ReadModels, table: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of models.rowsOf(table)) rows.push(row);
  return rows;
}
