import { type EventStoreDbEventStore, type EventStoreDbOptions } from './eventstoredb-event-store.js';

/**
 * Opens a log in EventStoreDB or KurrentDB, and asks the server once, so that whoever starts hears at once what is wrong with it.
 * @throws NoEventStoreUrl where the address cannot be read; EventStoreUnreachable where nobody answered within some
 * seconds; EventStoreRefused where something else listens, or it is not trusted, or does not let us in.
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
  // Only where it is chosen: the client takes a third of a second to load.
  const { EventStoreDbEventStore: Store } = await import('./eventstoredb-event-store.js');
  const store = new Store(options);
  try {
    await store.reach();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
