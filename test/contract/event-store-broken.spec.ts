import { type EventStore } from '#libs/event-store';
import { embeddedEventStoreContract, eventStoreContract } from '../../libs/event-store/src/contract/event-store.contract.js';
import { brokenStores, soundStore } from './event-store-broken.js';

const cases = [...eventStoreContract, ...embeddedEventStoreContract];

/** Names of the cases that a store fails. */
async function failedBy(Store: new () => EventStore): Promise<readonly string[]> {
  const failed = await Promise.all(
    cases.map(({ name, run }) =>
      run(async () => new Store()).then(
        () => [],
        () => [name],
      ),
    ),
  );
  return failed.flat();
}

describe('the contract', () => {
  const failures = new Map<string, readonly string[]>();

  // All at once: a broken store is often noticed by what never comes, and the waiting can be shared.
  beforeAll(async () => {
    await Promise.all(brokenStores.map(async (Store) => failures.set(Store.name, await failedBy(Store))));
  }, 120_000);

  test('passes a sound store', async () => {
    expect(await failedBy(soundStore)).toEqual([]);
  }, 30_000);

  test.each(brokenStores.map(({ name }) => ({ name })))('catches a store that $name', ({ name }) => {
    expect(failures.get(name)).not.toEqual([]);
  });

  test('has no case that every broken store passes', () => {
    const failed = new Set([...failures.values()].flat());
    expect(cases.map(({ name }) => name).filter((name) => !failed.has(name))).toEqual([]);
  });
});
