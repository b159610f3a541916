import { isNullable, type Table } from './table.js';
import { type Write } from './writes.js';

/**
 * The statement of a write for any number of rows: each of its values comes as a list, in the order of the rows. No row of them may
 * be found by another's values.
 */
export function postgresStatement(write: Write): string {
  const { table } = write;
  switch (write.does) {
    case 'PUT': {
      const { columns, kept, added } = write;
      const set = columns
        .filter((column) => !table.key.includes(column) && !kept.includes(column))
        .map((column) => `${column} = ${added.includes(column) ? `${table.name}.${column} + ` : ''}excluded.${column}`);
      return `${insert(table, columns)} ON CONFLICT (${table.key.join(', ')}) DO UPDATE SET ${set.join(', ')}`;
    }
    case 'ADD':
      return `${insert(table, write.columns)} ON CONFLICT DO NOTHING`;
    case 'CHANGE': {
      const set = write.columns.map((column, index) => `${column} = v.v${index}`);
      return `UPDATE ${table.name} t SET ${set.join(', ')} FROM ${lists(table, [...write.columns, ...write.by])} ${found(table, write.by, set.length)}`;
    }
    case 'REMOVE':
      return `DELETE FROM ${table.name} t USING ${lists(table, write.by)} ${found(table, write.by, 0)}`;
    case 'APPEND': {
      const { column, by } = write;
      const open = `CASE t.${column} WHEN '[]' THEN '[' ELSE substr(t.${column}, 1, length(t.${column}) - 1) || ',' END`;
      return `UPDATE ${table.name} t SET ${column} = ${open} || v.v0 || ']' FROM ${lists(table, [column, ...by])} ${found(table, by, 1)}`;
    }
  }
}

/** Table and indexes. Text is put in order by its bytes, as SQLite does. */
export function postgresSchema({ name, columns, key, indexes = [] }: Table): string {
  const kinds = Object.entries(columns).map(
    ([column, kind]) =>
      `${column} ${kind.startsWith('text') ? 'text COLLATE "C"' : 'bigint'}${kind.endsWith('?') ? '' : ' NOT NULL'}`,
  );
  return [
    `CREATE TABLE ${name} (${kinds.join(', ')}, PRIMARY KEY (${key.join(', ')}));`,
    ...indexes.map((index) => `CREATE INDEX ${index};`),
  ].join('\n');
}

/** What the queries say in SQLite's words and PostgreSQL has under other names; both are taken into the statements that use them. */
export const POSTGRES_FUNCTIONS = `
  CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT strpos($1, $2)';
  CREATE FUNCTION json_extract(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS 'SELECT $1::json ->> substr($2, 3)';`;

function insert(table: Table, columns: readonly string[]): string {
  return `INSERT INTO ${table.name} (${columns.join(', ')}) SELECT * FROM ${lists(table, columns)}`;
}

/** Columns v0, v1, … of the rows that are given. */
function lists({ columns: kinds }: Table, columns: readonly string[]): string {
  const given = columns.map(
    (column, index) => `$${index + 1}::${kinds[column]?.startsWith('text') === true ? 'text' : 'bigint'}[]`,
  );
  return `unnest(${given.join(', ')}) AS v(${columns.map((_, index) => `v${index}`).join(', ')})`;
}

function found(table: Table, by: readonly string[], first: number): string {
  const same = by.map((column, index) => {
    const value = `v.v${first + index}`;
    return isNullable(table, column) ? `t.${column} IS NOT DISTINCT FROM ${value}` : `t.${column} = ${value}`;
  });
  return `WHERE ${same.join(' AND ')}`;
}
