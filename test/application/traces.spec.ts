import { instant, traceparentFor } from '#libs/kernel';
import { type StoredEvent } from '#libs/event-store';
import { postNotices, type SmallCounty, smallCounty } from './small-county.js';

const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const ENGINE: ReadonlySet<string> = new Set(['process', 'clock']);

/** W3C Trace Context: what an official's request sets going bears the trace of that request, however far it goes. */
describe('a season', () => {
  let county: SmallCounty;
  afterEach(() => county.embedded.close());

  /** Everything from the first notice to the last bell; what persons give bears `traceparent`. */
  async function season(traceparent?: string): Promise<readonly StoredEvent[]> {
    county = await smallCounty(1);
    const { engine, store } = county.embedded;
    await engine.settled();
    const before = await store.head();
    const give = engine.desk.give.bind(engine.desk);
    if (traceparent !== undefined) {
      engine.desk.give = (given) => give(ENGINE.has(given.actor.role) ? given : { ...given, traceparent });
    }
    await postNotices(county);
    await county.clock.advanceTo(instant('2016-06-01T09:00:00+08:00'), () => engine.settled());
    return store.readAll({ after: before, limit: 1_000 });
  }

  it('given in a trace goes on in it by processes and bells, each order a span of its own', async () => {
    const events = await season(TRACE);
    const expected = events.map(({ metadata }) =>
      ENGINE.has(metadata.actorRole) ? traceparentFor(TRACE, metadata.orderId) : TRACE,
    );
    expect(events.map(({ metadata }) => metadata.traceparent)).toEqual(expected);
    const roles = new Set(events.map(({ metadata }) => metadata.actorRole));
    expect([...ENGINE].filter((role) => !roles.has(role))).toEqual([]);
    const spans = events.filter(({ metadata }) => metadata.actorRole !== 'process').map(({ type }) => type);
    expect(spans).toContain('case.NoticePeriodElapsed.v1');
  });

  it('given in none bears none, and is otherwise the same', async () => {
    const plain = await season();
    expect(plain.filter(({ metadata }) => metadata.traceparent !== undefined)).toEqual([]);
    await county.embedded.close();
    const traced = await season(TRACE);
    // Seals differ from run to run: the vault salts them.
    const without = ({ id, stream, type, metadata }: StoredEvent): object => ({
      id,
      stream,
      type,
      fields: Object.keys(metadata).filter((name) => name !== 'traceparent'),
    });
    expect(traced.map(without)).toEqual(plain.map(without));
  });
});
