import { sql } from 'kysely';
import { within } from './area-conditions.js';
import { type ReadModels } from './read-models.js';

/**
 * Cases of an area or of several counties, or of all, for which a longest term runs, in the order of their ids: what a new calendar
 * or policy may change.
 */
export async function casesWithOpenTerms(
  { database }: ReadModels,
  area?: string | readonly string[],
): Promise<readonly string[]> {
  let open = database
    .selectFrom('deadlines')
    .select('case_id')
    .distinct()
    .where('status', '=', sql.lit('OPEN'))
    .where('kind', '<>', 'MIN')
    .orderBy('case_id');
  if (area !== undefined) open = open.where(await within(database, area));
  return (await open.execute()).map(({ case_id }) => case_id);
}
