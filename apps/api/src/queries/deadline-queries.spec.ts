import { type VirtualClock } from '#libs/clock';
import { civilDate, instant } from '#libs/kernel';
import {
  admission,
  type Answer,
  application,
  countyInMemory,
  type CountyInMemory,
  enrolment,
} from '../samples/county-in-memory.js';

let county: CountyInMemory;
const IN_V2 = { county: 'k', township: 't', village: 'v2', group: 'v2-1' };
const HOUSEHOLDS = [
  ['h1', 'clerk-1', enrolment('h1')],
  ['h2', 'clerk-1', enrolment('h2')],
  ['h9', 'clerk-2', enrolment('h9', IN_V2)],
] as const;

/** Three applications of 2 March, two in the first village: each home survey until the 16th, remembered on the 13th. */
beforeAll(async () => {
  county = await countyInMemory();
  const { house, post, get } = county;
  for (const [id, as, enrolled] of HOUSEHOLDS) {
    await post(`/api/v1/households/${id}/orders/EnrolHousehold`, enrolled, { as });
    await post(`/api/v1/households/${id}/orders/AdmitCase`, admission, { as });
    await house.engine.settled();
    const { openCases } = (await get(`/api/v1/households/${id}`, { as })).body['household'] as unknown as {
      readonly openCases: readonly string[];
    };
    const applied = await post(`/api/v1/cases/${openCases[0] ?? ''}/orders/SubmitApplication`, application(house, id), { as });
    expect(applied.status).toBe(201);
  }
  await (house.clock as VirtualClock).advanceTo(instant('2020-03-13T09:00:00+08:00'), () => house.engine.settled());
});
afterAll(() => county.close());

const board = (as: string, query = ''): Promise<Answer> => county.get('/api/v1/deadlines/board', { as, query });
const digest = (as: string, query = ''): Promise<Answer> => county.get('/api/v1/digests', { as, query });
type Counted = readonly Readonly<Record<string, unknown>>[];
const counted = ({ body }: Answer, by: string, name: string): readonly string[] =>
  (body[by] as unknown as Counted).map((one) => `${String(one[name])} ${String(one['upcoming'])}/${String(one['reminded'])}`);

describe('the board of deadlines', () => {
  it('counts by level, office, step and what lies next below the area', async () => {
    const answer = await board('county');
    const counts = { overdue: 0, today: 0, upcoming: 3, reminded: 3, waiting: 0, missed: 0 };
    expect(answer.body).toMatchObject({
      area: 'k',
      day: '2020-03-13',
      days: 7,
      total: counts,
      levels: [{ level: 'VILLAGE', ...counts }],
      areas: [{ area: 't', name: '合成t', ...counts }],
      steps: [{ caseKind: 'IDENTIFICATION', step: 'SURVEY', ...counts }],
      calendars: [],
    });
    expect(counted(answer, 'offices', 'office')).toContain('DATA_CLERK 3/3');
  });

  it('is divided further by whoever asks about a smaller area, or stands lower', async () => {
    expect(counted(await board('county', '?area=t'), 'areas', 'area')).toEqual(['v1 2/2', 'v2 1/1']);
    expect(counted(await board('station'), 'areas', 'area')).toEqual(['v1 2/2', 'v2 1/1']);
    expect(counted(await board('clerk-2'), 'areas', 'area')).toEqual(['v2-1 1/1']);
    expect(counted(await board('provincial'), 'areas', 'area')).toEqual(['k 3/3']);
    expect(counted(await board('administrator'), 'areas', 'area')).toEqual(['k 3/3']);
  });

  it.each([
    ['?step=SURVEY', 3],
    ['?step=COMPARE', 0],
    ['?level=VILLAGE', 3],
    ['?level=COUNTY', 0],
    ['?office=DATA_CLERK', 3],
    ['?office=LEADING_GROUP_HEAD', 0],
    ['?area=v1&step=SURVEY&level=VILLAGE&office=DATA_CLERK&kind=IDENTIFICATION&year=2020&days=3', 2],
    ['?days=2', 0],
    ['?year=2019', 0],
    ['?kind=EXIT', 0],
  ])('is held to %s', async (query, upcoming) => {
    const answer = await board('county', query);
    expect([answer.status, answer.body['total']]).toEqual([200, expect.objectContaining({ upcoming })]);
  });

  it.each([
    ['?level=MOON', 400, 'INVALID_SHAPE'],
    ['?office=ASTRONAUT', 400, 'INVALID_SHAPE'],
    ['?days=0', 400, 'INVALID_SHAPE'],
    ['?days=367', 400, 'INVALID_SHAPE'],
    ['?colour=red', 400, 'INVALID_SHAPE'],
    ['?step=A&step=B', 400, 'INVALID_SHAPE'],
    ['?step=SURVYE', 400, 'INVALID_SHAPE'],
    ['?area=v2', 404, 'NOT_FOUND'],
    ['?area=k', 404, 'NOT_FOUND'],
    ['?area=nowhere', 404, 'NOT_FOUND'],
  ])('refuses %s to a clerk of the first village', async (query, status, code) => {
    const answer = await board('clerk-1', query);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});

describe('a filter by a step that no procedure has', () => {
  it.each(['deadlines', 'deadlines/board'])('is refused at %s, with those that there are', async (path) => {
    const answer = await county.get(`/api/v1/${path}`, { query: '?step=SURVYE' });
    expect(answer.body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/step', code: 'FIELD_VALUE_NOT_ALLOWED' }],
      expected: expect.arrayContaining(['APPLY', 'SURVEY']),
    });
  });
});

describe('the digest of a day', () => {
  it('of today says what was told, each line of its own, and what is open', async () => {
    const answer = await digest('clerk-1');
    expect(answer.body).toMatchObject({
      office: 'DATA_CLERK',
      area: 'v1',
      day: '2020-03-13',
      told: { REMINDER: 2 },
      open: { overdue: 0, today: 0, upcoming: 2, reminded: 2, waiting: 0, missed: 0 },
    });
    const lines = (answer.body['items'] as unknown as readonly { readonly sentence: { readonly zh: string } }[]).map(
      ({ sentence }) => sentence.zh,
    );
    expect(lines).toEqual(
      ['h1', 'h2'].map(
        (id) => `期限将届：户${id}，入户核查的入户核查期限（T06）自2020-03-02起，2020-03-16届满（依据：§5 T06）。`,
      ),
    );
  });

  it('of another day says what was told on it, and nothing of what is open today', async () => {
    expect((await digest('clerk-1', '?day=2020-03-12')).body).toMatchObject({
      day: '2020-03-12',
      told: {},
      open: null,
      items: [],
    });
    await (county.house.clock as VirtualClock).advanceTo(instant('2020-03-17T09:00:00+08:00'), () =>
      county.house.engine.settled(),
    );
    expect((await digest('clerk-1', '?day=2020-03-13')).body).toMatchObject({ told: { REMINDER: 2 }, open: null });
    expect((await digest('clerk-1')).body).toMatchObject({ day: '2020-03-17', told: {}, open: { overdue: 2, missed: 0 } });
  });

  it('is refused for a day that is none', async () => {
    expect((await digest('clerk-1', '?day=2020-02-30')).body['code']).toBe('INVALID_SHAPE');
  });
});

describe('a term that a calendar is missing for', () => {
  it('is counted, listed and named until the calendar is published', async () => {
    const { house, post, get } = county;
    await (house.clock as VirtualClock).advanceTo(instant('2026-12-18T09:00:00+08:00'), () => house.engine.settled());
    await post('/api/v1/households/h5/orders/EnrolHousehold', enrolment('h5'));
    await post('/api/v1/households/h5/orders/AdmitCase', admission);
    await house.engine.settled();
    const { openCases } = (await get('/api/v1/households/h5')).body['household'] as unknown as {
      readonly openCases: readonly string[];
    };
    const [caseId = ''] = openCases;
    const applied = application(house, 'h5', civilDate('2026-12-18'));
    expect((await post(`/api/v1/cases/${caseId}/orders/SubmitApplication`, applied)).status).toBe(201);
    await house.engine.settled();

    const asked = await board('county', '?level=VILLAGE');
    expect(asked.body).toMatchObject({ total: { waiting: 1 }, calendars: [{ calendar: 'CN-2027', waiting: 1 }] });
    const listed = await get('/api/v1/deadlines', { as: 'county', query: '?state=WAITING' });
    expect(listed.body).toMatchObject({ items: [{ caseId, timer: 'T06', dueOn: null, waitsFor: 'CN-2027' }], next: null });
    expect((await digest('clerk-1')).body).toMatchObject({ open: { waiting: 1 } });
    const metrics = await get('/metrics', { as: 'administrator' });
    const gauge = metrics.text.split('\n').filter((line) => line.startsWith('mingce_deadlines_waiting_for_calendar{'));
    expect(gauge).toContain('mingce_deadlines_waiting_for_calendar{level="village"} 1');
    expect(gauge).toContain('mingce_deadlines_waiting_for_calendar{level="county"} 0');
  });
});

describe('a dry run of recomputing terms', () => {
  it.each([
    ['clerk-1', 403],
    ['county', 403],
    ['administrator', 404],
  ])('of a case that is not there tells %s only of his rights: %i', async (as, status) => {
    const body = { data: { no: 1, because: 'CN-2027@1' } };
    const answer = await county.post('/api/v1/cases/nothing/orders/RecomputeTerms', body, { as, query: '?dryRun=true' });
    expect(answer.status).toBe(status);
  });
});
