import { createHash } from 'node:crypto';
import { type ExportedList, MEDIA_TYPES, readTable, type Table, writeTable } from '#libs/exchange';
import { type StoredEvent } from '#libs/event-store';
import { COMPARISON_SOURCES } from '#libs/rehearsal';
import { ACT, comparisonInMemory, type ComparisonInMemory, OFFICER, SECOND, type Sent } from '../samples/comparison-in-memory.js';
import { FILE_LIMIT_BYTES } from './file-body.js';

let county: ComparisonInMemory;
let keys = 0;
beforeAll(async () => {
  county = await comparisonInMemory();
});
afterAll(() => county.close());

type Office = Parameters<ComparisonInMemory['token']>[0];
const log = (): Promise<readonly StoredEvent[]> => county.stage.engine.parts.store.readStream(`act-${ACT}`);
const codeOf = ({ status, json }: Sent): readonly unknown[] => [status, json['code']];

interface As {
  readonly office?: Office;
  readonly area?: string;
  readonly nth?: number;
  readonly key?: string;
  readonly type?: string;
}
async function headers({ office = 'COUNTY_POVERTY_OFFICER', area, nth, key = `key-${keys++}` }: As, type: string) {
  return { authorization: `Bearer ${await county.token(office, area, nth)}`, 'idempotency-key': key, 'content-type': type };
}
const take = async (body: object, as: As = {}, act = ACT): Promise<Sent> =>
  county.send(`acts/${act}/comparison-lists`, JSON.stringify(body), await headers(as, 'application/json'));
const bring = async (file: Uint8Array | string, as: As = {}, query = ''): Promise<Sent> =>
  county.send(`acts/${ACT}/comparison-receipts${query}`, file, await headers(as, as.type ?? MEDIA_TYPES.csv));

const RESULT = 4;
/** The list with the columns of the department filled in. */
function answered(table: Table, result = 'CLEAR', rows = table.length): Table {
  return table.slice(0, rows).map((row, index) => {
    const filled = [...row];
    if (index === 5) filled[1] = '2020-03-09';
    if (index > 7) filled[RESULT] = result;
    return filled;
  });
}

describe('a list for a department', () => {
  it('is recorded, with the second person and without a name, before it is given', async () => {
    const answer = await take({ source: 'VEHICLES', confirmedBy: SECOND });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="k1-VEHICLES-1.csv"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const exported = (await log()).at(-1);
    expect(exported).toMatchObject({
      type: 'act.ComparisonListExported.v1',
      data: { no: 1, source: 'VEHICLES', confirmedBy: SECOND, listDigest: expect.stringMatching(/^[0-9a-f]{64}$/), persons: 6 },
      metadata: { actorId: OFFICER, performedBy: OFFICER },
    });
    const table = await readTable(answer.bytes);
    expect(table.slice(8).map((row) => row[1])).toEqual(county.persons);
    expect(table.slice(8).every(([, , name = '', number = '']) => name !== '' && /^999\d{14}[\dX]$/.test(number))).toBe(true);
    expect(table[3]?.[1]).toBe((exported?.data as unknown as ExportedList).listDigest);
    expect(table[6]?.[1]).toContain(`list 1 of act ${ACT}; exported by ${OFFICER}, second person ${SECOND}`);
    const said = JSON.stringify(await log(), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    for (const [, , name = '', number = ''] of table.slice(8))
      for (const secret of [name, number]) expect(said).not.toContain(secret);
  });

  it('is the same list for the same key, and the next one for another', async () => {
    const before = (await log()).length;
    const first = await take({ source: 'REAL_ESTATE', confirmedBy: SECOND, format: 'xlsx' }, { key: 'again' });
    const again = await take({ source: 'REAL_ESTATE', confirmedBy: SECOND, format: 'xlsx' }, { key: 'again' });
    expect([first.status, again.status, (await log()).length]).toEqual([201, 200, before + 1]);
    expect(first.headers.get('content-type')).toBe(MEDIA_TYPES.xlsx);
    expect(await readTable(again.bytes)).toEqual(await readTable(first.bytes));
    const other = await take({ source: 'BANKS', confirmedBy: SECOND }, { key: 'again' });
    expect(codeOf(other)).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    const next = await take({ source: 'REAL_ESTATE', confirmedBy: SECOND }, { nth: 1 });
    expect(next.headers.get('content-disposition')).toContain('k1-REAL_ESTATE-3.csv');
  });

  it('is numbered once for each of those who ask at the same time', async () => {
    const before = (await log()).length;
    const all = await Promise.all([0, 1].map((nth) => take({ source: 'CIVIL_REGISTRY', confirmedBy: SECOND }, { nth })));
    expect(all.map(({ status }) => status)).toEqual([201, 201]);
    const numbers = (await log()).slice(before).map(({ data }) => (data as unknown as ExportedList).no);
    expect(numbers).toEqual([4, 5]);
  });

  it('is given to nobody alone, without the right, of another area, or unsigned', async () => {
    const before = (await log()).length;
    expect(codeOf(await take({ source: 'VEHICLES', confirmedBy: OFFICER }))).toEqual([409, 'SECOND_PERSON_MISSING']);
    const wish = { source: 'VEHICLES', confirmedBy: SECOND };
    expect(codeOf(await take(wish, { office: 'LINE_DEPARTMENT_OFFICER' }))).toEqual([403, 'OFFICE_MAY_NOT']);
    expect(codeOf(await take(wish, { office: 'STATION_CLERK', area: 'township-1' }))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await take(wish, {}, 'nowhere'))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await take({ source: 'BANKS', confirmedBy: SECOND }))).toEqual([409, 'SOURCE_NOT_ASKED']);
    expect(codeOf(await take({ ...wish, format: 'pdf' }))).toEqual([400, 'INVALID_SHAPE']);
    const unsigned = await county.send(`acts/${ACT}/comparison-lists`, '{}', { 'content-type': 'application/json' });
    expect(unsigned.status).toBe(401);
    expect((await log()).length).toBe(before);
  });
});

describe('the answer of a department', () => {
  const listFor = async (source: string): Promise<Table> => readTable((await take({ source, confirmedBy: SECOND })).bytes);
  const file = (table: Table): Promise<Uint8Array> => writeTable(table, 'csv');

  it('is rehearsed, recorded whole with the digest of its file, and known again', async () => {
    const bytes = await file(answered(await listFor('VEHICLES')));
    const digest = createHash('sha256').update(bytes).digest('hex');
    const before = (await log()).length;
    const rehearsed = await bring(bytes, {}, '?dryRun=true');
    expect([rehearsed.status, rehearsed.json['fileDigest'], (await log()).length]).toEqual([200, digest, before]);
    const recorded = await bring(bytes, { office: 'LINE_DEPARTMENT_OFFICER' });
    expect(recorded.status).toBe(201);
    expect(recorded.json).toMatchObject({
      repeated: false,
      fileDigest: digest,
      events: [{ type: 'act.BatchResultReceived.v1' }],
    });
    const received = (await log()).find(({ type }) => type === 'act.BatchResultReceived.v1');
    expect(received?.data).toEqual({
      source: 'VEHICLES',
      asOf: '2020-03-09',
      receiptDigest: digest,
      answers: county.cases.map((caseId, index) => ({
        caseId,
        answers: county.persons.slice(index * 3, index * 3 + 3).map((person) => ({ person, result: 'CLEAR' })),
      })),
    });
    await county.stage.engine.settled();
    const again = await bring(bytes);
    expect([again.status, again.json['repeated']]).toEqual([200, true]);
    const other = await bring(await file(answered(await readTable(bytes), 'NOT_FOUND')));
    expect(codeOf(other)).toEqual([409, 'STEP_ALREADY_DONE']);
  });

  it('is taken from XLSX as well', async () => {
    const bytes = await writeTable(answered(await listFor('REAL_ESTATE')), 'xlsx');
    expect((await bring(bytes, { type: MEDIA_TYPES.xlsx })).status).toBe(201);
  });

  it('reaches every case, and the act is over with the last', async () => {
    for (const source of COMPARISON_SOURCES.slice(2))
      expect((await bring(await file(answered(await listFor(source))))).status).toBe(201);
    await county.stage.engine.settled();
    const files = await Promise.all(county.cases.map((caseId) => county.stage.caseFile(caseId)));
    expect(files.map((one) => one?.state.parts['COMPARE.COMPARISON']?.status)).toEqual(['DONE', 'DONE']);
    expect(codeOf(await take({ source: 'VEHICLES', confirmedBy: SECOND }))).toEqual([409, 'SOURCE_ALREADY_ANSWERED']);
  });
});

describe('a file', () => {
  let list: Table;
  let later: ComparisonInMemory;
  beforeAll(async () => {
    later = await comparisonInMemory();
    [county, later] = [later, county];
    list = await readTable((await take({ source: 'VEHICLES', confirmedBy: SECOND })).bytes);
  });
  afterAll(() => later.close());

  it('with faults is refused whole, each named by line and column in both languages', async () => {
    const before = (await log()).length;
    const wrong = answered(list, 'CLEAR', list.length - 1).map((row) => [...row]);
    (wrong[8] ?? [])[RESULT] = 'perhaps';
    const answer = await bring(await writeTable(wrong, 'csv'));
    expect(codeOf(answer)).toEqual([422, 'FILE_ROWS_WRONG']);
    expect(answer.json).toMatchObject({
      rowsWrong: 2,
      rows: [
        {
          line: 9,
          column: 'result',
          found: 'perhaps',
          expected: { zh: expect.stringContaining('无异常'), en: expect.any(String) },
        },
        { line: 14, column: 'person', person: county.persons.at(-1), found: '' },
      ],
    });
    expect((await log()).length).toBe(before);
  });

  it('that answers another act, or a code that the law of the cases does not know, is refused', async () => {
    const foreign = answered(list).map((row, index) => (index === 1 ? [row[0] ?? '', 'k2'] : row));
    expect(codeOf(await bring(await writeTable(foreign, 'csv')))).toEqual([422, 'FILE_OF_ANOTHER_LIST']);
    const strange = answered(list, 'HIT').map((row, index) => (index > 7 ? [...row.slice(0, 5), 'R02', '', ''] : row));
    const answer = await bring(await writeTable(strange, 'csv'));
    expect(answer.json).toMatchObject({
      rowsWrong: 6,
      rows: [{ column: 'code', found: 'R02', expected: { en: 'of a hit, one of R01' } }, {}, {}, {}, {}, {}],
    });
  });

  it('that is none, is too large or of another kind is refused, and says nothing to who may not record it', async () => {
    expect(codeOf(await bring('"never closed'))).toEqual([422, 'FILE_UNREADABLE']);
    expect(codeOf(await bring(''))).toEqual([422, 'FILE_UNREADABLE']);
    expect(codeOf(await bring('PK', { type: MEDIA_TYPES.xlsx }))).toEqual([422, 'FILE_UNREADABLE']);
    expect((await bring(new Uint8Array(FILE_LIMIT_BYTES + 1))).status).toBe(413);
    expect(codeOf(await bring('{}', { type: 'application/json' }))).toEqual([415, 'WRONG_FILE_TYPE']);
    expect((await bring('x', { type: 'application/pdf' })).status).toBe(415);
    expect(codeOf(await bring('x', { office: 'DATA_CLERK', area: 'village-1' }))).toEqual([403, 'OFFICE_MAY_NOT']);
    expect(codeOf(await bring('x', { office: 'STATION_CLERK', area: 'township-1' }))).toEqual([404, 'NOT_FOUND']);
  });
});
