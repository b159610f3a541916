import { digestOf, stableId } from '#libs/application';
import { type VirtualClock } from '#libs/clock';
import { civilDate, instant, type Order } from '#libs/kernel';
import { admission, type Answer, countyInMemory, type CountyInMemory, enrolment } from '../samples/county-in-memory.js';

let county: CountyInMemory;
const ON = '2020-03-02';
const DIGEST = 'd'.repeat(64);

type Items = readonly Readonly<Record<string, unknown>>[];
const items = ({ body }: Answer): Items => body['items'] as unknown as Items;
const ids = async (path: string, as: string, name: string, query = ''): Promise<readonly unknown[]> =>
  items(await county.get(`/api/v1/${path}`, { as, query })).map((item) => item[name]);
const order = async (path: string, body: object, as = 'clerk-1'): Promise<Answer> => {
  const answer = await county.post(`/api/v1/${path}`, body, { as });
  await county.house.engine.settled();
  return answer;
};

beforeAll(async () => {
  county = await countyInMemory();
});
afterAll(() => county.close());

describe('a household whose management has moved (R14)', () => {
  let first = '';
  let second = '';
  const openCase = async (): Promise<string> => {
    const { body } = await county.get('/api/v1/households/h1');
    return (body['household'] as unknown as { readonly openCases: readonly string[] }).openCases[0] ?? '';
  };

  beforeAll(async () => {
    await order('households/h1/orders/EnrolHousehold', enrolment('h1'));
    await order('households/h1/orders/AdmitCase', admission);
    first = await openCase();
    const signature = { slot: 'HOUSEHOLD', person: 'h1-1', capacity: 'SELF', offices: [], method: 'WET', signedOn: ON };
    const papers = { evidence: [{ slot: 'WITHDRAWAL', digest: DIGEST, date: ON }], signatures: [], seals: [] };
    await order(`cases/${first}/orders/WithdrawCase`, { occurredOn: ON, data: { signature, papers } });
    await order('households/h1/orders/AdmitCase', { ...admission, data: { ...admission.data, no: 2 } });
    second = await openCase();
    const to = { county: 'k', township: 't', village: 'v2', group: 'v2-1' };
    const data = { no: 1, to, confirmedByFrom: 'clerk-1', confirmedByTo: 'clerk-2' };
    const moved = await order(`cases/${second}/orders/TransferManagement`, { occurredOn: ON, data }, 'station');
    expect(moved.status).toBe(201);
  });

  it('is seen where it is managed now, with its case and what is to be done', async () => {
    expect(await ids('households', 'clerk-2', 'householdId')).toEqual(['h1']);
    expect(await ids('cases', 'clerk-2', 'caseId')).toEqual([second]);
    expect(await ids('tasks', 'clerk-2', 'owner')).toEqual([second]);
    expect(await ids('households', 'clerk-1', 'householdId')).toEqual([]);
    expect(await ids('tasks', 'clerk-1', 'owner')).toEqual([]);
    expect((await county.get('/api/v1/households/h1/history')).status).toBe(404);
  });

  it('takes its file along: who manages it now reads what was decided elsewhere, and gives no orders about it', async () => {
    expect(await ids('cases', 'clerk-2', 'caseId', '?householdId=h1')).toEqual(expect.arrayContaining([first, second]));
    for (const path of [`cases/${first}`, `cases/${first}/explain`, 'households/h1/history']) {
      expect([path, (await county.get(`/api/v1/${path}`, { as: 'clerk-2' })).status]).toEqual([path, 200]);
    }
    const data = { deliveredOn: ON, papers: { evidence: [], signatures: [], seals: [] } };
    const given = await order(`cases/${first}/orders/NotifyRejection`, { occurredOn: ON, data }, 'clerk-2');
    expect(given.status).toBe(404);
  });

  it('leaves what was decided where it was decided, and the case that moved to those who have it now', async () => {
    expect(await ids('cases', 'clerk-1', 'caseId')).toEqual([first]);
    expect((await county.get(`/api/v1/cases/${second}`)).status).toBe(404);
    const { body } = await county.get('/api/v1/standings', { as: 'county', query: '?area=v1' });
    expect(body['decided']).toMatchObject([{ programYear: 2020, measure: 'WITHDRAWN', households: 1, persons: 2 }]);
    expect(body['present']).toEqual([]);
  });

  it('may still be asked about by area, and then only there', async () => {
    expect(await ids('cases', 'station', 'caseId', '?householdId=h1&area=v1')).toEqual([first]);
    expect((await county.get('/api/v1/cases', { as: 'clerk-2', query: '?householdId=h1&area=v1' })).status).toBe(404);
  });
});

describe('a household that has exited under a policy that lets time pass (§3.5)', () => {
  const due = '2020-06-01';
  const asked = (): Promise<readonly unknown[]> => ids('tasks', 'county', 'kind', '?office=COUNTY_POVERTY_OFFICER');
  const household = async (): Promise<object> =>
    (await county.get('/api/v1/households/h2')).body['household'] as unknown as object;

  beforeAll(async () => {
    const deregistrationDelayDays = { value: 91, clause: '§3.5', mark: 'ASSUMPTION' } as const;
    const set = { id: 'K-2020', version: 1, area: 'k', year: 2020, parent: 'CN-2020', parameters: { deregistrationDelayDays } };
    const ref = `K-2020@1#${digestOf(set)}`;
    await engineGives('policy-K-2020', { type: 'PublishPolicy', data: { set, ref } });
    await order('households/h2/orders/EnrolHousehold', enrolment('h2'));
    await concluded(1, 'IDENTIFICATION', 'IDENT-8@1', 'REGISTERED');
    await concluded(2, 'EXIT', 'EXIT-8@1', 'EXITED');
  });

  it('says from when it may be deregistered, and asks nobody before', async () => {
    expect(await household()).toMatchObject({ standing: 'EXITED', deregistrationDue: due, deregisteredOn: null });
    expect(await asked()).toEqual([]);
  });

  it('is a task of the county when the day has come, until it is deregistered by a person (R1)', async () => {
    const clock = county.house.clock as VirtualClock;
    await clock.advanceTo(instant('2020-06-02T09:00:00+08:00'), () => county.house.engine.settled());
    expect(await asked()).toEqual(['DEREGISTER']);
    expect(await ids('tasks', 'county', 'since', '?year=2020&level=COUNTY')).toEqual([due]);
    const papers = { evidence: [], signatures: [], seals: [] };
    const body = { occurredOn: '2020-06-02', data: { no: 1, on: '2020-06-02', papers } };
    expect((await order('households/h2/orders/Deregister', body, 'county')).status).toBe(201);
    expect(await asked()).toEqual([]);
    expect(await household()).toMatchObject({ deregistrationDue: null, deregisteredOn: '2020-06-02' });
  });

  /** A case of the household with its result, as the processes bring it: how a case comes to it is shown elsewhere. */
  async function concluded(no: number, kind: string, definition: string, outcome: string): Promise<void> {
    const wanted = { occurredOn: ON, data: { ...admission.data, no, kind, definition } };
    expect((await order('households/h2/orders/AdmitCase', wanted)).status).toBe(201);
    const [caseId] = ((await household()) as { readonly openCases: readonly string[] }).openCases;
    const data = { caseId, outcome, on: ON, programYear: 2020 };
    await engineGives('household-h2', { type: 'RecordCaseResult', data });
  }

  async function engineGives(target: string, given: Order): Promise<void> {
    const { engine } = county.house;
    const orderId = stableId('given', target, JSON.stringify(given.data));
    const actor = { id: 'set-up', role: 'process', area: '' } as const;
    const answer = await engine.desk.give({ orderId, target, order: given, actor, occurredOn: civilDate(ON) });
    expect(answer).toMatchObject({ accepted: true });
    await engine.settled();
  }
});
