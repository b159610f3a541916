import { actUpcasts } from '#libs/collective-act';
import { type EventReader, type EventStore, type StoredEvent } from '#libs/event-store';
import { caseUpcasts } from '#libs/household-case';
import { registerUpcasts } from '#libs/household-register';
import { type Upcast, upcasterOf } from '#libs/kernel';

/** Steps from older versions of events to those of now, of all streams; of those of the organisation there is none yet. */
export const UPCASTS: readonly Upcast[] = [...caseUpcasts, ...registerUpcasts, ...actUpcasts];

/**
 * The same log in the words of now: for whoever folds or shows events. Whoever proves, copies or moves it (ledger, backup, the
 * doors of integrators) reads it as it was stored. The log itself where there is no step.
 */
export function spokenLog(log: EventStore, steps?: readonly Upcast[]): EventStore;
export function spokenLog(log: EventReader, steps?: readonly Upcast[]): EventReader;
export function spokenLog(log: EventReader | EventStore, steps = UPCASTS): EventReader | EventStore {
  if (steps.length === 0) return log;
  const upcast = upcasterOf(steps);
  const all = (events: readonly StoredEvent[]): readonly StoredEvent[] => events.map(upcast);
  return {
    name: log.name,
    readStream: async (stream, from, options) => all(await log.readStream(stream, from, options)),
    streamsOf: (category) => log.streamsOf(category),
    readAll: async (options) => all(await log.readAll(options)),
    readAt: async (positions) => all(await log.readAt(positions)),
    head: () => log.head(),
    async *subscribe(options) {
      for await (const batch of log.subscribe(options)) yield all(batch);
    },
    close: () => log.close(),
    ...('append' in log ? { append: (...given: Parameters<EventStore['append']>) => log.append(...given) } : {}),
  };
}
