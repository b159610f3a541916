import { EventStoreUnreachable } from '#libs/event-store';
import { problemOf } from '../http/problem-of.js';
import { type House } from '../house.js';

/** Less than whoever looks waits for: the health check of a container five seconds, Prometheus ten. */
const ANSWERS_WITHIN_MS = 4_000;

/** A server did not answer as soon as who only looks wants to know it. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code = 'NO_ANSWER';
}

/** What `look` finds. @throws NoAnswer where that takes too long, and what `look` throws. */
export async function atOnce<T>(look: () => T | Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer('no answer')), ANSWERS_WITHIN_MS);
  });
  try {
    return await Promise.race([Promise.resolve().then(look), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Head of the log. Does not wait for an event store that is away for as long as an order does. @throws EventStoreUnreachable */
export async function headOf({ store, eventStore }: House): Promise<bigint> {
  if (eventStore?.state().connected === false) throw new EventStoreUnreachable('the event store is away');
  return store.head();
}

/** In one word, the same as at the other doors: DATABASE_AWAY, EVENT_STORE_AWAY, … */
export function troubleOf(error: unknown): string {
  return error instanceof NoAnswer ? error.code : problemOf(error).code;
}
