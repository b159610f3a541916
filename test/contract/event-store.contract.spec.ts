import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventStore, MemoryEventStore, SqliteEventStore } from '#libs/event-store';
import { embeddedEventStoreContract, eventStoreContract } from '../../libs/event-store/src/contract/event-store.contract.js';

const cases = [...eventStoreContract, ...embeddedEventStoreContract];

describe('memory', () => {
  test.each(cases)('$name', async ({ run }) => {
    await expect(run(async () => new MemoryEventStore())).resolves.toBeUndefined();
  });
});

describe('sqlite', () => {
  let folder = '';
  let files = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'event-store-contract-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const open = (): Promise<EventStore> => SqliteEventStore.open(join(folder, `${++files}`, 'log.sqlite'));

  test.each(cases)('$name', async ({ run }) => {
    await expect(run(open)).resolves.toBeUndefined();
  });
});
