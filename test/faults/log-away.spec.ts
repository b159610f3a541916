import { EventStoreUnreachable } from '#libs/event-store';
import { smallCounty } from '../application/small-county.js';

/** Architecture §4: a store that is away is weather. It holds nothing up for good, and nobody is told of an incident. */
it('a process whose orders find the log away goes on when it is back: nothing held, nothing lost or doubled', async () => {
  const county = await smallCounty(2);
  const { store, engine } = county.embedded;
  const [household] = county.people;
  const append = store.append.bind(store);
  let left = 6;
  store.append = (stream, events, expected) =>
    events[0]?.metadata.actorRole === 'process' && left-- > 0
      ? Promise.reject(new EventStoreUnreachable('the event store does not answer'))
      : append(stream, events, expected);
  const before = await store.head();
  const order = { type: 'DeliverMeasure', data: { no: 1, measure: 'INDUSTRY', amountFen: 1, on: county.clock.today() } };
  expect((await county.give(`household-${household?.id}`, order)).accepted).toBe(true);
  await engine.settled();
  expect(left).toBeLessThan(0);
  expect((await store.readAll({ after: before, limit: 100 })).map(({ type }) => type)).toEqual([
    'household.MeasureDelivered.v1',
    'case.HouseholdChanged.v1',
  ]);
  expect(engine.runner.holds()).toEqual([]);
  await county.embedded.close();
});
