import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { type Clock, VirtualClock } from '#libs/clock';
import { type EmbeddedEngine, openEmbedded } from '#libs/embedded';
import { type Instant, instant } from '#libs/kernel';
import { redis as words } from '#libs/terms';
import { startServer } from '../../apps/api/src/index.js';
import { describeOnRedis, RedisServer } from '../../libs/wakeups/src/contract/redis-server.contract.js';
import { postNotices, smallCounty } from '../application/small-county.js';
import { elapsedIn } from './due-county.js';
import { differences, historyOf } from './history.js';

const LATER: Instant = instant('2016-06-01T09:00:00+08:00');
const PATIENCE_MS = 300;

/** Architecture §6: the engine is right without its Redis, only less prompt. What its notices end in is the same as by a table. */
describeOnRedis('a county whose bell is in Redis', () => {
  let redis: RedisServer;
  let folder: string;
  let said: string[];
  let undisturbed: readonly string[];
  const opened: EmbeddedEngine[] = [];

  beforeEach(async () => {
    redis = await RedisServer.start();
    folder = mkdtempSync(join(tmpdir(), 'redis-county-'));
    said = [];
  });
  afterEach(async () => {
    for (const engine of opened.splice(0)) await engine.close();
    await redis.remove();
    rmSync(folder, { recursive: true });
  });

  async function open(clock: Clock, onRedis = true, data = 'data'): Promise<EmbeddedEngine> {
    const bell = onRedis ? { redis: { url: redis.url, patienceMs: PATIENCE_MS } } : {};
    const engine = await openEmbedded({ dataFolder: join(folder, data), clock, say: (line) => said.push(line), ...bell });
    opened.push(engine);
    return engine;
  }

  async function toTheEnd({ engine, clock, store }: EmbeddedEngine): Promise<readonly string[]> {
    if (!(clock instanceof VirtualClock)) throw new TypeError('not on the virtual clock');
    await clock.advanceTo(LATER, () => engine.settled());
    return historyOf(store);
  }

  /** The same county on a table, with nothing in its way. */
  beforeAll(async () => {
    const county = await smallCounty(3);
    await postNotices(county);
    undisturbed = await toTheEnd(county.embedded);
    await county.embedded.close();
    expect(elapsedIn(undisturbed)).toBe(3);
  });

  /** What the server says at its start, and what `/health/ready` answers. */
  async function served(): Promise<{ readonly said: readonly string[]; readonly ready: unknown }> {
    const before = process.env['MINGCE_REDIS_URL'];
    process.env['MINGCE_REDIS_URL'] = redis.url;
    const lines: string[] = [];
    const dataFolder = join(folder, 'served');
    const server = await startServer({ dataFolder, port: 0, log: (line) => lines.push(line), logger: pino({ level: 'silent' }) });
    try {
      const answer = await fetch(`${server.url}/health/ready`);
      const { details } = (await answer.json()) as { details: { wakeups: unknown } };
      return { said: lines.filter((line) => line.includes('Redis')), ready: [answer.status, details.wakeups] };
    } finally {
      await server.stop();
      if (before === undefined) delete process.env['MINGCE_REDIS_URL'];
      else process.env['MINGCE_REDIS_URL'] = before;
    }
  }
  const sentence = (...troubles: readonly (keyof typeof words)[]): string =>
    (['zh', 'en'] as const)
      .map((language) => `${words.RINGS_LATER[language]}: ${troubles.map((trouble) => words[trouble][language]).join('; ')}`)
      .join(' / ');
  const RINGS = { bell: 'REDIS', pending: 0, due: 0 };

  it('begins with one that has everything wrong, says so in one line, and is degraded, not down', async () => {
    await redis.end();
    await redis.begin('--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru');
    const troubles = ['REDIS_EVICTS', 'REDIS_FORGETS'] as const;
    expect(await served()).toEqual({
      said: [sentence(...troubles)],
      ready: [200, { ...RINGS, status: 'degraded', troubles: troubles.join() }],
    });
  });

  it('begins without one, says so in one line, and is degraded, not down', async () => {
    await redis.end();
    expect(await served()).toEqual({
      said: [sentence('REDIS_SILENT')],
      ready: [200, { ...RINGS, status: 'degraded', troubles: 'REDIS_SILENT' }],
    });
  });

  it('says nothing of one that is as it should be', async () => {
    expect(await served()).toEqual({ said: [], ready: [200, { ...RINGS, status: 'up' }] });
  });

  it('which is put right while the engine runs, falls silent and comes back: each is said once, in one line', async () => {
    await redis.end();
    await redis.begin('--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru');
    const clock = new VirtualClock(LATER);
    const settings = { url: redis.url, patienceMs: PATIENCE_MS, checkMs: 50 };
    const dataFolder = join(folder, 'checked');
    const { engine, close } = await openEmbedded({ dataFolder, clock, redis: settings, say: (line) => said.push(line) });
    const right = `${words.RIGHT_AGAIN.zh} / ${words.RIGHT_AGAIN.en}`;
    const until = async (lines: readonly string[]): Promise<void> => {
      for (let waited = 0; said.length < lines.length && waited < 10_000; waited += 20) await pause(20);
      expect(said).toEqual(lines);
    };
    try {
      const lines = [sentence('REDIS_EVICTS', 'REDIS_FORGETS')];
      await until(lines);
      const hand = new Redis(redis.url);
      await hand.config('SET', 'maxmemory-policy', 'noeviction');
      await until([...lines, sentence('REDIS_FORGETS')]);
      expect(engine.parts.bell.condition()).toEqual({ kind: 'REDIS', troubles: ['REDIS_FORGETS'] });
      await hand.config('SET', 'appendonly', 'yes');
      hand.disconnect();
      lines.push(sentence('REDIS_FORGETS'), right);
      await until(lines);
      expect(engine.parts.bell.condition()).toEqual({ kind: 'REDIS', troubles: [] });
      await redis.end();
      await until([...lines, sentence('REDIS_SILENT')]);
      await redis.begin();
      await until([...lines, sentence('REDIS_SILENT'), right]);
      lines.push(sentence('REDIS_SILENT'), right);
    } finally {
      await close();
    }
    // Nothing is said of the end of the connection that is ours.
    expect(said).toHaveLength(5);
  });

  it('which does not come back at all', async () => {
    const county = await smallCounty(3, (clock) => open(clock));
    await redis.end();
    await postNotices(county);
    expect(differences(await toTheEnd(county.embedded), undisturbed)).toEqual([]);
  });

  it('that nothing disturbs; its notices ring long after the horizon of the bell', async () => {
    const county = await smallCounty(3, (clock) => open(clock));
    await postNotices(county);
    const { bell } = county.embedded.engine.parts;
    expect([await bell.pending(), bell.condition(), said]).toEqual([0, { kind: 'REDIS', troubles: [] }, []]);
    expect(differences(await toTheEnd(county.embedded), undisturbed)).toEqual([]);
  });

  it('which is down while notices are posted, and begins again empty', async () => {
    const county = await smallCounty(3, (clock) => open(clock));
    await redis.end();
    await postNotices(county);
    expect(county.embedded.engine.parts.bell.condition().troubles).toEqual(['REDIS_SILENT']);
    await redis.begin('--appendonly', 'no');
    expect(differences(await toTheEnd(county.embedded), undisturbed)).toEqual([]);
  });

  it('which was flushed while the engine was not there', async () => {
    const county = await smallCounty(3, (clock) => open(clock));
    await postNotices(county);
    await county.embedded.close();
    const client = new Redis(redis.url);
    await client.flushall();
    client.disconnect();
    const next = await open(new VirtualClock(county.clock.now()));
    expect(differences(await toTheEnd(next), undisturbed)).toEqual([]);
  });

  it('instead of in the table that it had before, and in the table again', async () => {
    const county = await smallCounty(3, (clock) => open(clock, false));
    await postNotices(county);
    await county.embedded.close();
    const inRedis = await open(new VirtualClock(county.clock.now()));
    await inRedis.close();
    const inTable = await open(new VirtualClock(county.clock.now()), false);
    expect(inTable.engine.parts.bell.condition().kind).toBe('TABLE');
    expect(differences(await toTheEnd(inTable), undisturbed)).toEqual([]);
  });

  it('goes through a whole season to the very same events as by a table', async () => {
    const [byRedis = [], byTable = []] = await Promise.all(
      [true, false].map(async (onRedis) => {
        const county = await smallCounty(2, (clock) => open(clock, onRedis, onRedis ? 'by redis' : 'by table'));
        await county.through('COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT');
        await county.embedded.engine.settled();
        return historyOf(county.embedded.store);
      }),
    );
    expect(byTable.length).toBeGreaterThan(250);
    expect(differences(byRedis, byTable)).toEqual([]);
  });
});
