import { type Queue } from 'bullmq';

/** Redis may take so long for an answer; then whoever looks is told that there is none. */
const ANSWERS_WITHIN_MS = 3_000;
const LONGEST_RETRY_MS = 2_000;

/** A queue of wake-ups to be looked at, by a connection of its own: looking never holds up a bell. */
export interface QueueLook {
  readonly queue: Queue;
  close(): Promise<void>;
}

/** Nothing is asked of Redis before somebody looks; where it does not answer, looking fails at once. */
export async function lookAtQueue(url: string, name: string): Promise<QueueLook> {
  // Only where somebody looks: the drivers take a quarter of a second to load.
  const [bullmq, { Redis }] = await Promise.all([import('bullmq'), import('ioredis')]);
  const connection = new Redis(url, {
    enableOfflineQueue: true,
    maxRetriesPerRequest: 1,
    commandTimeout: ANSWERS_WITHIN_MS,
    retryStrategy: (times) => Math.min(times * 100, LONGEST_RETRY_MS),
  });
  connection.on('error', () => undefined);
  const queue = new bullmq.Queue(name, { connection });
  queue.on('error', () => undefined);
  return {
    queue,
    close: async () => {
      await queue.close().catch(() => undefined);
      connection.disconnect();
    },
  };
}
