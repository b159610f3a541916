/** A table of a projection: its schema and the columns by which its rows are told apart and put in order. */
export interface Table {
  readonly name: string;
  readonly key: readonly string[];
  /** Statements that make the table and its indexes where they are not there yet. */
  readonly schema: string;
}

/** One insert that puts its row in the place of the one with the same key; `kept` columns stay as they were first written. */
export function upsert(table: Pick<Table, 'name' | 'key'>, columns: readonly string[], kept: readonly string[] = []): string {
  const set = columns.filter((column) => !table.key.includes(column) && !kept.includes(column));
  const places = columns.map(() => '?').join(', ');
  return (
    `INSERT INTO ${table.name} (${columns.join(', ')}) VALUES (${places}) ` +
    `ON CONFLICT (${table.key.join(', ')}) DO UPDATE SET ${set.map((column) => `${column} = excluded.${column}`).join(', ')}`
  );
}
