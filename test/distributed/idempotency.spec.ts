import { EventStoreUnreachable } from '#libs/event-store';
import { instant } from '#libs/kernel';
import { until } from '#libs/spec';
import { admission, type Answer, type CountyInMemory, enrolment } from '../../apps/api/src/samples/county-in-memory.js';
import { orderIdOf } from '../../apps/api/src/orders/give-order.js';
import { openTwoDoors, startHouse, type TestHouse } from './house.js';
import { describeOnServers } from './servers.js';

const AT_ONCE = 12;

/** conventions.md, Idempotency-Key, where two instances are given the same one at the same moment. */
describeOnServers('an Idempotency-Key at two instances of a house at once', () => {
  let house: TestHouse;
  let doors: CountyInMemory[];

  beforeAll(async () => {
    house = await startHouse();
    await house.open(['worker']);
    doors = await openTwoDoors(house);
  });
  afterAll(async () => {
    for (const { app } of doors) await app.close();
    await house.close();
  });

  const path = (id: string): string => `/api/v1/households/${id}/orders/EnrolHousehold`;
  const stored = async (id: string): Promise<readonly { readonly id: string; readonly occurredOn: string }[]> =>
    (await doors[0]!.house.store.readStream(`household-${id}`)).map(({ id, metadata }) => ({
      id,
      occurredOn: metadata.occurredOn,
    }));

  it('with the same words has one effect and gets one answer', async () => {
    const ids = Array.from({ length: AT_ONCE }, (_, no) => `same-${no}`);
    const answers = await Promise.all(
      ids.map((id) => Promise.all(doors.map((door) => door.post(path(id), enrolment(id), { key: `key-${id}` })))),
    );
    for (const [at, [one, other]] of answers.entries()) {
      // As on one instance: 200 where it was known to be a repeat.
      expect([200, 201]).toEqual(expect.arrayContaining([one?.status, other?.status]));
      expect([other?.body['events'], other?.body['revision']]).toEqual([one?.body['events'], one?.body['revision']]);
      expect((await stored(ids[at]!)).map(({ id }) => id)).toEqual(
        (one?.body['events'] as unknown as readonly { id: string }[]).map(({ id }) => id),
      );
    }
  });

  it('with other words is done once, and refused to the other as on one instance', async () => {
    const ids = Array.from({ length: AT_ONCE }, (_, no) => `other-${no}`);
    const days = ['2020-03-02', '2020-03-01'];
    const answers = await Promise.all(
      ids.map((id) =>
        Promise.all(doors.map((door, at) => door.post(path(id), { ...enrolment(id), occurredOn: days[at] }, { key: `key-${id}` }))),
      ),
    );
    for (const [at, [one, other]] of answers.entries()) {
      expect([one?.status, other?.status].sort()).toEqual([201, 422]);
      const done = days[one?.status === 201 ? 0 : 1];
      expect((await stored(ids[at]!)).map(({ occurredOn }) => occurredOn)).toEqual([done]);
    }
  });

  it('for two streams is done on one of them, and refused to the other as on one instance', async () => {
    const keys = Array.from({ length: AT_ONCE }, (_, no) => `two-${no}`);
    const streams = (key: string): readonly string[] => [`${key}-a`, `${key}-b`];
    const answers = await Promise.all(
      keys.map((key) => Promise.all(streams(key).map((id, at) => doors[at]!.post(path(id), enrolment(id), { key })))),
    );
    for (const [at, [one, other]] of answers.entries()) {
      expect([one?.status, other?.status].sort()).toEqual([201, 422]);
      const refused = one?.status === 422 ? one : other;
      expect(refused?.body['code']).toBe('IDEMPOTENCY_KEY_REUSED');
      const recorded = await Promise.all(streams(keys[at]!).map(async (id) => (await stored(id)).length > 0));
      expect(recorded).toEqual([one?.status === 201, other?.status === 201]);
    }
  });

  it('claimed by an instance that died before it appended is good for the same stream at another, and for no other', async () => {
    const { postgresServer, postgres } = house.servers;
    const claimed = [orderIdOf('clerk-1', 'key-claimed'), 'household-claimed'];
    await postgresServer.ask('INSERT INTO order_claims (order_id, stream) VALUES ($1, $2)', claimed, postgres.url);
    const elsewhere = await doors[0]!.post(path('elsewhere'), enrolment('elsewhere'), { key: 'key-claimed' });
    expect([elsewhere.status, elsewhere.body]).toEqual([
      422,
      expect.objectContaining({ code: 'IDEMPOTENCY_KEY_REUSED', title: '此Idempotency-Key属于另一条指令' }),
    ]);
    const { desk } = doors[0]!.house.engine;
    const { data } = enrolment('elsewhere');
    const given = { orderId: claimed[0]!, target: 'household-elsewhere', order: { type: 'EnrolHousehold', data } };
    const clerk = { id: 'clerk-1', role: 'DATA_CLERK', area: 'v1' };
    await expect(desk.give({ ...given, actor: clerk })).rejects.toMatchObject({
      code: 'ORDER_ID_TAKEN',
      message: `the id ${claimed[0]} is that of another order, for household-claimed`,
    });
    expect(await stored('elsewhere')).toEqual([]);
    const same = await doors[1]!.post(path('claimed'), enrolment('claimed'), { key: 'key-claimed' });
    expect([same.status, same.body['repeated']]).toEqual([201, false]);
    expect((await stored('claimed')).length).toBe(1);
  });

  it('is not claimed by an order that is refused', async () => {
    const early = { ...enrolment('h-refused'), occurredOn: '2099-01-01' };
    const refused = await doors[0]!.post(path('h-refused'), early, { key: 'key-refused' });
    expect([refused.status, refused.body['code']]).toEqual([409, 'DATE_IN_FUTURE']);
    const given = await doors[1]!.post(path('h-other'), enrolment('h-other'), { key: 'key-refused' });
    expect(given.status).toBe(201);
  });

  it('with other words a moment later, before the read models know of it, is refused too', async () => {
    const first = await doors[0]!.post(path('later'), enrolment('later'), { key: 'key-later' });
    const second = await doors[1]!.post(path('later'), { ...enrolment('later'), occurredOn: '2020-03-01' }, { key: 'key-later' });
    expect([first.status, second.status, second.body['code']]).toEqual([201, 422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  describe('claimed before midnight and not done', () => {
    let caseId: string;
    /** All but its events, as of an instance that dies before it appends. */
    async function claimOnly(give: () => Promise<Answer>): Promise<void> {
      const append = jest.spyOn(doors[0]!.house.store, 'append').mockRejectedValueOnce(new EventStoreUnreachable('it died'));
      const { status, body } = await give();
      append.mockRestore();
      expect([status, body['code']]).toEqual([503, 'EVENT_STORE_AWAY']);
    }
    const quiet = (): Promise<void> => doors[0]!.house.engine.settled();
    const open = (key: string, purpose = '检查', at = 0): Promise<Answer> =>
      doors[at]!.post('/api/v1/openings', { use: 'REPLAY', stream: `case-${caseId}`, purpose }, { as: 'provincial', key });
    const access = async (day: string): Promise<readonly (readonly unknown[])[]> =>
      (await doors[0]!.house.store.readStream(`access-provincial-${day}`)).map(({ data, metadata }) => [
        (data as { readonly id: string }).id,
        metadata.recordedAt,
      ]);

    beforeAll(async () => {
      await doors[0]!.post(path('midnight'), enrolment('midnight'));
      const admitted = await doors[0]!.post('/api/v1/households/midnight/orders/AdmitCase', admission);
      expect(admitted.status).toBe(201);
      const household = async (): Promise<Answer> => doors[0]!.get('/api/v1/households/midnight');
      const cases = ({ body }: Answer): readonly string[] =>
        (body['household'] as { readonly openCases?: readonly string[] } | undefined)?.openCases ?? [];
      await until(async () => cases(await household()).length > 0);
      [caseId = ''] = cases(await household());
      await house.clock.advanceTo(instant('2020-03-02T23:59:00+08:00'), quiet);
      await claimOnly(() => doors[0]!.post(path('late'), enrolment('late'), { key: 'key-late' }));
      for (const key of ['key-opening', 'key-other']) await claimOnly(() => open(key));
      await house.clock.advanceTo(instant('2020-03-03T00:01:00+08:00'), quiet);
    });

    it('is good after it for the same stream', async () => {
      const given = await doors[1]!.post(path('late'), enrolment('late'), { key: 'key-late' });
      expect([given.status, given.body['repeated']]).toEqual([201, false]);
      expect((await stored('late')).length).toBe(1);
    });

    it('is good after it for what stands in the stream of a day, in the same words: once, and as of the day on which it is done', async () => {
      const opened = await open('key-opening', '检查', 1);
      expect(opened.status).toBe(201);
      const id = String(opened.body['id']);
      expect([await access('2020-03-02'), await access('2020-03-03')]).toEqual([[[id, '2020-03-02T16:01:00.000Z']], []]);
      for (const at of [0, 1]) {
        const again = await open('key-opening', '检查', at);
        expect([again.status, again.body['id']]).toEqual([201, id]);
      }
      expect((await access('2020-03-02')).length).toBe(1);
      // Once the read models know it, as before.
      await quiet();
      for (const [purpose, status] of [
        ['检查', 201],
        ['别的事', 422],
      ] as const)
        expect((await open('key-opening', purpose)).status).toBe(status);
      expect((await access('2020-03-02')).length).toBe(1);
      const replay = `/api/v1/cases/${caseId}/replay?opening=${id}&after=${String(opened.body['position'])}`;
      expect((await doors[0]!.get(replay, { as: 'provincial' })).body).toMatchObject({ caseId, equal: true });
    });

    it('is not good after it for other words in the stream of another day', async () => {
      const before = await access('2020-03-02');
      const other = await open('key-other', '别的事');
      expect([other.status, other.body['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
      expect([await access('2020-03-02'), await access('2020-03-03')]).toEqual([before, []]);
    });
  });
});
