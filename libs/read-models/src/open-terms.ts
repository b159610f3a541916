import { within } from './area-paths.js';
import { Conditions } from './paging.js';
import { text } from './columns.js';
import { type ReadModels } from './read-models.js';

/**
 * Cases of an area or of several counties, or of all, for which a longest term runs, in the order of their ids: what a new calendar
 * or policy may change.
 */
export function casesWithOpenTerms({ database }: ReadModels, area?: string | readonly string[]): readonly string[] {
  const conditions = new Conditions().add("status = 'OPEN'").add("kind <> 'MIN'");
  if (area !== undefined) {
    const inArea = within(database, area);
    conditions.add(inArea.sql, ...inArea.values);
  }
  return database
    .all(`SELECT DISTINCT case_id FROM deadlines${conditions.where} ORDER BY case_id`, ...conditions.values)
    .map((row) => text(row, 'case_id'));
}
