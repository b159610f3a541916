import { setTimeout as pause } from 'node:timers/promises';
import { type Checkpoints, EVERY_PARTITION, type Hold, partitionOf, ProcessRunner } from '#libs/application';
import { VirtualClock } from '#libs/clock';
import { type EmbeddedEngine, openInMemory } from '#libs/embedded';
import { MemoryEventStore } from '#libs/event-store';
import { instant, type Process } from '#libs/kernel';
import { EmbeddedBell } from '#libs/wakeups';

const NAME = 'probe';
const STREAMS = Array.from({ length: 40 }, (_, no) => `household-${no}`);

/** Whose partition each is; whoever saves what is another's has lost it. */
class SharedCheckpoints {
  readonly positions = new Map<number, bigint>();
  readonly kept: Hold[] = [];
  full = false;
  private readonly owners = new Map<number, string>();

  give(partitions: readonly number[], owner: string): void {
    for (const partition of partitions) this.owners.set(partition, owner);
  }

  of(owner: string): Checkpoints {
    return {
      load: async (partitions) => new Map(partitions.map((partition) => [partition, this.positions.get(partition) ?? -1n])),
      save: async (positions) => {
        const lost = [...positions.keys()].filter((partition) => this.owners.get(partition) !== owner);
        for (const [partition, position] of positions) if (!lost.includes(partition)) this.positions.set(partition, position);
        return lost;
      },
      holds: async () => this.kept,
      hold: async (hold) => {
        if (this.full) throw new Error('the disk is full');
        this.kept.push(hold);
      },
      release: async (process, stream) => {
        this.kept.splice(
          this.kept.findIndex((hold) => hold.process === process && hold.stream === stream),
          1,
        );
      },
    };
  }
}

/** Architecture §7: several workers over one log, each with partitions of its own that come and go. */
describe('process runners that share a log', () => {
  let house: EmbeddedEngine;
  let store: MemoryEventStore;
  let bell: EmbeddedBell;
  let checkpoints: SharedCheckpoints;
  let seen: Map<string, string[]>;
  let stalled: Set<string>;
  let poisonous: Set<string>;
  let runners: ProcessRunner[];
  let lost: number[];

  const [low, high] = [EVERY_PARTITION.slice(0, 32), EVERY_PARTITION.slice(32)];
  const isLow = (stream: string): boolean => low.includes(partitionOf(stream));

  async function runner(owner: string, partitions: readonly number[]): Promise<ProcessRunner> {
    const probe: Process = {
      name: NAME,
      category: 'household',
      initial: 0,
      evolve: (count) => (count as number) + 1,
      react: (count, { stream }) => {
        if (poisonous.has(stream)) throw new Error('cannot stand it');
        const told = `${owner} ${String(count)}`;
        seen.set(stream, [...(seen.get(stream) ?? []), told]);
        return undefined;
      },
      wakeups: () => [],
    };
    checkpoints.give(partitions, owner);
    const made = new ProcessRunner({
      store,
      desk: house.engine.desk,
      bell: Object.create(bell, {
        // What is under way stays under way until it is let go.
        replaceFor: {
          value: async (_process: string, stream: string) => {
            while (stalled.has(stream)) await pause(5);
          },
        },
      }) as EmbeddedBell,
      checkpoints: checkpoints.of(owner),
      processes: [probe],
      partitions: {
        of: partitionOf,
        isHeld: () => true,
        onLost: (gone) => lost.push(...gone),
        saveEveryMs: 1_000_000,
      },
    });
    runners.push(made);
    await made.start(partitions);
    return made;
  }

  async function happen(streams: readonly string[] = STREAMS): Promise<void> {
    for (const stream of streams) {
      const before = (await store.readStream(stream)).length;
      const metadata = { ...(await anyMetadata()), orderId: `${stream} ${before}` };
      const event = { id: `${stream} ${before}`, type: 'household.MeasureDelivered.v1', data: {}, metadata };
      await store.append(stream, [event], before === 0 ? 'absent' : BigInt(before - 1));
    }
  }

  async function anyMetadata(): Promise<Awaited<ReturnType<MemoryEventStore['readAll']>>[number]['metadata']> {
    const [event] = await house.store.readAll({ after: -1n, limit: 1 });
    if (event === undefined) throw new Error('a house publishes its law');
    return event.metadata;
  }

  const caughtUp = async (): Promise<void> => {
    const head = await store.head();
    await Promise.all(runners.map((each) => each.caughtUp(head)));
  };
  const seenAs = (tell: (stream: string) => readonly string[]): ReadonlyMap<string, readonly string[]> =>
    new Map(STREAMS.map((stream) => [stream, tell(stream)]));

  beforeEach(async () => {
    const clock = new VirtualClock(instant('2020-03-01T09:00:00+08:00'));
    house = await openInMemory(clock);
    store = new MemoryEventStore();
    bell = EmbeddedBell.open(':memory:', clock);
    checkpoints = new SharedCheckpoints();
    [seen, stalled, poisonous, runners, lost] = [new Map(), new Set(), new Set(), [], []];
  });
  afterEach(async () => {
    stalled.clear();
    for (const each of runners) await each.stop();
    await bell.close();
    await store.close();
    await house.close();
  });

  it('give each event to its process once, in the worker that has the partition', async () => {
    await runner('one', low);
    await runner('two', high);
    await happen();
    await happen();
    await caughtUp();
    expect(seen).toEqual(seenAs((stream) => (isLow(stream) ? ['one 1', 'one 2'] : ['two 1', 'two 2'])));
  });

  it('that break down in the midst of something keep nobody waiting who gives them up', async () => {
    const one = await runner('one', EVERY_PARTITION);
    checkpoints.full = true;
    poisonous.add(STREAMS[0]!);
    await happen(STREAMS.slice(0, 1));
    await expect(caughtUp()).rejects.toThrow('the disk is full');
    await one.giveUp(EVERY_PARTITION);
    expect([one.partitions, one.failure?.message]).toEqual([[], 'the disk is full']);
  });

  it('hand a partition over: nothing is missed, nothing is seen by both', async () => {
    const one = await runner('one', EVERY_PARTITION);
    await happen();
    await caughtUp();
    await one.giveUp(high);
    const two = await runner('two', high);
    await happen();
    await caughtUp();
    expect(seen).toEqual(seenAs((stream) => (isLow(stream) ? ['one 1', 'one 2'] : ['one 1', 'two 2'])));
    await two.giveUp(high);
    checkpoints.give(high, 'one');
    await one.take(high);
    await happen();
    await caughtUp();
    expect(seen).toEqual(seenAs((stream) => (isLow(stream) ? ['one 1', 'one 2', 'one 3'] : ['one 1', 'two 2', 'one 3'])));
    expect([one.partitions, two.partitions]).toEqual([EVERY_PARTITION, []]);
  });

  it('wait with a hand-over for what is under way', async () => {
    const one = await runner('one', EVERY_PARTITION);
    const slow = STREAMS.find((stream) => !isLow(stream)) ?? '';
    stalled.add(slow);
    await happen([slow]);
    while (seen.get(slow) === undefined) await pause(5);
    let isGivenUp = false;
    const givingUp = one.giveUp(high).then(() => (isGivenUp = true));
    await happen([slow]);
    await pause(50);
    expect([isGivenUp, checkpoints.positions.get(partitionOf(slow))]).toEqual([false, undefined]);
    stalled.clear();
    await givingUp;
    await runner('two', high);
    await caughtUp();
    expect(seen.get(slow)).toEqual(['one 1', 'two 2']);
  });

  it('after a death begin at the checkpoint: what came since is seen again, nothing is missed', async () => {
    const one = await runner('one', EVERY_PARTITION);
    await happen();
    await caughtUp();
    await one.giveUp(EVERY_PARTITION);
    await one.take(EVERY_PARTITION);
    await happen();
    await caughtUp();
    // Dead from here on: it never saved what it saw last.
    await runner('two', EVERY_PARTITION);
    await caughtUp();
    expect(seen).toEqual(seenAs(() => ['one 1', 'one 2', 'two 2']));
  });

  it('one that has lost its partitions without knowing saves nothing, learns of it and serves them no more', async () => {
    const one = await runner('one', EVERY_PARTITION);
    await happen();
    await caughtUp();
    checkpoints.give(high, 'two');
    await one.stop();
    expect([lost, [...checkpoints.positions.keys()], one.partitions]).toEqual([high, low, low]);
  });

  it('keep a hold with its partition, and the next owner gives the process what it missed when that is resolved', async () => {
    const one = await runner('one', EVERY_PARTITION);
    const [stream = ''] = STREAMS;
    poisonous.add(stream);
    await happen();
    await happen();
    await caughtUp();
    expect(one.holds().map((hold) => hold.stream)).toEqual([stream]);
    await one.giveUp(EVERY_PARTITION);
    expect(one.holds()).toEqual([]);
    const two = await runner('two', EVERY_PARTITION);
    poisonous.clear();
    expect(two.holds().map((hold) => hold.stream)).toEqual([stream]);
    const metadata = await anyMetadata();
    const data = { process: NAME, stream, no: 1, note: 'mended' };
    const resolved = { id: 'resolved', type: 'incident.IncidentResolved.v1', data, metadata };
    await store.append(`incident-${NAME}.${stream}`, [resolved], 'absent');
    await caughtUp();
    expect([seen.get(stream), two.holds(), checkpoints.kept]).toEqual([['two 1', 'two 2'], [], []]);
  });
});
