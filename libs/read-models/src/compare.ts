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
export function compareReadModels(a: ReadModels, b: ReadModels): readonly TableDifference[] {
  return a.tables.flatMap((table) => {
    const difference = compareTable(table, a.table(table).key, a.rowsOf(table), b.rowsOf(table));
    return difference.missing + difference.extra + difference.different === 0 ? [] : [difference];
  });
}

function compareTable(table: string, key: readonly string[], ofA: Iterable<Row>, ofB: Iterable<Row>): TableDifference {
  const a = ofA[Symbol.iterator]();
  const b = ofB[Symbol.iterator]();
  let [missing, extra, different] = [0, 0, 0];
  const samples: string[] = [];
  const sample = (what: string, row: Row): void => {
    if (samples.length < SAMPLES) samples.push(`${what} ${key.map((column) => String(row[column])).join(' ')}`);
  };
  let rowA = next(a);
  let rowB = next(b);
  while (rowA !== undefined || rowB !== undefined) {
    const order = rowA === undefined ? 1 : rowB === undefined ? -1 : compareKeys(key, rowA, rowB);
    if (rowA !== undefined && order < 0) {
      missing++;
      sample('missing', rowA);
      rowA = next(a);
    } else if (rowB !== undefined && order > 0) {
      extra++;
      sample('extra', rowB);
      rowB = next(b);
    } else if (rowA !== undefined && rowB !== undefined) {
      const column = Object.keys(rowA).find((name) => rowA?.[name] !== rowB?.[name]);
      if (column !== undefined) {
        different++;
        sample(`different in ${column}:`, rowA);
      }
      rowA = next(a);
      rowB = next(b);
    }
  }
  return { table, missing, extra, different, samples };
}

function next(rows: Iterator<Row>): Row | undefined {
  const result: IteratorResult<Row, undefined> = rows.next();
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
