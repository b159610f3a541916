import { randomUUID } from 'node:crypto';
import { describeOnDatabase } from '../../postgres/src/contract/postgres-server.contract.js';
import { until } from '#libs/spec';
import { OrderClaims } from './order-claims.js';

/** ADR 0041: one id, one stream. */
describeOnDatabase('claims of the ids of orders', (on) => {
  let claims: OrderClaims;
  let allKnown: boolean;
  const DIGEST = 'd'.repeat(64);
  const claim = async (id: string, stream: string): Promise<string> => (await claims.claim(id, stream, DIGEST)).stream;
  beforeEach(async () => {
    allKnown = true;
    claims = await OrderClaims.open(on.postgres, async () => allKnown);
  });

  it('are for the stream that came first, as often as it comes', async () => {
    const [one, other] = [randomUUID(), randomUUID()];
    expect(await claim(one, 'household-1')).toBe('household-1');
    expect(await claim(one, 'household-1')).toBe('household-1');
    expect(await claim(one, 'household-2')).toBe('household-1');
    expect(await claim(other, 'household-2')).toBe('household-2');
  });

  it('of many at once are for one of them', async () => {
    const id = randomUUID();
    const streams = Array.from({ length: 20 }, (_, no) => `household-${no}`);
    const claimed = await Promise.all(streams.map((stream) => claim(id, stream)));
    expect(new Set(claimed).size).toBe(1);
    expect(streams).toContain(claimed[0]);
  });

  it('say what was said by whoever came first', async () => {
    const id = randomUUID();
    await claims.claim(id, 'household-1', 'first');
    expect(await claims.claim(id, 'household-2', 'second')).toEqual({ stream: 'household-1', digest: 'first' });
  });

  it('are kept while the read models do not know all that was done', async () => {
    const id = randomUUID();
    await claim(id, 'household-1');
    await on.postgres.query("UPDATE order_claims SET at = at - interval '9 days'");
    allKnown = false;
    await claims.forget();
    expect(await claim(id, 'household-2')).toBe('household-1');
  });

  it('are forgotten after a day, and not before', async () => {
    const [old, fresh] = [randomUUID(), randomUUID()];
    for (const id of [old, fresh]) await claim(id, 'household-1');
    await on.postgres.query("UPDATE order_claims SET at = at - interval '25 hours' WHERE order_id = $1", [old]);
    await on.postgres.query("UPDATE order_claims SET at = at - interval '23 hours' WHERE order_id = $1", [fresh]);
    await claims.forget();
    expect(await claim(old, 'household-2')).toBe('household-2');
    expect(await claim(fresh, 'household-2')).toBe('household-1');
  });

  it('are kept for a day from when they were claimed last: who claims again is about to append', async () => {
    const id = randomUUID();
    await claim(id, 'household-1');
    await on.postgres.query("UPDATE order_claims SET at = at - interval '25 hours'");
    expect(await claim(id, 'household-1')).toBe('household-1');
    await claims.forget();
    expect(await claim(id, 'household-2')).toBe('household-1');
  });

  it('are forgotten by processes that live for some orders only', async () => {
    await claim(randomUUID(), 'household-1');
    await on.postgres.query("UPDATE order_claims SET at = at - interval '25 hours'");
    const next = await OrderClaims.open(on.postgres, async () => true);
    await next.claim(randomUUID(), 'household-2', DIGEST);
    await until(async () => (await on.postgres.query('SELECT stream FROM order_claims')).length === 1);
    expect(await on.postgres.query('SELECT stream FROM order_claims')).toEqual([{ stream: 'household-2' }]);
  });

  it('are not had from a server that is away, and nothing is lost with it', async () => {
    const id = randomUUID();
    await claim(id, 'household-1');
    await on.server.crash();
    await expect(claim(id, 'household-2')).rejects.toMatchObject({ code: 'POSTGRES_UNREACHABLE' });
    await on.server.begin();
    expect(await claim(id, 'household-2')).toBe('household-1');
  });
});
