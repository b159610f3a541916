import { type RecordBatchResult } from '#libs/collective-act';
import { type CivilDate, isCivilDate } from '#libs/kernel';
import { type RegisterAnswer } from '#libs/procedure';
import { exchange, exchangeLabels, findTerm, termOf, type Words } from '#libs/terms';
import { type ExportedList } from './exported-lists.js';
import { type Identity } from './identities.js';
import { cellOf, type Column, HEAD, type HeadLabel, type Label, labelCell, labelIn } from './layout.js';
import { type Table } from './sheet.js';

/** What is wrong in one cell. An ID number that was found is masked. */
export interface RowFault {
  /** As a spreadsheet counts, from 1; a row that is missing gets the next line after the last. */
  readonly line: number;
  readonly column: Label;
  readonly found: string;
  readonly expected: Words;
  /** Of a row that is missing: whose. */
  readonly person?: string;
}

/** The answer that a file gives, or all that is wrong with it. */
export type ReadReceipt =
  | { readonly read: true; readonly list: ExportedList; readonly data: RecordBatchResult['data'] }
  /** `FOREIGN`: it answers another list; nothing in its rows was looked at. */
  | { readonly read: false; readonly why: 'FOREIGN' | 'ROWS'; readonly faults: readonly RowFault[] };

export interface Expected {
  readonly act: string;
  readonly lists: readonly ExportedList[];
  /** SHA-256 of the file, hex: the evidence of the receipt. */
  readonly fileDigest: string;
  /** Opened for the persons of one list, after the file has been found to answer it. */
  readonly identities: (list: ExportedList) => Promise<ReadonlyMap<string, Identity>>;
  /** The codes that this source may give, by the law of the cases (§6.2). */
  readonly codes: (list: ExportedList) => Promise<readonly string[]>;
}

type Result = RegisterAnswer['result'];
const RESULTS: readonly Result[] = ['CLEAR', 'HIT', 'NOT_FOUND', 'NOT_ANSWERED'];

/**
 * Reads what a department sent back: our list with its columns filled in, rows in any order, each person once. Everything that
 * is wrong is told at once. The same file gives the same answer, whatever has happened to the act since.
 */
export async function readReceipt(table: Table, expected: Expected): Promise<ReadReceipt> {
  const headerAt = table.findIndex((row) => isHeader(row));
  const head = headOf(table.slice(0, Math.max(0, headerAt)));
  const { list, faults } = listAnswered(head, expected);
  if (list === undefined) return { read: false, why: 'FOREIGN', faults };
  const header = table[headerAt] ?? [];
  const asOf = dateIn(head.asOf?.value ?? '');
  const rows = new Rows(header, list, await expected.identities(list), await expected.codes(list), asOf);
  if (asOf === undefined) rows.complain(head.asOf?.line ?? 1, 'asOf', head.asOf?.value ?? '', exchange.date);
  table.forEach((cells, index) => {
    if (index > headerAt && cells.some((cell) => cell !== '')) rows.take(index + 1, cells);
  });
  rows.missing(table.length);
  if (rows.faults.length > 0 || asOf === undefined) return { read: false, why: 'ROWS', faults: rows.faults };
  const { source } = list;
  const answers = answersByCase(list, rows.answers);
  return { read: true, list, data: { source, asOf, receiptDigest: expected.fileDigest, answers } };
}

/** The file again, with a last column that says in both languages what is wrong in each row, and the rows that are missing. */
export function withFaults(table: Table, faults: readonly RowFault[]): Table {
  const header = table.find((row) => isHeader(row)) ?? [];
  const before = header.findIndex((cell) => labelIn(cell) === 'error');
  const at = before >= 0 ? before : Math.max(header.length, 3);
  const personAt = header.findIndex((cell) => labelIn(cell) === 'person');
  const told = (line: number): string =>
    faults
      .filter((fault) => fault.line === line)
      .map((fault) => cellOf(faultText(fault)))
      .join('; ');
  const widened = (row: readonly string[], last: string): readonly string[] => [
    ...Array.from({ length: at }, (_, index) => row[index] ?? ''),
    last,
  ];
  const missing = faults.flatMap(({ person, line }) => (person === undefined ? [] : [{ person, line }]));
  return [
    ...table.map((row, index) => widened(row, row === header ? labelCell('error') : told(index + 1))),
    ...missing.map(({ person, line }) =>
      widened(
        header.map((_, index) => (index === personAt ? person : '')),
        told(line),
      ),
    ),
  ];
}

/** One fault as a sentence. */
export function faultText({ line, column, found, expected }: RowFault): Words {
  const said = found === '' ? exchange.nothing : { zh: found, en: found };
  return exchange.fault(line, exchangeLabels[column], said, expected);
}

function isHeader(row: readonly string[]): boolean {
  const labels = row.map(labelIn);
  return labels.includes('result') && (labels.includes('person') || labels.includes('idNumber'));
}

type Head = Readonly<Partial<Record<HeadLabel, { readonly line: number; readonly value: string }>>>;

function headOf(rows: Table): Head {
  const head: Partial<Record<HeadLabel, { line: number; value: string }>> = {};
  rows.forEach(([cell, value = ''], index) => {
    const label = HEAD.find((one) => one === labelIn(cell));
    if (label !== undefined) head[label] ??= { line: index + 1, value };
  });
  return head;
}

function listAnswered(
  head: Head,
  { act, lists }: Expected,
): { readonly list: ExportedList | undefined; readonly faults: readonly RowFault[] } {
  const fault = (column: HeadLabel, expected: Words): RowFault => ({
    line: head[column]?.line ?? 1,
    column,
    found: head[column]?.value ?? '',
    expected,
  });
  const ofAct = head.act?.value === act;
  const ofSource = lists.filter(({ source }) => source === head.source?.value);
  const list = ofSource.find(({ listDigest }) => listDigest === head.listDigest?.value);
  if (ofAct && list !== undefined) return { list, faults: [] };
  const sources = [...new Set(lists.map(({ source }) => source))];
  return {
    list: undefined,
    faults: [
      ...(ofAct ? [] : [fault('act', exchange.thisAct(act))]),
      ...(ofSource.length > 0 ? [] : [fault('source', exchange.askedSource(sources))]),
      ...(list !== undefined || ofSource.length === 0 ? [] : [fault('listDigest', exchange.listOf(head.source?.value ?? ''))]),
    ],
  };
}

class Rows {
  readonly faults: RowFault[] = [];
  readonly answers = new Map<string, RegisterAnswer>();
  private readonly lines = new Map<string, number>();
  private readonly persons: ReadonlySet<string>;
  private readonly byNumber: ReadonlyMap<string, string>;

  constructor(
    private readonly header: readonly string[],
    private readonly list: ExportedList,
    private readonly identities: ReadonlyMap<string, Identity>,
    private readonly codes: readonly string[],
    private readonly asOf: CivilDate | undefined,
  ) {
    this.persons = new Set(list.asked.map(({ person }) => person));
    this.byNumber = numbersOnce(identities);
  }

  complain(line: number, column: Label, found: string, expected: Words): void {
    this.faults.push({ line, column, found: column === 'idNumber' ? masked(found) : found, expected });
  }

  take(line: number, cells: readonly string[]): void {
    const cell = (column: Column): string => cells[this.header.findIndex((name) => labelIn(name) === column)] ?? '';
    const person = this.personOf(line, cell('person'), cell('idNumber').toUpperCase());
    if (person === undefined) return;
    const before = this.lines.get(person);
    if (before !== undefined) return this.complain(line, 'person', person, exchange.once(before));
    this.lines.set(person, line);
    const answer = this.answerOf(line, cell);
    if (answer !== undefined) this.answers.set(person, { person, ...answer });
  }

  /** Of each person of the list without a row, in the order of the list. */
  missing(lastLine: number): void {
    const left = this.list.asked.filter(({ person }) => !this.lines.has(person));
    left.forEach(({ person }, index) => {
      this.faults.push({ line: lastLine + index + 1, column: 'person', found: '', expected: exchange.missingRow, person });
    });
  }

  private personOf(line: number, person: string, number: string): string | undefined {
    const known = person === '' ? this.byNumber.get(number) : person;
    if (known === undefined || !this.persons.has(known)) {
      this.complain(line, person === '' ? 'idNumber' : 'person', person === '' ? number : person, exchange.personOfList);
      return undefined;
    }
    // Whoever sorts some columns of a list and not the others gives one person the answer of another.
    if (number !== '' && number !== this.identities.get(known)?.idNumber)
      this.complain(line, 'idNumber', number, exchange.numberAsListed);
    return known;
  }

  private answerOf(line: number, cell: (column: Column) => string): Omit<RegisterAnswer, 'person'> | undefined {
    const [said, code, on] = [cell('result'), cell('code').toUpperCase(), cell('factDate')];
    const result = resultIn(said);
    if (result === undefined) {
      const words = RESULTS.map((one) => termOf('comparison', one));
      this.complain(line, 'result', said, exchange.results(words, RESULTS));
      return undefined;
    }
    if (result !== 'HIT') {
      if (code !== '') this.complain(line, 'code', code, exchange.onlyOfHit);
      if (on !== '') this.complain(line, 'factDate', on, exchange.onlyOfHit);
      return { result };
    }
    if (!this.codes.includes(code)) this.complain(line, 'code', code, exchange.codes(this.codes));
    const factDate = on === '' ? undefined : dateIn(on);
    if (on !== '' && factDate === undefined) this.complain(line, 'factDate', on, exchange.date);
    if (factDate !== undefined && this.asOf !== undefined && factDate > this.asOf)
      this.complain(line, 'factDate', on, exchange.notAfter(this.asOf));
    return { result, code, ...(factDate === undefined ? {} : { factDate }) };
  }
}

/** Numbers that name one person of the list; two persons with one number are told apart by their reference alone (R9). */
function numbersOnce(identities: ReadonlyMap<string, Identity>): ReadonlyMap<string, string> {
  const persons = new Map<string, string[]>();
  for (const [person, { idNumber }] of identities) persons.set(idNumber, [...(persons.get(idNumber) ?? []), person]);
  return new Map(
    [...persons].flatMap(([number, [one, ...more]]) =>
      number === '' || one === undefined || more.length > 0 ? [] : [[number, one]],
    ),
  );
}

function resultIn(said: string): Result | undefined {
  const text = said.toLowerCase();
  return RESULTS.find((result) => {
    const words = findTerm('comparison', result);
    return [result, words?.zh, words?.en].some((known) => known?.toLowerCase() === text);
  });
}

/** As departments write days: 2017-05-05, 2017/5/5, 2017.5.5. */
function dateIn(said: string): CivilDate | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(said) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCivilDate(date) ? date : undefined;
}

/** domain.md §7: as identity numbers may be shown. */
function masked(number: string): string {
  return number.length < 8 ? number : `${number.slice(0, 2)}${'*'.repeat(number.length - 5)}${number.slice(-3)}`;
}

function answersByCase(list: ExportedList, answers: ReadonlyMap<string, RegisterAnswer>): RecordBatchResult['data']['answers'] {
  const cases = new Map<string, RegisterAnswer[]>();
  for (const { caseId, person } of list.asked) {
    const answer = answers.get(person);
    if (answer !== undefined) cases.set(caseId, [...(cases.get(caseId) ?? []), answer]);
  }
  return [...cases].map(([caseId, ofCase]) => ({ caseId, answers: ofCase }));
}
