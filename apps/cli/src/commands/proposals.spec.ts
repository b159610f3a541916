import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf, stableId } from '#libs/application';
import { VirtualClock } from '#libs/clock';
import { openEmbedded } from '#libs/embedded';
import { type Actor, instant, type Order } from '#libs/kernel';
import { definitionOf, definitionRef } from '#libs/procedure';
import { type LawProposal } from '#libs/read-models';
import { runProgram } from '../program.js';

const definition = {
  ...definitionOf('IDENT-8', 1),
  version: 2,
  effective: { ...definitionOf('IDENT-8', 1).effective, from: '2020-05-01' },
};
const other = { ...definition, label: { zh: '八步', en: 'Eight steps' } };
const set = { id: 'CN-2020', version: 9, area: 'CN', year: 2020, parameters: {} };
const refOf = (law: typeof definition): string => definitionRef('IDENT-8', 2, digestOf(law));

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mingce-proposals-'));
  const embedded = await openEmbedded({ dataFolder: folder, clock: new VirtualClock(instant('2020-03-01T09:00:00+08:00')) });
  const { engine, store } = embedded;
  const give = async (actor: Actor, target: string, order: Order): Promise<void> => {
    const answer = await engine.desk.give({ orderId: stableId(target, JSON.stringify(order)), target, order, actor });
    if (!answer.accepted) throw new Error(JSON.stringify(answer.findings));
  };
  const setUp = { id: 'set-up', role: 'process', area: '' };
  await give(setUp, 'area-CN', { type: 'EstablishArea', data: { id: 'CN', level: 'NATION', name: { zh: '全国' }, codes: [] } });
  const [one, two] = ['one', 'two'].map((id) => ({ id, role: 'PROGRAMME_ADMINISTRATOR', area: 'CN' }));
  if (one === undefined || two === undefined) throw new Error('nobody');
  for (const { id, role, area } of [one, two]) {
    const data = { person: id, office: role, area, from: '2020-01-01' };
    await give(setUp, `appointment-${id}`, { type: 'MakeAppointment', data });
  }
  const propose = (no: number, law: typeof definition): Order => ({
    type: 'ProposeDefinition',
    data: { no, definition: law, ref: refOf(law) },
  });
  await give(one, 'definition-IDENT-8', propose(1, other));
  await give(one, 'definition-IDENT-8', propose(2, definition));
  const ofYear = { set, ref: `CN-2020@9#${digestOf(set)}` };
  await give(two, 'policy-CN-2020', { type: 'ProposePolicy', data: { no: 1, ...ofYear } });
  await give(one, 'policy-CN-2020', { type: 'PublishPolicy', data: ofYear });
  await engine.projections.caughtUp(await store.head());
  await embedded.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
const short = (law: typeof definition): string => refOf(law).slice('IDENT-8@2#'.length, 'IDENT-8@2#'.length + 12);

describe('mingce proposals', () => {
  it('lists what was proposed and what became of it, in the language asked for', async () => {
    const zh = (await mingce('proposals', '--kind', 'DEFINITION', '--lang', 'zh')).out;
    expect(zh.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['状态', '种类', '法规', '第几次提出', '地区', '内容摘要', '提出', '发布或取代'],
      ['已被取代', '程序', 'IDENT-8@2', '1', '全国 CN', short(other), '2020-03-01 one', '2020-03-01 one'],
      ['待发布', '程序', 'IDENT-8@2', '2', '全国 CN', short(definition), '2020-03-01 one', '—'],
      [''],
    ]);
    const en = (await mingce('proposals', '--state', 'PUBLISHED', '--lang', 'en')).out;
    expect(en).toMatch(/\npublished {2}policy {2}CN-2020@9 .* 2020-03-01 two {2}2020-03-01 one\n$/);
    // Areas are called as their keeper calls them.
    expect(en.replaceAll('全国', '')).not.toMatch(/\p{Script=Han}/u);
    const { proposals } = JSON.parse((await mingce('proposals', '--json')).out) as { readonly proposals: readonly LawProposal[] };
    expect(proposals.map(({ id, no, state, ref }) => [id, no, state, ref])).toEqual([
      ['IDENT-8', 1, 'SUPERSEDED', refOf(other)],
      ['IDENT-8', 2, 'PROPOSED', refOf(definition)],
      ['CN-2020', 1, 'PUBLISHED', `CN-2020@9#${digestOf(set)}`],
    ]);
  });

  it('writes the text of one to a file, to be proven and tried before it is law', async () => {
    const file = join(folder, 'draft.json');
    expect(await mingce('proposals', 'IDENT-8@2', '--out', file, '--lang', 'en')).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(definition);
    expect((await mingce('check', file, '--lang', 'en')).code).toBe(0);
    expect((await mingce('whatif', file, '--lang', 'en')).code).toBe(0);
    const policy = join(folder, 'policy.json');
    expect((await mingce('proposals', 'CN-2020@9', '--out', policy)).code).toBe(0);
    expect(await mingce('check', policy, '--lang', 'en')).toEqual({ code: 0, out: `✓ ${policy} is sound\n`, err: '' });
    const first = JSON.parse((await mingce('proposals', 'IDENT-8@2', '--no', '1', '--json')).out) as {
      readonly document: object;
    };
    expect(first.document).toEqual(other);
    expect((await mingce('proposals', 'IDENT-8@2', '--lang', 'en')).out).toContain(
      'definition IDENT-8@2  waits to be published\n',
    );
  });

  it('says what it cannot find or do', async () => {
    const file = join(folder, 'nothing.json');
    const said = async (...args: readonly string[]) => (await mingce('proposals', ...args, '--lang', 'en')).err;
    expect(await said('IDENT-8@3')).toBe(
      'mingce: nobody has proposed IDENT-8@3 (it is id@version, such as IDENT-8@2; mingce proposals lists all)\n',
    );
    expect(await said('IDENT-8')).toMatch(/nobody has proposed IDENT-8 /);
    expect(await said('--state', 'LAW')).toBe('mingce: --state: PROPOSED or PUBLISHED or SUPERSEDED, not "LAW"\n');
    expect(await said('--out', file)).toMatch(/say which, as id@version/);
    expect(existsSync(file)).toBe(false);
    expect(await said('--no', '1')).toBe('mingce: --no says which proposal of a version: name it, as id@version\n');
    expect(await said('IDENT-8@2', '--state', 'PROPOSED')).toBe('mingce: --state does not go with IDENT-8@2\n');
  });
});
