import { Engine, ProjectionRunner, SqliteCheckpoints } from '#libs/application';
import { type Appended, type EventStore, type EventToAppend, type Expected, MemoryEventStore } from '#libs/event-store';
import { type Actor, civilDate, instant, type Order } from '#libs/kernel';
import { VirtualClock } from '#libs/clock';
import { MemoryVault, sealedRefsIn } from '#libs/vault';
import { EmbeddedBell } from '#libs/wakeups';
import { FROM } from '../application/small-county.js';

const SET_UP: Actor = { id: 'set-up', role: 'process', area: '' };
const CLERK: Actor = { id: 'clerk', role: 'STATION_CLERK', area: 'township' };
const AREA = { county: 'county', township: 'township', village: 'village' };

/** A log that ends, as a process does, just before it keeps an append. */
class DyingStore extends MemoryEventStore implements EventStore {
  dies = false;
  override append(stream: string, events: readonly EventToAppend[], expected: Expected): Promise<Appended> {
    return this.dies ? Promise.reject(new Error('the process has ended')) : super.append(stream, events, expected);
  }
}

/** Architecture §2: sealed values are written before the append; what an append that never came leaves there is swept. */
describe('an end between the vault and the log', () => {
  const store = new DyingStore();
  const vault = new MemoryVault();
  const clock = new VirtualClock(instant(`${FROM}T09:00:00+08:00`));
  const bell = EmbeddedBell.open(':memory:', clock);
  const checkpoints = new SqliteCheckpoints(':memory:');
  let engine: Engine;

  const give = (target: string, order: Order, actor = SET_UP, orderId = `${target} ${order.type}`): Promise<boolean> =>
    engine.desk.give({ orderId, target, order, actor, occurredOn: civilDate('2012-01-01') }).then(({ accepted }) => accepted);

  const enrolment: Order = {
    type: 'EnrolHousehold',
    data: {
      householdId: 'one',
      hukouArea: AREA,
      residenceArea: AREA,
      managementArea: AREA,
      bodyKind: 'VILLAGERS',
      head: 'person-1',
      povertyAttribute: 'GENERAL',
      members: [
        {
          person: 'person-1',
          relation: 'HEAD',
          name: { under: 'person-1', value: 'a name' },
          idNumber: { under: 'person-1', value: '999101197005010014' },
          bornOn: '1970-05-01',
        },
      ],
    },
  };

  async function knownRefs(): Promise<ReadonlySet<string>> {
    const events = await store.readAll({ after: -1n, limit: 10_000 });
    return new Set(events.flatMap(({ data }) => sealedRefsIn(data)));
  }

  beforeAll(async () => {
    const nothing = { checkpoint: () => -1n, absorb: () => Promise.resolve(), write: () => Promise.resolve() };
    const readModels = { ...nothing, awaitingStreams: () => Promise.resolve([]), awaited: () => Promise.resolve({ count: 0 }) };
    const projections = new ProjectionRunner(store, readModels);
    engine = await Engine.start({ store, vault, clock, bell, checkpoints, projections, readModels, build: 'test' });
    for (const [id, level, parent] of [
      ['CN', 'NATION', undefined],
      ['county', 'COUNTY', 'CN'],
      ['township', 'TOWNSHIP', 'county'],
      ['village', 'VILLAGE', 'township'],
    ]) {
      const data = { id, level, name: { zh: id }, codes: [], ...(parent === undefined ? {} : { parent }) };
      await give(`area-${id}`, { type: 'EstablishArea', data });
    }
    const since = civilDate('2012-01-01');
    const clerk = { person: CLERK.id, office: CLERK.role, area: CLERK.area, from: since };
    await give(`appointment-${CLERK.id}`, { type: 'MakeAppointment', data: clerk });
    await engine.settled();
  });
  afterAll(async () => {
    await engine.stop();
    await bell.close();
    checkpoints.close();
    await vault.close();
    await store.close();
  });

  it('leaves an orphan in the vault and nothing else; the same order given again takes it up', async () => {
    const head = await store.head();
    store.dies = true;
    await expect(give('household-one', enrolment, CLERK)).rejects.toThrow('the process has ended');
    expect(await store.head()).toBe(head);
    expect(await vault.orphans(await knownRefs())).toHaveLength(2);
    store.dies = false;
    expect(await give('household-one', enrolment, CLERK)).toBe(true);
    expect(await vault.orphans(await knownRefs())).toEqual([]);
  });

  it('and what nobody gives again is swept', async () => {
    store.dies = true;
    await expect(
      give('household-two', { ...enrolment, data: { ...enrolment.data, householdId: 'two' } }, CLERK),
    ).rejects.toThrow();
    store.dies = false;
    const orphans = await vault.orphans(await knownRefs());
    expect(orphans).toHaveLength(2);
    await vault.sweep(orphans);
    expect(await vault.orphans(await knownRefs())).toEqual([]);
    expect(Object.keys(vault.open([...(await knownRefs())]))).toHaveLength(2);
  });
});
