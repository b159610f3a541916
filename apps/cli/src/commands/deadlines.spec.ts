import { mkdtemp, rm } from 'node:fs/promises';
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
  await publish(`policy-${id}`, { type: 'PublishPolicy', data: { set, ref: `${id}@1#${digestOf(set)}` } });
}

async function publish(target: string, order: Order): Promise<void> {
  const embedded = await openEmbedded({ dataFolder: folder });
  const actor: Actor = { id: ADMINISTRATOR, role: 'PROGRAMME_ADMINISTRATOR', area: 'CN' };
  const answer = await embedded.engine.desk.give({ orderId: target, target, order, actor });
  await embedded.engine.settled();
  await embedded.close();
  if (!answer.accepted) throw new Error(JSON.stringify(answer.findings));
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

  it('shows first what a corrected calendar would change, and then has it recorded once', async () => {
    await anotherHoliday();
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
      `${caseId}\tT06 Survey after the application SURVEY.SURVEY 1\t2020-03-17\t2020-03-18\t\t10 wd; §5 T06; CN-2020@2`,
    );
    const done = await mingce('deadlines', 'recompute', '--because', 'CN-2020@2', '--actor', ADMINISTRATOR, '--json');
    expect([done.code, JSON.parse(done.out)]).toMatchObject([0, { given: 1, refused: [] }]);
    expect((await mingce('deadlines', 'recompute', '--dry-run', '--lang', 'en')).out).toBe('no term changes\n');
  });

  it('shows also what a policy changes besides the last day', async () => {
    await adoption();
    const preview = await mingce('deadlines', 'recompute', '--dry-run', '--lang', 'en');
    expect(preview.out.split('\n').slice(0, 2)).toEqual([
      'case\tterm\told\tnew\talso changed\twhy',
      `${caseId}\tT06 Survey after the application SURVEY.SURVEY 1\t2020-03-18\t2020-03-18\tadopted by — → QINGHE 2020-1; told to, if missed Township → County\t10 wd; §5 T06; CN-2020@2`,
    ]);
    const done = await mingce('deadlines', 'recompute', '--because', 'QINGHE 2020-1', '--actor', ADMINISTRATOR, '--json');
    expect([done.code, JSON.parse(done.out)]).toMatchObject([0, { given: 1, refused: [] }]);
    expect((await mingce('deadlines', 'recompute', '--dry-run', '--lang', 'en')).out).toBe('no term changes\n');
  });
});
