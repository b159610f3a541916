import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '#libs/application';
import { SystemClock, VirtualClock } from '#libs/clock';
import { openEmbedded } from '#libs/embedded';
import { type StoredEvent } from '#libs/event-store';
import { type Actor, instant, type Order } from '#libs/kernel';
import { countyOrders, DEFAULT_COUNTY, holderOf, Stage, walk } from '#libs/rehearsal';
import { type Definition, definitionOf } from '#libs/procedure';
import { type CaseMoved, type MigrationSummary } from '#libs/replay';
import { runProgram } from '../program.js';

/** The parts that were done of the five cases when the new law came. */
const REACHED = [
  'SURVEY.SURVEY',
  'REVIEW_VILLAGE.REVIEW',
  'PUBLICITY_VILLAGE.NOTICE',
  'COUNTY_APPROVAL_ANNOUNCE.APPROVAL',
  'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT',
] as const;
const OFFICER = holderOf('COUNTY_POVERTY_OFFICER', DEFAULT_COUNTY.county);
const HEAD = holderOf('LEADING_GROUP_HEAD', DEFAULT_COUNTY.county);
const administrator = (nth: number): Actor => ({
  id: holderOf('PROGRAMME_ADMINISTRATOR', 'CN', nth),
  role: 'PROGRAMME_ADMINISTRATOR',
  area: 'CN',
});

let folder: string;
let draft: string;
const cases: string[] = [];

/** In force from today; notices of ten days; who is approved keeps the old law to the end. */
function secondVersion(): Definition {
  const text = JSON.stringify(definitionOf('IDENT-8', 1)).replaceAll('"length":7', '"length":10');
  const transition = { keepsFrom: 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL', basis: { clause: 'art. 9', mark: 'SOURCE' } };
  const shipped = JSON.parse(text) as Definition;
  const effective = { ...shipped.effective, from: new SystemClock().today() };
  return { ...shipped, version: 2, effective, transition } as Definition;
}

const words = (): { readonly definition: Definition; readonly ref: string } => {
  const definition = secondVersion();
  return { definition, ref: `IDENT-8@2#${digestOf(definition)}` };
};

/** To the stream of the definition, as somebody at the door would. */
async function giveLaw(type: string, data: object, actor: Actor): Promise<void> {
  const embedded = await openEmbedded({ dataFolder: folder });
  const order = { orderId: type, target: 'definition-IDENT-8', order: { type, data }, actor };
  const answer = await embedded.engine.desk.give(order);
  await embedded.close();
  expect(answer.accepted).toBe(true);
}

async function mingce(...args: readonly string[]) {
  let [out, err] = ['', ''];
  const code = await runProgram(['migrate-cases', ...args], {
    streams: { out: (text) => void (out += text), err: (text) => void (err += text), watched: false },
    signal: new AbortController().signal,
    environment: { MINGCE_DATA: folder },
  });
  return { code, out, err };
}

type Told = MigrationSummary & {
  readonly cases: readonly CaseMoved[];
  readonly given: number;
  readonly refused: readonly string[];
};
const told = async (...args: readonly string[]): Promise<Told> => JSON.parse((await mingce(...args, '--json')).out) as Told;
const byCase = ({ cases: moved }: Told, index: number): CaseMoved | undefined =>
  moved.find(({ caseId }) => caseId === cases[index]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-migrate-'));
  draft = join(folder, 'draft.json');
  await writeFile(draft, JSON.stringify(secondVersion()));
  const embedded = await openEmbedded({
    dataFolder: folder,
    clock: (last) => new VirtualClock(last ?? instant('2020-03-02T09:00:00+08:00')),
  });
  const clock = embedded.clock as VirtualClock;
  const stage = await Stage.open(clock.now(), () => Promise.resolve(embedded), clock);
  const give = async (target: string, order: Order, role?: string) => {
    const area = role?.startsWith('STATION') === true ? 'township-1' : role === 'PROGRAMME_ADMINISTRATOR' ? 'CN' : 'village-1';
    const county = role?.startsWith('COUNTY') === true ? DEFAULT_COUNTY.county : area;
    const actor =
      role === undefined ? { id: 'set-up', role: 'process', area: '' } : { id: holderOf(role, county), role, area: county };
    const { answer, all } = await stage.give({ target, order, actor });
    if (!answer.accepted) throw new Error(JSON.stringify(answer.findings));
    for (const { type, data } of all) {
      if (type === 'household.CaseAdmitted.v1') cases.push(String((data as { caseId: string }).caseId));
    }
  };
  for (const { target, order, by } of countyOrders({ ...DEFAULT_COUNTY, households: REACHED.length }, stage.today).flat())
    await give(target, order, by);
  for (const [index, part] of REACHED.entries()) {
    const data = { kind: 'IDENTIFICATION', origin: 'OWN', no: 1, definition: 'IDENT-8@1', programYear: 2020 };
    await give(`household-h${index + 1}`, { type: 'AdmitCase', data }, 'DATA_CLERK');
    await walk(stage, cases[index] ?? '', part);
  }
  await stage.close();
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('shows of a draft who keeps the old law, who goes over, and who must be published again, by area', async () => {
  const before = await told(draft, '--dry-run');
  expect(before).toMatchObject({
    open: 4,
    concerned: 4,
    verdicts: { MOVES: 2, PUBLISHED_AGAIN: 1, KEEPS: 1 },
    keptFor: { CASE_KEEPS_ITS_LAW: 1 },
    parts: { 'PUBLICITY_VILLAGE.NOTICE': 1 },
    given: 0,
  });
  expect(byCase(before, 2)).toMatchObject({
    verdict: 'PUBLISHED_AGAIN',
    again: [{ part: 'PUBLICITY_VILLAGE.NOTICE', because: [{ code: 'NOTICE_PERIOD_NOT_OVER' }] }],
  });
  expect(byCase(before, 3)).toMatchObject({ verdict: 'KEEPS', refused: [{ code: 'CASE_KEEPS_ITS_LAW' }] });
  expect(before.areas.find(({ area }) => area === 'CN')).toEqual({
    area: 'CN',
    depth: 0,
    cases: 4,
    verdicts: { MOVES: 2, PUBLISHED_AGAIN: 1, KEEPS: 1 },
  });
  expect((await told(draft, '--dry-run', '--from', 'IDENT-7-BAOJI')).concerned).toBe(0);
  const { code, out } = await mingce(draft, '--dry-run', '--lang', 'en');
  expect([code, out.includes('keep the old law 1'), out.includes('↺ Village notice PUBLICITY_VILLAGE.NOTICE')]).toEqual([
    0,
    true,
    true,
  ]);
});

it('says what may be done with a case of which the new law has no such part, and where no case is concerned', async () => {
  const other = await mingce('IDENT-BASE-2014@1', '--from', 'IDENT-8', '--dry-run');
  const [withoutCounterpart, fault] = [
    'PART_WITHOUT_COUNTERPART：已办环节在新办法中没有同名同类的环节',
    '入户核查 SURVEY.SURVEY',
  ];
  expect([other.code, other.out.includes(withoutCounterpart), other.out.includes(fault)]).toEqual([0, true, true]);
  const nobody = await mingce(draft, '--dry-run', '--from', 'IDENT-7-BAOJI', '--lang', 'en');
  expect([nobody.code, nobody.out.includes('no open case is concerned')]).toEqual([0, true]);
});

it('moves nobody by a draft, be it proposed, nor without what orders it', async () => {
  const silent = await mingce(draft, '--actor', OFFICER, '--document', 'K-9', '--lang', 'en');
  expect([silent.code, silent.err]).toEqual([
    1,
    'mingce: say what orders it: --clause, --confirmed-by, --scan, --reason; or look first with --dry-run\n',
  ]);
  const because = ['--document', 'K-9', '--clause', 'art. 2', '--confirmed-by', HEAD, '--scan', draft, '--reason', 'new law'];
  await giveLaw('ProposeDefinition', { no: 1, ...words() }, administrator(0));
  const unpublished = await mingce(draft, ...because, '--actor', OFFICER, '--lang', 'en');
  expect([unpublished.code, unpublished.err.includes('is not published')]).toEqual([1, true]);
});

it('gives each case an order of its own, once the law is published; given again it moves nobody a second time', async () => {
  const { ref } = words();
  await giveLaw('PublishDefinition', words(), administrator(1));

  const because = ['--document', 'K-9', '--clause', 'art. 2', '--confirmed-by', HEAD, '--scan', draft, '--reason', 'new law'];
  const moved = await told('IDENT-8@2', ...because, '--actor', OFFICER);
  expect([moved.given, moved.refused]).toEqual([3, []]);

  const reopened = await openEmbedded({ dataFolder: folder });
  const migrated: (readonly StoredEvent[])[] = [];
  for (const caseId of cases) {
    const events = await reopened.store.readStream(`case-${caseId}`);
    const from = events.findIndex(({ type }) => type === 'case.CaseMigrated.v1');
    migrated.push(from < 0 ? [] : events.slice(from).filter(({ type }) => !/Deadline|Finding/.test(type)));
  }
  await reopened.close();
  expect(migrated.map((events) => events.map(({ type }) => type.split('.')[1]))).toEqual([
    ['CaseMigrated'],
    ['CaseMigrated'],
    ['CaseMigrated', 'CaseReturned'],
    [],
    [],
  ]);
  expect(migrated[0]?.[0]?.data).toMatchObject({ to: { definition: ref }, instrument: { documentNo: 'K-9', clause: 'art. 2' } });

  const again = await told('IDENT-8@2', ...because, '--actor', OFFICER);
  expect([again.concerned, again.given, again.verdicts]).toEqual([1, 0, { KEEPS: 1 }]);
});
