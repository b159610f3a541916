import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_FILES, type EmbeddedOptions, openEmbedded, UnsafeInProduction } from '#libs/embedded';
import { startServer } from '../../apps/api/src/server.js';
import { describeOnRedis, RedisServer } from '../../libs/wakeups/src/contract/redis-server.contract.js';

let dataFolder: string;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'production-'));
});
afterEach(() => rmSync(dataFolder, { recursive: true }));

/** One life of a house; answers what it was refused for where real people are to be served. */
async function refused(options: Partial<EmbeddedOptions> = { production: true }): Promise<unknown> {
  try {
    await (await openEmbedded({ dataFolder, say: () => undefined, ...options })).close();
    return 'served';
  } catch (error) {
    if (error instanceof UnsafeInProduction) return [error.faults, error.message.includes(DATA_FILES.tokenKey)];
    throw error;
  }
}

/** conventions.md, Production: what is unsafe is refused; what only an opened house shows. */
describe('in production a house is not served', () => {
  it('whose keys others of the machine can read, and is told which', async () => {
    expect(await refused()).toBe('served');
    chmodSync(join(dataFolder, DATA_FILES.tokenKey), 0o640);
    expect(await refused()).toEqual([['KEYS_OPEN'], true]);
    expect(await refused({})).toBe('served');
    chmodSync(join(dataFolder, DATA_FILES.tokenKey), 0o600);
    expect(await refused()).toBe('served');
  });

  describeOnRedis('with a Redis', () => {
    it('that may throw jobs away, until it may no more', async () => {
      const redis = await RedisServer.start('--maxmemory-policy', 'allkeys-lru');
      const options = { production: true, redis: { url: redis.url } };
      expect(await refused(options)).toEqual([['REDIS_EVICTS'], false]);
      await redis.end();
      await redis.begin();
      expect(await refused(options)).toBe('served');
      await redis.remove();
    });
  });
});

it('the demo is not played as one process of a house', async () => {
  const before = { ...process.env };
  const servers = {
    MINGCE_EVENTSTORE_URL: 'kurrentdb://localhost:1?tls=false',
    MINGCE_REDIS_URL: 'redis://localhost:1',
    MINGCE_POSTGRES_URL: 'postgres://mingce:not-a-secret@localhost:1/mingce',
  };
  Object.assign(process.env, servers);
  try {
    const started = startServer({ dataFolder, port: 0, demo: true, log: () => undefined });
    await expect(started).rejects.toMatchObject({
      code: 'NO_DEPLOYMENT',
      message: expect.stringContaining('the demo runs on one data folder'),
    });
  } finally {
    process.env = before;
  }
});
