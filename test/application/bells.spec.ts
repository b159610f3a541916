import { Engine, ProjectionRunner } from '#libs/application';
import { instant } from '#libs/kernel';
import { ReadModels } from '#libs/read-models';
import { EmbeddedBell } from '#libs/wakeups';
import { postNotices, type SmallCounty, smallCounty } from './small-county.js';

/** Architecture §6: the queue is a bell; losing it loses nothing. */
describe('a notice hangs', () => {
  let county: SmallCounty;
  beforeEach(async () => {
    county = await smallCounty(2);
    await postNotices(county);
  });
  afterEach(() => county.embedded.close());

  const elapsed = async (): Promise<readonly number[]> =>
    Promise.all(
      county.cases.map(async ({ caseId }) => {
        const events = await county.embedded.store.readStream(`case-${caseId}`);
        return events.filter(({ type }) => type === 'case.NoticePeriodElapsed.v1').length;
      }),
    );

  it('and its bell rings once for each case', async () => {
    await county.clock.advanceTo(instant('2016-06-01T09:00:00+08:00'), () => county.embedded.engine.settled());
    expect(await elapsed()).toEqual([1, 1]);
  });

  it('and its bell rings although all wake-ups were lost, with nothing else to remind of them', async () => {
    const { engine, clock } = county.embedded;
    await engine.stop();
    const bell = EmbeddedBell.open(':memory:', clock);
    const readModels = ReadModels.open(':memory:');
    const projections = new ProjectionRunner(engine.parts.store, readModels);
    const second = await Engine.start({ ...engine.parts, bell, projections, readModels });
    await second.settled();
    expect(await bell.pending()).toBe(2);
    await county.clock.advanceTo(instant('2016-06-01T09:00:00+08:00'), () => second.settled());
    expect(await elapsed()).toEqual([1, 1]);
    await second.stop();
    await bell.close();
    await readModels.close();
  });

  it('and where many do, a lost bell is given those that ring soon, and the others in time', async () => {
    const { engine, clock } = county.embedded;
    await engine.stop();
    const bell = EmbeddedBell.open(':memory:', clock);
    const readModels = ReadModels.open(':memory:');
    const projections = new ProjectionRunner(engine.parts.store, readModels);
    const second = await Engine.start({ ...engine.parts, bell, projections, readModels, deadlinesAtOnce: 1 });
    await second.settled();
    expect(await bell.pending()).toBe(0);
    await county.clock.advanceTo(instant('2016-06-01T09:00:00+08:00'), () => second.settled());
    expect(await elapsed()).toEqual([1, 1]);
    await second.stop();
    await bell.close();
    await readModels.close();
  });
});
