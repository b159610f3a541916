import { type RawBuilder, sql } from 'kysely';
import { type Answers } from './store.js';

/**
 * A condition on a column that holds a path: within the area, or one of them, itself included. Nothing lies within an area that no
 * event has named.
 */
export async function within(db: Answers, area: string | readonly string[], column = 'path'): Promise<RawBuilder<boolean>> {
  const paths = await pathsOf(db, [area].flat());
  if (paths.length === 0) return sql<boolean>`1 = 0`;
  const path = sql.ref(column);
  // `0` follows `/`: the half-open range is every path that begins with this one, and an index can serve it.
  const ranges = paths.map((one) => sql`${path} >= ${one} AND ${path} < ${`${one.slice(0, -1)}0`}`);
  return sql<boolean>`(${sql.join(ranges, sql` OR `)})`;
}

/**
 * The id of what lies next below an area, by a column that holds a path; empty where the path ends with the area itself. Below
 * the whole country, and below several counties, lies a county.
 */
export async function nextBelow(
  db: Answers,
  area: string | readonly string[] | undefined,
  column: string,
): Promise<RawBuilder<string>> {
  const [path = ''] = typeof area === 'string' ? await pathsOf(db, [area]) : [];
  const depth = path.split('/').length - 1;
  let rest = sql<string>`${sql.ref(column)}`;
  for (let passed = 0; passed < depth; passed++) rest = sql<string>`substr(${rest}, instr(${rest}, '/') + 1)`;
  // Where nothing is left the slash that is put behind it is all there is.
  return sql<string>`substr(${rest}, 1, instr(${rest} || '/', '/') - 1)`;
}

async function pathsOf(db: Answers, areas: readonly string[]): Promise<readonly string[]> {
  if (areas.length === 0) return [];
  const known = await db.selectFrom('area_paths').select('path').where('area', 'in', areas).orderBy('path').execute();
  return known.map(({ path }) => path);
}
