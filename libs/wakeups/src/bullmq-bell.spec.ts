import { VirtualClock } from '#libs/clock';
import { BullmqBell, type BullmqBellOptions } from './bullmq-bell.js';
import { bellContract, CONTRACT_START, durableBellContract } from './contract/bell-contract.js';
import { Wire } from './contract/wire.js';
import { describeOnRedis, RedisServer } from './contract/redis-server.contract.js';
import { TellingBell, ToldStates } from './contract/told-states.js';
import { NoRedisUrl } from './index.js';

describeOnRedis('bell on Redis', () => {
  let redis: RedisServer;
  let queues = 0;
  const wires: Wire[] = [];
  const bells: BullmqBell[] = [];

  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterEach(async () => {
    for (const bell of bells.splice(0)) await bell.close();
    for (const wire of wires.splice(0)) wire.close();
  });
  afterAll(() => redis.remove());

  async function open(clock: VirtualClock, states: ToldStates, options: Partial<BullmqBellOptions> = {}): Promise<TellingBell> {
    const given = { url: redis.url, name: `bell-${queues}`, patienceMs: 5_000, lockMs: 1_000, ...options };
    const bell = await BullmqBell.open(clock, states, given);
    bells.push(bell);
    return new TellingBell(bell, states);
  }

  it.each(durableBellContract)('$name', async ({ run }) => {
    queues++;
    const clock = new VirtualClock(CONTRACT_START);
    const states = new ToldStates();
    const wire = await Wire.to(redis.port);
    wires.push(wire);
    await run({ bell: await open(clock, states, { url: wire.url, patienceMs: 600_000 }), clock }, async () => {
      wire.cut();
      return open(clock, states);
    });
  });

  it.each(bellContract)('$name', async ({ run }) => {
    queues++;
    const clock = new VirtualClock(CONTRACT_START);
    await run({ bell: await open(clock, new ToldStates()), clock });
  });

  it('refuses an address that is none', async () => {
    for (const url of ['', 'localhost:6379', 'http://localhost', 'redis://']) {
      await expect(open(new VirtualClock(CONTRACT_START), new ToldStates(), { url })).rejects.toThrow(NoRedisUrl);
    }
  });
});
