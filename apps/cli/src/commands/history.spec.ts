import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { VirtualClock } from '#libs/clock';
import { openEmbedded } from '#libs/embedded';
import { readTable } from '#libs/exchange';
import { instant, type Order } from '#libs/kernel';
import { countyOrders, DEFAULT_COUNTY, holderOf, Stage, walk } from '#libs/rehearsal';
import { readPdf } from '#libs/spec';
import { runProgram } from '../program.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folder: string;
let caseId = '';

async function mingce(...args: readonly string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const code = await runProgram(args, {
    streams: { out: (text) => void (out += text), err: (text) => void (err += text), watched: false },
    signal: new AbortController().signal,
    environment: { MINGCE_DATA: folder },
  });
  return { code, out, err };
}
const json = async (...args: readonly string[]): Promise<Readonly<Record<string, never>>> =>
  JSON.parse((await mingce(...args, '--json')).out) as Readonly<Record<string, never>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-history-'));
  const clock = new VirtualClock(instant('2020-02-28T09:00:00+08:00'));
  const embedded = await openEmbedded({ dataFolder: folder, clock, ledger: {} });
  const stage = await Stage.open(clock.now(), () => Promise.resolve(embedded), clock);
  const give = async (target: string, order: Order, by?: string, on?: string): Promise<void> => {
    const place = by === 'STATION_CLERK' ? 'township-1' : 'village-1';
    const actor =
      by === undefined ? { id: 'set-up', role: 'process', area: '' } : { id: holderOf(by, place), role: by, area: place };
    const { answer, all } = await stage.give({ target, order, actor, ...(on === undefined ? {} : { on }) });
    if (!answer.accepted) throw new Error(JSON.stringify(answer.findings));
    const admitted = all.find(({ type }) => type === 'household.CaseAdmitted.v1');
    if (admitted !== undefined) caseId = String((admitted.data as { caseId: string }).caseId);
  };
  for (const { target, order, by } of countyOrders({ ...DEFAULT_COUNTY, members: 4 }, clock.today()).flat())
    await give(target, order, by);
  const data = { kind: 'IDENTIFICATION', origin: 'OWN', no: 1, definition: 'IDENT-8@1', programYear: 2020 };
  await give('household-h1', { type: 'AdmitCase', data }, 'DATA_CLERK');
  await walk(stage, caseId, 'REVIEW_GROUP.REVIEW');
  // The ledger follows in its own time, the clock of the run in none: wait, and sign what there is by 3 March.
  const { ledger, store } = embedded;
  for (const head = await store.head(); (ledger?.condition().position ?? head) < head;) await pause(20);
  await ledger?.sign();
  await stage.advanceTo(instant('2020-03-10T09:00:00+08:00'));
  const papers = { evidence: [], signatures: [], seals: [] };
  const death = { no: 1, person: 'h1-p4', reason: 'DEATH', on: '2020-02-29', papers };
  await give('household-h1', { type: 'RemoveMember', data: death }, 'DATA_CLERK');
  await stage.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('mingce history', () => {
  it('shows a household about a day as it was known, by the checkpoint of that day', async () => {
    const view = await json('history', 'h1', '--as-of', '2020-03-03', '--known-at', '2020-03-03');
    expect(view).toMatchObject({
      householdId: 'h1',
      aboutDay: '2020-03-03',
      known: { day: '2020-03-03', by: 'CHECKPOINT', because: null },
    });
    const said = await mingce('history', 'h1', '--as-of', '2020-03-03', '--known-at', '2020-03-03', '--lang', 'en');
    expect(said.out.split('\n')[0]).toMatch(
      /^about 2020-03-03 — as known at the end of 2020-03-03: by the checkpoint signed at 2020-03-0\d/,
    );
    expect(said.out).toContain('  member h1-p4: relation PARENT, born 1946-11-09 (since 2020-02-28)\n');
    expect(said.out).toContain('    Village verification: Done 2020-03-02\n');
  });

  it('tells what became known later', async () => {
    const { differences } = await json('history', 'h1', '--as-of', '2020-03-05', '--known-at', '2020-03-05', '--diff');
    expect((differences as unknown as readonly { readonly sentence: object }[]).map(({ sentence }) => sentence)).toEqual([
      {
        zh: '后来才录入：2020-02-29 家庭成员（h1-p4）：不再是“关系 PARENT、出生 1946-11-09”，2020-03-10由信息员（village-1.data-clerk）录入。',
        en: 'Recorded only later: 2020-02-29 member h1-p4: no longer "relation PARENT, born 1946-11-09", recorded on 2020-03-10 by Data clerk (village-1.data-clerk).',
      },
      {
        zh: '后来才录入：2020-02-29 证件信息（h1-p4）：不再是“校验码相符 是”，2020-03-10由信息员（village-1.data-clerk）录入。',
        en: 'Recorded only later: 2020-02-29 identity h1-p4: no longer "check digit holds yes", recorded on 2020-03-10 by Data clerk (village-1.data-clerk).',
      },
    ]);
  });

  it('says who knew what when it was decided', async () => {
    const { entries } = await json('history', 'h1', '--type', 'case.ReviewHeld');
    const [review] = entries as unknown as readonly { readonly id: string }[];
    const { code, out } = await mingce('history', 'h1', '--decision', review?.id ?? '', '--lang', 'en');
    expect({ code, last: out.trimEnd().split('\n').slice(-2) }).toEqual({
      code: 0,
      last: [
        'What was recorded only afterwards of earlier days:',
        '  Recorded only on 2020-03-10, 7 days after: Member removed of 2020-02-29, by Data clerk (village-1.data-clerk).',
      ],
    });
    expect((await mingce('history', 'h1', '--decision', 'none', '--lang', 'zh')).err).toBe(
      'mingce: 此户的案件中没有“none”这一事件\n',
    );
  });

  it('filters, groups, and writes a table without what is sealed', async () => {
    const steps = await json('history', 'h1', '--group-by', 'step', '--from', '2020-03-01', '--to', '2020-03-02');
    expect((steps['groups'] as unknown as readonly { readonly key: string }[]).map(({ key }) => key)).toEqual(['SURVEY']);
    const file = join(folder, 'h1.xlsx');
    expect((await mingce('history', 'h1', '--kind', 'INSPECTION', '--lang', 'zh')).out).toBe('没有这样的记录\n');
    expect((await mingce('history', 'h1', '--format', 'xlsx', '--out', file, '--lang', 'zh')).out).toBe(`✓ 已写入 ${file}\n`);
    const table = await readTable(await readFile(file));
    expect(table[0]?.slice(0, 6)).toEqual(['序号', '纸面日期', '录入时间', '类别', '事项', '环节']);
    expect(table.find((row) => row[4] === '民主评议')?.slice(1, 8)).toEqual([
      '2020-03-03',
      '2020-03-03 09:00',
      '案件',
      '民主评议',
      '村民小组评议 REVIEW_GROUP.REVIEW',
      '应到30人、到会24人，赞成21、反对2、弃权1，通过',
      '§2.1 step 3; §2.5 [S1][S12]',
    ]);
    expect(JSON.stringify(table)).not.toMatch(/演练[甲乙丙丁]/);
    expect((await mingce('history', 'h1', '--format', 'xlsx', '--out', file)).code).toBe(1);
  });

  it('refuses options of which one would be dropped', async () => {
    const withFormat = async (...more: readonly string[]): Promise<string> =>
      (await mingce('history', 'h1', '--format', 'csv', '--out', join(folder, 'dropped.csv'), '--lang', 'en', ...more)).err;
    expect(await withFormat('--as-of', '2020-03-01')).toBe('mingce: --format does not go with --as-of\n');
    expect(await withFormat('--diff')).toBe('mingce: --format does not go with --diff\n');
    expect(await withFormat('--group-by', 'case')).toBe('mingce: --format does not go with --group-by\n');
  });

  it('refuses days that are none, in the language of whoever asks', async () => {
    const faults = await Promise.all([
      mingce('history', 'h1', '--as-of', '2020-02-30', '--lang', 'zh'),
      mingce('history', 'h1', '--as-of', '2019-01-01', '--lang', 'zh'),
      mingce('history', 'h1', '--known-at', '2999-01-01', '--lang', 'en'),
      mingce('history', 'h1', '--kind', 'CASES', '--lang', 'en'),
      mingce('history', 'h9', '--as-of', '2020-03-01', '--lang', 'en'),
    ]);
    expect(faults.map(({ code, err }) => [code, err.replaceAll(/today is [\d-]+|\(.*\)/g, '…')])).toEqual([
      [1, 'mingce: “2020-02-30”不是历上的日子；应为年-月-日，如2020-02-29\n'],
      [1, 'mingce: 农户 h1自2020-02-28起才有记录，2019-01-01尚无可述\n'],
      [1, 'mingce: 2999-01-01 has not come yet; …\n'],
      [1, 'mingce: --kind: REGISTER or CASE or ACT or REFUSAL or INCIDENT or ACCESS or INSPECTION, not "CASES"\n'],
      [1, 'mingce: there is no such household: h9 …\n'],
    ]);
  });
});

describe('mingce card', () => {
  it('tells the card, writes it as a page, and knows no other case', async () => {
    const told = await mingce('card', 'h1', '--lang', 'zh');
    expect(told.out).toContain('结果：尚未办结：接下来办理“信息比对”。\n');
    expect(told.out).toContain('    ✓ 到会人数≥ 2/3：应到30，到会24 [§2.5 [S33]; R8]\n');
    const file = join(folder, 'card.html');
    expect((await mingce('card', 'h1', '--html', file, '--lang', 'en')).code).toBe(0);
    expect(await readFile(file, 'utf8')).toContain('<html lang="en">');
    const paper = join(folder, 'card.pdf');
    expect((await mingce('card', 'h1', '--pdf', paper, '--lang', 'en')).out).toBe(`✓ written ${paper}\n`);
    const { pages } = await readPdf(await readFile(paper));
    expect(pages.length).toBe(1);
    expect(pages[0]).toMatch(/^Why, or why not: the decision on a household Household h1 /);
    expect((await mingce('card', 'h1', '--pdf', paper, '--lang', 'en')).code).toBe(1);
    expect((await mingce('card', 'h1', '--case', 'none', '--lang', 'en')).code).toBe(1);
    expect((await mingce('card', 'h1', '--revision', 'x', '--lang', 'en')).err).toBe(
      'mingce: --revision: a whole number, not "x"\n',
    );
  });
});
