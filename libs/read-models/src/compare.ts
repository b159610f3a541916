import { type Row, type SqlValue } from './database.js';
import { type ReadModels } from './read-models.js';

/** How one table of `b` differs from that of `a`. */
export interface TableDifference {
  readonly table: string;
  /** Rows of `a` that `b` does not have. */
  readonly missing: number;
  /** Rows of `b` that `a` does not have. */
  readonly extra: number;
  readonly different: number;
  /** The first rows that differ, by key, for people. */
  readonly samples: readonly string[];
}

const SAMPLES = 5;

/** Holds two read models against each other, table by table and row by row; empty where they are equal. Memory stays flat. */
export async function compareReadModels(a: ReadModels, b: ReadModels): Promise<readonly TableDifference[]> {
  const differences: TableDifference[] = [];
  for (const table of a.tables) {
    const difference = await compareTable(table, a.table(table).key, a.rowsOf(table), b.rowsOf(table));
    if (difference.missing + difference.extra + difference.different > 0) differences.push(difference);
  }
  return differences;
}

async function compareTable(
  table: string,
  key: readonly string[],
  a: AsyncIterator<Row, undefined>,
  b: AsyncIterator<Row, undefined>,
): Promise<TableDifference> {
  let [missing, extra, different] = [0, 0, 0];
  const samples: string[] = [];
  const sample = (what: string, row: Row): void => {
    if (samples.length < SAMPLES) samples.push(`${what} ${key.map((column) => String(row[column])).join(' ')}`);
  };
  let rowA = await next(a);
  let rowB = await next(b);
  while (rowA !== undefined || rowB !== undefined) {
    const order = rowA === undefined ? 1 : rowB === undefined ? -1 : compareKeys(key, rowA, rowB);
    if (rowA !== undefined && order < 0) {
      missing++;
      sample('missing', rowA);
      rowA = await next(a);
    } else if (rowB !== undefined && order > 0) {
      extra++;
      sample('extra', rowB);
      rowB = await next(b);
    } else if (rowA !== undefined && rowB !== undefined) {
      const column = Object.keys(rowA).find((name) => rowA?.[name] !== rowB?.[name]);
      if (column !== undefined) {
        different++;
        sample(`different in ${column}:`, rowA);
      }
      rowA = await next(a);
      rowB = await next(b);
    }
  }
  return { table, missing, extra, different, samples };
}

async function next(rows: AsyncIterator<Row, undefined>): Promise<Row | undefined> {
  const result = await rows.next();
  return result.done === true ? undefined : result.value;
}

function compareKeys(key: readonly string[], a: Row, b: Row): number {
  for (const column of key) {
    const order = compareValues(a[column] ?? null, b[column] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** As the database orders them: nothing first, numbers by size, text by its characters. */
function compareValues(a: SqlValue, b: SqlValue): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
