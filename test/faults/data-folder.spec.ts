import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { VirtualClock } from '#libs/clock';
import { DATA_FILES, type EmbeddedEngine, openEmbedded } from '#libs/embedded';
import { type StoredEvent } from '#libs/event-store';
import { instant } from '#libs/kernel';
import { compareReadModels, ReadModels } from '#libs/read-models';
import { postNotices, type SmallCounty, smallCounty } from '../application/small-county.js';

/**
 * Architecture §2 and §7: whatever moment the process ends at, the folder is enough. A crash is a copy of the files as they
 * lie while the engine runs: nothing was closed, and what was in memory is gone.
 */
describe('a data folder whose process has ended', () => {
  let folder: string;
  let county: SmallCounty;
  const opened: EmbeddedEngine[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'faults-'));
    county = await smallCounty(2, (clock) => openEmbedded({ dataFolder: join(folder, 'live'), clock }));
    opened.push(county.embedded);
  });
  afterEach(async () => {
    for (const engine of opened.splice(0)) await engine.close();
    rmSync(folder, { recursive: true });
  });

  /** What is left of it, with a fault besides. */
  function crashed(fault: (dataFolder: string) => void = () => undefined): string {
    const left = join(folder, `left ${opened.length}`);
    cpSync(join(folder, 'live'), left, { recursive: true });
    fault(left);
    return left;
  }
  async function begin(dataFolder: string): Promise<EmbeddedEngine> {
    const engine = await openEmbedded({ dataFolder, clock: new VirtualClock(county.clock.now()) });
    opened.push(engine);
    await engine.engine.settled();
    return engine;
  }
  const idsIn = async ({ store }: EmbeddedEngine): Promise<readonly string[]> =>
    (await store.readAll({ after: -1n, limit: 100_000 })).map(({ id }) => id);
  const inFile = (file: string, work: (db: DatabaseSync) => void): void => {
    const db = new DatabaseSync(file);
    work(db);
    db.close();
  };
  async function elapsedAfter({ engine, store, clock }: EmbeddedEngine): Promise<readonly number[]> {
    if (!(clock instanceof VirtualClock)) throw new TypeError('not on the virtual clock');
    await clock.advanceTo(instant('2016-06-01T09:00:00+08:00'), () => engine.settled());
    return Promise.all(
      county.cases.map(async ({ caseId }) => {
        const events: readonly StoredEvent[] = await store.readStream(`case-${caseId}`);
        return events.filter(({ type }) => type === 'case.NoticePeriodElapsed.v1').length;
      }),
    );
  }

  it('between an append and the processes that follow it: they follow it at the next start, to the same events', async () => {
    await county.through('SURVEY.SURVEY');
    const { engine } = county.embedded;
    await engine.runner.stop();
    const [household] = county.people;
    const target = `household-${household?.id}`;
    const order = { type: 'DeliverMeasure', data: { no: 1, measure: 'INDUSTRY', amountFen: 1, on: county.clock.today() } };
    expect((await county.give(target, order)).accepted).toBe(true);
    const before = await idsIn(county.embedded);
    const first = await begin(crashed());
    const second = await begin(crashed());
    const after = await idsIn(first);
    expect(after.slice(0, before.length)).toEqual(before);
    expect((await first.store.readAll({ after: BigInt(before.length - 1), limit: 10 })).map(({ type }) => type)).toEqual([
      'case.HouseholdChanged.v1',
    ]);
    expect(await idsIn(second)).toEqual(after);
  });

  it('with checkpoints of long ago: what was done is recognised, nothing is added', async () => {
    await county.through('REVIEW_GROUP.REVIEW');
    await county.embedded.engine.settled();
    const left = crashed((dataFolder) => {
      inFile(join(dataFolder, DATA_FILES.checkpoints), (db) => db.exec('UPDATE checkpoint SET position = 10'));
    });
    const engine = await begin(left);
    expect(await idsIn(engine)).toEqual(await idsIn(county.embedded));
    expect(engine.engine.runner.holds()).toEqual([]);
  });

  it.each<[string, (file: string) => void]>([
    ['whose table was lost', (file) => ['', '-wal', '-shm'].forEach((suffix) => rmSync(`${file}${suffix}`, { force: true }))],
    ['that a power cut has taken from its table', (file) => inFile(file, (db) => db.exec('DELETE FROM wakeups'))],
  ])('with wake-ups %s: they come from the states, and ring once', async (_which, lose) => {
    await postNotices(county);
    const engine = await begin(crashed((dataFolder) => lose(join(dataFolder, DATA_FILES.wakeups))));
    expect(await engine.engine.parts.bell.pending()).toBe(2);
    expect(await elapsedAfter(engine)).toEqual([1, 1]);
  });

  it('with no read models: they come from the log, row by row as they were', async () => {
    await county.through('REVIEW_GROUP.REVIEW');
    await county.embedded.engine.settled();
    const left = crashed((dataFolder) => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(join(dataFolder, `${DATA_FILES.readModels}${suffix}`), { force: true });
    });
    const engine = await begin(left);
    const live = ReadModels.open(join(folder, 'live', DATA_FILES.readModels));
    expect(await compareReadModels(live, engine.readModels)).toEqual([]);
    await live.close();
  });

  it('is held by one engine: a second is refused by name, and begins when the first has ended', async () => {
    const dataFolder = join(folder, 'live');
    await expect(openEmbedded({ dataFolder, clock: county.clock })).rejects.toThrow(
      `events.db is being written by this process (${process.pid}); one event log has one writer`,
    );
    await county.embedded.close();
    const next = await begin(dataFolder);
    expect((await next.store.head()) > 0n).toBe(true);
  });
});
