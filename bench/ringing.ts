import { rmSync } from 'node:fs';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { type EmbeddedEngine, queueOf, StatesOfTheLog } from '#libs/embedded';
import { type Instant, instantOfMs, msOf, type ProcessOrder } from '#libs/kernel';
import { BullmqBell, type Ringing } from '#libs/wakeups';
import { RedisServer } from '../libs/wakeups/src/contract/redis-server.contract.js';
import { DueCounty } from '../test/faults/due-county.js';
import { JumpingClock } from '../test/faults/jumping-clock.js';
import { type BenchRow, interleaved } from './bench-row.js';

const NOTICES = 2_000;
const PAIRS = 5;
const ABREAST = 64;
/** Before the midnight: everything is to lie in Redis by then. Longer where the machine is too slow for it. */
let earlierMs = 4_000;
const EARLIER_AT_MOST_MS = 60_000;
const HOUR_MS = 3_600_000;

class TooSlow extends Error {
  constructor() {
    super(`the midnight came before everything was in Redis, within ${earlierMs} ms`);
  }
}

/** Once more, with more time before the midnight, where it came too soon. */
async function inTime(run: () => Promise<number>): Promise<number> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof TooSlow) || earlierMs >= EARLIER_AT_MOST_MS) throw error;
      earlierMs *= 2;
    }
  }
}

/** A copy of the county whose engine no longer follows its log: only what is measured works. */
interface Standing {
  readonly embedded: EmbeddedEngine;
  readonly clock: JumpingClock;
  readonly dueAt: Instant;
  readonly states: StatesOfTheLog;
  readonly queue: string;
  remove(): Promise<void>;
}

async function stand(county: DueCounty): Promise<Standing> {
  const { dueAt } = county;
  if (dueAt === undefined) throw new Error('no notice hangs');
  const dataFolder = county.copy();
  const clock = new JumpingClock(instantOfMs(msOf(dueAt) - HOUR_MS));
  const embedded = await county.open({ dataFolder, clock });
  const { engine, store, readModels } = embedded;
  await engine.settled();
  await engine.stop();
  const states = new StatesOfTheLog({
    store,
    readModels,
    checkpoints: engine.parts.checkpoints,
    upToDate: () => Promise.resolve(),
  });
  return {
    embedded,
    clock,
    dueAt,
    states,
    queue: queueOf(dataFolder),
    remove: async () => {
      await embedded.close();
      rmSync(dataFolder, { recursive: true });
    },
  };
}

/** What both do when it rings: the order of the wake-up, decided by the real law and appended durably. */
async function handle({ embedded: { engine } }: Standing, id: string, order: ProcessOrder): Promise<void> {
  const answer = await engine.runner.ring(id, order);
  if (!answer.accepted || answer.repeated) throw new Error(`${id} was not rung for the first time`);
}

/** Resolves with the wake-ups answered per second, from the midnight until the last of them. */
async function ringAll(
  { clock, dueAt }: Standing,
  begin: (rung: () => void, failed: (error: unknown) => void) => Promise<void>,
): Promise<number> {
  const all = Promise.withResolvers<void>();
  // Also where nobody waits for them any more.
  all.promise.catch(() => undefined);
  let left = NOTICES;
  clock.jump(msOf(dueAt) - earlierMs - msOf(clock.now()));
  await begin(() => {
    if (--left === 0) all.resolve();
  }, all.reject);
  if (clock.now() >= dueAt) throw new TooSlow();
  await all.promise;
  return (NOTICES * 1000) / (msOf(clock.now()) - msOf(dueAt));
}

async function throughThePort(county: DueCounty, url: string): Promise<number> {
  const standing = await stand(county);
  const bell = await BullmqBell.open(standing.clock, standing.states, { url, name: standing.queue });
  try {
    return await ringAll(standing, (rung, failed) =>
      bell
        .start(async ({ id, order }) => {
          await handle(standing, id, order).catch(failed);
          rung();
        })
        .then(() => untilHeld(bell, standing)),
    );
  } finally {
    await bell.close();
    await standing.remove();
  }
}

async function untilHeld(bell: BullmqBell, { clock, dueAt }: Standing): Promise<void> {
  while ((await bell.pending()) < NOTICES && clock.now() < dueAt) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** BullMQ as its documents show it: jobs with a delay that hold their order, and a worker that is as broad as ours. */
async function bare(county: DueCounty, url: string): Promise<number> {
  const standing = await stand(county);
  const { clock, dueAt, states } = standing;
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue<Pick<Ringing, 'order'>>(standing.queue, { connection });
  let worker: Worker<Pick<Ringing, 'order'>> | undefined;
  try {
    return await ringAll(standing, async (rung, failed) => {
      const wakeups: Ringing[] = [];
      for await (const { process, stream, wakeups: own } of states.dueBy(dueAt)) {
        wakeups.push(...own.map((wakeup) => ({ ...wakeup, process, stream })));
      }
      const delay = msOf(dueAt) - msOf(clock.now());
      await queue.addBulk(
        wakeups.map(({ id, order }) => ({
          name: 'ring',
          data: { order },
          opts: { jobId: id, delay, removeOnComplete: true, removeOnFail: true },
        })),
      );
      worker = new Worker<Pick<Ringing, 'order'>>(
        standing.queue,
        async ({ id = '', data: { order } }) => {
          await handle(standing, id, order).catch(failed);
          rung();
        },
        { connection: new Redis(url, { maxRetriesPerRequest: null }), concurrency: ABREAST },
      );
    });
  } finally {
    await worker?.close();
    await queue.close();
    connection.disconnect();
    await standing.remove();
  }
}

/**
 * Ringing through our port, which asks the states before it rings, against bare BullMQ on the same Redis, which believes its jobs;
 * what is done when it rings is the same. The orders of a county's notices, all due at one midnight.
 */
export async function benchRinging(): Promise<readonly BenchRow[]> {
  const county = await DueCounty.make(NOTICES, 'POSTED');
  const redis = await RedisServer.start();
  try {
    const { a, b, ratio } = await interleaved(
      PAIRS,
      () => inTime(() => throughThePort(county, redis.url)),
      () => inTime(() => bare(county, redis.url)),
    );
    return [
      {
        what: `ringing ${NOTICES} wake-ups due at one moment, by Redis`,
        ours: a,
        limit: b,
        unit: 'rings/s',
        ratio,
        mustReach: 0.7,
        note: 'limit: bare BullMQ with the same handler body (the order of the wake-up, decided and appended durably)',
      },
    ];
  } finally {
    await redis.remove();
    county.remove();
  }
}
