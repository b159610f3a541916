import { sql } from 'kysely';
import { text, textOrNull } from './columns.js';
import { type Row } from './database.js';
import { type Answers } from './store.js';

/**
 * The open incidents, by their streams, that hold the stream of a case itself, of its household, or of the act that it is on: until a
 * person resolves them the case does not go on by itself. Asked for with the cases, not kept: an incident holds many cases, and
 * cases join and leave what it holds.
 */
export async function incidentsHolding(db: Answers, cases: readonly Row[]): Promise<(row: Row) => readonly string[]> {
  const streams = new Set(cases.flatMap(streamsOf));
  if (streams.size === 0) return () => [];
  const open = await db
    .selectFrom('incidents')
    .select(['incident', 'stream'])
    .where('status', '=', sql.lit('OPEN'))
    .where('stream', 'in', [...streams])
    .orderBy('position')
    .execute();
  return (row) => {
    const own = streamsOf(row);
    return open.filter(({ stream }) => own.includes(stream)).map(({ incident }) => incident);
  };
}

function streamsOf(row: Row): readonly string[] {
  const act = textOrNull(row, 'on_act');
  const own = [`case-${text(row, 'case_id')}`, `household-${text(row, 'household_id')}`];
  return act === null ? own : [...own, `act-${act}`];
}
