import { type AreaPath, type Level } from '#libs/procedure';
import { type Database } from './database.js';
import { table } from './table.js';
import { add } from './writes.js';

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

export const AREA_PATHS = table({
  name: 'area_paths',
  columns: {
    area: 'text',
    path: 'text',
    level: 'text',
  },
  key: ['area', 'path'],
});
const ADD = add(AREA_PATHS, ['area', 'path', 'level']);

/** Past this, memory is emptied: to insert once more does nothing. */
const REMEMBERED = 50_000;

/** Where each area lies, learnt from the events that name one. An area that was moved has two paths: old rows keep theirs. */
export class AreaPaths {
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
      this.db.write(ADD, county, `${county}/`, 'COUNTY');
      this.db.write(ADD, township, `${county}/${township}/`, 'TOWNSHIP');
      this.db.write(ADD, village, `${county}/${township}/${village}/`, 'VILLAGE');
      if (group !== undefined) this.db.write(ADD, group, `${county}/${township}/${village}/${group}/`, 'GROUP');
    }
    this.#fresh.length = 0;
  }

  forget(): void {
    this.#known.clear();
    this.#fresh.length = 0;
  }
}
