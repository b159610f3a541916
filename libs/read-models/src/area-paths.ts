import { type AreaPath, type Level } from '#libs/procedure';
import { type Database } from './database.js';
import { type Table } from './table.js';

export type AreaLevel = Extract<Level, 'GROUP' | 'VILLAGE' | 'TOWNSHIP' | 'COUNTY'>;

/** County first, each ended by `/`: what lies within an area is what begins with its path. */
export function pathOf(area: AreaPath): string {
  const village = `${area.county}/${area.township}/${area.village}/`;
  return area.group === undefined ? village : `${village}${area.group}/`;
}

/** The area and all above it, lowest first. */
export function ancestorsOf(area: AreaPath): readonly (readonly [area: string, level: AreaLevel])[] {
  const above: readonly (readonly [string, AreaLevel])[] = [
    [area.village, 'VILLAGE'],
    [area.township, 'TOWNSHIP'],
    [area.county, 'COUNTY'],
  ];
  return area.group === undefined ? above : [[area.group, 'GROUP'], ...above];
}

const TABLE: Table = {
  name: 'area_paths',
  key: ['area', 'path'],
  schema:
    'CREATE TABLE IF NOT EXISTS area_paths (area TEXT NOT NULL, path TEXT NOT NULL, level TEXT NOT NULL, PRIMARY KEY (area, path)) WITHOUT ROWID;',
};
const INSERT = 'INSERT INTO area_paths (area, path, level) VALUES (?, ?, ?) ON CONFLICT (area, path) DO NOTHING';
const OF_AREA = 'SELECT path FROM area_paths WHERE area = ? ORDER BY path';

/** Past this, memory is emptied: to insert once more does nothing. */
const REMEMBERED = 50_000;

/** Where each area lies, learnt from the events that name one. An area that was moved has two paths: old rows keep theirs. */
export class AreaPaths {
  readonly tables = [TABLE];
  readonly #known = new Set<string>();
  readonly #fresh: AreaPath[] = [];

  constructor(private readonly db: Database) {}

  learn(area: AreaPath): string {
    const path = pathOf(area);
    if (!this.#known.has(path)) {
      if (this.#known.size >= REMEMBERED) this.#known.clear();
      this.#known.add(path);
      this.#fresh.push(area);
    }
    return path;
  }

  flush(): void {
    for (const { group, village, township, county } of this.#fresh) {
      this.db.run(INSERT, county, `${county}/`, 'COUNTY');
      this.db.run(INSERT, township, `${county}/${township}/`, 'TOWNSHIP');
      this.db.run(INSERT, village, `${county}/${township}/${village}/`, 'VILLAGE');
      if (group !== undefined) this.db.run(INSERT, group, `${county}/${township}/${village}/${group}/`, 'GROUP');
    }
    this.#fresh.length = 0;
  }

  forget(): void {
    this.#known.clear();
    this.#fresh.length = 0;
  }
}

/** A condition on `path`: within the area, or one of them, itself included. Nothing lies within an area that no event has named. */
export function within(
  db: Database,
  area: string | readonly string[],
): { readonly sql: string; readonly values: readonly string[] } {
  const paths = [area].flat().flatMap((one) => pathsOf(db, one));
  if (paths.length === 0) return { sql: '1 = 0', values: [] };
  return {
    // `0` follows `/`: the half-open range is every path that begins with this one, and an index can serve it.
    sql: `(${paths.map(() => 'path >= ? AND path < ?').join(' OR ')})`,
    values: paths.flatMap((path) => [path, `${path.slice(0, -1)}0`]),
  };
}

/**
 * SQL for the id of what lies next below an area, by a column that holds a path; empty where the path ends with the area itself.
 * Below the whole country, and below several counties, lies a county.
 */
export function nextBelow(db: Database, area: string | readonly string[] | undefined, column: string): string {
  const [path = ''] = typeof area === 'string' ? pathsOf(db, area) : [];
  const depth = path.split('/').length - 1;
  let rest = column;
  for (let passed = 0; passed < depth; passed++) rest = `substr(${rest}, instr(${rest}, '/') + 1)`;
  return `substr(${rest}, 1, max(instr(${rest}, '/') - 1, 0))`;
}

const pathsOf = (db: Database, area: string): readonly string[] => db.all(OF_AREA, area).map((row) => row['path'] as string);
