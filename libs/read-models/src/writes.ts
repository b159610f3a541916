import { type Table } from './table.js';

/**
 * A kind of write, declared once: each database makes its statement of it once. Values come in the order of `columns`; of what is
 * changed, removed or appended the new ones first, then those by which its rows are found.
 */
export type Write =
  /** A row in the place of the one with the same key; `kept` columns stay as they were first written, `added` ones are summed up. */
  | {
      readonly does: 'PUT';
      readonly table: Table;
      readonly columns: readonly string[];
      readonly kept: readonly string[];
      readonly added: readonly string[];
    }
  /** A row; nothing where its key is there already. */
  | { readonly does: 'ADD'; readonly table: Table; readonly columns: readonly string[] }
  | { readonly does: 'CHANGE'; readonly table: Table; readonly columns: readonly string[]; readonly by: readonly string[] }
  | { readonly does: 'REMOVE'; readonly table: Table; readonly by: readonly string[] }
  /** Members, joined by commas, at the end of a JSON list. */
  | { readonly does: 'APPEND'; readonly table: Table; readonly column: string; readonly by: readonly string[] };

type ColumnOf<T extends Table> = keyof T['columns'] & string;

export function put<T extends Table>(
  table: T,
  columns: readonly ColumnOf<T>[],
  { kept = [], added = [] }: { readonly kept?: readonly ColumnOf<T>[]; readonly added?: readonly ColumnOf<T>[] } = {},
): Write {
  return { does: 'PUT', table, columns, kept, added };
}

export function add<T extends Table>(table: T, columns: readonly ColumnOf<T>[]): Write {
  return { does: 'ADD', table, columns };
}

export function change<T extends Table>(table: T, columns: readonly ColumnOf<T>[], by: readonly ColumnOf<T>[]): Write {
  return { does: 'CHANGE', table, columns, by };
}

export function remove<T extends Table>(table: T, by: readonly ColumnOf<T>[]): Write {
  return { does: 'REMOVE', table, by };
}

export function append<T extends Table>(table: T, column: ColumnOf<T>, by: readonly ColumnOf<T>[]): Write {
  return { does: 'APPEND', table, column, by };
}
