import { zipSync } from 'fflate';
import { type CivilDate, type Instant } from '#libs/kernel';
import { refusalText } from '#libs/terms';
import {
  comparisonList,
  type ExportedList,
  faultText,
  FileUnreadable,
  formatOf,
  FORMATS,
  type Identity,
  readReceipt,
  readTable,
  type Table,
  withFaults,
  writeTable,
} from './index.js';

const list: ExportedList = {
  act: 'a-1',
  no: 2,
  source: 'VEHICLES',
  listDigest: 'd'.repeat(64),
  exportedBy: 'county-1',
  confirmedBy: 'county-2',
  at: '2020-03-02T01:05:00.000Z' as Instant,
  listedOn: '2020-03-02' as CivilDate,
  orderId: 'o-1',
  asked: [
    { caseId: 'c-1', person: 'p-1' },
    { caseId: 'c-1', person: 'p-2' },
    { caseId: 'c-2', person: 'p-3' },
  ],
};
const identities = new Map<string, Identity>([
  ['p-1', { name: '合成甲', idNumber: '999101197001010018' }],
  ['p-2', { name: '=HYPERLINK("x")', idNumber: '99910119700101002X' }],
  ['p-3', { name: '合成丙', idNumber: '999101197001010034' }],
]);
const table = comparisonList(list, identities);
const HEADER = 7;
const [ACT, SOURCE, DIGEST, AS_OF] = [1, 2, 3, 5];
const [PERSON, , NUMBER, RESULT, CODE, FACT] = [1, 2, 3, 4, 5, 6];

/** The list with cells changed: `[row, column, value]`. */
const filled = (...cells: readonly (readonly [number, number, string])[]): Table => {
  const rows = table.map((row) => [...row]);
  const put = (row: number, column: number, value: string): void => {
    const line = rows[row];
    if (line !== undefined) line[column] = value;
  };
  put(AS_OF, 1, '2020-03-10');
  for (const row of [8, 9, 10]) put(row, RESULT, 'CLEAR');
  for (const [row, column, value] of cells) put(row, column, value);
  return rows;
};
const read = (rows: Table, lists = [list]) =>
  readReceipt(rows, {
    act: 'a-1',
    lists,
    fileDigest: 'f'.repeat(64),
    identities: () => Promise.resolve(identities),
    codes: () => Promise.resolve(['R01']),
  });
const faultsOf = async (rows: Table): Promise<readonly string[]> => {
  const receipt = await read(rows);
  return receipt.read ? [] : receipt.faults.map(({ line, column, found }) => `${line} ${column} ${found}`);
};

describe('the list for a department', () => {
  it('says whom it asks about, from which act, and who took it', () => {
    expect(table.slice(1, 4).map((row) => row[1])).toEqual(['a-1', 'VEHICLES', 'd'.repeat(64)]);
    expect(table[6]?.[1]).toBe(
      '批次a-1第2号名单；county-1导出，county-2复核，2020-03-02 09:05；仅供公安车管比对使用 / ' +
        'list 2 of act a-1; exported by county-1, second person county-2, at 2020-03-02 09:05; for Vehicle register alone',
    );
    expect(table[8]).toEqual(['1', 'p-1', '合成甲', '999101197001010018', '', '', '', 'a-1#2 county-1']);
  });

  it('asks once about somebody who stands in two of its cases', () => {
    const twice = { ...list, asked: [...list.asked, { caseId: 'c-3', person: 'p-1' }] };
    expect(comparisonList(twice, identities).length).toBe(table.length);
  });

  it.each(FORMATS)('comes back from %s as it went out, and no cell runs as a formula', async (format) => {
    const bytes = await writeTable(table, format);
    expect(formatOf(bytes)).toBe(format);
    const back = await readTable(bytes);
    expect(back.slice(HEADER).map((row) => row.slice(0, 4))).toEqual(table.slice(HEADER).map((row) => row.slice(0, 4)));
    if (format !== 'csv') return;
    const text = Buffer.from(bytes).toString('utf8');
    expect(text.startsWith('\ufeff')).toBe(true);
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
    expect(text).toContain('999101197001010018\t,');
  });
});

describe('the answer of a department', () => {
  it('gives the receipt of the act: each case with its persons, and the digest of the file', async () => {
    const receipt = await read(filled([9, RESULT, '命中'], [9, CODE, 'r01'], [9, FACT, '2017/5/5'], [10, RESULT, 'Not found']));
    expect(receipt).toEqual({
      read: true,
      list,
      data: {
        source: 'VEHICLES',
        asOf: '2020-03-10',
        receiptDigest: 'f'.repeat(64),
        answers: [
          {
            caseId: 'c-1',
            answers: [
              { person: 'p-1', result: 'CLEAR' },
              { person: 'p-2', result: 'HIT', code: 'R01', factDate: '2017-05-05' },
            ],
          },
          { caseId: 'c-2', answers: [{ person: 'p-3', result: 'NOT_FOUND' }] },
        ],
      },
    });
  });

  it('may come in any order, and by the ID number where the reference is gone', async () => {
    const rows = filled([8, PERSON, ''], [9, NUMBER, '']);
    const turned = [...rows.slice(0, 8), rows[10] ?? [], rows[9] ?? [], rows[8] ?? []];
    expect(await faultsOf(turned)).toEqual([]);
  });

  it('is refused where it answers another act, source or list', async () => {
    expect(await read(filled([ACT, 1, 'a-9']))).toMatchObject({ why: 'FOREIGN', faults: [{ line: 2, column: 'act' }] });
    expect(await read(filled([SOURCE, 1, 'TAX']))).toMatchObject({ why: 'FOREIGN', faults: [{ line: 3, column: 'source' }] });
    expect(await read(filled([DIGEST, 1, 'e']))).toMatchObject({ why: 'FOREIGN', faults: [{ line: 4, column: 'listDigest' }] });
    expect(await read([])).toMatchObject({ why: 'FOREIGN', faults: [{ column: 'act' }, { column: 'source' }] });
  });

  it('names rows of persons who were not asked, answered twice, or are missing', async () => {
    expect(await faultsOf(filled([9, PERSON, 'p-9']))).toEqual(['10 person p-9', '12 person ']);
    expect(await faultsOf(filled([9, PERSON, 'p-1'], [9, NUMBER, '']))).toEqual(['10 person p-1', '12 person ']);
    expect(await faultsOf(filled().slice(0, 9))).toEqual(['10 person ', '11 person ']);
    expect(await faultsOf(filled([8, PERSON, ''], [8, NUMBER, '999101197001010099']))).toEqual([
      '9 idNumber 99*************099',
      '12 person ',
    ]);
  });

  it('names a row that bears the reference of one and the number of another', async () => {
    expect(await faultsOf(filled([8, NUMBER, '999101197001010034']))).toEqual(['9 idNumber 99*************034']);
  });

  it('names results, codes and dates that it cannot read', async () => {
    expect(await faultsOf(filled([8, RESULT, ''], [9, RESULT, 'maybe']))).toEqual(['9 result ', '10 result maybe']);
    expect(await faultsOf(filled([8, RESULT, 'HIT'], [9, RESULT, 'HIT'], [9, CODE, 'R99']))).toEqual(['9 code ', '10 code R99']);
    const hit = [9, RESULT, 'HIT'] as const;
    expect(await faultsOf(filled(hit, [9, CODE, 'R01'], [9, FACT, '2017-02-30']))).toEqual(['10 factDate 2017-02-30']);
    expect(await faultsOf(filled(hit, [9, CODE, 'R01'], [9, FACT, '2020-03-11']))).toEqual(['10 factDate 2020-03-11']);
    expect(await faultsOf(filled([8, CODE, 'R01'], [8, FACT, '2017-05-05']))).toEqual(['9 code R01', '9 factDate 2017-05-05']);
    expect(await faultsOf(filled([AS_OF, 1, '']))).toEqual(['6 asOf ']);
  });

  it('goes back with what is wrong in each row, in both languages, and is read again once that is mended', async () => {
    const receipt = await read(filled([9, RESULT, '=1+1']).slice(0, 10));
    if (receipt.read) throw new Error('read');
    const copy = withFaults(filled([9, RESULT, '=1+1']).slice(0, 10), receipt.faults);
    expect(copy[9]?.at(-1)).toBe(
      '第10行“比对结果”：发现“=1+1”，应为无异常（CLEAR）、命中（HIT）、查无此人（NOT_FOUND）、未答复（NOT_ANSWERED） / ' +
        'line 10, "Result": found "=1+1", expected Clear (CLEAR), Hit (HIT), Not found (NOT_FOUND), Not answered (NOT_ANSWERED)',
    );
    expect(copy[10]).toEqual([
      '',
      'p-3',
      '',
      '',
      '',
      '',
      '',
      '',
      expect.stringMatching(/^第11行.*\/ line 11, "Person": found "nothing"/),
    ]);
    const mended = (await readTable(await writeTable(copy, 'xlsx'))).map((row) => [...row]);
    for (const row of [9, 10]) (mended[row] ?? [])[RESULT] = 'CLEAR';
    expect(await faultsOf(mended)).toEqual([]);
    expect(withFaults(copy, []).map((row) => row.length)).toEqual(copy.map((row) => row.length));
  });

  it('has no Chinese in its English and none of our codes without words', () => {
    const text = faultText({ line: 1, column: 'asOf', found: '', expected: { zh: '日期', en: 'a date' } });
    expect(text).toEqual({
      zh: '第1行“数据日期”：发现“无”，应为日期',
      en: 'line 1, "As-of date": found "nothing", expected a date',
    });
    const refused = { code: 'LIST_NUMBER_NOT_NEXT', clause: 'R9', required: { no: 2 }, actual: { no: 3 } };
    expect(refusalText(refused, 'en')).toBe('The number of the list is not the next: required no 2, found no 3 (clause: R9).');
  });
});

describe('a file', () => {
  const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');

  it('is read in the encoding in which older offices save it', async () => {
    // GB 18030 of two Chinese characters, and a comma.
    expect(await readTable(Uint8Array.from([0xba, 0xcf, 0xb3, 0xc9, 0x2c, 0x31]))).toEqual([['合成', '1']]);
  });

  it('that is no table is told from one that unpacks without end', async () => {
    const codeOf = async (bytes: Uint8Array): Promise<string> =>
      readTable(bytes).then(
        () => '',
        (error: unknown) => (error instanceof FileUnreadable ? error.code : String(error)),
      );
    expect(await codeOf(bytesOf('"never closed'))).toBe('NOT_A_TABLE');
    expect(await codeOf(Uint8Array.from([1, 0, 2]))).toBe('NOT_A_TABLE');
    expect(await codeOf(bytesOf('PK and then nothing'))).toBe('NOT_A_TABLE');
    expect(await codeOf(zipSync({ 'xl/a.xml': Uint8Array.from([1, 2]) }))).toBe('NOT_A_TABLE');
    expect(await codeOf(zipSync({ 'xl/bomb.xml': new Uint8Array(40 * 1024 * 1024) }))).toBe('TOO_LARGE');
    expect(await codeOf(bytesOf('a\n'.repeat(20_001)))).toBe('TOO_LARGE');
    expect(await codeOf(bytesOf(','.repeat(70)))).toBe('TOO_LARGE');
  });
});
