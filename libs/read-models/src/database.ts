import { type Write } from './writes.js';

/** What a column holds. Positions are whole numbers below 2^53. */
export type SqlValue = string | number | null;
export type Row = Readonly<Record<string, SqlValue>>;

/** What the projections ask of a database and give it; nothing here waits. */
export interface Database {
  /** The text of a fold; undefined where there is none. @throws TypeError where it must be fetched before and was not. */
  fold(table: string, id: string): string | undefined;
  /** Within the transaction of a commit. */
  write(kind: Write, ...values: readonly SqlValue[]): void;
  /** The same for many rows. */
  writeAll(kind: Write, rows: readonly (readonly SqlValue[])[]): void;
}
