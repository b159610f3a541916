import { type StoredEvent } from '#libs/event-store';
import { type Definition, LEVELS, type Office, placedParts } from '#libs/procedure';
import { json } from './columns.js';
import { type Database } from './database.js';
import { deskOf, officesOf } from './desks.js';
import { type Projection } from './projection.js';
import { type Table } from './table.js';

/** To which offices each part of a definition falls; `offices` is a JSON list. */
const PART_DESKS: Table = {
  name: 'part_desks',
  key: ['definition', 'part'],
  schema: `CREATE TABLE IF NOT EXISTS part_desks (definition TEXT NOT NULL, part TEXT NOT NULL, level TEXT NOT NULL,
    offices TEXT NOT NULL, PRIMARY KEY (definition, part)) WITHOUT ROWID;`,
};
const INSERT = 'INSERT INTO part_desks (definition, part, level, offices) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';

/** What the published definitions say of who performs and records each part. They are few: written as they come. */
export class PartDesksProjection implements Projection {
  readonly tables = [PART_DESKS];
  #fresh: { readonly ref: string; readonly definition: Definition }[] = [];

  constructor(private readonly db: Database) {}

  absorb(event: StoredEvent): void {
    if (event.type !== 'definition.DefinitionPublished.v1') return;
    this.#fresh.push(event.data as { readonly definition: Definition; readonly ref: string });
  }

  flush(): void {
    for (const { ref, definition } of this.#fresh) {
      for (const placed of placedParts(definition)) {
        this.db.run(INSERT, ref, placed.id, placed.part.level, JSON.stringify(officesOf(placed)));
      }
    }
    this.#fresh = [];
  }

  forget(): void {
    this.#fresh = [];
  }
}

/** The offices of a part, where it is of this level; undefined for every other. */
export function desksOfPart(db: Database, definition: string, part: string, level: string | null): readonly Office[] | undefined {
  const row = db.get('SELECT offices FROM part_desks WHERE definition = ? AND part = ? AND level = ?', definition, part, level);
  return row === undefined ? undefined : json<Office[]>(row, 'offices');
}

const DESK_OF_LEVEL = `CASE d.level ${LEVELS.map((level) => `WHEN '${level}' THEN '${JSON.stringify(deskOf(level))}'`).join(' ')} ELSE '[]' END`;

/**
 * Deadlines with the offices to which they fall: those of the part; for what no part assigns (a whole case, an objection, what
 * follows a decision) the desk of the level (domain.md §8).
 */
export const DEADLINES_WITH_DESKS = `(SELECT d.*, c.definition, coalesce(p.offices, ${DESK_OF_LEVEL}) AS offices
  FROM deadlines d JOIN case_status c ON c.case_id = d.case_id
  LEFT JOIN part_desks p ON p.definition = c.definition AND p.part = d.part AND p.level = d.level
    AND d.kind <> 'TOTAL' AND d.about_no IS NULL)`;
