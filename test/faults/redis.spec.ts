import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type Clock, VirtualClock } from '#libs/clock';
import { type EmbeddedEngine, openEmbedded } from '#libs/embedded';
import { type Instant, instant } from '#libs/kernel';
import { describeOnRedis, RedisServer } from '../../libs/wakeups/src/contract/redis-server.contract.js';
import { postNotices, smallCounty } from '../application/small-county.js';

const LATER: Instant = instant('2016-06-01T09:00:00+08:00');
const PATIENCE_MS = 300;

/** Architecture §6: the engine is right without its Redis, only less prompt. What its notices end in is the same as by a table. */
describeOnRedis('a county whose bell is in Redis', () => {
  let redis: RedisServer;
  let folder: string;
  let said: string[];
  let undisturbed: readonly unknown[];
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

  /** All that the bell has brought about: of which case, when, in whose name. */
  async function elapsed({ store }: EmbeddedEngine): Promise<readonly unknown[]> {
    const events = await store.readAll({ after: -1n, limit: 100_000 });
    return events
      .filter(({ type }) => type === 'case.NoticePeriodElapsed.v1')
      .map(({ data, metadata }) => ({ data, recordedAt: metadata.recordedAt, by: metadata.actorRole }))
      .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  }

  async function toTheEnd({ engine, clock, store, ...rest }: EmbeddedEngine): Promise<readonly unknown[]> {
    if (!(clock instanceof VirtualClock)) throw new TypeError('not on the virtual clock');
    await clock.advanceTo(LATER, () => engine.settled());
    return elapsed({ engine, clock, store, ...rest });
  }

  /** The same county on a table, with nothing in its way. */
  beforeAll(async () => {
    const county = await smallCounty(3);
    await postNotices(county);
    undisturbed = await toTheEnd(county.embedded);
    await county.embedded.close();
    expect(undisturbed).toHaveLength(3);
  });

  it('begins without a Redis, and says in one line what is wrong with it', async () => {
    await redis.end();
    await redis.begin('--appendonly', 'no');
    await (await open(new VirtualClock(LATER))).close();
    await redis.end();
    await open(new VirtualClock(LATER));
    expect(said).toEqual([
      expect.stringMatching(/: .*appendonly yes \/ .*: .*appendonly yes$/),
      expect.stringMatching(/Redis does not answer$/),
    ]);
    expect(said.join('')).not.toContain('\n');
  });

  it('which does not come back at all', async () => {
    const county = await smallCounty(3, (clock) => open(clock));
    await redis.end();
    await postNotices(county);
    expect(await toTheEnd(county.embedded)).toEqual(undisturbed);
  });

  it('that nothing disturbs; its notices ring long after the horizon of the bell', async () => {
    const county = await smallCounty(3, (clock) => open(clock));
    await postNotices(county);
    const { bell } = county.embedded.engine.parts;
    expect([await bell.pending(), bell.condition(), said]).toEqual([0, { kind: 'REDIS', troubles: [] }, []]);
    expect(await toTheEnd(county.embedded)).toEqual(undisturbed);
  });

  it('which is down while notices are posted, and begins again empty', async () => {
    const county = await smallCounty(3, (clock) => open(clock));
    await redis.end();
    await postNotices(county);
    expect(county.embedded.engine.parts.bell.condition().troubles).toEqual(['REDIS_SILENT']);
    await redis.begin('--appendonly', 'no');
    expect(await toTheEnd(county.embedded)).toEqual(undisturbed);
  });

  it('which was flushed while the engine was not there', async () => {
    const county = await smallCounty(3, (clock) => open(clock));
    await postNotices(county);
    await county.embedded.close();
    const client = new Redis(redis.url);
    await client.flushall();
    client.disconnect();
    const next = await open(new VirtualClock(county.clock.now()));
    expect(await toTheEnd(next)).toEqual(undisturbed);
  });

  it('instead of in the table that it had before, and in the table again', async () => {
    const county = await smallCounty(3, (clock) => open(clock, false));
    await postNotices(county);
    await county.embedded.close();
    const inRedis = await open(new VirtualClock(county.clock.now()));
    await inRedis.close();
    const inTable = await open(new VirtualClock(county.clock.now()), false);
    expect(inTable.engine.parts.bell.condition().kind).toBe('TABLE');
    expect(await toTheEnd(inTable)).toEqual(undisturbed);
  });

  it('goes through a whole season to the very same events as by a table', async () => {
    const seasons = await Promise.all(
      [true, false].map(async (onRedis) => {
        const county = await smallCounty(2, (clock) => open(clock, onRedis, onRedis ? 'by redis' : 'by table'));
        await county.through('COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT');
        await county.embedded.engine.settled();
        const events = await county.embedded.store.readAll({ after: -1n, limit: 100_000 });
        // Streams of identity numbers are named by a secret of each data folder.
        const lasting = events.filter(({ stream }) => !stream.startsWith('identity-'));
        return lasting.map(({ stream, id, type, metadata }) => [stream, id, type, metadata.recordedAt].join(' ')).sort();
      }),
    );
    expect(seasons[0]?.length).toBeGreaterThan(250);
    expect(seasons[0]).toEqual(seasons[1]);
  });
});
