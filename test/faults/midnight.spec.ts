import { describeOnRedis, RedisServer } from '../../libs/wakeups/src/contract/redis-server.contract.js';
import { DueCounty } from './due-county.js';
import { differences } from './history.js';
import { ringAtMidnight } from './midnight.js';

const NOTICES = 150;

/** The small form of `npm run proof season`: on a clock that runs, nothing is early, lost or twice. How late is not asked here. */
describeOnRedis(`${NOTICES} notices have had their time at one midnight`, () => {
  let county: DueCounty;
  let redis: RedisServer;
  beforeAll(async () => {
    county = await DueCounty.make(NOTICES, 'POSTED');
    redis = await RedisServer.start();
  });
  afterAll(async () => {
    await redis.remove();
    county.remove();
  });

  it('and every bell rings each of them once, and none before', async () => {
    const byTable = await ringAtMidnight(county);
    const byRedis = await ringAtMidnight(county, { url: redis.url });
    for (const { early, twice, lost, others } of [byTable, byRedis]) {
      expect({ early, twice, lost, others }).toEqual({ early: [], twice: [], lost: 0, others: [] });
    }
    expect(byTable.history).toHaveLength(NOTICES);
    expect(differences(byRedis.history, byTable.history)).toEqual([]);
  });
});
