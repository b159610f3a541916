import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '#libs/clock';
import { openEmbedded } from '#libs/embedded';
import { readTable, type Table, writeTable } from '#libs/exchange';
import { instant } from '#libs/kernel';
import { comparisonAct, DEFAULT_COUNTY, holderOf, Stage } from '#libs/rehearsal';
import { startServer } from '../../../api/src/index.js';
import { runProgram } from '../program.js';

const { county } = DEFAULT_COUNTY;
const OFFICER = holderOf('COUNTY_POVERTY_OFFICER', county);
const SECOND = holderOf('COUNTY_POVERTY_OFFICE_HEAD', county);

let folder: string;
let server: Awaited<ReturnType<typeof startServer>>;
let token: string | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-exchange-'));
  const clock = new VirtualClock(instant('2020-03-01T09:00:00+08:00'));
  const embedded = await openEmbedded({ dataFolder: folder, clock });
  const stage = await Stage.open(clock.now(), () => Promise.resolve(embedded), clock);
  await comparisonAct(stage, 'k1');
  await stage.close();
  server = await startServer({ dataFolder: folder, port: 0, log: () => undefined });
  token = (await mingce('token', '--person', OFFICER, '--office', 'COUNTY_POVERTY_OFFICER', '--area', county)).out.trim();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function mingce(...args: readonly string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const code = await runProgram(args, {
    streams: { out: (text) => void (out += text), err: (text) => void (err += text), watched: false },
    signal: new AbortController().signal,
    environment: { MINGCE_DATA: folder, ...(token === undefined ? {} : { MINGCE_TOKEN: token }) },
  });
  return { code, out, err };
}
const exporting = (out: string, ...more: readonly string[]): Promise<Ran> =>
  mingce('export', 'comparison', 'k1', '--server', server.url, '--source', 'VEHICLES', '--out', join(folder, out), ...more);
const importing = (name: string, ...more: readonly string[]): Promise<Ran> =>
  mingce('import', 'receipt', join(folder, name), '--act', 'k1', '--server', server.url, ...more);

const tableIn = async (name: string): Promise<Table> => readTable(await readFile(join(folder, name)));
const put = async (name: string, table: Table): Promise<void> =>
  writeFile(join(folder, name), await writeTable(table, name.endsWith('csv') ? 'csv' : 'xlsx'));
const filled = (table: Table): Table =>
  table.map((row, index) =>
    row.map((cell, column) => (index === 5 && column === 1 ? '2020-03-09' : index > 7 && column === 4 ? 'CLEAR' : cell)),
  );

describe('mingce export comparison', () => {
  it('writes the list, readable by whoever took it and by nobody else, and overwrites none', async () => {
    const ran = await exporting('list.xlsx', '--confirmed-by', SECOND);
    expect(ran).toEqual({ code: 0, out: `✓ 已写入 ${join(folder, 'list.xlsx')}\n`, err: '' });
    expect((await tableIn('list.xlsx')).length).toBe(14);
    expect((await exporting('list.xlsx', '--confirmed-by', SECOND)).err).toBe(
      `mingce: ${join(folder, 'list.xlsx')} 已存在，不覆盖\n`,
    );
  });

  it('says what the server refuses, in the language of whoever asks', async () => {
    const alone = await exporting('alone.csv', '--confirmed-by', OFFICER, '--format', 'csv', '--lang', 'en');
    expect(alone.code).toBe(1);
    expect(alone.err).toMatch(/^mingce: http\S+ answers 409: A second person is missing: /);
    expect((await exporting('alone.csv', '--confirmed-by', OFFICER)).err).toContain('应答 409：缺少第二人确认');
    const odd = await exporting('odd', '--confirmed-by', SECOND, '--format', 'pdf', '--lang', 'en');
    expect(odd.err).toBe('mingce: --format: csv or xlsx, not "pdf"\n');
  });
});

describe('mingce import receipt', () => {
  it('writes into a copy what is wrong in each row, and records nothing', async () => {
    const rows = filled(await tableIn('list.xlsx')).map((row) => [...row]);
    (rows[9] ?? [])[4] = 'perhaps';
    await put('wrong.csv', rows);
    const ran = await importing('wrong.csv', '--lang', 'en');
    expect(ran.code).toBe(1);
    expect(ran.out.split('\n')[0]).toMatch(/^✗ line 10, "Result": found "perhaps", expected Clear \(CLEAR\)/);
    const copy = await tableIn('wrong.errors.csv');
    expect(copy[7]?.at(-1)).toBe('错误 / Error');
    expect(copy.map((row) => row.at(-1)).filter((cell) => cell?.includes('perhaps'))).toEqual([
      expect.stringMatching(/^第10行“比对结果”：发现“perhaps”.* \/ line 10, "Result": found "perhaps"/),
    ]);
  });

  it('rehearses, records, and knows the same file again', async () => {
    await put('good.xlsx', filled(await tableIn('list.xlsx')));
    expect(JSON.parse((await importing('good.xlsx', '--dry-run', '--json')).out)).toMatchObject({
      dryRun: true,
      recorded: false,
    });
    expect(JSON.parse((await importing('good.xlsx', '--json')).out)).toMatchObject({ repeated: false, recorded: true });
    expect(JSON.parse((await importing('good.xlsx', '--json')).out)).toMatchObject({ repeated: true });
  });

  it('names a file that is not there, a file that is none, and a server that is not', async () => {
    expect((await importing('nowhere.csv', '--lang', 'en')).err).toMatch(/^mingce: .*nowhere\.csv: ENOENT/);
    await writeFile(join(folder, 'none.csv'), '"never closed');
    expect((await importing('none.csv', '--lang', 'en')).err).toMatch(
      /answers 422: It is no CSV or XLSX file that can be read\n$/,
    );
    const silent = await mingce('import', 'receipt', join(folder, 'none.csv'), '--act', 'k1', '--server', 'http://localhost:9');
    expect(silent.err).toMatch(/^mingce: http:\/\/localhost:9 没有应答/);
  });
});
