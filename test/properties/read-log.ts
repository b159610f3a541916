import { type EventReader, type StoredEvent } from '#libs/event-store';

/** The whole log, in order, batch by batch. */
export async function* readLog(store: EventReader): AsyncGenerator<StoredEvent> {
  for (let after = -1n; ;) {
    const batch = await store.readAll({ after, limit: 500 });
    yield* batch;
    const last = batch.at(-1);
    if (last === undefined) return;
    after = last.position;
  }
}
