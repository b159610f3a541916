import { LEVELS, type Office } from '#libs/procedure';
import { type RawBuilder, sql } from 'kysely';
import { deskOf } from './desks.js';
import { type Answers } from './store.js';

type DeskOfPart = (definition: string, part: string, level: string | null) => readonly Office[] | undefined;

/** Knows the offices of every part, where it is of that level; undefined for every other. */
export async function desksOfParts(db: Answers): Promise<DeskOfPart> {
  const known = new Map<string, readonly Office[]>();
  const keyOf = (definition: string, part: string, level: string): string => `${definition} ${part} ${level}`;
  for (const { definition, part, level, offices } of await db.selectFrom('part_desks').selectAll().execute()) {
    known.set(keyOf(definition, part, level), JSON.parse(offices) as readonly Office[]);
  }
  return (definition, part, level) => (level === null ? undefined : known.get(keyOf(definition, part, level)));
}

const desks = LEVELS.map((level) => sql`WHEN ${sql.lit(level)} THEN ${sql.lit(JSON.stringify(deskOf(level)))}`);
const DESK_OF_LEVEL = sql<string>`CASE d.level ${sql.join(desks, sql` `)} ELSE '[]' END`;
/** Of a part; for what no part assigns (a whole case, an objection, what follows a decision) the desk of the level (domain.md §8). */
export const OFFICES: RawBuilder<string> = sql<string>`coalesce(p.offices, ${DESK_OF_LEVEL})`;

/** Deadlines `d` with their case `c` and the desk `p` of their part, where a part assigns them. */
export function deadlinesWithDesks(db: Answers) {
  return db
    .selectFrom('deadlines as d')
    .innerJoin('case_status as c', 'c.case_id', 'd.case_id')
    .leftJoin('part_desks as p', (join) =>
      join
        .onRef('p.definition', '=', 'c.definition')
        .onRef('p.part', '=', 'd.part')
        .onRef('p.level', '=', 'd.level')
        .on('d.kind', '<>', sql.lit('TOTAL'))
        .on('d.about_no', 'is', null),
    );
}
