import { assert, asyncProperty, constantFrom, nat, oneof, record, array, constant } from 'fast-check';
import { describeOnDatabase } from './contract/postgres-server.contract.js';
import { assertHeld, type Lease, LeaseLost, PostgresLeases } from './index.js';

const LONG = 60_000;
const PARTITIONS = Array.from({ length: 64 }, (_, number) => `partition-${number}`);

describeOnDatabase('leases', (on) => {
  let leases: PostgresLeases;
  beforeEach(async () => {
    leases = await PostgresLeases.open(on.postgres);
    await on.postgres.query('CREATE TABLE checkpoints (name text PRIMARY KEY, owner text)');
  });

  /** What a worker does at each checkpoint. */
  const checkpoint = (lease: Lease, inBetween: () => Promise<void> = async () => undefined): Promise<void> =>
    on.postgres.transaction(async (transaction) => {
      await assertHeld(transaction, lease);
      await inBetween();
      await transaction.query('INSERT INTO checkpoints VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET owner = excluded.owner', [
        lease.name,
        lease.owner,
      ]);
    });
  const take = async (name: string, owner: string, ttlMs = LONG): Promise<Lease | undefined> =>
    (await leases.acquire([name], owner, ttlMs))[0];
  const runOut = (): Promise<unknown> => on.postgres.query("UPDATE leases SET until = clock_timestamp() - interval '1 ms'");

  it('gives each of 64 partitions to one of many owners that ask at once', async () => {
    const owners = ['a', 'b', 'c', 'd'];
    const taken = (await Promise.all(owners.map((owner) => leases.acquire(PARTITIONS, owner, LONG)))).flat();
    // Who found a name locked by another asks again.
    taken.push(...(await Promise.all(owners.map((owner) => leases.acquire(PARTITIONS, `${owner} again`, LONG)))).flat());
    expect(taken.map(({ name }) => name).sort()).toEqual([...PARTITIONS].sort());
    expect(new Set(taken.map(({ fence }) => fence))).toEqual(new Set([1]));
  });

  it('keeps a lease from others until it has run out, by the clock of the database', async () => {
    expect(await take('ledger', 'a')).toEqual({ name: 'ledger', owner: 'a', fence: 1 });
    expect(await take('ledger', 'b')).toBeUndefined();
    await runOut();
    expect(await take('ledger', 'b')).toEqual({ name: 'ledger', owner: 'b', fence: 2 });
    expect(await take('ledger', 'a')).toBeUndefined();
  });

  it('refuses the transaction of one whose lease was taken over, and nothing of it is written', async () => {
    const stale = (await take('ledger', 'a')) as Lease;
    await runOut();
    const fresh = (await take('ledger', 'b')) as Lease;
    await checkpoint(fresh);
    await expect(checkpoint(stale)).rejects.toThrow(LeaseLost);
    expect(await on.postgres.query('SELECT owner FROM checkpoints')).toEqual([{ owner: 'b' }]);
  });

  it('lets one write whose lease has run out, as long as nobody has taken it', async () => {
    const lease = (await take('ledger', 'a')) as Lease;
    await runOut();
    await checkpoint(lease);
    expect(await leases.renew([lease], LONG)).toEqual([lease]);
    expect(await take('ledger', 'b')).toBeUndefined();
  });

  it('lets no takeover come between the question and the commit, and every takeover come after it', async () => {
    const lease = (await take('ledger', 'a')) as Lease;
    await runOut();
    await checkpoint(lease, async () => {
      expect(await take('ledger', 'b')).toBeUndefined();
      expect(await leases.renew([lease], 1)).toEqual([lease]);
      await runOut();
      expect(await take('ledger', 'b')).toBeUndefined();
      expect((await leases.acquire(['ledger', 'digests'], 'b', LONG)).map(({ name }) => name)).toEqual(['digests']);
    });
    expect((await take('ledger', 'b'))?.fence).toBe(2);
  });

  it('is free at once when it is given up, and only by who holds it', async () => {
    const first = (await take('ledger', 'a')) as Lease;
    await leases.release([first]);
    const second = (await take('ledger', 'b')) as Lease;
    await leases.release([first]);
    expect([second.fence, await take('ledger', 'c')]).toEqual([2, undefined]);
    expect(await leases.renew([first, second], LONG)).toEqual([second]);
  });

  it('gives an owner his own lease anew, with a fence that ends the one before', async () => {
    const before = (await take('ledger', 'a')) as Lease;
    const after = (await take('ledger', 'a')) as Lease;
    expect(after.fence).toBe(2);
    await expect(checkpoint(before)).rejects.toThrow(LeaseLost);
    await checkpoint(after);
  });

  it('outlives its owner until it has run out: cut off in the midst of a transaction, nothing of that is written', async () => {
    const lease = (await take('ledger', 'a')) as Lease;
    await expect(checkpoint(lease, () => on.server.cut())).rejects.toThrow(/does not answer/);
    expect(await on.postgres.query('SELECT * FROM checkpoints')).toEqual([]);
    expect(await take('ledger', 'b')).toBeUndefined();
    await runOut();
    expect((await take('ledger', 'b'))?.fence).toBe(2);
  });

  it('counts on where the server was killed', async () => {
    const before = (await take('ledger', 'a')) as Lease;
    await on.server.crash();
    await on.server.begin();
    expect(await leases.renew([before], LONG)).toEqual([before]);
    await runOut();
    expect((await take('ledger', 'b'))?.fence).toBe(2);
  });

  it('never gives a fence twice, nor lets two write under one name, whoever does what when', async () => {
    const owner = constantFrom('a', 'b', 'c');
    const name = constantFrom('one', 'two');
    const step = oneof(
      record({ what: constant('acquire' as const), owner, name }),
      record({ what: constant('write' as const), owner, name, index: nat(9) }),
      record({ what: constantFrom('release' as const, 'renew' as const, 'run out' as const), owner, name }),
    );
    await assert(
      asyncProperty(array(array(step, { minLength: 1, maxLength: 4 }), { maxLength: 12 }), async (rounds) => {
        await on.postgres.query('TRUNCATE leases, checkpoints');
        const all: Lease[] = [];
        const held = new Map<string, Lease>();
        for (const round of rounds) {
          // The steps of a round are done at once.
          const outcomes = round.map(async (it) => {
            const own = held.get(`${it.owner} ${it.name}`);
            if (it.what === 'run out') await runOut();
            else if (it.what === 'acquire') {
              const lease = await take(it.name, it.owner);
              if (lease === undefined) return;
              all.push(lease);
              if ((own?.fence ?? 0) < lease.fence) held.set(`${it.owner} ${it.name}`, lease);
            } else if (own === undefined) return;
            else if (it.what === 'renew') await leases.renew([own], LONG);
            else if (it.what === 'release') await leases.release([own]);
            else {
              const newest = Math.max(...all.filter((lease) => lease.name === it.name).map(({ fence }) => fence));
              const written = await checkpoint(own).then(
                () => true,
                (error: unknown) => {
                  if (error instanceof LeaseLost) return false;
                  throw error;
                },
              );
              if (own.fence < newest && written) throw new Error(`${own.owner} wrote with fence ${own.fence} after ${newest}`);
            }
          });
          await Promise.all(outcomes);
        }
        for (const asked of ['one', 'two']) {
          const given = all.filter((lease) => lease.name === asked).map(({ fence }) => fence);
          expect([...given].sort((a, b) => a - b)).toEqual(given.map((_, index) => index + 1));
        }
      }),
      { numRuns: 40 },
    );
  });
});
