import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CounterfactualSummary, type ReplaySummary, type Step } from '#libs/replay';
import { openEmbedded } from '#libs/embedded';
import { definitionOf } from '#libs/procedure';
import { holderOf, shiqiao, simulate } from '#libs/simulation';
import { runProgram } from '../program.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Who may have sealed values opened, and for what. */
const HEAD = holderOf('COUNTY_POVERTY_OFFICE_HEAD', shiqiao.county.id);
const OPENED = ['--purpose', 'preview', '--actor', HEAD] as const;

let folder: string;
let caseId: string;
let householdId: string;
let actId: string;

async function mingce(...args: readonly string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const code = await runProgram(args, {
    streams: { out: (text) => void (out += text), err: (text) => void (err += text), watched: false },
    signal: new AbortController().signal,
    environment: { MINGCE_DATA: folder },
  });
  return { code, out, err };
}

/** JSON of a command has no types of its own: positions are text. */
async function told<T>(...args: readonly string[]): Promise<T & { readonly code: number }> {
  const { code, out } = await mingce(...args, '--json');
  return { ...(JSON.parse(out) as T), code };
}

function firstStream(category: string): string {
  const db = new DatabaseSync(join(folder, 'events.db'), { readOnly: true });
  const row = db.prepare('SELECT stream FROM events WHERE stream GLOB ? ORDER BY position LIMIT 1').get(`${category}-*`);
  db.close();
  return String(row?.['stream']).slice(category.length + 1);
}

function accesses(): readonly { readonly stream: string; readonly type: string; readonly data: object }[] {
  const db = new DatabaseSync(join(folder, 'events.db'), { readOnly: true });
  const rows = db.prepare("SELECT stream, type, data FROM events WHERE stream GLOB 'access-*' ORDER BY position").all();
  db.close();
  return rows.map(({ stream, type, data }) => ({
    stream: String(stream),
    type: String(type),
    data: JSON.parse(String(data)) as object,
  }));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mingce-replay-'));
  await simulate('shiqiao', { dataFolder: folder, scale: 0.02 });
  [caseId, householdId, actId] = [firstStream('case'), firstStream('household'), firstStream('act')];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('mingce replay', () => {
  it('takes every decision again and ends well where all are equal', async () => {
    const { code, appends, verdicts, equal } = await told<ReplaySummary>('replay', ...OPENED);
    expect([code, equal, verdicts.EQUAL]).toEqual([0, true, appends]);
    expect(appends).toBeGreaterThan(500);
    // The opening for the second reading is a decision of the log, too.
    const { out } = await mingce('replay', ...OPENED, '--lang', 'en');
    expect(out).toContain(`✓ every decision that can be taken again is the same to the byte: ${appends + 1} decisions`);
  });

  it('takes one case, one household, one act, or a stretch of the log', async () => {
    const ofCase = await told<ReplaySummary>('replay', '--case', caseId, ...OPENED);
    const ofHousehold = await told<ReplaySummary>('replay', '--household', `household-${householdId}`);
    const ofAct = await told<ReplaySummary>('replay', '--act', actId);
    expect([ofCase, ofHousehold, ofAct].map(({ byCategory }) => Object.keys(byCategory).sort())).toEqual([
      ['case'],
      ['case', 'household'],
      ['act'],
    ]);
    const stretch = await told<ReplaySummary>('replay', '--from', '0', '--to', '9');
    expect([stretch.events, stretch.verdicts.EQUAL, stretch.code]).toEqual([10, 10, 0]);
  });

  it('opens a case step by step: what stood before, what each rule found, what came of it', async () => {
    const { steps, code } = await told<{ readonly steps: readonly Step[] }>('replay', '--case', caseId, '--steps', ...OPENED);
    expect(code).toBe(0);
    expect(steps[0]).toMatchObject({
      orderType: 'OpenCase',
      before: { phase: 'ABSENT' },
      outcome: { events: ['case.CaseOpened.v1'] },
    });
    const review = steps.find(({ orderType }) => orderType === 'RecordReview');
    expect(review?.before).toMatchObject({ phase: 'OPEN' });
    expect(review?.findings[0]?.findings.map(({ code: found }) => found)).toContain('QUORUM_NOT_REACHED');
    expect(review?.findings[0]?.findings.every(({ met }) => met)).toBe(true);
    const { out } = await mingce('replay', '--case', caseId, '--steps', ...OPENED, '--lang', 'en');
    expect(out).toMatch(/✓ present .*: \d+ of \d+ \[QUORUM_NOT_REACHED · R8\]/);
    const { out: inChinese } = await mingce('replay', '--case', caseId, '--steps', ...OPENED, '--lang', 'zh');
    expect(inChinese).toContain('此前: 尚未立案\n');
    expect(inChinese).toContain('此前: 在办、环节 农户申请 APPLY.APPLICATION 已完成');
    expect(inChinese).toContain('✓ 未见“未按案件所定的程序办理”：应为程序 IDENT-8@1#3b54b710…、种类 精准识别，实际为');
  });

  it('opens nothing without a purpose, and says how many decisions rest on it', async () => {
    const { code, verdicts, equal } = await told<ReplaySummary>('replay', '--case', caseId);
    expect([code, equal, verdicts.INPUT_SEALED > 0, verdicts.INPUT_ERASED]).toEqual([0, true, true, 0]);
    const { out } = await mingce('replay', '--case', caseId, '--lang', 'en');
    expect(out).toContain('--purpose <text>, with --actor or --token, opens them, and is recorded');
    // Where it is not known what a decision saw, nothing is said that looks like a refusal.
    const { out: steps } = await mingce('replay', '--case', caseId, '--steps', '--lang', 'en');
    expect([steps.includes('outcome: not taken again'), steps.includes('⊘'), steps.includes('INCOME_UNREADABLE')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('records who has it opened, whose and for what, before it opens anything', async () => {
    const before = accesses().length;
    await mingce('replay', '--case', caseId, '--purpose', '复查 of the county', '--actor', HEAD);
    const recorded = accesses().slice(before);
    expect(recorded.map(({ type, data }) => [type, data])).toEqual([
      [
        'access.SealedOpened.v1',
        expect.objectContaining({ use: 'REPLAY', stream: `case-${caseId}`, householdId: expect.any(String) as unknown }),
      ],
    ]);
    expect(JSON.stringify(recorded)).not.toContain('复查');
    expect(recorded[0]?.stream.startsWith(`access-${HEAD}-`)).toBe(true);
  });

  it('opens nothing for nobody, for whoever may not, and for no purpose at all', async () => {
    const before = accesses().length;
    const clerk = holderOf('COUNTY_POVERTY_OFFICER', shiqiao.county.id);
    const lines = [
      await mingce('replay', '--purpose', 'preview', '--lang', 'en'),
      await mingce('replay', '--purpose', 'preview', '--actor', clerk, '--lang', 'en'),
      await mingce('replay', '--purpose', ' ', '--actor', HEAD, '--lang', 'en'),
    ];
    expect(lines.map(({ code }) => code)).toEqual([1, 1, 1]);
    expect(lines[0]?.err).toContain('say by whom with --actor <person>');
    expect(lines[1]?.err).toContain('OpenSealed');
    expect(accesses()).toHaveLength(before);
  });

  it('asks for the server where one writes to the folder', async () => {
    const running = await openEmbedded({ dataFolder: folder });
    try {
      const { code, err } = await mingce('replay', ...OPENED, '--lang', 'en');
      expect([code, err.includes('a server runs there: give --token')]).toEqual([1, true]);
    } finally {
      await running.close();
    }
  });

  it('names what was changed behind its back, and ends badly', async () => {
    const db = new DatabaseSync(join(folder, 'events.db'));
    const change = db.prepare('UPDATE events SET data = replace(data, ?, ?) WHERE type = ?');
    change.run('county unit', 'other unit', 'household.SupportPaired.v1');
    try {
      const { code, out } = await mingce('replay', '--lang', 'en');
      expect(code).toBe(1);
      expect(out).toContain('/data/unit\n      recorded: "other unit"\n      today: "county unit"');
    } finally {
      change.run('other unit', 'county unit', 'household.SupportPaired.v1');
      db.close();
    }
  });

  it('says in one line what it cannot do', async () => {
    const lines = await Promise.all([
      mingce('replay', '--from', 'x', '--lang', 'en'),
      mingce('replay', '--case', 'nobody', '--lang', 'en'),
      mingce('replay', '--case', caseId, '--act', actId, '--lang', 'en'),
      mingce('replay', '--steps', '--lang', 'en'),
    ]);
    expect(lines.map(({ code, err }) => [code, err.trim()])).toEqual([
      [1, 'mingce: --from: a position of the log, a whole number from 0; not "x"'],
      [1, `mingce: the log holds no case-nobody (${folder})`],
      [1, 'mingce: give only one of --case, --act'],
      [1, 'mingce: --steps needs --case, --household or --act'],
    ]);
  });
});

describe('mingce whatif', () => {
  const draft = (): string => {
    const file = join(folder, 'draft.json');
    const text = JSON.stringify(definitionOf('IDENT-8', 1)).replaceAll('"length":7', '"length":10');
    writeFileSync(file, text);
    return file;
  };

  it('names its mode, the law tried and the purpose, and counts by area', async () => {
    type Told = CounterfactualSummary & { readonly law: readonly string[]; readonly purpose: string };
    const file = draft();
    const given = await told<Told>('whatif', file, ...OPENED);
    const shifted = await told<Told>('whatif', file, '--mode', 'shifted', ...OPENED);
    expect([given.code, given.mode, given.law, given.purpose]).toEqual([0, 'AS_GIVEN', [file], 'preview']);
    expect(given.verdicts).toEqual({ REFUSED: given.concerned });
    expect(shifted.verdicts).toEqual({ DATED_OTHERWISE: given.concerned });
    expect(given.cases).toBeGreaterThan(given.concerned);
    expect(given.areas[0]).toEqual({ area: 'CN', depth: 0, cases: given.concerned, verdicts: { REFUSED: given.concerned } });
    const { out } = await mingce('whatif', file, '--mode', 'shifted', ...OPENED, '--lang', 'en');
    expect(out).toContain('mode: shifted');
    expect(out).toContain('opened for: preview');
  });

  it('opens nothing without a purpose, and says so', async () => {
    const { out } = await mingce('whatif', draft(), '--lang', 'en');
    expect(out).toContain('input sealed');
    expect(out).toContain('--purpose <text> opens them');
  });

  it('tries one case, and law of the log by its name', async () => {
    const one = await told<CounterfactualSummary>('whatif', 'IDENT-8@1', '--case', caseId, ...OPENED);
    expect([one.cases, one.verdicts]).toEqual([1, { SAME: 1 }]);
    const act = await told<CounterfactualSummary>('whatif', 'IDENT-8@1,CN-2013@1', '--act', actId, ...OPENED);
    expect(act.verdicts).toEqual({ SAME: act.concerned });
  });

  it('says in one line what it cannot try', async () => {
    writeFileSync(join(folder, 'broken.json'), JSON.stringify({ ...definitionOf('IDENT-8', 1), steps: [] }));
    writeFileSync(join(folder, 'no-law.json'), '{"id":"X"}');
    const lines = await Promise.all([
      mingce('whatif', 'NOBODY@1', '--lang', 'en'),
      mingce('whatif', join(folder, 'broken.json'), '--lang', 'en'),
      mingce('whatif', 'IDENT-8@1', '--mode', 'backwards', '--lang', 'en'),
      mingce('whatif', join(folder, 'no-law.json'), '--lang', 'zh'),
    ]);
    expect(lines.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
    expect(lines[3]?.err).toContain('既不是程序，也不是标准或日历');
    expect(lines[0]?.err).toContain('NOBODY@1 is no file, and no id@version of the log or of this program');
    expect(lines[1]?.err).toContain('is not sound and cannot be tried');
    expect(lines[2]?.err).toContain('--mode: as-given or shifted, not "backwards"');
  });
});
