import { isNullable, type Table } from './table.js';
import { type Write } from './writes.js';

/** The statement of a write, with a place for each of its values; `rows` of them at once where it adds. */
export function sqliteStatement(write: Write, rows = 1): string {
  const { table } = write;
  switch (write.does) {
    case 'PUT': {
      const { columns, kept, added } = write;
      const set = columns
        .filter((column) => !table.key.includes(column) && !kept.includes(column))
        .map((column) => `${column} = ${added.includes(column) ? `${table.name}.${column} + ` : ''}excluded.${column}`);
      return `${insert(table, columns, 1)} ON CONFLICT (${table.key.join(', ')}) DO UPDATE SET ${set.join(', ')}`;
    }
    case 'ADD':
      return `${insert(table, write.columns, rows)} ON CONFLICT DO NOTHING`;
    case 'CHANGE':
      return `UPDATE ${table.name} SET ${write.columns.map((column) => `${column} = ?`).join(', ')} ${found(table, write.by)}`;
    case 'REMOVE':
      return `DELETE FROM ${table.name} ${found(table, write.by)}`;
    case 'APPEND': {
      const { column, by } = write;
      const open = `CASE ${column} WHEN '[]' THEN '[' ELSE substr(${column}, 1, length(${column}) - 1) || ',' END`;
      return `UPDATE ${table.name} SET ${column} = ${open} || ? || ']' ${found(table, by)}`;
    }
  }
}

/** Table and indexes, where they are not there yet. */
export function sqliteSchema({ name, columns, key, indexes = [], apart }: Table): string {
  const kinds = Object.entries(columns).map(([column, kind]) =>
    kind.endsWith('?') ? `${column} ${kind.slice(0, -1).toUpperCase()}` : `${column} ${kind.toUpperCase()} NOT NULL`,
  );
  const whole = `${kinds.join(', ')}, PRIMARY KEY (${key.join(', ')})`;
  return [
    `CREATE TABLE IF NOT EXISTS ${name} (${whole})${apart === true ? '' : ' WITHOUT ROWID'};`,
    ...indexes.map((index) => `CREATE INDEX IF NOT EXISTS ${index};`),
  ].join('\n');
}

function insert({ name }: Table, columns: readonly string[], rows: number): string {
  const places = `(${columns.map(() => '?').join(', ')})`;
  return `INSERT INTO ${name} (${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => places).join(', ')}`;
}

function found(table: Table, by: readonly string[]): string {
  return `WHERE ${by.map((column) => `${column} ${isNullable(table, column) ? 'IS' : '='} ?`).join(' AND ')}`;
}
