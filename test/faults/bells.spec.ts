import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { Engine, ProjectionRunner, SqliteCheckpoints } from '#libs/application';
import { VirtualClock } from '#libs/clock';
import { type EmbeddedEngine, queueOf, type RedisOptions, StatesOfTheLog } from '#libs/embedded';
import { type Instant, instantOfMs, msOf } from '#libs/kernel';
import { ReadModels } from '#libs/read-models';
import { FROM_SOURCES, until } from '#libs/spec';
import { type Bell, BullmqBell } from '#libs/wakeups';
import { describeOnRedis, RedisServer } from '../../libs/wakeups/src/contract/redis-server.contract.js';
import { countyOn, postNotices } from '../application/small-county.js';
import { advance, DueCounty, elapsedIn, LATER } from './due-county.js';
import { flushTwice } from './flushed.js';
import { differences } from './history.js';
import { JumpingClock } from './jumping-clock.js';

const PATIENCE_MS = 300;
/** Enough that ringing takes its time; `npm run proof -- season` has thousands. */
const MANY = 200;
const HOUR = 3_600_000;

const beside = (moment: Instant, ms: number): Instant => instantOfMs(msOf(moment) + ms);

/**
 * Architecture §6: losing the queue loses nothing. Whatever is done to a Redis, a worker or a clock, the log of the county ends as
 * that of a county which rang by a table with nothing in its way: the same events, each once, recorded at the same moments.
 */
describeOnRedis('a county whose notices have all had their time at one midnight', () => {
  const FEW = 40;
  let redis: RedisServer;
  let client: Redis;
  let queue: Queue | undefined;
  let county: DueCounty;
  let dueAt: Instant;
  let undisturbed: readonly string[];
  const opened: EmbeddedEngine[] = [];
  const bells: Bell[] = [];

  beforeAll(async () => {
    county = await DueCounty.make(FEW, 'POSTED');
    dueAt = county.dueAt ?? LATER;
    undisturbed = await county.undisturbed((embedded) => advance(embedded, LATER));
    expect(elapsedIn(undisturbed)).toBe(FEW);
  });
  afterAll(() => county.remove());
  beforeEach(async () => {
    redis = await RedisServer.start();
    client = new Redis(redis.url, { maxRetriesPerRequest: null });
    client.on('error', () => undefined);
  });
  afterEach(async () => {
    for (const bell of bells.splice(0)) await bell.close();
    for (const embedded of opened.splice(0)) await embedded.close();
    queue = undefined;
    client.disconnect();
    await redis.remove();
  });

  const onRedis = (): RedisOptions => ({ url: redis.url, patienceMs: PATIENCE_MS });

  async function open(dataFolder = county.copy(), of = county): Promise<EmbeddedEngine> {
    const embedded = await of.open({ dataFolder, redis: onRedis() });
    opened.push(embedded);
    queue = new Queue(queueOf(dataFolder), { connection: client });
    queue.on('error', () => undefined);
    return embedded;
  }
  const delayed = async (): Promise<number> => (await queue?.getDelayedCount()) ?? 0;

  async function differing(embedded: EmbeddedEngine, expected = undisturbed, of = county): Promise<readonly string[]> {
    return differences(await of.historyOf(embedded), expected);
  }

  it('nothing disturbs it', async () => {
    const embedded = await open();
    await advance(embedded, LATER);
    expect(await differing(embedded)).toEqual([]);
  });

  it('its worker is killed three times between ringing and recording', async () => {
    const dataFolder = county.copy();
    for (const last of [1, 7, 20]) {
      const worker = startWorker(dataFolder, redis.url, last);
      await worker.standsStill;
      expect(await worker.kill()).toEqual({ signal: 'SIGKILL', complaints: '' });
    }
    const embedded = await open(dataFolder);
    const before = elapsedIn(await county.historyOf(embedded));
    // Each was killed over at least one ring that it had not recorded.
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(FEW);
    await advance(embedded, LATER);
    expect(await differing(embedded)).toEqual([]);
  });

  function startWorker(
    dataFolder: string,
    url: string,
    last: number,
  ): { standsStill: Promise<void>; kill: () => Promise<{ signal: string | null; complaints: string }> } {
    const child: ChildProcess = spawn(
      process.execPath,
      [
        ...FROM_SOURCES,
        join(import.meta.dirname, 'bell-worker', 'worker.ts'),
        ...[dataFolder, url, String(PATIENCE_MS), county.madeAt, LATER, String(last)],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let complaints = '';
    child.stderr?.on('data', (text: Buffer) => (complaints += text.toString()));
    const closed = once(child, 'close');
    const standsStill = (async (): Promise<void> => {
      if (child.stdout === null) return;
      for await (const line of createInterface({ input: child.stdout })) if (line === String(last)) return;
      throw new Error(`the worker ended before it had rung ${last} times: ${complaints}`);
    })();
    return {
      standsStill,
      kill: async () => {
        child.kill('SIGKILL');
        const [, signal] = (await closed) as [number | null, string | null];
        return { signal, complaints };
      },
    };
  }

  it('two workers ring, each with a desk and processes of its own', async () => {
    const first = await open();
    const { store, engine } = first;
    const { parts } = engine;
    const { clock } = parts;
    const readModels = ReadModels.open(':memory:');
    const checkpoints = new SqliteCheckpoints(':memory:');
    const projections = new ProjectionRunner(store, readModels);
    const upToDate = async (): Promise<void> => {
      await projections.caughtUp(await store.head());
    };
    const states = new StatesOfTheLog({ store, readModels, checkpoints, upToDate });
    const bell = await BullmqBell.open(clock, states, { ...onRedis(), name: queue?.name ?? '' });
    bells.push(bell);
    const second = await Engine.start({ ...parts, bell, projections, readModels, checkpoints });
    const rung = [0, 0];
    for (const [index, { runner }] of [engine, second].entries()) {
      const ring = runner.ring.bind(runner);
      runner.ring = (...given) => {
        rung[index] = (rung[index] ?? 0) + 1;
        return ring(...given);
      };
    }
    if (!(clock instanceof VirtualClock)) throw new TypeError('not on the virtual clock');
    await clock.advanceTo(LATER, async () => {
      await engine.settled();
      await second.settled();
    });
    await second.stop();
    await readModels.close();
    checkpoints.close();
    expect(rung.every((times) => times > 0)).toBe(true);
    expect((rung[0] ?? 0) + (rung[1] ?? 0)).toBeGreaterThanOrEqual(FEW);
    expect(await differing(first)).toEqual([]);
  });

  it('every job is delivered three times', async () => {
    const embedded = await open();
    await advance(embedded, beside(dueAt, -HOUR));
    const jobs = (await queue?.getDelayed()) ?? [];
    expect(jobs).toHaveLength(FEW);
    await advance(embedded, dueAt);
    for (let times = 0; times < 2; times++) {
      for (const { id = '', name, data } of jobs) await queue?.add(name, data, { jobId: id, removeOnComplete: true });
      await until(async () => (await queue?.getJobCountByTypes('wait', 'active')) === 0);
    }
    await advance(embedded, LATER);
    expect(await differing(embedded)).toEqual([]);
  });

  it('every job is delivered an hour too early', async () => {
    const embedded = await open();
    await advance(embedded, beside(dueAt, -HOUR));
    await queue?.promoteJobs();
    await until(async () => (await delayed()) === FEW);
    expect(elapsedIn(await county.historyOf(embedded))).toBe(0);
    await advance(embedded, LATER);
    expect(await differing(embedded)).toEqual([]);
  });

  it('Redis hangs over the midnight, and goes on', async () => {
    const embedded = await open();
    await advance(embedded, beside(dueAt, -HOUR));
    redis.freeze();
    await advance(embedded, dueAt);
    redis.thaw();
    await advance(embedded, LATER);
    expect(await differing(embedded)).toEqual([]);
  });

  it('Redis is stopped while all are pending, and comes back empty, without its append-only file', async () => {
    const embedded = await open();
    await advance(embedded, beside(dueAt, -HOUR));
    await redis.end();
    await until(() => embedded.engine.parts.bell.condition().troubles.includes('REDIS_SILENT'));
    await redis.begin('--appendonly', 'no');
    await until(async () => (await delayed()) === FEW);
    await advance(embedded, LATER);
    expect(await differing(embedded)).toEqual([]);
  });

  it('Redis is flushed while all are pending, and again in the middle of the ringing', async () => {
    const many = await DueCounty.make(MANY, 'POSTED');
    try {
      expect(await flushTwice(many, onRedis())).toEqual([]);
    } finally {
      many.remove();
    }
  });

  describe('before they are posted', () => {
    let admitted: DueCounty;
    let expected: readonly string[];
    beforeAll(async () => {
      admitted = await DueCounty.make(FEW, 'ADMITTED');
      expected = await admitted.undisturbed(postAndGoOn);
      expect(elapsedIn(expected)).toBe(FEW);
    });
    afterAll(() => admitted.remove());

    async function postAndGoOn(embedded: EmbeddedEngine): Promise<void> {
      await post(embedded);
      await advance(embedded, LATER);
    }
    async function post(embedded: EmbeddedEngine): Promise<void> {
      if (!(embedded.clock instanceof VirtualClock)) throw new TypeError('not on the virtual clock');
      await postNotices(countyOn(embedded, embedded.clock, FEW));
    }

    it('Redis goes away, every order of the season arrives meanwhile, and it comes back empty', async () => {
      const embedded = await open(admitted.copy(), admitted);
      await redis.end();
      await post(embedded);
      expect(embedded.engine.parts.bell.condition().troubles).toEqual(['REDIS_SILENT']);
      await redis.begin('--appendonly', 'no');
      await advance(embedded, LATER);
      expect(await differing(embedded, expected, admitted)).toEqual([]);
    });

    it('Redis goes away and does not come back', async () => {
      const embedded = await open(admitted.copy(), admitted);
      await redis.end();
      await postAndGoOn(embedded);
      expect(await differing(embedded, expected, admitted)).toEqual([]);
    });
  });

  describe.each(['a Redis', 'a table'])('on a clock that somebody sets, by %s', (by) => {
    const WITHOUT = { withoutMoments: true } as const;
    let clock: JumpingClock;
    let embedded: EmbeddedEngine;
    let expected: readonly string[];

    beforeAll(async () => {
      expected = await county.undisturbed((other) => advance(other, LATER), WITHOUT);
    });
    /** So long before the midnight, or longer, where the machine is slow: what is to stand before it stands before it. */
    async function openBefore(ms: number): Promise<void> {
      for (let ahead = ms; ; ahead *= 2) {
        clock = new JumpingClock(beside(dueAt, -ahead));
        embedded = await county.open({ clock, ...(by === 'a Redis' ? { redis: onRedis() } : {}) });
        opened.push(embedded);
        await embedded.engine.settled();
        if (clock.now() < dueAt) return;
      }
    }
    const differingBut = async (): Promise<readonly string[]> => differences(await county.historyOf(embedded, WITHOUT), expected);
    const elapsed = async (): Promise<number> => elapsedIn(await county.historyOf(embedded));
    async function early(): Promise<readonly string[]> {
      const events = await embedded.store.readAll({ after: -1n, limit: 100_000 });
      return events
        .filter(({ type, metadata }) => type === 'case.NoticePeriodElapsed.v1' && metadata.recordedAt < dueAt)
        .map(({ stream }) => stream);
    }

    it('forward, over the midnight', async () => {
      await openBefore(HOUR);
      clock.jump(2 * HOUR);
      await until(async () => (await elapsed()) === FEW);
      await embedded.engine.settled();
      expect([await differingBut(), await early()]).toEqual([[], []]);
    });

    it('back, just before the midnight, and forward again', async () => {
      await openBefore(500);
      const untilMidnight = msOf(dueAt) - msOf(clock.now());
      clock.jump(-HOUR);
      // The midnight that was: what the machine delivers now is an hour too early.
      await pause(untilMidnight + 500);
      expect(await elapsed()).toBe(0);
      clock.jump(HOUR);
      await until(async () => (await elapsed()) === FEW);
      await embedded.engine.settled();
      expect([await differingBut(), await early()]).toEqual([[], []]);
    });

    it('back, after everything has rung', async () => {
      await openBefore(200);
      await until(async () => (await elapsed()) === FEW);
      clock.jump(-HOUR);
      await pause(100);
      clock.jump(2 * HOUR);
      await pause(100);
      await embedded.engine.settled();
      expect([await differingBut(), await early()]).toEqual([[], []]);
    });
  });
});
