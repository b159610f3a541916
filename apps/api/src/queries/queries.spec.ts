import {
  admission,
  type Answer,
  application,
  countyInMemory,
  type CountyInMemory,
  enrolment,
} from '../samples/county-in-memory.js';

let county: CountyInMemory;
let caseId: string;

const items = ({ body }: Answer): readonly Readonly<Record<string, unknown>>[] =>
  body['items'] as unknown as readonly Readonly<Record<string, unknown>>[];
const IN_V2 = { county: 'k', township: 't', village: 'v2', group: 'v2-1' };

beforeAll(async () => {
  county = await countyInMemory();
  for (const id of ['h1', 'h2', 'h3']) await county.post(`/api/v1/households/${id}/orders/EnrolHousehold`, enrolment(id));
  await county.post('/api/v1/households/h9/orders/EnrolHousehold', enrolment('h9', IN_V2), { as: 'clerk-2' });
  await county.post('/api/v1/households/h1/orders/AdmitCase', admission);
  await county.house.engine.settled();
  const household = await county.get('/api/v1/households/h1');
  [caseId = ''] = (household.body['household'] as unknown as { readonly openCases: readonly string[] }).openCases;
});
afterAll(() => county.close());

describe('every query', () => {
  const all = [
    'cases',
    'households',
    'notices',
    'deadlines',
    'deadlines/board',
    'digests',
    'standings',
    'tasks',
    'acts',
    'incidents',
    'areas',
    'definitions',
    'definitions/IDENT-8@1',
    'policies',
  ];

  it.each([
    ...all,
    'cases/x',
    'cases/x/explain',
    'cases/x/replay',
    'households/x',
    'households/x/history',
    'acts/x',
    'streams/all',
  ])('%s asks for a token', async (path) => {
    expect((await county.get(`/api/v1/${path}`, { as: '' })).status).toBe(401);
  });

  it.each(all)('%s answers who may ask, and says how fresh it is', async (path) => {
    const answer = await county.get(`/api/v1/${path}`, { as: 'county' });
    const head = await county.house.store.head();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({ asOf: '2020-03-02T01:00:00.000Z', position: `memory:${head}`, lag: 0 });
  });

  it.each(all.filter((path) => !/^(standings|areas|definitions|policies)/.test(path)))(
    '%s is not for integrators',
    async (path) => {
      const answer = await county.get(`/api/v1/${path}`, { as: 'integrator' });
      expect([answer.status, answer.body['code']]).toEqual([403, 'OFFICE_MAY_NOT']);
    },
  );

  it('names parameters that it does not know or cannot read', async () => {
    for (const query of [
      '?colour=red',
      '?limit=0',
      '?limit=many',
      '?year=1',
      '?phase=SOMETIMES',
      '?overdue=perhaps',
      '?limit=1&limit=2',
    ]) {
      const answer = await county.get('/api/v1/cases', { query });
      expect([query, answer.status, answer.body['code']]).toEqual([query, 400, 'INVALID_SHAPE']);
    }
    expect((await county.get('/api/v1/cases', { query: '?cursor=none-of-ours' })).body['code']).toBe('UNKNOWN_CURSOR');
  });
});

describe('an area', () => {
  const seen = async (as: string, query = ''): Promise<readonly unknown[]> =>
    items(await county.get('/api/v1/households', { as, query })).map(({ householdId }) => householdId);

  it('holds whoever asks: his own and all below it', async () => {
    expect(await seen('clerk-1')).toEqual(['h1', 'h2', 'h3']);
    expect(await seen('clerk-2')).toEqual(['h9']);
    expect(await seen('station')).toEqual(['h1', 'h2', 'h3', 'h9']);
    expect(await seen('provincial')).toEqual(['h1', 'h2', 'h3', 'h9']);
    expect(await seen('administrator')).toEqual(['h1', 'h2', 'h3', 'h9']);
  });

  it('may be narrowed, not widened', async () => {
    expect(await seen('station', '?area=v2')).toEqual(['h9']);
    for (const area of ['v2', 't', 'CN', 'nowhere']) {
      expect((await county.get('/api/v1/households', { query: `?area=${area}` })).status).toBe(404);
    }
  });

  it('hides what lies elsewhere as if it were not there', async () => {
    const nowhere = await county.get('/api/v1/cases/nowhere', { as: 'clerk-2' });
    for (const path of [`cases/${caseId}`, `cases/${caseId}/explain`, 'households/h1', 'households/h1/history']) {
      const answer = await county.get(`/api/v1/${path}`, { as: 'clerk-2' });
      expect([answer.status, answer.body]).toEqual([404, { ...nowhere.body, traceparent: expect.any(String) }]);
    }
  });
});

describe('a list', () => {
  it('comes page by page, each household once', async () => {
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const page = await county.get('/api/v1/households', { as: 'county', query: `?limit=2${cursor}` });
      seen.push(...items(page).map(({ householdId }) => householdId));
      cursor = page.body['next'] === null ? '' : `&cursor=${String(page.body['next'])}`;
    } while (cursor !== '');
    expect(seen).toEqual(['h1', 'h2', 'h3', 'h9']);
  });
});

describe('a case', () => {
  it('says where it stands', async () => {
    const answer = await county.get(`/api/v1/cases/${caseId}`);
    expect(answer.body['case']).toMatchObject({ caseId, householdId: 'h1', phase: 'OPEN', currentParts: ['APPLY.APPLICATION'] });
  });

  it('is explained event by event, by the law that it has pinned', async () => {
    const answer = await county.get(`/api/v1/cases/${caseId}/explain`);
    expect(answer.body).toMatchObject({
      definition: expect.stringMatching(/^IDENT-8@1#/),
      policy: expect.stringMatching(/^CN-2020@\d+#/),
      events: [{ type: 'case.CaseOpened.v1', revision: 0, findings: expect.any(Array) }],
    });
    const [{ findings }] = answer.body['events'] as unknown as [{ readonly findings: readonly { readonly met: boolean }[] }];
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.every(({ met }) => met)).toBe(true);
  });

  it('is replayed for those who inspect: each decision with what stood before, what the rules found, and whether it is the same', async () => {
    const answer = await county.get(`/api/v1/cases/${caseId}/replay`, { as: 'provincial' });
    expect(answer.body).toMatchObject({
      caseId,
      equal: true,
      steps: [
        {
          orderType: 'OpenCase',
          decidedAtRevision: -1,
          before: { phase: 'ABSENT' },
          findings: [{ event: 'case.CaseOpened.v1', findings: expect.any(Array) }],
          outcome: { events: ['case.CaseOpened.v1'] },
          verdict: 'EQUAL',
        },
      ],
    });
    expect((await county.get(`/api/v1/cases/${caseId}/replay`, { as: 'station' })).status).toBe(403);
    expect((await county.get('/api/v1/cases/nobody/replay', { as: 'provincial' })).status).toBe(404);
  });

  it('is replayed with what was sealed for whoever has it recorded that it is opened, and for what', async () => {
    const wish = { use: 'REPLAY', stream: `case-${caseId}` };
    const refused = await county.post('/api/v1/openings', wish, { as: 'provincial' });
    expect([refused.status, refused.body['code']]).toEqual([409, 'PURPOSE_MISSING']);
    expect((await county.post('/api/v1/openings', { ...wish, purpose: 'look' }, { as: 'clerk-1' })).status).toBe(403);
    expect(
      (await county.post('/api/v1/openings', { ...wish, stream: 'case-no', purpose: 'l' }, { as: 'provincial' })).status,
    ).toBe(404);
    const { status, body } = await county.post('/api/v1/openings', { ...wish, purpose: '检查' }, { as: 'provincial' });
    expect(status).toBe(201);
    const id = String(body['id']);
    const answer = await county.get(`/api/v1/cases/${caseId}/replay?opening=${id}`, { as: 'provincial' });
    expect(answer.body).toMatchObject({ caseId, equal: true });
    expect((await county.get(`/api/v1/cases/${caseId}/replay?opening=${id}x`, { as: 'provincial' })).status).toBe(404);
    const recorded = await county.house.store.readStream('access-provincial-2020-03-02');
    expect(recorded.map(({ type, data }) => [type, data])).toEqual([
      ['access.SealedOpened.v1', expect.objectContaining({ id, use: 'REPLAY', stream: `case-${caseId}`, householdId: 'h1' })],
    ]);
    expect(JSON.stringify(recorded.map(({ data }) => data))).not.toContain('检查');
  });

  it('shows in its history that values of its whole area were opened, from the moment at which it is answered', async () => {
    const wish = { use: 'COUNTERFACTUAL', within: 'v1', law: ['IDENT-8@9'], purpose: '预演' };
    const { status, body } = await county.post('/api/v1/openings', wish, { as: 'county' });
    expect(status).toBe(201);
    const told = await county.get(`/api/v1/households/h1/history?kind=ACCESS&after=${String(body['position'])}`);
    expect(items(told).at(-1)).toMatchObject({
      type: 'access.SealedOpened.v1',
      actor: { id: 'county' },
      data: { area: 'v1', use: 'COUNTERFACTUAL', law: ['IDENT-8@9'], purpose: { ref: expect.any(String) } },
    });
  });

  it('has a history with its household, in order, seals shut', async () => {
    await county.house.engine.settled();
    const answer = await county.get('/api/v1/households/h1/history');
    expect(items(answer).map(({ type }) => type)).toEqual([
      'household.HouseholdEnrolled.v1',
      'household.CaseAdmitted.v1',
      'case.CaseOpened.v1',
      // Who had sealed values opened, of it and of its village.
      'access.SealedOpened.v1',
      'access.SealedOpened.v1',
    ]);
    expect(items(answer)[0]).toMatchObject({
      position: expect.stringMatching(/^memory:\d+$/),
      revision: 0,
      actor: { id: 'clerk-1', role: 'DATA_CLERK', area: 'v1' },
      occurredOn: '2020-03-02',
    });
    expect(answer.text).not.toContain('合成');
  });
});

describe('after an order', () => {
  it('the answer knows what the order did', async () => {
    const enrolled = await county.post('/api/v1/households/h4/orders/EnrolHousehold', enrolment('h4'));
    const answer = await county.get('/api/v1/households/h4', { query: `?after=${String(enrolled.body['position'])}` });
    expect(answer.body['household']).toMatchObject({ householdId: 'h4', members: 2 });
  });

  it('a position of another store is 400', async () => {
    for (const after of ['sqlite:1', 'memory:x', 'x']) {
      const answer = await county.get('/api/v1/cases', { query: `?after=${after}` });
      expect([answer.status, answer.body['code']]).toEqual([400, 'POSITION_OF_ANOTHER_STORE']);
    }
  });

  it('a position that does not come is 503 with the lag, and when to come again', async () => {
    const head = await county.house.store.head();
    const answer = await county.get('/api/v1/cases', { query: `?after=memory:${head + 3n}` });
    expect([answer.status, answer.body['code'], answer.body['lag']]).toEqual([503, 'PROJECTION_BEHIND', 3]);
    expect(answer.headers.get('retry-after')).toBe('1');
  }, 15_000);
});

describe('organisation and law', () => {
  it('shows the areas of whoever asks', async () => {
    expect(items(await county.get('/api/v1/areas')).map(({ id, level }) => [id, level])).toEqual([
      ['v1', 'VILLAGE'],
      ['v1-1', 'GROUP'],
    ]);
  });

  it('shows procedures with their references, and one whole', async () => {
    const all = items(await county.get('/api/v1/definitions'));
    expect(all.map(({ id, version }) => `${String(id)}@${String(version)}`)).toContain('IDENT-8@1');
    const one = await county.get('/api/v1/definitions/IDENT-8@1');
    expect(one.body['definition']).toMatchObject({ id: 'IDENT-8', version: 1 });
    expect((await county.get('/api/v1/definitions/IDENT-8@99')).status).toBe(404);
  });

  it('counts by area and year', async () => {
    const answer = await county.get('/api/v1/standings', { as: 'integrator' });
    expect(answer.body).toMatchObject({ area: 'k', decided: [], present: expect.any(Array) });
  });
});

describe('the terms of a case', () => {
  it('are shown with how each was reached, in one sentence of Chinese and of English', async () => {
    const applied = await county.post(`/api/v1/cases/${caseId}/orders/SubmitApplication`, application(county.house, 'h1'));
    expect(applied.status).toBe(201);
    const answer = await county.get(`/api/v1/cases/${caseId}/deadlines`, { query: `?after=${String(applied.body['position'])}` });
    expect(items(answer).map(({ timer, dueOn, sentence }) => ({ timer, dueOn, sentence }))).toEqual([
      {
        timer: 'T06',
        dueOn: '2020-03-16',
        sentence: {
          zh: expect.stringMatching(
            /^入户核查的入户核查期限（T06）最长10个工作日.*不计2020-03-07至2020-03-08周末.*2020-03-16届满/,
          ),
          en: expect.stringMatching(/^Home survey, Survey after the application \(T06\).* the last day is 2020-03-16 /),
        },
      },
    ]);
    expect((await county.get(`/api/v1/cases/${caseId}/deadlines`, { as: 'clerk-2' })).status).toBe(404);
  });
});
