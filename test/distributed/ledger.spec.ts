import { join } from 'node:path';
import { type DistributedEngine } from '#libs/distributed';
import { CheckpointFolder, LEDGER_FILES, parseCheckpoint, SqliteLeafIndex, verifyLedger } from '#libs/ledger';
import { until } from '#libs/spec';
import { settleCounty } from '../../apps/api/src/samples/county-in-memory.js';
import { startHouse, type TestHouse } from './house.js';
import { describeOnServers } from './servers.js';

const NEVER = { leaves: 1_000_000, everyMs: 1e12, heartbeatMs: 1e12 };

/** ADR 0040: several ledgers over one log, of which one signs. */
describeOnServers('the ledger of a house', () => {
  let house: TestHouse;
  let workers: DistributedEngine[];
  let api: DistributedEngine;

  beforeAll(async () => {
    house = await startHouse();
    const ledger = { rhythm: NEVER };
    workers = [await house.open(['worker'], { ledger }), await house.open(['worker'], { ledger })];
    api = await house.open(['api'], { ledger });
    await settleCounty(api);
  });
  afterAll(() => house.close());

  const signers = (): Promise<readonly (string | undefined)[]> =>
    Promise.all(workers.map(async ({ share }) => (await share.soleWork()).ledger));
  const heads = (): Promise<readonly Record<string, unknown>[]> =>
    house.servers.postgresServer.ask('SELECT no::int, size::int FROM ledger_heads ORDER BY no', [], house.servers.postgres.url);
  const shown = (): CheckpointFolder => new CheckpointFolder(join(house.folder, 'keys', LEDGER_FILES.checkpoints));

  it('proves on an api instance, which does not sign, what was appended a moment ago', async () => {
    const head = await api.store.head();
    const proven = await api.ledger!.prove([head]);
    expect(parseCheckpoint(proven.checkpoint).size).toBe(proven.size);
    expect(proven.leaves[0]?.index).toBeLessThan(proven.size);
    expect([...(await signers())].sort()).toEqual(['ELSEWHERE', 'HERE']);
    expect((await heads()).at(-1)).toMatchObject({ size: proven.size });
  });

  it('goes on signing what grows out of what was signed, when another worker signs', async () => {
    const before = await heads();
    const [signer] = workers.splice((await signers()).indexOf('HERE'), 1);
    await signer?.close();
    await until(async () => (await signers()).includes('HERE'));
    await api.engine.desk.give({
      orderId: '11111111-1111-4111-8111-111111111111',
      target: 'area-later',
      order: { type: 'EstablishArea', data: { id: 'later', parent: 'k', level: 'TOWNSHIP', name: { zh: '合成' }, codes: [] } },
      actor: { id: 'set-up', role: 'process', area: '' },
    });
    const proven = await api.ledger!.prove([await api.store.head()]);
    const after = await heads();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.at(-1)).toMatchObject({ size: proven.size });
    expect(api.ledger!.condition().failure).toBeUndefined();
  });

  it('has a folder in which everything that was signed stands, as mingce verify has it', async () => {
    await until(() => shown().has('checkpoint'));
    const read = SqliteLeafIndex.openReader(join(house.folder, 'api-3', LEDGER_FILES.index));
    await until(() => read.unpublished(10).length === 0);
    const verified = await verifyLedger({ reader: api.store, index: read, folder: shown() });
    read.close();
    expect([verified.flaws, verified.checkpoints]).toEqual([[], (await heads()).length]);
  });

  it('stands still where the heads of the house are of another tree, and the engine goes on', async () => {
    const url = house.servers.postgres.url;
    const ask = (sql: string): Promise<unknown> => house.servers.postgresServer.ask(sql, [], url);
    await ask("UPDATE ledger_heads SET text = replace(text, 'mingce/', 'another/') WHERE no = (SELECT max(no) FROM ledger_heads)");
    await until(() => api.ledger!.condition().failure !== undefined);
    expect(api.ledger!.condition().failure?.code).toBe('CHECKPOINT_NOT_OURS');
    await expect(api.ledger!.prove([0n])).rejects.toThrow('is another than ours');
    expect(await api.store.head()).toBeGreaterThan(0n);
  });
});
