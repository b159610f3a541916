import { Engine, ProjectionRunner, SqliteCheckpoints, stableId } from '#libs/application';
import { type Order } from '#libs/kernel';
import { ReadModels } from '#libs/read-models';
import { seasonOf } from '#libs/simulation';
import { EmbeddedBell } from '#libs/wakeups';
import { FROM, type SmallCounty, smallCounty } from './small-county.js';

/** Architecture §2: what one fact means for others is carried so that a crash anywhere and a second run change nothing. */
describe('processes that run once more from the beginning of the log', () => {
  let county: SmallCounty;
  afterEach(() => county.embedded.close());

  async function goThrough(index: number, last: string): Promise<void> {
    const person = county.people[index];
    if (person === undefined) throw new Error(`no household ${index}`);
    const plan = { definition: 'IDENT-8@1', programYear: 2016, from: FROM };
    await seasonOf(county.run, [person], plan, 'IDENTIFICATION').through(FROM, last);
  }

  async function give(target: string, order: Order): Promise<void> {
    const answer = await county.give(target, order);
    if (!answer.accepted) throw new Error(`${order.type}: ${answer.findings.map(({ code }) => code).join()}`);
    await county.embedded.engine.settled();
  }

  /** All processes again, as after the loss of their checkpoints. */
  async function runAgain(): Promise<void> {
    const { engine, store, vault, clock } = county.embedded;
    await engine.stop();
    const bell = EmbeddedBell.open(':memory:', clock);
    const checkpoints = new SqliteCheckpoints(':memory:');
    const readModels = ReadModels.open(':memory:');
    const projections = new ProjectionRunner(store, readModels);
    const second = await Engine.start({ store, vault, clock, bell, checkpoints, projections, readModels, build: 'second' });
    await second.settled();
    await second.stop();
    await bell.close();
    checkpoints.close();
    await readModels.close();
  }

  it('adds nothing to a whole season', async () => {
    county = await smallCounty(2);
    await county.through('COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT');
    const head = await county.embedded.store.head();
    await runAgain();
    expect(await county.embedded.store.head()).toBe(head);
  });

  it('does not let a case join a list that was closed without it, although it would be ready today', async () => {
    county = await smallCounty(2);
    await goThrough(0, 'SURVEY.SURVEY');
    const [ready, late] = county.cases.map(({ caseId }) => caseId);
    const actId = stableId('second run', 'act');
    const target = `act-${actId}`;
    const items = [ready, late].map((caseId) => ({ caseId, part: 'SURVEY.VERIFICATION', round: 1 }));
    const sheet = { no: 1, of: 1 };
    const opened = { actId, kind: 'RULING', level: 'VILLAGE', area: 'village', bodyKind: 'VILLAGERS', sheet };
    await give(target, { type: 'OpenAct', data: opened });
    await give(target, { type: 'ListCases', data: { no: 1, items } });
    await give(target, { type: 'CloseList', data: { no: 1 } });
    const closed = (await county.embedded.store.readStream(target)).at(-1)?.data as { items: { caseId: string }[] };
    expect(closed.items.map(({ caseId }) => caseId)).toEqual([ready]);
    await goThrough(1, 'SURVEY.SURVEY');
    const head = await county.embedded.store.head();
    await runAgain();
    expect(await county.embedded.store.readAll({ after: head, limit: 10 })).toEqual([]);
  });
});
