import { PostgresLeases } from '#libs/postgres';
import { until } from '#libs/spec';
import { describeOnDatabase } from '../../postgres/src/contract/postgres-server.contract.js';
import { LeaseKeeper, SoleWork } from './index.js';

const TTL_MS = 600;

interface Worker {
  readonly keeper: LeaseKeeper;
  readonly work: SoleWork;
  /** What was begun and ended here, in order. */
  readonly did: string[];
  readonly told: string[];
  /** Of what is done here now. */
  fail(error: Error): void;
  refuses: boolean;
}

describeOnDatabase('what one process of a house does at a time', (on) => {
  let workers: Worker[];
  beforeEach(() => {
    workers = [];
  });
  afterEach(async () => {
    for (const { work, keeper } of workers) {
      await work.stop();
      await keeper.stop();
    }
  });

  async function worker(owner: string): Promise<Worker> {
    const keeper = new LeaseKeeper(await PostgresLeases.open(on.postgres), { owner, ttlMs: TTL_MS });
    const made: Worker = {
      keeper,
      did: [],
      told: [],
      fail: () => undefined,
      refuses: false,
      work: new SoleWork({
        keeper,
        name: 'projections',
        begin: async (failed) => {
          if (made.refuses) throw new Error('cannot begin');
          made.fail = failed;
          made.did.push('begun');
          return { stop: async () => void made.did.push('ended') };
        },
        onFailed: ({ message }) => made.told.push(message),
      }),
    };
    workers.push(made);
    return made;
  }
  const here = (): readonly boolean[] => workers.map(({ work }) => work.isHere);
  const lookAll = async (): Promise<void> => {
    for (const { work } of workers) await work.look();
  };

  it('is done by the first that looks, and by another when that one is told to stop', async () => {
    const [one, two] = [await worker('one'), await worker('two')];
    await lookAll();
    expect(here()).toEqual([true, false]);
    await one.work.stop();
    await lookAll();
    expect([here(), one.did, two.did]).toEqual([[false, true], ['begun', 'ended'], ['begun']]);
  });

  it('is ended where its lease has become another’s, who does it now', async () => {
    const [one, two] = [await worker('one'), await worker('two')];
    await lookAll();
    await on.postgres.query("UPDATE leases SET until = clock_timestamp() - interval '1 ms'");
    await two.work.look();
    // It hears of it by what it may not write any more.
    await expect(on.postgres.transaction((transaction) => one.keeper.assertHeld(transaction, 'projections'))).rejects.toThrow(
      'no longer holds',
    );
    await expect(on.postgres.transaction((transaction) => two.keeper.assertHeld(transaction, 'projections'))).resolves.toBeUndefined();
    one.keeper.lost(['projections']);
    await one.work.look();
    expect([here(), one.did]).toEqual([[false, true], ['begun', 'ended']]);
    expect(one.work.failure).toBeUndefined();
  });

  it('is given up where it fails, and another takes it', async () => {
    const [one, two] = [await worker('one'), await worker('two')];
    await lookAll();
    one.fail(new Error('the disk is full'));
    await two.work.look();
    while (!two.work.isHere) await two.work.look();
    expect([here(), one.did, one.told]).toEqual([[false, true], ['begun', 'ended'], ['the disk is full']]);
    expect(one.work.failure?.message).toBe('the disk is full');
    await until(() => one.work.failure === undefined);
  });

  it('begins again where nobody else is there, after a pause, also where it could not begin', async () => {
    const one = await worker('one');
    one.refuses = true;
    await one.work.look();
    expect([one.work.isHere, one.told]).toEqual([false, ['cannot begin']]);
    one.refuses = false;
    await until(() => one.work.isHere);
    one.fail(new Error('once more'));
    await until(() => one.did.length === 3);
    expect([one.did, one.told]).toEqual([
      ['begun', 'ended', 'begun'],
      ['cannot begin', 'once more'],
    ]);
  });

  it('is not held by whoever never looked: what nobody took is nobody’s', async () => {
    const one = await worker('one');
    await expect(on.postgres.transaction((transaction) => one.keeper.assertHeld(transaction, 'projections'))).rejects.toThrow(
      '"one" no longer holds "projections"',
    );
  });
});
