import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EVERY_PARTITION, partitionOf } from '#libs/application';
import { MemoryEventStore } from '#libs/event-store';
import { PostgresLeases } from '#libs/postgres';
import { describeOnDatabase } from '../../postgres/src/contract/postgres-server.contract.js';
import { DatabaseOfAnother, HouseRegister, KeysDiffer, LeaseKeeper, PartitionKeeper, PostgresCheckpoints } from './index.js';

/** Nobody renews anything: what is to run out is told to. */
const FOR_EVER_MS = 600_000;
const SHORT_MS = 600;
const STREAM = 'case-1';

/** A worker whose runner only notes what it is to serve. */
interface Worker {
  readonly name: string;
  readonly keeper: LeaseKeeper;
  readonly partitions: PartitionKeeper;
  readonly checkpoints: PostgresCheckpoints;
  readonly served: Set<number>;
  broken: Error | undefined;
  /** What happens while its runner takes some; and whether what is under way there never ends. */
  onTake: () => void;
  stuck: boolean;
  readonly told: Error[];
}

describeOnDatabase('partitions of several workers', (on) => {
  let workers: Worker[];
  beforeEach(async () => {
    await PartitionKeeper.prepare(on.postgres);
    workers = [];
  });
  afterEach(async () => {
    for (const { partitions, keeper } of workers) {
      await partitions.stop();
      await keeper.stop();
    }
  });

  async function worker(name: string, ttlMs = FOR_EVER_MS): Promise<Worker> {
    const keeper = new LeaseKeeper(await PostgresLeases.open(on.postgres), { owner: name, ttlMs });
    const served = new Set<number>();
    const made: Worker = {
      name,
      keeper,
      checkpoints: await PostgresCheckpoints.open(on.postgres, keeper),
      served,
      broken: undefined,
      onTake: () => undefined,
      stuck: false,
      told: [],
      partitions: new PartitionKeeper({
        postgres: on.postgres,
        keeper,
        runner: {
          take: async (fresh) => {
            made.onTake();
            for (const partition of fresh) served.add(partition);
          },
          giveUp: async (given) => {
            if (made.stuck) await new Promise(() => undefined);
            for (const partition of given) served.delete(partition);
          },
          drop: (lost) => lost.forEach((partition) => served.delete(partition)),
          get partitions() {
            return [...served];
          },
          get failure() {
            return made.broken;
          },
        },
        onChange: () => undefined,
        onBroken: (error) => made.told.push(error),
      }),
    };
    workers.push(made);
    return made;
  }
  /** It no longer lives: neither renews nor looks. */
  function die(dead: Worker): void {
    workers.splice(workers.indexOf(dead), 1);
  }
  /** The leases and the sign of life of whoever is dead have run out; those who live renew theirs. */
  async function runOut(dead: Worker): Promise<void> {
    await on.postgres.query("UPDATE leases SET until = clock_timestamp() - interval '1 ms' WHERE owner = $1", [dead.name]);
    await on.postgres.query("UPDATE workers SET until = clock_timestamp() - interval '1 ms' WHERE id = $1", [dead.name]);
  }
  const lookAll = async (): Promise<void> => {
    for (let again = 0; again < 3; again++) for (const { partitions } of workers) await partitions.look();
  };
  const all = (): readonly number[] => workers.flatMap(({ served }) => [...served]).sort((a, b) => a - b);

  it('are all served by the one that is there, and shared evenly with each that comes', async () => {
    const one = await worker('one');
    await lookAll();
    expect(one.served.size).toBe(64);
    await worker('two');
    await lookAll();
    expect([workers.map(({ served }) => served.size), all()]).toEqual([[32, 32], EVERY_PARTITION]);
    await worker('three');
    await lookAll();
    expect([workers.map(({ served }) => served.size).sort(), all()]).toEqual([[20, 22, 22], EVERY_PARTITION]);
  });

  it('of one that has died go to the others when its leases have run out', async () => {
    const one = await worker('one');
    const two = await worker('two');
    await lookAll();
    die(one);
    await runOut(one);
    await lookAll();
    expect([...two.served].sort((a, b) => a - b)).toEqual(EVERY_PARTITION);
  });

  it('are given up by one that is told to stop: the others need not wait', async () => {
    const one = await worker('one');
    const two = await worker('two');
    await lookAll();
    await one.partitions.stop();
    die(one);
    await lookAll();
    expect(two.served.size).toBe(64);
  });

  it('are given up by one that is told to stop and cannot finish, once a lease could have run out', async () => {
    const one = await worker('one', SHORT_MS);
    const two = await worker('two');
    await one.partitions.look();
    one.stuck = true;
    await one.partitions.stop();
    expect(one.served.size).toBe(0);
    die(one);
    await lookAll();
    expect(two.served.size).toBe(64);
  });

  it('that are lost while they are being taken are not served', async () => {
    const one = await worker('one');
    one.onTake = () => one.keeper.lost(['partition/07']);
    await one.partitions.look();
    expect([one.served.has(7), one.served.size]).toEqual([false, 63]);
    one.onTake = () => undefined;
    await runOut({ ...one, name: 'one' });
    await one.partitions.look();
    expect(one.served.size).toBe(64);
  });

  it('are given up by one that has broken down, which says so', async () => {
    const one = await worker('one');
    const two = await worker('two');
    await lookAll();
    one.broken = new Error('cannot go on');
    await one.partitions.look();
    expect([one.served.size, one.told]).toEqual([0, [one.broken]]);
    await runOut(one);
    await lookAll();
    expect(two.served.size).toBe(64);
  });

  it('have checkpoints and holds that only their owner writes', async () => {
    const one = await worker('one');
    await lookAll();
    const partition = partitionOf(STREAM);
    expect(await one.checkpoints.save(new Map([[partition, 2n ** 60n]]))).toEqual([]);
    await one.checkpoints.hold({ process: 'notice', stream: STREAM, fromRevision: 3n });
    die(one);
    await runOut(one);
    const two = await worker('two');
    await lookAll();
    expect(await one.checkpoints.save(new Map([[partition, 2n ** 61n]]))).toEqual([partition]);
    await one.checkpoints.hold({ process: 'stale', stream: STREAM, fromRevision: 1n });
    await one.checkpoints.release('notice', STREAM);
    expect(await two.checkpoints.load([partition, 1])).toEqual(
      new Map([
        [partition, 2n ** 60n],
        [1, -1n],
      ]),
    );
    expect(await two.checkpoints.holds()).toEqual([{ process: 'notice', stream: STREAM, fromRevision: 3n }]);
    await two.checkpoints.release('notice', STREAM);
    expect(await two.checkpoints.holds()).toEqual([]);
  });

  it('are not surely held while the database is away, and lost only when it says so', async () => {
    const one = await worker('one', SHORT_MS);
    await lookAll();
    one.keeper.start();
    const runsUntilMs = async (): Promise<number> => {
      const [row] = await on.postgres.query<{ ms: number }>(
        "SELECT (extract(epoch FROM until) * 1000)::float8 AS ms FROM leases WHERE name = 'partition/00'",
      );
      return row?.ms ?? 0;
    };
    const begun = await runsUntilMs();
    while ((await runsUntilMs()) < begun + 2 * SHORT_MS) await pause(20);
    expect(one.keeper.isHeld('partition/00')).toBe(true);
    await on.server.stop();
    while (one.keeper.isHeld('partition/00')) await pause(20);
    expect([one.served.size, await one.checkpoints.save(new Map([[1, 1n]]))]).toEqual([64, []]);
    await on.server.begin();
    while (!one.keeper.isHeld('partition/00')) await pause(20);
    expect(one.served.size).toBe(64);
    await on.postgres.query("UPDATE leases SET owner = 'another', fence = fence + 1 WHERE name = 'partition/07'");
    while (one.served.has(7)) await pause(20);
    expect(one.served.size).toBe(63);
  });
});

describeOnDatabase('what the processes of a house have in common', (on) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'house-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const enter = (log: MemoryEventStore, key: string, database = on.postgres): Promise<HouseRegister> =>
    HouseRegister.enter(database, {
      log,
      address: 'node:2113',
      keysFolder: folder,
      keys: ['token.key'],
      makeKeys: async () => writeFileSync(join(folder, 'token.key'), key),
    });
  async function begun(first: string): Promise<MemoryEventStore> {
    const log = new MemoryEventStore();
    await log.append('area-CN', [{ id: first, type: 'area.AreaEstablished.v1', data: {}, metadata: {} as never }], 'absent');
    return log;
  }

  it('is one house for all of them, and the same at every start', async () => {
    const log = new MemoryEventStore();
    const ids = await Promise.all([enter(log, 'a key'), enter(log, 'a key')]);
    expect(ids[0].id).toBe(ids[1].id);
    await log.close();
  });

  it('refuses whoever has another key', async () => {
    const log = new MemoryEventStore();
    await enter(log, 'a key');
    await expect(enter(log, 'another key')).rejects.toThrow(KeysDiffer);
    await log.close();
  });

  it('refuses another log, and a log that was there before the database', async () => {
    const [log, other] = [await begun('first'), await begun('other')];
    await expect(enter(log, 'a key')).rejects.toThrow(DatabaseOfAnother);
    const empty = new MemoryEventStore();
    await enter(empty, 'a key');
    await (await enter(log, 'a key')).hold();
    await expect(enter(other, 'a key')).rejects.toThrow(DatabaseOfAnother);
    await expect(enter(empty, 'a key')).rejects.toThrow(DatabaseOfAnother);
    for (const each of [log, other, empty]) await each.close();
  });
});
