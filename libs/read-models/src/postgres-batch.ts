import { type Queryable } from '#libs/postgres';
import { type SqlValue } from './database.js';
import { postgresStatement } from './postgres-statements.js';
import { type Write } from './writes.js';

type Values = readonly SqlValue[];

/** Rows of one statement: none is written twice by it, so that their order among each other is nothing. */
interface Group {
  readonly write: Write;
  readonly rows: Values[];
  readonly found: Set<string>;
  /** Its rows are not found by their key: nothing else of the table may pass it. */
  readonly isWide: boolean;
}

/** Rows in one statement: their values stand in memory twice while they are sent. */
const ROWS_AT_ONCE = 2_000;

/** Statements of each kind of write, made once. */
const statements = new Map<Write, string>();

/**
 * Writes of many rows, gathered so that each kind of write to a table is one statement wherever the order of what happens to one
 * row allows it: a round trip per row would cost more than all else.
 */
export class PostgresBatch {
  readonly #groups = new Map<string, Group[]>();

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  add(write: Write, values: Values): void {
    const { name } = write.table;
    let groups = this.#groups.get(name);
    if (groups === undefined) this.#groups.set(name, (groups = []));
    const { where, isWide } = whereOf(write);
    const found = JSON.stringify(where.map((index) => values[index]));
    for (let index = groups.length - 1; index >= 0; index--) {
      const group = groups[index];
      if (group === undefined || group.found.has(found)) break;
      if (group.write === write) {
        group.rows.push(values);
        group.found.add(found);
        return;
      }
      if (isWide || group.isWide) break;
    }
    groups.push({ write, rows: [values], found: new Set([found]), isWide });
  }

  async give(transaction: Queryable): Promise<void> {
    for (const groups of this.#groups.values()) {
      for (const { write, rows } of groups) {
        for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
          const some = rows.slice(start, start + ROWS_AT_ONCE);
          await transaction.query(
            statementOf(write),
            (some[0] ?? []).map((_, column) => some.map((row) => row[column] ?? null)),
          );
        }
      }
    }
  }
}

/** Places of the values by which a row is found; wide where they are not its key. */
function whereOf(write: Write): { readonly where: readonly number[]; readonly isWide: boolean } {
  const known = wheres.get(write);
  if (known !== undefined) return known;
  const { key } = write.table;
  const names = namesOf(write);
  const hasKey = key.every((column) => names.by.includes(column));
  const by = hasKey ? key : names.by;
  const where = by.map((column) => names.first + names.by.indexOf(column));
  const found = { where, isWide: !hasKey };
  wheres.set(write, found);
  return found;
}
const wheres = new Map<Write, { readonly where: readonly number[]; readonly isWide: boolean }>();

function namesOf(write: Write): { readonly by: readonly string[]; readonly first: number } {
  switch (write.does) {
    case 'PUT':
    case 'ADD':
      return { by: write.columns, first: 0 };
    case 'CHANGE':
      return { by: write.by, first: write.columns.length };
    case 'REMOVE':
      return { by: write.by, first: 0 };
    case 'APPEND':
      return { by: write.by, first: 1 };
  }
}

function statementOf(write: Write): string {
  const known = statements.get(write);
  if (known !== undefined) return known;
  const statement = postgresStatement(write);
  statements.set(write, statement);
  return statement;
}
