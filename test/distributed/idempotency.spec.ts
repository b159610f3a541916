import { countyBehindDoors, type CountyInMemory, enrolment, settleCounty } from '../../apps/api/src/samples/county-in-memory.js';
import { startHouse, type TestHouse } from './house.js';
import { describeOnServers } from './servers.js';

const AT_ONCE = 12;

/** conventions.md, Idempotency-Key, where two instances are given the same one at the same moment. */
describeOnServers('an Idempotency-Key at two instances of a house at once', () => {
  let house: TestHouse;
  let doors: CountyInMemory[];

  beforeAll(async () => {
    house = await startHouse();
    await house.open(['worker']);
    const engines = [await house.open(['api']), await house.open(['api'])];
    await settleCounty(engines[0]!);
    doors = await Promise.all(engines.map((engine) => countyBehindDoors(engine)));
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

  it('with other words a moment later, before the read models know of it, is refused too', async () => {
    const first = await doors[0]!.post(path('later'), enrolment('later'), { key: 'key-later' });
    const second = await doors[1]!.post(path('later'), { ...enrolment('later'), occurredOn: '2020-03-01' }, { key: 'key-later' });
    expect([first.status, second.status, second.body['code']]).toEqual([201, 422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});
