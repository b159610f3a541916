import { join } from 'node:path';
import { type DistributedEngine } from '#libs/distributed';
import { until } from '#libs/spec';
import { runProgram } from '../../apps/cli/src/program.js';
import { admission, countyBehindDoors, enrolment, settleCounty } from '../../apps/api/src/samples/county-in-memory.js';
import { startHouse, type TestHouse } from './house.js';
import { describeOnServers } from './servers.js';

/** The commands beside a house of several processes: log in an event store, read models and vault in PostgreSQL. */
describeOnServers('mingce beside a house', () => {
  let house: TestHouse;
  let engine: DistributedEngine;
  let caseId: string;

  beforeAll(async () => {
    house = await startHouse();
    engine = await house.open(['api', 'worker'], { ledger: {} });
    await settleCounty(engine);
    const doors = await countyBehindDoors(engine);
    await doors.post('/api/v1/households/h1/orders/EnrolHousehold', enrolment('h1'));
    await doors.post('/api/v1/households/h1/orders/AdmitCase', admission);
    await engine.engine.settled();
    const { body } = await doors.get('/api/v1/households/h1');
    [caseId = ''] = (body['household'] as unknown as { readonly openCases: readonly string[] }).openCases;
    await doors.app.close();
  });
  afterAll(() => house.close());

  async function mingce(...args: readonly string[]): Promise<{ readonly code: number; readonly said: Record<string, unknown>; readonly err: string }> {
    let [out, err] = ['', ''];
    const { eventStore, postgres } = house.servers;
    const code = await runProgram([...args, '--json'], {
      streams: { out: (text) => void (out += text), err: (text) => void (err += text), watched: false },
      signal: new AbortController().signal,
      environment: {
        MINGCE_DATA: join(house.folder, 'keys'),
        MINGCE_EVENTSTORE_URL: eventStore.url,
        MINGCE_POSTGRES_URL: postgres.url,
      },
    });
    return { code, said: (out.startsWith('{') ? JSON.parse(out) : {}) as Record<string, unknown>, err };
  }

  it.each([
    ['explain', (): readonly string[] => ['explain', caseId]],
    ['deadlines board', (): readonly string[] => ['deadlines', 'board', '--within', 'k']],
    ['remarks', (): readonly string[] => ['remarks', '--area', 'k']],
  ])('%s answers from the read models in the database', async (_, args) => {
    const ran = await mingce(...args());
    expect([ran.err, ran.code]).toEqual(['', 0]);
  });

  it('rebuild finds the rows as the log has them and swaps them while the house runs, which goes on', async () => {
    const checked = await mingce('rebuild', '--check');
    expect([checked.code, checked.said]).toMatchObject([0, { same: true, swapped: false }]);
    const rebuilt = await mingce('rebuild');
    expect([rebuilt.code, rebuilt.said]).toMatchObject([0, { same: true, swapped: true }]);
    const given = await engine.engine.desk.give({
      orderId: '22222222-2222-4222-8222-222222222222',
      target: 'area-t2',
      order: { type: 'EstablishArea', data: { id: 't2', parent: 'k', level: 'TOWNSHIP', name: { zh: '合成' }, codes: [] } },
      actor: { id: 'set-up', role: 'process', area: '' },
    });
    expect(given.accepted).toBe(true);
    expect(await engine.engine.projections.caughtUp(await engine.store.head())).toBe(true);
    expect((await mingce('rebuild', '--check')).said).toMatchObject({ same: true });
  });

  it('rebuild --check tells rows that somebody altered', async () => {
    const { postgresServer, postgres } = house.servers;
    await postgresServer.ask('UPDATE read_models.case_status SET head_count = 99', [], postgres.url);
    const { code, said } = await mingce('rebuild', '--check');
    expect([code, said]).toMatchObject([1, { same: false, differences: [{ table: 'case_status', different: 1 }] }]);
    expect((await mingce('rebuild')).code).toBe(1);
    expect((await mingce('rebuild', '--check')).code).toBe(0);
  });

  it('verify holds log, leaves and the signed heads of the house against each other', async () => {
    await until(() => engine.ledger?.condition().checkpoint !== undefined);
    const folder = join(house.folder, 'api-worker-1');
    const { code, said } = await mingce('verify', '--data', folder, '--checkpoints', join(house.folder, 'keys', 'checkpoints'));
    expect([said['flaws'], code]).toEqual([[], 0]);
  });
});
