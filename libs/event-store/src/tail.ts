import { setImmediate as turn } from 'node:timers/promises';
import { checkLimit } from './check-append.js';
import { type StoredEvent, type SubscribeOptions } from './port.js';

const BATCH = 500;

/** The end of the log, where subscriptions wait for what comes. */
export class Tail {
  readonly #waiting = new Set<() => void>();
  #ended = false;

  get ended(): boolean {
    return this.#ended;
  }

  /** Something was appended: all who wait look again. */
  wake(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Nothing will come any more. */
  end(): void {
    this.#ended = true;
    this.wake();
  }

  /** Settles at the next {@link wake}, at `signal`, or after `ms` where somebody else's appends give no sign. Never rejects. */
  next(signal?: AbortSignal, ms?: number): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        this.#waiting.delete(look);
        signal?.removeEventListener('abort', look);
        clearTimeout(timer);
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(look, ms);
      this.#waiting.add(look);
      signal?.addEventListener('abort', look);
    });
  }
}

/**
 * A catch-up subscription over a synchronous read. There is no moment of handing over from past to live: an empty read and
 * the wait that follows it stand in the same turn, so no append falls between them.
 * @throws RangeError where `batchSize` is no whole number from 1.
 */
export function follow(
  read: (after: bigint, limit: number) => readonly StoredEvent[],
  tail: Tail,
  options: SubscribeOptions,
  lookEveryMs?: number,
): AsyncIterable<readonly StoredEvent[]> {
  const limit = checkLimit('batchSize', options.batchSize ?? BATCH);
  return batches(read, tail, limit, options, lookEveryMs);
}

async function* batches(
  read: (after: bigint, limit: number) => readonly StoredEvent[],
  tail: Tail,
  limit: number,
  { after, signal }: SubscribeOptions,
  lookEveryMs?: number,
): AsyncGenerator<readonly StoredEvent[], void, undefined> {
  let seen = after;
  while (!tail.ended && signal?.aborted !== true) {
    const batch = read(seen, limit);
    const last = batch.at(-1);
    if (last === undefined) {
      await tail.next(signal, lookEveryMs);
      continue;
    }
    seen = last.position;
    yield batch;
    // A reader far behind runs on promises alone; without a turn between, writers, timers and sockets would wait for it.
    await turn();
  }
}
