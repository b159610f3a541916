import { type EventStore } from '#libs/event-store';

/** Told of what an engine does, for figures. It must not throw. */
export interface EngineWatch {
  /** An append was acknowledged: how long it took, and how many events it brought. */
  appended(ms: number, events: number): void;
  /** A bell rang so long after its moment. */
  rung(lateMs: number): void;
}

/** The same store, whose acknowledged appends are told to whoever watches; costs nothing while nobody does. */
export function watched(store: EventStore, watches: ReadonlySet<EngineWatch>): EventStore {
  return {
    name: store.name,
    append: (stream, events, expected) => {
      if (watches.size === 0) return store.append(stream, events, expected);
      const began = performance.now();
      return store.append(stream, events, expected).then((appended) => {
        const ms = performance.now() - began;
        for (const watch of watches) watch.appended(ms, events.length);
        return appended;
      });
    },
    readStream: (stream, from, options) => store.readStream(stream, from, options),
    streamsOf: (category) => store.streamsOf(category),
    readAll: (options) => store.readAll(options),
    readAt: (positions) => store.readAt(positions),
    head: () => store.head(),
    subscribe: (options) => store.subscribe(options),
    close: () => store.close(),
  };
}
