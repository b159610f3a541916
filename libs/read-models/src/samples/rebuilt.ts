import { compareReadModels } from '../compare.js';
import { ReadModels } from '../read-models.js';
import { type HandWrittenLog } from './hand-written-log.js';

/** The read models of a log, written event by event. @throws Error where those written all at once are not the same row by row. */
export function readModelsOf({ events }: HandWrittenLog): ReadModels {
  const live = ReadModels.open(':memory:');
  for (const event of events) live.apply([event]);
  const rebuilt = ReadModels.open(':memory:');
  rebuilt.apply(events);
  const differences = compareReadModels(rebuilt, live);
  rebuilt.close();
  if (differences.length > 0) throw new Error(JSON.stringify(differences));
  return live;
}
