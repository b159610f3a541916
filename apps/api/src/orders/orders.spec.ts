import { type VirtualClock } from '#libs/clock';
import { instant } from '#libs/kernel';
import { isHarmless } from '../http/json-body.js';
import {
  admission,
  type Answer,
  countyInMemory,
  type CountyInMemory,
  enrolment,
  nobodysNumber,
} from '../samples/county-in-memory.js';
import { ORDER_CATEGORIES } from './categories.js';

const ENROL = (id: string): string => `/api/v1/households/${id}/orders/EnrolHousehold`;
const ADMIT = (id: string): string => `/api/v1/households/${id}/orders/AdmitCase`;

let county: CountyInMemory;
let households = 0;
const aHousehold = (): string => `h${households++}`;
const head = (): Promise<bigint> => county.house.store.head();
const codes = ({ body }: Answer): readonly string[] =>
  (body['findings'] as readonly { readonly code: string }[] | undefined)?.map(({ code }) => code) ?? [];
const faults = ({ body }: Answer): unknown =>
  (body['errors'] as readonly { readonly pointer: string; readonly code: string }[] | undefined)?.map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );

beforeAll(async () => {
  county = await countyInMemory();
});
afterAll(() => county.close());

async function enrolled(): Promise<string> {
  const id = aHousehold();
  expect((await county.post(ENROL(id), enrolment(id))).status).toBe(201);
  return id;
}

describe('an accepted order', () => {
  it('is answered with a receipt: stream, revision, opaque position, events', async () => {
    const id = aHousehold();
    const answer = await county.post(ENROL(id), enrolment(id));
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const [first] = await county.house.store.readStream(`household-${id}`);
    expect(answer.body).toEqual({
      stream: `household-${id}`,
      revision: 0,
      position: `memory:${first?.position}`,
      events: [{ id: expect.any(String), type: 'household.HouseholdEnrolled.v1', revision: 0 }],
      repeated: false,
    });
  });

  it('seals what names a person: neither log nor receipt holds it', async () => {
    const id = aHousehold();
    const answer = await county.post(ENROL(id), enrolment(id));
    const events = await county.house.store.readStream(`household-${id}`);
    const kept = JSON.stringify(events, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    for (const secret of ['合成张三', nobodysNumber(`${id}-1`)]) {
      expect(kept).not.toContain(secret);
      expect(answer.text).not.toContain(secret);
    }
    expect(events[0]?.data).toMatchObject({
      members: [{ name: { ref: expect.any(String), commitment: expect.any(String) } }, {}],
    });
  });

  it('names who gave it, as what, and who did it on paper', async () => {
    const id = await enrolled();
    const [event] = await county.house.store.readStream(`household-${id}`);
    expect(event?.metadata).toMatchObject({
      actorId: 'clerk-1',
      actorRole: 'DATA_CLERK',
      actorArea: 'v1',
      performedBy: 'clerk-1',
      occurredOn: '2020-03-02',
    });
  });
});

describe('a dry run', () => {
  it('decides, says what would be recorded, and records nothing', async () => {
    const id = aHousehold();
    await county.house.engine.settled();
    const before = await head();
    const answer = await county.post(ENROL(id), enrolment(id), { query: '?dryRun=true' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ revision: -1, events: [], wouldRecord: [{ type: 'household.HouseholdEnrolled.v1' }] });
    expect(answer.text).not.toContain('合成张三');
    const refused = await county.post(ENROL(id), enrolment(id), { query: '?dryRun=true', as: 'county' });
    expect(refused.status).toBe(403);
    expect(await head()).toBe(before);
    expect(await county.house.store.readStream(`refusal-household-${id}`)).toEqual([]);
  });

  it('is true or false', async () => {
    expect((await county.post(ENROL('x'), enrolment('x'), { query: '?dryRun=maybe' })).status).toBe(400);
  });
});

describe('an Idempotency-Key', () => {
  it('is required', async () => {
    const answer = await county.post(ENROL('x'), enrolment('x'), { headers: { 'idempotency-key': '' } });
    expect([answer.status, answer.body['code']]).toEqual([400, 'IDEMPOTENCY_KEY_MISSING']);
  });

  it('makes the same order the same: answered as the first time, added once', async () => {
    const id = aHousehold();
    const first = await county.post(ENROL(id), enrolment(id), { key: 'again' });
    const second = await county.post(ENROL(id), enrolment(id), { key: 'again' });
    expect(second.status).toBe(200);
    expect(second.body).toEqual({ ...first.body, position: second.body['position'], repeated: true });
    await county.house.engine.settled();
    const third = await county.post(ENROL(id), enrolment(id), { key: 'again', headers: { 'if-none-match': '*' } });
    expect(third.body['events']).toEqual(first.body['events']);
    expect((await county.house.store.readStream(`household-${id}`)).length).toBe(1);
  });

  it('is 422 with another body, another order or another stream, at once and when the read model knows it', async () => {
    const [id, other] = [aHousehold(), aHousehold()];
    await county.post(ENROL(id), enrolment(id), { key: 'used' });
    const later = { ...enrolment(id), occurredOn: '2020-03-01' };
    const misuse = async (): Promise<readonly number[]> => [
      (await county.post(ENROL(id), later, { key: 'used' })).status,
      (await county.post(ENROL(other), enrolment(other), { key: 'used' })).status,
      (await county.post(ADMIT(id), admission, { key: 'used' })).status,
    ];
    expect(await misuse()).toEqual([422, 422, 422]);
    await county.house.engine.settled();
    expect(await misuse()).toEqual([422, 422, 422]);
    expect(await county.house.store.readStream(`household-${other}`)).toEqual([]);
  });

  it('belongs to its account', async () => {
    const [one, two] = [aHousehold(), aHousehold()];
    const elsewhere = { county: 'k', township: 't', village: 'v2', group: 'v2-1' };
    expect((await county.post(ENROL(one), enrolment(one), { key: 'mine' })).status).toBe(201);
    expect((await county.post(ENROL(two), enrolment(two, elsewhere), { key: 'mine', as: 'clerk-2' })).status).toBe(201);
  });

  it('is not used up by a refusal', async () => {
    const id = aHousehold();
    expect((await county.post(ADMIT(id), admission, { key: 'early' })).status).toBe(404);
    await county.post(ENROL(id), enrolment(id));
    expect((await county.post(ADMIT(id), admission, { key: 'early' })).status).toBe(201);
  });
});

describe('a revision', () => {
  it('that no longer stands is 412, and says where it stands', async () => {
    const id = await enrolled();
    const stale = await county.post(ADMIT(id), admission, { headers: { 'if-match': '"7"' } });
    expect([stale.status, stale.body['code'], stale.body['revision']]).toEqual([412, 'STALE_REVISION', 0]);
    const good = await county.post(ADMIT(id), admission, { headers: { 'if-match': '"0"' } });
    expect([good.status, good.headers.get('etag')]).toEqual([201, '"1"']);
    expect((await county.post(ENROL(id), enrolment(id), { headers: { 'if-none-match': '*' } })).status).toBe(412);
  });

  it('must be one', async () => {
    expect((await county.post(ENROL('x'), enrolment('x'), { headers: { 'if-match': 'abc' } })).status).toBe(400);
  });
});

describe('without rights', () => {
  it.each([
    ['no token', {}],
    ['no token but a word', { authorization: 'Bearer nonsense' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['a token of nobody', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJjbGVyay0xIn0.' }],
    ['a forged one', { authorization: 'Bearer eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJjbGVyay0xIn0.AAAA' }],
  ])('%s is 401', async (_, headers) => {
    const answer = await county.post(ENROL('x'), enrolment('x'), { as: '', headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  it('an expired token is 401', async () => {
    const authorization = `Bearer ${await county.house.tokens.issueToken({ accountId: 'clerk-1', office: 'DATA_CLERK', area: 'v1', ttl: 1 })}`;
    await (county.house.clock as VirtualClock).advanceTo(instant('2020-03-02T09:00:05+08:00'), () =>
      county.house.engine.settled(),
    );
    const answer = await county.post(ENROL('x'), enrolment('x'), { as: '', headers: { authorization } });
    expect([answer.status, answer.body['code']]).toEqual([401, 'TOKEN_EXPIRED']);
  });

  it('what the permission table does not allow is 403, with its clause', async () => {
    const id = await enrolled();
    const answer = await county.post(ADMIT(id), admission, { as: 'integrator' });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({
      type: 'urn:mingce:problem:not-permitted',
      title: '无权办理',
      code: 'OFFICE_MAY_NOT',
      clause: 'architecture §2',
    });
    expect(codes(answer)).toEqual(['OFFICE_MAY_NOT']);
  });

  it('an order that only the engine gives is 403', async () => {
    const data = { act: 'a', part: 'APPLY.APPLICATION', round: 1 };
    expect((await county.post('/api/v1/cases/c/orders/JoinAct', { data })).status).toBe(403);
  });

  it('an office that is not held, or not any more, is 403 at once', async () => {
    const authorization = `Bearer ${await county.house.tokens.issueToken({ accountId: 'gone', office: 'DATA_CLERK', area: 'v1', ttl: 60 })}`;
    const attempt = async (): Promise<unknown> => {
      const id = aHousehold();
      const answer = await county.post(ENROL(id), enrolment(id), { as: '', headers: { authorization } });
      return [answer.status, answer.body['code']];
    };
    const held = { person: 'gone', office: 'DATA_CLERK', area: 'v1', from: '2020-01-01' };
    const give = (type: string, data: object): Promise<Answer> =>
      county.post(`/api/v1/appointments/gone/orders/${type}`, { data }, { as: 'administrator' });
    expect(await attempt()).toEqual([403, 'NOT_APPOINTED']);
    expect((await give('MakeAppointment', held)).status).toBe(201);
    expect(await attempt()).toEqual([201, undefined]);
    expect((await give('EndAppointment', { ...held, until: '2020-03-01' })).status).toBe(201);
    expect(await attempt()).toEqual([403, 'NOT_APPOINTED']);
  });

  it('what lies in another area looks the same as what is not there: 404', async () => {
    const id = await enrolled();
    const foreign = await county.post(ADMIT(id), admission, { as: 'clerk-2' });
    const nowhere = await county.post(ADMIT('nowhere'), admission, { as: 'clerk-2' });
    const noCase = await county.post('/api/v1/cases/nowhere/orders/ReleaseParked', { data: { key: 'k' } });
    expect([foreign.status, foreign.body]).toEqual([404, { ...nowhere.body, traceparent: expect.any(String) }]);
    expect(nowhere.status).toBe(404);
    expect(noCase.status).toBe(403);
  });
});

describe('a refusal', () => {
  it('is 409 with findings, each with its clause and a sentence, and is recorded', async () => {
    const id = await enrolled();
    await county.post(ADMIT(id), admission);
    await county.house.engine.settled();
    const again = { ...admission, data: { ...admission.data, no: 2 } };
    const answer = await county.post(ADMIT(id), again);
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-language')).toBe('zh-CN');
    expect(answer.body).toMatchObject({
      type: 'urn:mingce:problem:refused',
      title: '不予受理：不符合程序规定',
      status: 409,
      code: 'CASE_OF_KIND_OPEN',
      clause: expect.any(String),
      findings: [{ code: 'CASE_OF_KIND_OPEN', met: false, text: expect.stringContaining('依据') }],
    });
  });

  it('of a case names case, step and definition', async () => {
    const id = await enrolled();
    await county.post(ADMIT(id), admission);
    await county.house.engine.settled();
    const household = await county.get(`/api/v1/households/${id}`);
    const [caseId] = (household.body['household'] as unknown as { readonly openCases: readonly string[] }).openCases;
    const early = {
      data: { part: 'SURVEY.VERIFICATION', passed: true, papers: { evidence: [], signatures: [], seals: [] } },
    };
    const answer = await county.post(`/api/v1/cases/${caseId}/orders/RecordVerification`, early, {
      headers: { 'accept-language': 'en' },
    });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      title: 'Refused: the procedure does not allow it',
      caseId,
      step: 'SURVEY.VERIFICATION',
      definition: expect.stringMatching(/^IDENT-8@1#/),
    });
  });

  it('for want of law is 409', async () => {
    const id = await enrolled();
    const answer = await county.post(ADMIT(id), { ...admission, data: { ...admission.data, programYear: 1999 } });
    expect([answer.status, answer.body['code']]).toEqual([409, 'MISSING_LAW']);
  });
});

describe('what comes in', () => {
  const at = (change: (body: { data: Record<string, unknown> }) => unknown): Promise<Answer> => {
    const body = structuredClone(enrolment('shape')) as { data: Record<string, unknown> };
    const changed = change(body);
    return county.post(ENROL('shape'), changed ?? body);
  };

  it.each<[string, (body: { data: Record<string, unknown> }) => unknown, readonly string[]]>([
    ['a field too many', ({ data }) => void (data['standing'] = 'REGISTERED'), ['/data/standing FIELD_UNKNOWN']],
    ['a field too few', ({ data }) => void delete data['head'], ['/data/head FIELD_MISSING']],
    ['a record too few', ({ data }) => void delete data['hukouArea'], ['/data/hukouArea FIELD_MISSING']],
    ['a number for a text', ({ data }) => void (data['head'] = 7), ['/data/head FIELD_WRONG_TYPE']],
    [
      'null for what may be absent',
      ({ data }) => void (data['povertyAttribute'] = null),
      ['/data/povertyAttribute FIELD_WRONG_TYPE'],
    ],
    ['a word that is not known', ({ data }) => void (data['bodyKind'] = 'CLAN'), ['/data/bodyKind FIELD_VALUE_NOT_ALLOWED']],
    ['a list for a record', ({ data }) => void (data['hukouArea'] = []), ['/data/hukouArea FIELD_WRONG_TYPE']],
    ['a record for a list', ({ data }) => void (data['members'] = { 0: {} }), ['/data/members FIELD_WRONG_TYPE']],
    ['a text in a list', ({ data }) => void (data['members'] = ['x']), ['/data/members/0 FIELD_WRONG_TYPE']],
    ['no data', () => ({}), ['/data FIELD_MISSING']],
    ['a day that is none', (body) => ({ ...body, occurredOn: '2020-02-30' }), ['/occurredOn FIELD_NO_SUCH_DAY']],
    ['half a character', ({ data }) => void (data['head'] = '\ud800'), ['/data/head FIELD_WRONG_FORM']],
    ['a blank id', ({ data }) => void (data['head'] = 'a b'), ['/data/head FIELD_WRONG_FORM']],
    [
      'a name in clear, not for sealing',
      ({ data }) =>
        void ((data['members'] as Record<string, unknown>[])[0] = { ...(data['members'] as object[])[0], name: '合成张三' }),
      ['/data/members/0/name FIELD_WRONG_TYPE'],
    ],
  ])('is 400 with %s', async (_, change, expected) => {
    const answer = await at(change);
    expect([answer.status, answer.body['code'], faults(answer)]).toEqual([400, 'INVALID_SHAPE', expected]);
    expect(answer.text).not.toContain('合成');
  });

  it('may hold Chinese text, emoji and line breaks where text belongs', async () => {
    const id = await enrolled();
    const body = { data: { no: 1, cadre: 'cadre-1', unit: '县扶贫办\n第二组 🌾', from: '2020-03-01' } };
    expect((await county.post(`/api/v1/households/${id}/orders/PairSupport`, body)).status).toBe(201);
  });

  it('is 400 where it is no JSON', async () => {
    for (const text of ['{', '', 'null', '"x"', '[1', '{"data":}']) {
      const answer = await county.post(ENROL('x'), text);
      expect(answer.status).toBe(400);
      expect(answer.text).not.toContain('SyntaxError');
    }
  });

  it('is 413 above 1 MB, also when packed', async () => {
    const large = JSON.stringify({ data: { x: 'x'.repeat(2 * 1024 * 1024) } });
    expect((await county.post(ENROL('x'), large)).status).toBe(413);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/json-patch+json'])(
    'is 415 as %s',
    async (type) => {
      expect((await county.post(ENROL('x'), '{}', { headers: { 'content-type': type } })).status).toBe(415);
    },
  );

  it.each([
    ['__proto__', '{"data":{"__proto__":{"isAdmin":true}}}'],
    ['constructor', '{"data":{"constructor":{"prototype":{"isAdmin":true}}}}'],
    ['a reserved name at the top', '{"__proto__":{"data":{}}}'],
    ['a name that every object has', '{"data":{"toString":"somebody"}}'],
    [
      'a record of 5 001 names',
      JSON.stringify({ data: Object.fromEntries(Array.from({ length: 5_001 }, (_, n) => [`n${n}`, n])) }),
    ],
    ['10 000 levels', `{"data":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['10 000 records deep', `{"data":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`],
  ])('is 400 with %s, and nothing is changed by it', async (_, text) => {
    const answer = await county.post(ENROL('x'), text);
    expect([answer.status, answer.body['code']]).toEqual([400, 'HOSTILE_JSON']);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('is looked through without recursion', () => {
    expect(isHarmless(JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`))).toBe(true);
    expect(isHarmless(JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toBe(false);
  });
});

describe('the doors', () => {
  const all = ORDER_CATEGORIES.flatMap(({ collection, orders }) =>
    Object.keys(orders).map((type) => [collection, type] as const),
  );

  it('know every order, each by a class of its own that refuses an empty one', async () => {
    expect(all.length).toBe(new Set(all.map(([collection, type]) => `${collection} ${type}`)).size);
    for (const [collection, type] of all) {
      const answer = await county.post(`/api/v1/${collection}/x/orders/${type}`, { data: {} });
      expect([type, answer.status, answer.body['code']]).toEqual([type, 400, 'INVALID_SHAPE']);
    }
  });

  it('say which orders there are where one is not known', async () => {
    const answer = await county.post('/api/v1/areas/k/orders/Abolish', { data: {} });
    expect([answer.status, answer.body['code'], answer.body['expected']]).toEqual([
      404,
      'UNKNOWN_ORDER',
      ['EstablishArea', 'RenameArea', 'PublishRoster'],
    ]);
    expect((await county.post('/api/v1/cases/c/orders/constructor', { data: {} })).body['code']).toBe('UNKNOWN_ORDER');
  });

  it('take no id that could be something else', async () => {
    for (const id of ['..%2f..', 'a%00b', '%E5%BC%A0', 'x'.repeat(300)]) {
      expect((await county.post(ENROL(id), enrolment('x'))).status).toBe(404);
    }
  });

  it.each(['nowhere', 'households/a%00b', 'households/%E0%A4%A'])('are closed at %s, in problem form', async (elsewhere) => {
    const answer = await county.get(`/api/v1/${elsewhere}`);
    expect([answer.status, answer.body['code'], answer.headers.get('content-type')]).toEqual([
      404,
      'ROUTE_UNKNOWN',
      'application/problem+json; charset=utf-8',
    ]);
  });
});
