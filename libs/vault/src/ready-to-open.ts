import { type EventReader } from '#libs/event-store';
import { type Vault } from './port.js';
import { sealedRefsIn } from './seal-order.js';

/**
 * The same log; what is sealed in a stream that was read from it can then be opened at once, for whoever works through the stream without
 * waiting.
 */
export function readyToOpen(log: EventReader, vault: Pick<Vault, 'prepare'>): EventReader {
  return {
    name: log.name,
    readStream: async (stream, from) => {
      const events = await log.readStream(stream, from);
      await vault.prepare(() => ({ refs: sealedRefsIn(events) }));
      return events;
    },
    streamsOf: (category) => log.streamsOf(category),
    readAll: (options) => log.readAll(options),
    readAt: (positions) => log.readAt(positions),
    head: () => log.head(),
    subscribe: (options) => log.subscribe(options),
    close: () => log.close(),
  };
}
