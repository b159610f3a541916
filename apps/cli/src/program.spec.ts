import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '#libs/clock';
import { openEmbedded } from '#libs/embedded';
import { instant, type Order } from '#libs/kernel';
import { DEFAULT_COUNTY, countyOrders, householdOf, holderOf, walk, Stage } from '#libs/rehearsal';
import { runProgram } from './program.js';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const mingce = (...args: readonly string[]): Promise<Ran> => mingceWith({}, ...args);

async function mingceWith(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> {
  let [out, err] = ['', ''];
  const streams = { out: (text: string) => (out += text), err: (text: string) => (err += text), watched: false };
  const code = await runProgram(args, {
    streams: { ...streams, out: (text) => void streams.out(text), err: (text) => void streams.err(text) },
    signal: new AbortController().signal,
    environment: { MINGCE_DATA: join(folder, 'data'), ...environment },
  });
  return { code, out, err };
}

const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

describe('mingce', () => {
  it('helps in both languages, or in the one that is asked for', async () => {
    expect((await mingce('--help')).out).toMatch(/启动服务.* · serve the API/s);
    const english = await mingce('try', '--help', '--lang', 'en');
    expect(english.code).toBe(0);
    expect(english.out).not.toMatch(/\p{Script=Han}/u);
    expect((await mingce('try', '--help', '--lang', 'zh')).out).toContain('演练');
  });

  it('answers a wrong word with one line and an exit code', async () => {
    expect(await mingce('trry')).toEqual({
      code: 1,
      out: '',
      err: "mingce: 没有“trry”这一命令 · error: unknown command 'trry'\n(Did you mean try?)\n",
    });
    const missing = await mingce('try', join(folder, 'nowhere.jsonl'));
    expect(missing.code).toBe(1);
    expect(missing.err).toMatch(/^mingce: .*nowhere\.jsonl.*\n$/);
    const json = await mingce('check', 'IDENT-9@1', '--json');
    expect(JSON.parse(json.out)).toEqual({ error: expect.stringMatching(/^there is no definition IDENT-9@1; there are /) });
  });

  it.each(['backup', 'restore'])(
    '%s is refused where what is sealed lies in PostgreSQL, before anything is made',
    async (command) => {
      const target = join(folder, `${command}-elsewhere`);
      const elsewhere = { MINGCE_POSTGRES_URL: 'postgres://mingce@127.0.0.1:1/mingce' };
      const ran = await mingceWith(elsewhere, command, target, '--keys', join(folder, 'keys'), '--lang', 'en');
      expect([ran.code, ran.out]).toEqual([1, '']);
      expect(ran.err).toMatch(/^mingce: what is sealed lies in PostgreSQL .*pg_dump.*pg_restore.*\n$/);
      expect(existsSync(target)).toBe(false);
    },
  );

  describe('try', () => {
    const county = '{"use": "county", "at": "2020-03-01T09:00:00+08:00"}';
    const disaster = (no: number): string =>
      `{"actor": "DATA_CLERK", "order": "RecordDisaster", "data": {"no": ${no}, "on": "2020-03-01", "kind": "FLOOD"}}`;

    it('ends well where all that is expected happens', async () => {
      const script = await file('good.jsonl', [county, disaster(1), '{"expect": ["DisasterRecorded"]}'].join('\n'));
      const ran = await mingce('try', script, '--lang', 'en');
      expect({ code: ran.code, last: ran.out.trimEnd().split('\n').at(-1) }).toEqual({
        code: 0,
        last: '1 orders, 1 expectations; all holds',
      });
    });

    it('ends badly where it does not, where nothing is expected, and where a line cannot be understood', async () => {
      const wrong = await file('wrong.jsonl', [county, disaster(1), '{"expect": []}'].join('\n'));
      const silent = await file('silent.jsonl', [county, disaster(1)].join('\n'));
      const unclear = await file('unclear.jsonl', [county, '{"oder": "RecordDisaster"}'].join('\n'));
      const ran = await Promise.all([mingce('try', wrong), mingce('try', silent), mingce('try', unclear, '--lang', 'en')]);
      expect(ran.map(({ code }) => code)).toEqual([1, 1, 1]);
      expect(ran[2].out).toMatch(/^✗ line 2: expected key "oder" is not known; did you mean "order"\?/);
    });

    it('answers in JSON', async () => {
      const script = await file('json.jsonl', [county, disaster(1), '{"expect": ["DisasterRecorded"]}'].join('\n'));
      const report = JSON.parse((await mingce('try', script, '--json')).out) as { ok: boolean; lines: unknown[] };
      expect({ ok: report.ok, lines: report.lines.length }).toEqual({ ok: true, lines: 3 });
    });
  });

  describe('check', () => {
    it('proves what we ship', async () => {
      expect(await mingce('check', 'EXIT-8@1', '--lang', 'en')).toEqual({ code: 0, out: '✓ EXIT-8@1 is sound\n', err: '' });
    });

    it('names what is wrong with a file, by path', async () => {
      const shipped = await readFile(join(process.cwd(), 'libs/procedure/src/definitions/ident-8-v1.json'), 'utf8');
      const definition = JSON.parse(shipped) as { slogan: { reviews: number } };
      const changed = { ...definition, slogan: { ...definition.slogan, reviews: 3 } };
      const ran = await mingce('check', await file('changed.json', JSON.stringify(changed)), '--json');
      const { sound, problems } = JSON.parse(ran.out) as { sound: boolean; problems: { path: string }[] };
      expect({ code: ran.code, sound, paths: problems.map(({ path }) => path) }).toEqual({
        code: 1,
        sound: false,
        paths: ['slogan.reviews'],
      });
    });

    it('proves a policy set, and names what is wrong with one', async () => {
      expect(await mingce('check', 'CN-2020@1', '--lang', 'en')).toEqual({ code: 0, out: '✓ CN-2020@1 is sound\n', err: '' });
      const set = { id: 'K-2020', version: 1, area: 'k', year: '2020', parameters: {} };
      const ran = await mingce('check', await file('k-2020.json', JSON.stringify(set)), '--lang', 'en');
      expect({ code: ran.code, told: ran.out.split('\n')[1] }).toEqual({
        code: 1,
        told: '  year: A field is of the wrong type (FIELD_WRONG_TYPE); expected "number", "2020"',
      });
    });

    it('proves the calendar of a year, and names what is wrong with one', async () => {
      expect(await mingce('check', 'CN-2026@1', '--lang', 'en')).toEqual({ code: 0, out: '✓ CN-2026@1 is sound\n', err: '' });
      const holidays = [{ occasion: 'NEW_YEAR', from: '2027-01-01', to: '2027-01-03', workdays: ['2027-01-04'] }];
      const next = { id: 'CN-2027', version: 1, year: 2027, sources: ['the notice'], holidays };
      const ran = await mingce('check', await file('cn-2027.json', JSON.stringify(next)), '--lang', 'en');
      expect({ code: ran.code, told: ran.out.split('\n')[1] }).toEqual({
        code: 1,
        told: '  holidays.0.workdays.0: An adjusted workday is not on a weekend (WORKDAY_NOT_ON_A_WEEKEND); expected "a Saturday or Sunday", "2027-01-04"',
      });
    });
  });

  describe('beside a log', () => {
    let caseId = '';
    beforeAll(async () => {
      const clock = new VirtualClock(instant('2020-03-01T09:00:00+08:00'));
      const embedded = await openEmbedded({ dataFolder: join(folder, 'data'), clock });
      const stage = await Stage.open(clock.now(), () => Promise.resolve(embedded), clock);
      const give = async (target: string, order: Order, by?: string): Promise<void> => {
        const actor =
          by === undefined
            ? { id: 'set-up', role: 'process', area: '' }
            : { id: holderOf(by, placeOf(by)), role: by, area: placeOf(by) };
        const { answer, all } = await stage.give({ target, order, actor });
        if (!answer.accepted) throw new Error(JSON.stringify(answer.findings));
        const admitted = all.find(({ type }) => type === 'household.CaseAdmitted.v1');
        if (admitted !== undefined) caseId = String((admitted.data as { caseId: string }).caseId);
      };
      const options = { ...DEFAULT_COUNTY, households: 3 };
      for (const { target, order, by } of countyOrders(options, clock.today()).flat()) await give(target, order, by);
      const data = { kind: 'IDENTIFICATION', origin: 'OWN', no: 1, definition: 'IDENT-8@1', programYear: 2020 };
      await give('household-h1', { type: 'AdmitCase', data }, 'DATA_CLERK');
      await walk(stage, caseId, 'SURVEY.VERIFICATION');
      await stage.close();
    });

    it('tells the history of a household', async () => {
      const ran = await mingce('history', 'h1', '--lang', 'en');
      expect(ran.code).toBe(0);
      expect(ran.out).toMatch(
        /^2020-03-04 {2}Village verification passed {2}Data clerk village-1\.data-clerk \(performed by .*\[Village verification SURVEY\.VERIFICATION/m,
      );
      expect((await mingce('history', 'h9')).code).toBe(1);
    });

    it('explains each event of a case', async () => {
      const ran = await mingce('explain', caseId, '--json');
      const { events } = JSON.parse(ran.out) as { events: { type: string; findings: { met: boolean }[] }[] };
      expect(events.map(({ type }) => type)).toEqual([
        'case.CaseOpened.v1',
        'case.ApplicationSubmitted.v1',
        'case.HomeVisitRecorded.v1',
        'case.IncomeAccountRecorded.v1',
        'case.VillageVerificationPassed.v1',
      ]);
      expect(events.flatMap(({ findings }) => findings.filter(({ met }) => !met))).toEqual([]);
      expect(events.every(({ findings }) => findings.length > 0)).toBe(true);
    });

    it('says of each rule what was required and what was found, in words of one language, with code and clause', async () => {
      const [zh, en] = await Promise.all(['zh', 'en'].map(async (lang) => (await mingce('explain', caseId, '--lang', lang)).out));
      const lines = (out = ''): readonly string[] => out.split('\n').filter((line) => line.startsWith('    ✓'));
      expect(lines(en).length).toBe(lines(zh).length);
      expect(lines(zh)).toContain('    ✓ 入户调查不少于2人：2人 [TOO_FEW_SURVEYORS · §2.1 step 2; §6.3]');
      expect(lines(zh)).toContain(
        '    ✓ 未见“缺少材料”：应为入户调查表、家庭收支账、照片，无不符 [EVIDENCE_MISSING · §2.6; F18]',
      );
      expect(lines(en)).toContain(
        '    ✓ not seen, "The step is not open": required part Home survey SURVEY.SURVEY, status Not started, after Application APPLY.APPLICATION, found status Not started, missing nothing [STEP_NOT_OPEN · §2.2]',
      );
      // Outside of the brackets stand only keys of persons, parts and law beside the words.
      const keys = /[\w.-]+\.[\w.-]+|\b\w+-\d+@\d+#\w+|\bh\d+-p\d+|\[.*\]$/g;
      expect(lines(zh).filter((line) => /[A-Za-z]/.test(line.replace(keys, '')))).toEqual([]);
      expect(lines(en).filter((line) => /\p{Script=Han}|\b[A-Z]{2,}/u.test(line.replace(keys, '')))).toEqual([]);
    });

    it('says of a case how its due dates were reached', async () => {
      const said = (await mingce('explain', caseId, '--lang', 'en')).out.split('\n').filter((line) => line.startsWith('⏱'));
      expect(said[0]).toMatch(
        /^⏱ Home survey, Survey after the application \(T06\): longest term of 10 working days, from .* \(clause: §5 T06/,
      );
    });

    it('rebuilds the read models, row by row the same', async () => {
      expect(await mingce('rebuild', '--check', '--lang', 'en')).toEqual({ code: 0, out: '✓ row by row the same\n', err: '' });
      expect(await mingce('rebuild', '--lang', 'en')).toEqual({ code: 0, out: '✓ row by row the same, swapped\n', err: '' });
    });

    it('issues a token for an office that is held, and for no other', async () => {
      const held = await mingce('token', '--person', 'village-1.data-clerk', '--office', 'DATA_CLERK', '--area', 'village-1');
      expect(held.out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
      const other = await mingce(
        'token',
        '--person',
        'village-1.data-clerk',
        '--office',
        'STATION_HEAD',
        '--area',
        'township-1',
        '--lang',
        'en',
      );
      expect(other.err).toBe(
        'mingce: village-1.data-clerk does not hold STATION_HEAD of township-1 today; held: DATA_CLERK village-1\n',
      );
      const chinese = await mingce('token', '--person', 'nobody', '--office', 'DATA_CLERK', '--area', 'village-1');
      expect(chinese.err).toBe('mingce: nobody 今天不任 village-1 的 DATA_CLERK；没有此人任职的记录\n');
      const misspelt = ['token', '--person', 'nobody', '--office', 'DATA_CLARK', '--area', 'village-1'] as const;
      expect((await mingce(...misspelt)).err).toMatch(/^mingce: 已知的职务，而不是 "DATA_CLARK"；是否为 "DATA_CLERK"？/);
      expect((await mingce(...misspelt, '--lang', 'en')).err).toMatch(
        /^mingce: office "DATA_CLARK" is not known; did you mean "DATA_CLERK"\?/,
      );
    });

    it('issues a token for one door alone, and says the address of a calendar', async () => {
      const clerk = ['token', '--person', 'village-1.data-clerk', '--office', 'DATA_CLERK', '--area', 'village-1'] as const;
      const calendar = await mingce(...clerk, '--calendar');
      expect(calendar.out).toMatch(/^\/api\/v1\/calendars\/DATA_CLERK\/village-1\.ics\?token=[\w-]+\.[\w-]+\.[\w-]+\n$/);
      const metrics = JSON.parse((await mingce(...clerk, '--metrics', '--json')).out) as object;
      expect(metrics).toMatchObject({ scope: 'metrics', ttl: 365 * 86_400 });
      expect((await mingce(...clerk, '--metrics', '--calendar')).code).toBe(1);
    });

    describe('import standings', () => {
      const header = 'householdId,householdNo,memberNos,standing,identifiedAt,exitedAt,spells';
      const row = (no: number, more = ''): string => {
        const { id, persons } = householdOf(no, 3);
        const members = persons.map((person, index) => `${person}:${no}${index}`).join(';');
        return `${id},99900${no},${members},REGISTERED,2014-06-30,${more},1`;
      };
      const importing = (path: string, ...more: readonly string[]): Promise<Ran> =>
        mingce(
          ...['import', 'standings', path, '--as-of', '2019-12-31', '--instrument', '2020-1', '--json'],
          ...['--actor', holderOf('COUNTY_POVERTY_OFFICER', DEFAULT_COUNTY.county)],
          ...['--confirmed-by', holderOf('COUNTY_POVERTY_OFFICE_HEAD', DEFAULT_COUNTY.county)],
          ...more,
        );

      it('records nothing where a row is wrong, and writes the error beside it, harmless to a spreadsheet', async () => {
        const strange = row(3).replace('REGISTERED', '=HYPERLINK("x")'.replaceAll('"', "'"));
        const ran = await importing(await file('bad.csv', [header, row(2), strange, row(2)].join('\n')));
        const result = JSON.parse(ran.out) as { recorded: boolean; errors: { line: number }[]; copy: string };
        expect({ code: ran.code, recorded: result.recorded, lines: result.errors.map(({ line }) => line) }).toEqual({
          code: 1,
          recorded: false,
          lines: [3, 4],
        });
        const copy = await readFile(result.copy, 'utf8');
        expect(copy.split('\n')[2]).toContain(",'=HYPERLINK('x'),");
        expect(copy.split('\n')[1]).toMatch(/,1,$/);
      });

      it('holds the totals against those of the source', async () => {
        const ran = await importing(
          await file('totals.csv', [header, row(2)].join('\n')),
          '--total-households',
          '2',
          '--dry-run',
        );
        expect(JSON.parse(ran.out)).toMatchObject({
          recorded: false,
          households: 1,
          persons: 3,
          unequal: ['--total-households 2：名单为 1'],
        });
      });

      it('names a column that it does not know in the language that is asked for', async () => {
        const strange = await file('strange.csv', `${header},houshold\n`);
        expect((await importing(strange, '--lang', 'en')).err).toMatch(/^mingce: column "houshold" is not known; did you mean /);
        expect((await importing(strange)).err).toMatch(/^mingce: 已知的列，而不是 "houshold"/);
        const rows = await file('rows.csv', [header, row(2).replace('REGISTERED', 'GONE')].join('\n'));
        const said = async (...more: readonly string[]): Promise<string> =>
          (JSON.parse((await importing(rows, ...more)).out) as { errors: { error: string }[] }).errors[0]?.error ?? '';
        expect([await said(), await said('--lang', 'en')]).toEqual([
          'standing：应为 REGISTERED 或 EXITED，而不是“GONE”',
          'standing: REGISTERED or EXITED, not "GONE"',
        ]);
      });

      it('rehearses, then records; a second time changes nothing', async () => {
        const list = await file('good.csv', [header, row(2), row(3)].join('\n'));
        const rehearsed = JSON.parse((await importing(list, '--dry-run')).out) as { recorded: boolean };
        const recorded = JSON.parse((await importing(list, '--total-persons', '6')).out) as {
          recorded: boolean;
          errors: unknown[];
        };
        expect([rehearsed.recorded, recorded.recorded, recorded.errors]).toEqual([false, true, []]);
        expect((await importing(list)).code).toBe(0);
        const history = JSON.parse((await mingce('history', 'h2', '--json')).out) as { entries: { type: string }[] };
        expect(history.entries.filter(({ type }) => type === 'household.StandingTakenOver.v1')).toHaveLength(1);
      });
    });
  });
});

function placeOf(office: string): string {
  if (office.startsWith('COUNTY')) return DEFAULT_COUNTY.county;
  return office.startsWith('STATION') ? 'township-1' : 'village-1';
}
