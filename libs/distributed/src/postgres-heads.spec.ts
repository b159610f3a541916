import { PostgresLeases } from '#libs/postgres';
import { describeOnDatabase } from '../../postgres/src/contract/postgres-server.contract.js';
import { LeaseKeeper } from './lease-keeper.js';
import { PostgresHeads } from './postgres-heads.js';

/** ADR 0040: heads are written by whoever holds the lease, and only ever grow. */
describeOnDatabase('signed heads of a house', (on) => {
  let leases: PostgresLeases;
  beforeEach(async () => {
    leases = await PostgresLeases.open(on.postgres);
  });

  const worker = async (owner: string): Promise<{ readonly keeper: LeaseKeeper; readonly heads: PostgresHeads }> => {
    const keeper = new LeaseKeeper(leases, { owner, ttlMs: 60_000 });
    return { keeper, heads: await PostgresHeads.open(on.postgres, keeper) };
  };
  const head = { no: 1, size: 3, time: 1_583_110_800, text: 'head\n' };

  it('get each cosignature once, behind those that came before, whoever knew of them', async () => {
    const one = await worker('one');
    await one.keeper.acquire(['ledger']);
    expect(await one.heads.keep(head)).toBe(true);
    expect(await one.heads.addLine(1, '— a 1')).toBe('head\n— a 1\n');
    await one.keeper.release(['ledger']);
    const other = await worker('other');
    await other.keeper.acquire(['ledger']);
    expect(await other.heads.addLine(1, '— b 2')).toBe('head\n— a 1\n— b 2\n');
    expect(await other.heads.addLine(1, '— a 1')).toBe('head\n— a 1\n— b 2\n');
    expect(await other.heads.last()).toEqual({ ...head, text: 'head\n— a 1\n— b 2\n' });
  });

  it('are not changed by one whose lease is another’s by now, and it hears of that', async () => {
    const one = await worker('one');
    await one.keeper.acquire(['ledger']);
    await one.heads.keep(head);
    await on.postgres.query("UPDATE leases SET owner = 'other', fence = fence + 1");
    expect(await one.heads.keep({ ...head, no: 2 })).toBe(false);
    expect(one.keeper.leaseOf('ledger')).toBeUndefined();
    expect(await one.heads.addLine(1, '— a 1')).toBeUndefined();
    expect(await one.heads.last()).toEqual(head);
  });
});
