import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventStoreDbEventStore, openEventStoreDb } from '#libs/event-store';
import { eventStoreContract } from '../../libs/event-store/src/contract/event-store.contract.js';
import { type EventStoreNode, startNode } from '../eventstore-node/start-node.js';

/** Names of a real server; without it the suite runs on the test node. */
const url = process.env['EVENTSTORE_URL'];
/** What the contract cases call their streams. */
const prefixes = ['case-', 'area', 'otherarea'];

let folder = '';
let node: EventStoreNode | undefined;
beforeAll(async () => {
  if (url !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'eventstore-node-'));
  node = await startNode(join(folder, 'log.sqlite'));
});
afterAll(async () => {
  await node?.stop();
  if (folder !== '') await rm(folder, { recursive: true });
});

const open = (): Promise<EventStoreDbEventStore> =>
  openEventStoreDb({ connectionString: url ?? node?.connectionString ?? '', prefixes });

describe(url === undefined ? 'eventstoredb, on the test node' : 'eventstoredb, on EVENTSTORE_URL', () => {
  test.each(eventStoreContract)('$name', async ({ run }) => {
    await expect(run(open)).resolves.toBeUndefined();
  });
});
