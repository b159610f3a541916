import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '#libs/application';
import { shippedCalendars } from '#libs/calendar';
import { VirtualClock } from '#libs/clock';
import { openEmbedded } from '#libs/embedded';
import { type Actor, instant, type Order } from '#libs/kernel';
import { countyOrders, DEFAULT_COUNTY, holderOf, Stage, walk } from '#libs/rehearsal';
import { shippedTimers } from '#libs/procedure';
import { runProgram } from '../program.js';

const ADMINISTRATOR = holderOf('PROGRAMME_ADMINISTRATOR', 'CN');
const ANOTHER = holderOf('PROGRAMME_ADMINISTRATOR', 'CN', 1);
let folder: string;
let caseId = '';

async function mingce(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let [out, err] = ['', ''];
  const code = await runProgram(args, {
    streams: { out: (text) => void (out += text), err: (text) => void (err += text), watched: false },
    signal: new AbortController().signal,
    environment: { MINGCE_DATA: folder },
  });
  return { code, out, err };
}

async function onStage(
  work: (stage: Stage, give: (target: string, order: Order, by?: string) => Promise<void>) => Promise<void>,
) {
  const embedded = await openEmbedded({
    dataFolder: folder,
    clock: (last) => new VirtualClock(last ?? instant('2020-03-02T09:00:00+08:00')),
  });
  const clock = embedded.clock as VirtualClock;
  const stage = await Stage.open(clock.now(), () => Promise.resolve(embedded), clock);
  try {
    await work(stage, async (target, order, by) => {
      const set: Actor = { id: 'set-up', role: 'process', area: '' };
      const area =
        by === 'PROGRAMME_ADMINISTRATOR'
          ? 'CN'
          : by?.startsWith('STATION') === true
            ? 'township-1'
            : by?.startsWith('COUNTY') === true
              ? DEFAULT_COUNTY.county
              : 'village-1';
      const actor = by === undefined ? set : { id: holderOf(by, area), role: by, area };
      const { answer, all } = await stage.give({ target, order, actor });
      if (!answer.accepted) throw new Error(JSON.stringify(answer.findings));
      const admitted = all.find(({ type }) => type === 'household.CaseAdmitted.v1');
      if (admitted !== undefined) caseId = String((admitted.data as { caseId: string }).caseId);
    });
  } finally {
    await stage.close();
  }
}

/** Friday 13 March 2020 becomes a holiday, as if another notice had come. */
async function anotherHoliday(): Promise<void> {
  const shipped = shippedCalendars.find(({ year }) => year === 2020);
  if (shipped === undefined) throw new Error('no calendar of 2020');
  const day = { occasion: 'LABOUR_DAY', from: '2020-03-13', to: '2020-03-13', workdays: [] };
  const holidays = [...shipped.holidays, day].sort((a, b) => (a.from < b.from ? -1 : 1));
  const calendar = { ...shipped, version: 2, holidays };
  const ref = `${shipped.id}@2#${digestOf(calendar)}`;
  await publish(`calendar-${shipped.id}`, { type: 'PublishCalendar', data: { calendar, ref } });
}

/** The county adopts the term of the survey, and is told itself where it is missed. */
async function adoption(): Promise<void> {
  const survey = shippedTimers.find(({ id }) => id === 'T06');
  const timer = { ...survey, escalatesTo: 'COUNTY', adopted: { instrument: 'QINGHE 2020-1', on: '2020-01-10' } };
  const id = `${DEFAULT_COUNTY.county}-2020`;
  const parameters = { timers: [timer] };
  const set = { id, version: 1, area: DEFAULT_COUNTY.county, year: 2020, parent: 'CN-2020', parameters };
  const words = { set, ref: `${id}@1#${digestOf(set)}` };
  await publish(`policy-${id}`, { type: 'ProposePolicy', data: { no: 1, ...words } });
  await publish(`policy-${id}`, { type: 'PublishPolicy', data: words }, ANOTHER);
}

async function publish(target: string, order: Order, by = ADMINISTRATOR): Promise<void> {
  const embedded = await openEmbedded({ dataFolder: folder });
  const actor: Actor = { id: by, role: 'PROGRAMME_ADMINISTRATOR', area: 'CN' };
  const answer = await embedded.engine.desk.give({ orderId: `${order.type} ${target}`, target, order, actor });
  await embedded.engine.settled();
  await embedded.close();
  if (!answer.accepted) throw new Error(JSON.stringify(answer.findings));
}

interface Tried {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Where the server was asked; each time by the token. */
  readonly asked: readonly (string | undefined)[];
}

const NOT_PERMITTED = { code: 'OFFICE_MAY_NOT', class: 'RIGHTS', clause: '§8', required: '', actual: '', met: false };
const whereTried = (id: string): string => `/api/v1/cases/${id}/orders/RecomputeTerms?dryRun=true`;

/** A dry run by a server that knows one case, and answers about it and about the rights of the account as is said. */
async function triedByServer(
  answers: { readonly rights?: readonly object[]; readonly ofCase?: readonly object[] },
  ...options: readonly string[]
): Promise<Tried> {
  const { rights = [], ofCase = [] } = answers;
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    expect(request.headers.authorization).toBe('Bearer t');
    asked.push(request.url);
    const isThere = request.url === whereTried(caseId);
    const [status, findings] = rights.length > 0 ? [403, rights] : isThere ? [ofCase.length > 0 ? 409 : 200, ofCase] : [404, []];
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ findings }));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  const said = await mingce('deadlines', 'recompute', '--dry-run', '--server', address, '--token', 't', ...options);
  await new Promise((resolve) => server.close(resolve));
  return { ...said, asked };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-deadlines-'));
  await onStage(async (stage, give) => {
    const today = stage.clock.today();
    for (const { target, order, by } of countyOrders({ ...DEFAULT_COUNTY, households: 1 }, today).flat())
      await give(target, order, by);
    const data = { kind: 'IDENTIFICATION', origin: 'OWN', no: 1, definition: 'IDENT-8@1', programYear: 2020 };
    await give('household-h1', { type: 'AdmitCase', data }, 'DATA_CLERK');
    await walk(stage, caseId, 'APPLY.APPLICATION');
    // Three days before its last day the office of the survey is reminded.
    await stage.advanceTo(instant('2020-03-15T09:00:00+08:00'));
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('mingce deadlines recompute', () => {
  it('lists nothing where nothing changed, and asks because of what before it gives orders', async () => {
    expect(await mingce('deadlines', 'recompute', '--dry-run', '--lang', 'en')).toEqual({
      code: 0,
      out: 'no term changes\n',
      err: '',
    });
    const silent = await mingce('deadlines', 'recompute', '--actor', ADMINISTRATOR, '--lang', 'en');
    expect([silent.code, silent.err]).toEqual([1, 'mingce: say because of what with --because, or look first with --dry-run\n']);
  });

  it('names an area that there is not, and knows those above the county', async () => {
    const unknown = await mingce('deadlines', 'recompute', '--dry-run', '--within', 'nowhere');
    expect(unknown).toEqual({ code: 1, out: '', err: 'mingce: 没有“nowhere”这个地区\n' });
    const asked = await mingce('deadlines', 'recompute', '--because', 'B', '--actor', ADMINISTRATOR, '--within', 'nowhere');
    expect([asked.code, asked.out]).toEqual([1, '']);
  });

  it('says who may not give the order, also before it is given', async () => {
    const clerk = holderOf('DATA_CLERK', 'village-1');
    const tried = await mingce('deadlines', 'recompute', '--dry-run', '--actor', clerk, '--lang', 'en');
    expect(tried).toEqual({
      code: 1,
      out: '',
      err: `mingce: ${clerk} holds no office today that may give RecomputeTerms; held: DATA_CLERK village-1\n`,
    });
    const nobody = await mingce('deadlines', 'recompute', '--because', 'B', '--actor', 'nobody', '--lang', 'zh');
    expect([nobody.code, nobody.err]).toEqual([1, 'mingce: nobody 今天没有可以下达 RecomputeTerms 的职务；没有此人任职的记录\n']);
  });

  it('says it of the account of a token too, though no term changes', async () => {
    const nothing = await triedByServer({}, '--lang', 'en');
    expect([nothing.code, nothing.out, nothing.err]).toEqual([0, 'no term changes\n', '']);
    for (const because of [[], ['--because', 'B']]) {
      const refused = await triedByServer({ rights: [NOT_PERMITTED] }, ...because, '--lang', 'en');
      expect([refused.code, refused.out, refused.asked.length]).toEqual([1, '', 1]);
      expect(refused.err).toMatch(
        /^mingce: the account of this token may not give RecomputeTerms: OFFICE_MAY_NOT .+ \(clause: §8\)\.\n$/,
      );
    }
  });

  it('says that it reads the cases from the folder, also where a server is named', async () => {
    const [there, empty] = [folder, await mkdtemp(join(tmpdir(), 'mingce-empty-'))];
    folder = empty;
    const without = await triedByServer({}, '--lang', 'en');
    folder = there;
    await rm(empty, { recursive: true });
    expect([without.code, without.err]).toEqual([
      1,
      `mingce: ${empty} holds no log: the cases to look at are read from the data folder, also where a server is given the orders; name the folder of the server with --data\n`,
    ]);
  });

  it('shows first what a corrected calendar would change, and then has it recorded once', async () => {
    await anotherHoliday();
    for (const area of ['CN', DEFAULT_COUNTY.county, 'township-1', 'village-1']) {
      const within = await mingce('deadlines', 'recompute', '--dry-run', '--within', area, '--json');
      expect([area, (JSON.parse(within.out) as { readonly changes: readonly unknown[] }).changes.length]).toEqual([area, 1]);
    }
    const elsewhere = await mingce('deadlines', 'recompute', '--dry-run', '--within', 'village-2', '--lang', 'en');
    expect([elsewhere.code, elsewhere.out]).toEqual([0, 'no term changes\n']);
    const preview = await mingce('deadlines', 'recompute', '--dry-run', '--json');
    const change = { caseId, term: 'T06', part: 'SURVEY.SURVEY', round: 1, old: '2020-03-17', new: '2020-03-18' };
    expect(JSON.parse(preview.out)).toEqual({
      changes: [
        {
          ...change,
          changed: [],
          why: '10 wd; §5 T06; CN-2020@2',
        },
      ],
      given: 0,
      refused: [],
    });
    const shown = await mingce('deadlines', 'recompute', '--dry-run', '--lang', 'en');
    expect(shown.out.split('\n')[1]).toBe(
      `${caseId}\tHome survey, Survey after the application (T06)\t2020-03-17\t2020-03-18\t\t10 wd; §5 T06; CN-2020@2`,
    );
    const tried = await triedByServer({}, '--json');
    expect([tried.code, JSON.parse(tried.out)]).toMatchObject([0, { given: 0, tried: 1, refused: [] }]);
    expect(tried.asked.slice(1)).toEqual([whereTried(caseId)]);
    const refused = await triedByServer({ ofCase: [{ ...NOT_PERMITTED, code: 'CASE_CLOSED', class: 'ORDER' }] }, '--json');
    expect([refused.code, JSON.parse(refused.out)]).toMatchObject([
      1,
      { given: 0, tried: 0, refused: [expect.stringContaining(caseId)] },
    ]);
    const done = await mingce('deadlines', 'recompute', '--because', 'CN-2020@2', '--actor', ADMINISTRATOR, '--json');
    expect([done.code, JSON.parse(done.out)]).toMatchObject([0, { given: 1, refused: [] }]);
    expect((await mingce('deadlines', 'recompute', '--dry-run', '--lang', 'en')).out).toBe('no term changes\n');
  });

  it('shows also what a policy changes besides the last day', async () => {
    await adoption();
    const preview = await mingce('deadlines', 'recompute', '--dry-run', '--lang', 'en');
    expect(preview.out.split('\n').slice(0, 2)).toEqual([
      'case\tterm\told\tnew\talso changed\twhy',
      `${caseId}\tHome survey, Survey after the application (T06)\t2020-03-18\t2020-03-18\tadopted by — → QINGHE 2020-1; told to, if missed Township → County\t10 wd; §5 T06; CN-2020@2`,
    ]);
    const done = await mingce('deadlines', 'recompute', '--because', 'QINGHE 2020-1', '--actor', ADMINISTRATOR, '--json');
    expect([done.code, JSON.parse(done.out)]).toMatchObject([0, { given: 1, refused: [] }]);
    expect((await mingce('deadlines', 'recompute', '--dry-run', '--lang', 'en')).out).toBe('no term changes\n');
  });
});

describe('mingce deadlines board', () => {
  /** The system clock is far beyond 2020: all that is open is over. */
  const counted = { overdue: 1, today: 0, upcoming: 0, reminded: 0, waiting: 0, missed: 0 };

  it('counts what is open by level, office, area and step', async () => {
    const { code, out } = await mingce('deadlines', 'board', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      days: 7,
      total: counted,
      levels: [{ level: 'VILLAGE', ...counted }],
      areas: [{ area: DEFAULT_COUNTY.county, ...counted }],
      steps: [{ caseKind: 'IDENTIFICATION', step: 'SURVEY', ...counted }],
    });
    const within = await mingce('deadlines', 'board', '--within', 'township-1', '--step', 'SURVEY', '--days', '3', '--json');
    expect(JSON.parse(within.out)).toMatchObject({ days: 3, total: counted, areas: [{ area: 'village-1', ...counted }] });
    const other = await mingce('deadlines', 'board', '--level', 'COUNTY', '--year', '2020', '--kind', 'EXIT', '--json');
    expect(JSON.parse(other.out)).toMatchObject({ total: { overdue: 0 }, levels: [], areas: [], steps: [], offices: [] });
  });

  it('is a table for people', async () => {
    const { out } = await mingce('deadlines', 'board', '--office', 'DATA_CLERK', '--lang', 'zh');
    const lines = out.split('\n').map((line) => line.split(/ {2,}/));
    expect(lines[0]?.[0]).toMatch(/^未了期限 \d{4}-\d\d-\d\d; 即将到期指今后天数 7$/);
    expect(lines).toContainEqual(['层级', '逾期', '其中已记逾期', '今日', '即将到期', '已提醒', '待日历']);
    expect(lines).toContainEqual(['村（社区）', '1', '0', '0', '0', '0', '0']);
    expect(lines).toContainEqual(['精准识别 SURVEY', '1', '0', '0', '0', '0', '0']);
  });

  it.each([
    [['--within', 'nowhere'], 'there is no area "nowhere"'],
    [['--days', '0'], '--days: a whole number from 1 to 366, not "0"'],
    [['--days', 'many'], '--days: a whole number from 1 to 366, not "many"'],
    [['--year', '99'], '--year: a whole number from 1900 to 2200, not "99"'],
    [['--level', 'VILAGE'], 'level "VILAGE" is not known; did you mean "VILLAGE"?'],
    [['--office', 'DATA_CLARK'], 'office "DATA_CLARK" is not known; did you mean "DATA_CLERK"?'],
    [['--step', 'SURVYE'], 'step "SURVYE" is not known; did you mean "SURVEY"?'],
    [['--kind', 'EXITS'], 'kind of case "EXITS" is not known; did you mean "EXIT"?'],
  ])('refuses %j in one line', async (options, expected) => {
    const { code, out, err } = await mingce('deadlines', 'board', ...options, '--lang', 'en');
    expect([code, out]).toEqual([1, '']);
    expect(err.startsWith(`mingce: ${expected}`)).toBe(true);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('mingce deadlines digest', () => {
  const digest = (...args: readonly string[]) => mingce('deadlines', 'digest', ...args);

  it('says what an office was told on a day, and of today what is open for it', async () => {
    const { code, out } = await digest('--office', 'DATA_CLERK', '--area', 'village-1', '--json');
    expect([code, JSON.parse(out)]).toMatchObject([0, { office: 'DATA_CLERK', area: 'village-1', open: { overdue: 1 } }]);
    const past = await digest('--office', 'DATA_CLERK', '--area', 'village-1', '--day', '2020-03-12', '--lang', 'en');
    expect(past).toEqual({ code: 0, out: '第1村 Data clerk 2020-03-12\nnothing was told on this day\n', err: '' });
  });

  it('has a line for each term, in the language that is asked for', async () => {
    const told = ['--office', 'DATA_CLERK', '--area', 'village-1', '--day', '2020-03-14', '--lang'];
    expect((await digest(...told, 'zh')).out.split('\n')[1]).toBe(
      '期限将届：户h1，入户核查的入户核查期限（T06）自2020-03-03起，2020-03-17届满（依据：§5 T06）。',
    );
    expect((await digest(...told, 'en')).out.split('\n')[1]).toBe(
      'Coming up: household h1, Home survey, Survey after the application (T06) from 2020-03-03, last day 2020-03-17 (clause: §5 T06).',
    );
  });

  it.each([
    [['--office', 'DATA_CLERK', '--area', 'nowhere'], 'there is no area "nowhere"'],
    [['--office', 'DATA_CLARK', '--area', 'village-1'], 'office "DATA_CLARK" is not known; did you mean "DATA_CLERK"?'],
    [
      ['--office', 'DATA_CLERK', '--area', 'village-1', '--day', '2020-02-30'],
      '--day: a date such as 2020-12-31, not "2020-02-30"',
    ],
  ])('refuses %j in one line', async (options, expected) => {
    const { code, out, err } = await digest(...options, '--lang', 'en');
    expect([code, out]).toEqual([1, '']);
    expect(err.startsWith(`mingce: ${expected}`)).toBe(true);
  });
});
