/** What a column holds. Positions are whole numbers below 2^53. */
export type SqlValue = string | number | null;
export type Row = Readonly<Record<string, SqlValue>>;

/**
 * What the projections ask of a database: plain SQL with `?` for values, prepared once and kept. Each projection keeps its SQL in
 * its own file; a second database is a second file like this one's adapter.
 */
export interface Database {
  run(sql: string, ...values: readonly SqlValue[]): void;
  get(sql: string, ...values: readonly SqlValue[]): Row | undefined;
  all(sql: string, ...values: readonly SqlValue[]): readonly Row[];
  /** Row by row, for tables that do not fit into memory. */
  each(sql: string, ...values: readonly SqlValue[]): Iterable<Row>;
  /** Adds many rows at once; one whose key is there already changes nothing. */
  insertAll(table: string, columns: readonly string[], rows: readonly (readonly SqlValue[])[]): void;
  /** Several statements without values, such as a schema. */
  execute(script: string): void;
  /** All of the work or nothing of it. */
  inTransaction(work: () => void): void;
  close(): void;
}
