import { setTimeout as pause } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { queueOf, type RedisOptions } from '#libs/embedded';
import { instantOfMs, msOf } from '#libs/kernel';
import { advance, type DueCounty, elapsedIn, LATER } from './due-county.js';
import { differences } from './history.js';

const HOUR = 3_600_000;
const LOOK_MS = 10;

/**
 * A Redis loses everything while all notices of a county are pending, and again when a quarter of them has rung: what the log has
 * otherwise than that of a county which rang by a table.
 * @throws Error where the notices were not all pending, or some still were after they had been lost.
 */
export async function flushTwice(county: DueCounty, redis: RedisOptions): Promise<readonly string[]> {
  const { households, dueAt } = county;
  if (dueAt === undefined) throw new RangeError('no notice of this county hangs');
  const expected = await county.undisturbed((embedded) => advance(embedded, LATER));
  if (elapsedIn(expected) !== households)
    throw new Error(`${elapsedIn(expected)} of ${households} notices have rung undisturbed`);
  const dataFolder = county.copy();
  const embedded = await county.open({ dataFolder, redis });
  const client = new Redis(redis.url, { maxRetriesPerRequest: null });
  const queue = new Queue(queueOf(dataFolder), { connection: client });
  try {
    const pending = async (count: number): Promise<void> => {
      const there = await queue.getDelayedCount();
      if (there !== count) throw new Error(`${there} of ${count} are pending`);
    };
    await advance(embedded, instantOfMs(msOf(dueAt) - HOUR));
    await pending(households);
    await client.flushall();
    await pending(0);
    const head = await embedded.store.head();
    const midst = (async (): Promise<void> => {
      while ((await embedded.store.head()) <= head + BigInt(Math.floor(households / 4))) await pause(LOOK_MS);
      await client.flushall();
    })();
    await advance(embedded, dueAt);
    await midst;
    await advance(embedded, LATER);
    return differences(await county.historyOf(embedded), expected);
  } finally {
    await embedded.close();
    client.disconnect();
  }
}
