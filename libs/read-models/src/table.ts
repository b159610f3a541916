/** What a column holds; with `?` where it may hold nothing. Positions are whole numbers below 2^53, flags 1 and 0, lists JSON text. */
export type Kind = 'text' | 'text?' | 'integer' | 'integer?';

/** A table of a projection, from which each database makes its own. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, Kind>>;
  /** By which its rows are told apart and put in order. */
  readonly key: readonly string[];
  /** Each as it stands after CREATE INDEX, in words that both databases know. */
  readonly indexes?: readonly string[];
  /** Rows are large, or come in the order of a number: SQLite keeps them apart from their key. */
  readonly apart?: true;
}

type Held<K extends Kind> = K extends 'text'
  ? string
  : K extends 'text?'
    ? string | null
    : K extends 'integer'
      ? number
      : number | null;

export type RowOf<T extends Table> = { readonly [C in keyof T['columns']]: Held<T['columns'][C]> };

/** With the names of table and columns as types. */
export function table<const T extends Table>(declared: T & { readonly key: readonly (keyof T['columns'])[] }): T {
  return declared;
}

/** Whether the column may hold nothing. @throws TypeError where the table has none such. */
export function isNullable({ name, columns }: Table, column: string): boolean {
  const kind = columns[column];
  if (kind === undefined) throw new TypeError(`${name} has no column ${column}`);
  return kind.endsWith('?');
}
