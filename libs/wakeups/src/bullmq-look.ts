import { type DynamicModule } from '@nestjs/common';
import { type ModuleRef } from '@nestjs/core';
import { type Queue } from 'bullmq';

/** Redis may take so long for an answer; then whoever looks is told that there is none. */
const ANSWERS_WITHIN_MS = 3_000;
const LONGEST_RETRY_MS = 2_000;

/** The queue of wake-ups as a module of `@nestjs/bullmq`: to be looked at, by a connection of its own, which never holds up a bell. */
export interface QueueLook {
  readonly module: DynamicModule;
  /** Of a module that was loaded. Whoever took it closes it. */
  queueIn(modules: Pick<ModuleRef, 'get'>): Queue;
}

/** Nothing is asked of Redis before the module is loaded; where it does not answer, looking fails at once. */
export async function lookAtQueue(url: string, name: string): Promise<QueueLook> {
  // Only where somebody looks: the drivers take a quarter of a second to load.
  const { BullModule, getQueueToken } = await import('@nestjs/bullmq');
  const connection = {
    url,
    enableOfflineQueue: true,
    maxRetriesPerRequest: 1,
    commandTimeout: ANSWERS_WITHIN_MS,
    retryStrategy: (times: number) => Math.min(times * 100, LONGEST_RETRY_MS),
  };
  return {
    module: BullModule.registerQueue({ name, connection }),
    queueIn: (modules) => {
      const queue = modules.get<Queue>(getQueueToken(name), { strict: false });
      queue.on('error', () => undefined);
      return queue;
    },
  };
}
