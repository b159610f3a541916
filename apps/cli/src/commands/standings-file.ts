import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { isCivilDate } from '#libs/kernel';
import { unknownWord } from '#libs/rehearsal';
import { commandFaults as faults, type Words } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';

/** Columns of a list of standings; `memberNos` is `person:number` joined by `;`. */
export const COLUMNS = ['householdId', 'householdNo', 'memberNos', 'standing', 'identifiedAt', 'exitedAt', 'spells'] as const;
const REQUIRED: readonly Column[] = ['householdId', 'householdNo', 'memberNos', 'standing', 'identifiedAt', 'spells'];
type Column = (typeof COLUMNS)[number];

/** One household as the list says it. */
export interface StandingRow {
  readonly householdId: string;
  readonly householdNo: string;
  readonly memberNos: Readonly<Record<string, string>>;
  readonly standing: 'REGISTERED' | 'EXITED';
  readonly identifiedAt: string;
  readonly exitedAt?: string;
  readonly spells: number;
}

export interface ReadRow {
  /** In the file, counted from 1; the header is line 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly row: StandingRow | undefined;
  /** What is wrong with the row before anybody is asked. */
  readonly errors: readonly Words[];
}

export interface StandingsFile {
  readonly header: readonly string[];
  readonly rows: readonly ReadRow[];
}

const MOST_BYTES = 64 * 1024 * 1024;
/** A cell that a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Reads a list; row errors stand with their rows. @throws Failure where the file or its header cannot be read. */
export function readStandings(text: string): StandingsFile {
  if (text.length > MOST_BYTES) throw new Failure(faults.listTooLarge(MOST_BYTES / 1024 / 1024));
  let records: readonly (readonly string[])[];
  try {
    records = parse(text, { bom: true, relaxColumnCount: true, skipEmptyLines: true, trim: true });
  } catch (error) {
    throw new Failure(faults.listNoCsv(lineOf(error)));
  }
  const [header, ...body] = records;
  if (header === undefined) throw new Failure(faults.listEmpty(COLUMNS));
  const known = [...COLUMNS, ERROR_COLUMN];
  for (const name of header)
    if (!known.some((column) => column === name)) throw new Failure(unknownWord('column', name, COLUMNS));
  for (const name of REQUIRED) if (!header.includes(name)) throw new Failure(faults.columnMissing(name, COLUMNS));
  const seen = new Map<string, number>();
  return { header, rows: body.map((cells, index) => readRow(header, cells, index + 2, seen)) };
}

function readRow(header: readonly string[], cells: readonly string[], line: number, seen: Map<string, number>): ReadRow {
  const cell = (column: Column): string => withoutGuard(cells[header.indexOf(column)] ?? '');
  const errors: Words[] = [];
  const complain = (so: boolean, what: Words): void => {
    if (so) errors.push(what);
  };
  complain(cells.length !== header.length, faults.cells(header.length, cells.length));
  for (const column of ['householdId', 'householdNo'] as const) {
    const value = cell(column);
    complain(value === '', faults.cellEmpty(column));
    const before = seen.get(`${column} ${value}`);
    complain(before !== undefined, faults.cellTwice(column, value, before ?? 0));
    seen.set(`${column} ${value}`, line);
  }
  const standing = cell('standing');
  complain(standing !== 'REGISTERED' && standing !== 'EXITED', faults.cellStanding(standing));
  complain(!isCivilDate(cell('identifiedAt')), faults.cellIdentifiedAt(cell('identifiedAt')));
  const exitedAt = cell('exitedAt');
  complain(exitedAt !== '' && !isCivilDate(exitedAt), faults.cellExitedAt(exitedAt));
  const spells = Number(cell('spells'));
  complain(!Number.isInteger(spells) || spells < 1, faults.cellSpells(cell('spells')));
  const memberNos = membersOf(cell('memberNos'));
  complain(memberNos === undefined, faults.cellMemberNos);
  if (errors.length > 0 || memberNos === undefined) return { line, cells, row: undefined, errors };
  const row: StandingRow = {
    householdId: cell('householdId').replace(/^household-/, ''),
    householdNo: cell('householdNo'),
    memberNos,
    standing: standing === 'EXITED' ? 'EXITED' : 'REGISTERED',
    identifiedAt: cell('identifiedAt'),
    ...(exitedAt === '' ? {} : { exitedAt }),
    spells,
  };
  return { line, cells, row, errors };
}

function membersOf(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = text
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => pair.split(':').map((part) => part.trim()));
  const sound = pairs.length > 0 && pairs.every((pair) => pair.length === 2 && pair.every((part) => part !== ''));
  if (!sound || new Set(pairs.map(([person]) => person)).size !== pairs.length) return undefined;
  return Object.fromEntries(pairs.map(([person = '', no = '']) => [person, no]));
}

/** Our own copies guard a cell by an apostrophe; whoever gives the copy back means the cell. */
function withoutGuard(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}

const ERROR_COLUMN = 'error';

/** The list again, with a column that says what is wrong with each row; no cell of it runs as a formula. */
export function withErrors({ header, rows }: StandingsFile, errorOf: (line: number) => string): string {
  const kept = header.flatMap((name, index) => (name === ERROR_COLUMN ? [] : [index]));
  const written = rows.map(({ cells, line }) => [...kept.map((index) => cells[index] ?? ''), errorOf(line)].map(guarded));
  // A byte order mark: spreadsheets take Chinese without one for something else.
  return stringify([[...kept.map((index) => header[index] ?? ''), ERROR_COLUMN], ...written], { bom: true });
}

function guarded(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}
