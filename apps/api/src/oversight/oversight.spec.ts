import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ledger, openLedger, SqliteLeafIndex } from '#libs/ledger';
import { isAsDrawn, sampleOf } from '#libs/oversight';
import { replay } from '#libs/replay';
import { admission, application, type CountyInMemory, countyInMemory, enrolment } from '../samples/county-in-memory.js';

const NEVER = 1e12;
const TODAY = '2020-03-02';
const LONG_AGO = '2020-02-10';
let folder: string;
let county: CountyInMemory;
let ledger: Ledger;
let caseId = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-oversight-'));
  county = await countyInMemory();
  const { store, clock, engine } = county.house;
  const rhythm = { leaves: NEVER, everyMs: NEVER, heartbeatMs: NEVER };
  ledger = await openLedger(folder, store, clock, { rhythm }, (fault) => {
    throw new Error(fault);
  });
  ledger.start();
  const appoint = { data: { person: 'filing', office: 'FILING_OFFICER', area: 'p', from: '2012-01-01' } };
  await county.post('/api/v1/appointments/filing/orders/MakeAppointment', appoint, { as: 'administrator' });
  await county.post('/api/v1/households/h-1/orders/EnrolHousehold', { ...enrolment('h-1'), occurredOn: LONG_AGO });
  await county.post('/api/v1/households/h-1/orders/AdmitCase', { ...admission, occurredOn: LONG_AGO });
  await engine.settled();
  caseId = (await store.streamsOf('case'))[0]?.slice('case-'.length) ?? '';
  // Entered three weeks after its paper date.
  const late = { ...application(county.house, 'h-1'), occurredOn: LONG_AGO };
  await county.post(`/api/v1/cases/${caseId}/orders/SubmitApplication`, late);
  await engine.settled();
});
afterAll(async () => {
  await ledger.stop();
  await county.close();
  await rm(folder, { recursive: true, force: true });
});

const filing = async (): Promise<string> =>
  county.house.tokens.issueToken({ accountId: 'filing', office: 'FILING_OFFICER', area: 'p', ttl: 3600 });
const order = async (type: string, data: object, as = 'provincial') => {
  const headers: Record<string, string> = as === 'filing' ? { authorization: `Bearer ${await filing()}` } : {};
  const { status, body } = await county.post(
    `/api/v1/inspections/i-1/orders/${type}`,
    { data },
    { as: as === 'filing' ? '' : as, headers },
  );
  return [status, (body as { readonly code?: string }).code];
};
const mandate = { id: 'i-1', area: 'k', body: 'province', instrument: 'document 12', from: '1949-10-01', until: '2020-06-30' };

describe('an inspection over HTTP (R17)', () => {
  it('begins with a mandate of the level above, not of the inspector', async () => {
    const opening = { ...mandate, inspectors: ['provincial'] };
    expect(await order('OpenInspection', opening)).toEqual([403, 'OFFICE_MAY_NOT']);
    expect(await order('OpenInspection', opening, 'filing')).toEqual([201, undefined]);
  });

  it('raises findings about events of the log, and about nothing else; the words are sealed', async () => {
    const [, application] = await county.house.store.readStream(`case-${caseId}`);
    const statement = { under: 'inspection-i-1', value: 'the signature is not that of the head' };
    const named = { stream: `case-${caseId}`, revision: 1, id: application?.id ?? '' };
    const raise = (event: object) => order('RaiseFinding', { no: 1, events: [event], rule: 'R4', statement });
    expect(await raise({ ...named, id: 'another' })).toEqual([409, 'EVENT_NOT_IN_THE_LOG']);
    expect(await raise({ ...named, revision: 999 })).toEqual([409, 'EVENT_NOT_IN_THE_LOG']);
    expect(await raise(named)).toEqual([201, undefined]);
    const [, raised] = await county.house.store.readStream('inspection-i-1');
    expect([raised?.type, raised?.metadata.clause, JSON.stringify([raised?.data, raised?.metadata])]).toEqual([
      'inspection.FindingRaised.v1',
      'R4',
      expect.not.stringContaining('signature'),
    ]);
  });

  it('is answered by the office concerned, and both stand in the history, among the remarks and in the list', async () => {
    const [, submitted] = await county.house.store.readStream(`case-${caseId}`);
    const named = { stream: `case-${caseId}`, revision: 1, id: submitted?.id ?? '' };
    const statement = (value: string) => ({ under: 'inspection-i-1', value });
    const toGroup = { no: 2, events: [named], rule: 'R2', statement: statement('三周后才录入'), area: 'v1-1' };
    expect(await order('RaiseFinding', { ...toGroup, area: 'nowhere' })).toEqual([409, 'OUTSIDE_THE_MANDATE']);
    expect(await order('RaiseFinding', toGroup)).toEqual([201, undefined]);
    const answer = { finding: 2, no: 1, answer: 'ACCEPTED', events: [named], statement: statement('已核实，确系迟录') };
    expect(await order('AnswerFinding', answer, 'clerk-1')).toEqual([403, 'OFFICE_MAY_NOT']);
    expect(await order('AnswerFinding', answer)).toEqual([403, 'OFFICE_MAY_NOT']);
    expect(await order('AnswerFinding', { ...answer, finding: 9 }, 'county')).toEqual([409, 'FINDING_NOT_RAISED']);
    const elsewhere = { ...answer, events: [{ ...named, revision: 99 }] };
    expect(await order('AnswerFinding', elsewhere, 'county')).toEqual([409, 'EVENT_NOT_IN_THE_LOG']);
    expect(await order('AnswerFinding', answer, 'county')).toEqual([201, undefined]);
    expect(await order('AnswerFinding', answer, 'county')).toEqual([200, undefined]);
    await county.house.engine.settled();
    const items = async (path: string, query: string, as = 'county') =>
      (await county.get(`/api/v1/${path}`, { as, query })).body as unknown as {
        readonly items: readonly Readonly<Record<string, unknown>>[];
      };
    const history = await items('households/h-1/history', '?kind=INSPECTION');
    expect(history.items.map(({ type }) => type)).toEqual([
      'inspection.FindingRaised.v1',
      'inspection.FindingRaised.v1',
      'inspection.FindingAnswered.v1',
    ]);
    expect((await items('remarks', '')).items.map(({ findings }) => findings)).toEqual([
      [
        { inspection: 'i-1', no: 1 },
        { inspection: 'i-1', no: 2 },
      ],
    ]);
    const listed = await items('findings', '?inspection=i-1');
    expect(listed.items.map(({ no, rule, askedOf, answers }) => [no, rule, askedOf, answers])).toEqual([
      [1, 'R4', null, []],
      [2, 'R2', 'v1-1', [expect.objectContaining({ no: 1, answer: 'ACCEPTED', performedBy: 'county', events: [named] })]],
    ]);
    expect((await items('findings', '?answered=false')).items.map(({ no }) => no)).toEqual([1]);
    expect((await items('findings', '?area=v2')).items).toEqual([]);
    expect((await county.get('/api/v1/findings', { as: 'clerk-1' })).status).toBe(403);
    expect(JSON.stringify([history, listed])).not.toMatch(/录入|核实/);
  });

  it('draws what nobody could foresee, and anyone draws again', async () => {
    const { store, engine } = county.house;
    const head = ledger.condition().leaves;
    const sample = { no: 1, strata: { level: 'VILLAGE', byKind: true }, least: 1, share: { of: 0, outOf: 1 } };
    const reach = async (size: number): Promise<void> => {
      const last = (await store.readAll({ after: -1n, limit: size })).at(-1);
      await ledger.prove([last?.position ?? -1n]);
    };
    const drawing = async (no: number) => {
      const index = SqliteLeafIndex.openReader(join(folder, 'ledger.db'));
      try {
        return await sampleOf({ reader: store, index, directory: engine.directory }, 'i-1', no);
      } finally {
        index.close();
      }
    };
    const atSize = (await store.readAll({ after: -1n, limit: 10_000 })).length + 3;
    expect(await order('OrderSample', { ...sample, atSize })).toEqual([201, undefined]);
    expect(await order('OrderSample', { ...sample, no: 2, atSize: Math.max(head, 10) })).toEqual([201, undefined]);
    await reach(atSize - 1);
    await expect(drawing(1)).rejects.toMatchObject({ code: 'LOG_NOT_THERE_YET' });
    await expect(drawing(2)).rejects.toMatchObject({ code: 'DRAW_NOT_FIXED_BEFOREHAND' });
    await county.post('/api/v1/households/h-1/orders/RecordDisaster', { data: { no: 1, on: TODAY, kind: 'FLOOD' } });
    await reach(atSize);
    const drawn = await drawing(1);
    expect(drawn.drawn.map((one) => [one.caseId, one.stratum])).toEqual([[caseId, 'v1 IDENTIFICATION']]);
    expect([isAsDrawn(drawn), isAsDrawn({ ...drawn, root: '00'.repeat(32) })]).toEqual([true, false]);
  });

  it('ends, and what was read under it stands in the histories of whom it was about from then on', async () => {
    const { store, engine } = county.house;
    const open = async (wish: object) => {
      const { status, body } = await county.post(
        '/api/v1/openings',
        { use: 'REPLAY', purpose: '核查', ...wish },
        { as: 'provincial' },
      );
      return [status, (body as { readonly code?: string; readonly id?: string }).code ?? body['id']] as const;
    };
    const stream = `case-${caseId}`;
    // Nobody opens anything in secret by naming a mandate that nobody gave him.
    expect(await open({ stream, mandate: 'i-9' })).toEqual([409, 'MANDATE_NOT_IN_FORCE']);
    expect(await open({ within: 'p', mandate: 'i-1' })).toEqual([409, 'MANDATE_NOT_IN_FORCE']);
    const [, ofCase] = await open({ stream, mandate: 'i-1' });
    const [, ofVillage] = await open({ within: 'v1', mandate: 'i-1' });
    const [, ofOther] = await open({ within: 'v2', mandate: 'i-1' });
    const replayed = async (opening: unknown) =>
      (await county.get(`/api/v1/cases/${caseId}/replay?opening=${String(opening)}`, { as: 'provincial' })).status;
    expect([await replayed(ofCase), await replayed(ofVillage), await replayed(ofOther)]).toEqual([200, 200, 404]);
    await engine.settled();
    const accesses = async () =>
      (
        (await county.get('/api/v1/households/h-1/history?kind=ACCESS')).body as unknown as {
          items: readonly { revision: number }[];
        }
      ).items;
    expect(await accesses()).toEqual([]);

    // Whoever may not close it learns nothing by trying: what is sealed is not opened for a refusal.
    expect(await order('CloseInspection', { on: TODAY }, 'clerk-1')).toEqual([403, 'OFFICE_MAY_NOT']);
    const attempts = await store.readStream('refusal-inspection-i-1');
    expect(JSON.parse(attempts.at(-1)?.metadata.context ?? '{}')).not.toHaveProperty('gathered');

    expect(await order('CloseInspection', { on: TODAY })).toEqual([201, undefined]);
    expect(await replayed(ofCase)).toBe(404);
    await engine.settled();
    const access = `access-provincial-${TODAY}`;
    const recorded = await store.readStream(access);
    const closed = (await store.readStream('inspection-i-1')).at(-1);
    expect(closed?.data).toEqual({
      on: TODAY,
      read: [
        { stream: access, revision: 0, id: recorded[0]?.id, about: stream },
        { stream: access, revision: 1, id: recorded[1]?.id, area: 'v1' },
        { stream: access, revision: 2, id: recorded[2]?.id, area: 'v2' },
      ],
    });
    expect((await accesses()).map(({ revision }) => revision)).toEqual([0, 1]);
    // A replay gathers nothing anew: what was known stands with the decision.
    const { verdicts } = await replay(store);
    expect([verdicts.DIFFERENT, verdicts.EQUAL > 0]).toEqual([0, true]);
    expect((await open({ stream, mandate: 'i-1' }))[0]).toBe(409);
    const statement = { under: 'inspection-i-1', value: 'late' };
    const late = { no: 2, events: [{ stream: 'x-1', revision: 0, id: 'x' }], rule: 'R4', statement };
    expect((await order('RaiseFinding', late))[0]).toBe(409);
  });
});

describe('GET /remarks', () => {
  it('lists what the law marks, by area and person, to those who inspect', async () => {
    const asked = async (query: string, as = 'provincial') => county.get('/api/v1/remarks', { as, query });
    const all = (await asked('')).body as unknown as {
      readonly items: readonly { code: string; caseId: string }[];
      readonly byArea: readonly object[];
      readonly byPerson: readonly object[];
    };
    expect([all.byArea, all.byPerson]).toEqual([
      [{ area: 'v1-1', code: 'DATE_TOO_OLD', count: 1 }],
      [
        { person: 'clerk-1', code: 'DATE_TOO_OLD', count: 1 },
        { person: 'h-1-1', code: 'DATE_TOO_OLD', count: 1 },
      ],
    ]);
    const explained = (await county.get(`/api/v1/cases/${caseId}/explain`, { as: 'provincial' })).body as unknown as {
      readonly events: readonly { readonly findings: readonly { code: string; weight: string; met: boolean }[] }[];
    };
    const marked = explained.events.flatMap(({ findings }) =>
      findings.filter(({ weight, met }) => weight === 'REMARK' && !met).map(({ code }) => code),
    );
    expect(all.items.map(({ code }) => code)).toEqual(marked);
    expect(marked).toEqual(['DATE_TOO_OLD']);
    const count = async (query: string): Promise<number> =>
      ((await asked(query)).body as unknown as { readonly items: readonly object[] }).items.length;
    expect([await count('?code=DATE_TOO_OLD&person=clerk-1&area=v1'), await count('?code=PERIOD_NOT_WITNESSED')]).toEqual([1, 0]);
    expect([await count('?person=nobody'), await count('?area=v2')]).toEqual([0, 0]);
    expect((await asked('', 'clerk-1')).status).toBe(403);
    expect((await asked('?area=nowhere')).status).toBe(404);
  });
});
