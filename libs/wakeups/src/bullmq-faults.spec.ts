import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { type Clock, SystemClock, VirtualClock } from '#libs/clock';
import { civilDateOf, type Instant, instantOfMs, msOf } from '#libs/kernel';
import { until } from '#libs/spec';
import { CONTRACT_START } from './contract/bell-contract.js';
import { describeOnRedis, RedisServer } from './contract/redis-server.contract.js';
import { TellingBell, ToldStates } from './contract/told-states.js';
import { type Bell, BullmqBell, type BullmqBellOptions, EmbeddedBell, type Ringing } from './index.js';

const MINUTE = 60_000;
const at = (minutes: number): Instant => instantOfMs(msOf(CONTRACT_START) + minutes * MINUTE);

const wakeup = (id: string, dueAt: Instant): Ringing => ({
  id,
  stream: `case-${id}`,
  process: 'notice-watch',
  dueAt,
  order: { target: `case-${id}`, order: { type: 'MarkNoticePeriodElapsed', data: { due: id } }, onRefusal: 'report' },
});

/** A season: so many fall due ten, twenty and thirty minutes after the start. */
const season = (each: number): readonly Ringing[] =>
  [10, 20, 30].flatMap((minutes) => Array.from({ length: each }, (_, no) => wakeup(`notice-${minutes}-${no}`, at(minutes))));

/** A clock of another machine: `aheadMs` before that of ours. */
class OtherClock implements Clock {
  readonly #ours = new SystemClock();
  constructor(private readonly aheadMs: number) {}
  now(): Instant {
    return instantOfMs(msOf(this.#ours.now()) + this.aheadMs);
  }
  today(): ReturnType<Clock['today']> {
    return civilDateOf(this.now());
  }
  timer(moment: Instant, ring: () => void): ReturnType<Clock['timer']> {
    return this.#ours.timer(instantOfMs(msOf(moment) - this.aheadMs), ring);
  }
}

/** Architecture §6: losing the queue loses nothing. Each ends as a season that nothing has disturbed. */
describeOnRedis('a season on a Redis', () => {
  const NAME = 'season';
  let redis: RedisServer;
  let client: Redis;
  let queue: Queue;
  let clock: VirtualClock;
  let states: ToldStates;
  const bells: BullmqBell[] = [];

  beforeEach(async () => {
    redis = await RedisServer.start();
    client = new Redis(redis.url, { maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    queue = new Queue(NAME, { connection: client });
    queue.on('error', () => undefined);
    clock = new VirtualClock(CONTRACT_START);
    states = new ToldStates();
  });
  afterEach(async () => {
    for (const bell of bells.splice(0)) await bell.close();
    client.disconnect();
    await redis.remove();
  });

  async function open(on: Clock = clock, options: Partial<BullmqBellOptions> = {}): Promise<TellingBell> {
    const bell = await BullmqBell.open(on, states, { url: redis.url, name: NAME, patienceMs: 200, lockMs: 1_000, ...options });
    bells.push(bell);
    return new TellingBell(bell, states);
  }
  /** What was answered, as `id@minutes`, however often. */
  async function listen(bell: Bell, rung: string[], on: Clock = clock): Promise<void> {
    await bell.start(async ({ id }) => {
      rung.push(`${id}@${(msOf(on.now()) - msOf(CONTRACT_START)) / MINUTE}`);
      return Promise.resolve();
    });
  }
  const advance = (minutes: number, ...all: readonly Bell[]): Promise<void> =>
    clock.advanceTo(at(minutes), async () => {
      for (const bell of all) await bell.answered();
    });
  async function undisturbed(wakeups: readonly Ringing[]): Promise<readonly string[]> {
    const rung: string[] = [];
    const own = new VirtualClock(CONTRACT_START);
    const bell = EmbeddedBell.open(':memory:', own);
    await listen(bell, rung, own);
    await bell.set(wakeups);
    await own.advanceTo(at(30), () => bell.answered());
    await bell.close();
    return rung.sort();
  }
  const inRedis = async (): Promise<number> => (await queue.getDelayedCount()) + (await queue.getWaitingCount());

  it('that nothing disturbs', async () => {
    const bell = await open();
    const rung: string[] = [];
    await listen(bell, rung);
    await bell.set(season(500));
    expect(await inRedis()).toBe(1_500);
    await advance(30, bell);
    expect(rung.sort()).toEqual(await undisturbed(season(500)));
    await until(async () => (await inRedis()) + (await queue.getActiveCount()) === 0);
    expect(await queue.getJobCounts()).toMatchObject({ completed: 0, failed: 0 });
  });

  it('whose jobs hold ids and nothing else', async () => {
    const bell = await open();
    await bell.set([wakeup('notice-1', at(10))]);
    const job = await queue.getJob('notice-1');
    expect([job?.name, job?.data]).toEqual(['ring', { process: 'notice-watch', stream: 'case-notice-1' }]);
  });

  it('that is flushed with thousands pending', async () => {
    const bell = await open();
    const rung: string[] = [];
    await listen(bell, rung);
    await bell.set(season(1_000));
    await advance(10, bell);
    await client.flushall();
    await advance(20, bell);
    // Those of the last moment are there again, and soon nothing besides.
    await until(async () => (await inRedis()) === 1_000);
    await advance(30, bell);
    expect(rung.sort()).toEqual(await undisturbed(season(1_000)));
  });

  it('that ends, and begins again empty, without its append-only file', async () => {
    const bell = await open();
    const rung: string[] = [];
    await listen(bell, rung);
    const [first, second, third] = [10, 20, 30].map((minutes) => season(300).filter(({ dueAt }) => dueAt === at(minutes)));
    await bell.set(first ?? []);
    await advance(9, bell);
    await redis.end();
    await until(() => bell.condition().troubles.includes('REDIS_SILENT'));
    const asked = performance.now();
    await bell.set(second ?? []);
    await bell.replaceFor('notice-watch', 'case-notice-10-0', []);
    await bell.set(first?.slice(0, 1) ?? []);
    await bell.set(third ?? []);
    await bell.cancel(['nothing']);
    expect(performance.now() - asked).toBeLessThan(2_000);
    await advance(20, bell);
    expect(rung).toHaveLength(600);
    await redis.begin('--appendonly', 'no');
    await until(async () => (await inRedis()) === 300);
    expect(bell.condition().troubles).toEqual(['REDIS_FORGETS']);
    await advance(30, bell);
    expect(rung.sort()).toEqual(await undisturbed(season(300)));
  });

  it('that hangs, and goes on', async () => {
    const bell = await open();
    const rung: string[] = [];
    await listen(bell, rung);
    await bell.set(season(10).slice(0, 10));
    redis.freeze();
    const asked = performance.now();
    await bell.set(season(10).slice(10));
    expect(performance.now() - asked).toBeLessThan(10_000);
    await advance(20, bell);
    redis.thaw();
    await until(() => bell.condition().troubles.length === 0);
    await advance(30, bell);
    expect(rung.sort()).toEqual(await undisturbed(season(10)));
  });

  it('whose jobs are delivered three times', async () => {
    const bell = await open();
    const rung: string[] = [];
    await listen(bell, rung);
    await bell.set(season(20));
    await advance(10, bell);
    for (let times = 0; times < 2; times++) {
      for (const { id, process, stream } of season(20).slice(0, 20)) {
        await queue.add('ring', { process, stream }, { jobId: id, removeOnComplete: true });
      }
      await until(async () => (await queue.getJobCountByTypes('wait', 'active')) === 0);
    }
    await advance(30, bell);
    expect(rung.sort()).toEqual(await undisturbed(season(20)));
  });

  it('whose jobs are delivered too early', async () => {
    const bell = await open();
    const rung: string[] = [];
    await listen(bell, rung);
    await bell.set(season(20));
    await queue.promoteJobs();
    await until(async () => (await queue.getDelayedCount()) === 60);
    expect(rung).toEqual([]);
    await advance(30, bell);
    expect(rung.sort()).toEqual(await undisturbed(season(20)));
  });

  it('whose jobs were set for another moment by somebody who is gone', async () => {
    const gone = await open();
    await gone.set([wakeup('sooner', at(20)), wakeup('later', at(10))]);
    await gone.close();
    const bell = await open();
    const rung: string[] = [];
    await bell.set([wakeup('sooner', at(10)), wakeup('later', at(20))]);
    await listen(bell, rung);
    await advance(30, bell);
    expect(rung).toEqual(['sooner@10', 'later@20']);
  });

  it('on which two workers ring', async () => {
    const both = [await open(), await open()];
    const rung: string[][] = [[], []];
    for (const [index, bell] of both.entries()) await listen(bell, rung[index] ?? []);
    // Each is told by its own runner; where Redis brings it is Redis's matter.
    for (const bell of both) await bell.set(season(500));
    await advance(30, ...both);
    const answered = new Set(rung.flat());
    expect([...answered].sort()).toEqual(await undisturbed(season(500)));
    expect(rung.map(({ length }) => length > 100)).toEqual([true, true]);
  });

  it('that is not there at the start, and comes later', async () => {
    await redis.end();
    const bell = await open();
    const rung: string[] = [];
    expect(bell.condition()).toEqual({ kind: 'REDIS', troubles: ['REDIS_SILENT'] });
    await listen(bell, rung);
    await bell.set(season(10));
    await advance(10, bell);
    await redis.begin();
    await until(async () => (await inRedis()) === 20);
    await advance(30, bell);
    expect(rung.sort()).toEqual(await undisturbed(season(10)));
  });

  it('holds what falls due within 36 hours, and fetches the rest in time', async () => {
    const bell = await open();
    const rung: string[] = [];
    const far = [35, 37, 24 * 30].map((hours) => wakeup(`notice-${hours}`, at(hours * 60)));
    await listen(bell, rung);
    await bell.set(far);
    expect([await bell.pending(), await inRedis()]).toEqual([1, 1]);
    await advance(13 * 60, bell);
    expect([await bell.pending(), await inRedis()]).toEqual([2, 2]);
    await advance(24 * 31 * 60, bell);
    expect(rung).toEqual(far.map(({ id, dueAt }) => `${id}@${(msOf(dueAt) - msOf(CONTRACT_START)) / MINUTE}`));
  });

  it('goes by the delays of Redis on the clock of the machine, and is never early where another clock runs ahead', async () => {
    const system = new SystemClock();
    const ahead = new OtherClock(700);
    const teller = await open(ahead, { patienceMs: 60_000 });
    const bell = await open(system, { patienceMs: 60_000 });
    const rung: { readonly id: string; readonly ms: number }[] = [];
    await bell.start(async ({ id }) => {
      rung.push({ id, ms: msOf(system.now()) });
      return Promise.resolve();
    });
    const dueMs = msOf(system.now()) + 1_000;
    await teller.set([wakeup('notice-soon', instantOfMs(dueMs))]);
    await until(() => rung.length > 0);
    await until(async () => (await inRedis()) === 0);
    expect(rung.map(({ id, ms }) => [id, ms >= dueMs])).toEqual([['notice-soon', true]]);
  });

  it('really moves what is set again for another moment', async () => {
    const system = new SystemClock();
    const bell = await open(system, { patienceMs: 60_000 });
    const rung: string[] = [];
    await bell.start(async ({ id }) => {
      rung.push(id);
      return Promise.resolve();
    });
    await bell.set([wakeup('notice', instantOfMs(msOf(system.now()) + 3_600_000))]);
    const dueMs = msOf(system.now()) + 300;
    await bell.set([wakeup('notice', instantOfMs(dueMs))]);
    await until(() => rung.length > 0);
    expect(msOf(system.now())).toBeGreaterThanOrEqual(dueMs);
    expect(rung).toEqual(['notice']);
  });
});
