import { ProcessRunner, SqliteCheckpoints } from '#libs/application';
import { type Process, type ProcessOrder } from '#libs/kernel';
import { EmbeddedBell } from '#libs/wakeups';
import { official, type SmallCounty, smallCounty } from '../application/small-county.js';

const NAME = 'echo';

/** Architecture §4: a refusal that was declared an incident holds that stream for that process, and nothing besides. */
describe('an order of a process that is refused', () => {
  let county: SmallCounty;
  let bell: EmbeddedBell;
  let checkpoints: SqliteCheckpoints;
  let runner: ProcessRunner;
  let empty: boolean;
  let onRefusal: ProcessOrder['onRefusal'];

  const streamOf = (index: number): string => `household-${county.people[index]?.id}`;
  /** Publishes a roster for each measure; that of the first household is empty, and so refused, until it is mended. */
  const echo: Process = {
    name: NAME,
    category: 'household',
    initial: null,
    evolve: () => null,
    react: (_state, event) => {
      if (event.type !== 'household.MeasureDelivered.v1') return undefined;
      const { no, on } = event.data as { no: number; on: string };
      const first = event.stream === streamOf(0);
      const persons = first && empty ? [] : [{ person: 'somebody', capacity: 'MEMBER' }];
      const data = { body: `${first ? 'first' : 'second'} ${no}`, validFrom: on, persons };
      return { orders: [{ target: 'area-village', order: { type: 'PublishRoster', data }, onRefusal }] };
    },
    wakeups: () => [],
  };

  async function settled(): Promise<void> {
    const { store, engine } = county.embedded;
    for (let head = -1n; head !== (await store.head());) {
      head = await store.head();
      await runner.caughtUp(head);
      await engine.settled();
    }
  }
  async function measure(index: number, no: number): Promise<void> {
    const data = { no, measure: 'INDUSTRY', amountFen: 5, on: county.clock.today() };
    expect((await county.give(streamOf(index), { type: 'DeliverMeasure', data })).accepted).toBe(true);
    await settled();
  }
  async function echoes(): Promise<readonly string[]> {
    const events = await county.embedded.store.readStream('area-village');
    return events.flatMap(({ data }) => ('body' in data && /^(first|second)/.test(String(data.body)) ? [String(data.body)] : []));
  }

  beforeEach(async () => {
    county = await smallCounty(2);
    bell = EmbeddedBell.open(':memory:', county.clock);
    checkpoints = new SqliteCheckpoints(':memory:');
    [empty, onRefusal] = [true, 'incident'];
    const { store, engine } = county.embedded;
    runner = new ProcessRunner({ store, desk: engine.desk, bell, checkpoints, processes: [echo] });
    await runner.start();
    await settled();
  });
  afterEach(async () => {
    await runner.stop();
    await bell.close();
    checkpoints.close();
    await county.embedded.close();
  });

  it('as an incident, holds its stream with the findings; the other goes on; resolved, it is given all that it missed', async () => {
    await measure(0, 1);
    await measure(0, 2);
    await measure(1, 1);
    expect(await echoes()).toEqual(['second 1']);
    expect(runner.holds().map(({ process, stream }) => [process, stream])).toEqual([[NAME, streamOf(0)]]);
    const target = `incident-${NAME}.${streamOf(0)}`;
    const [raised] = await county.embedded.store.readStream(target);
    const { findings } = raised?.data as { findings: readonly { code: string; met: boolean }[] };
    expect(findings.map(({ code, met }) => [code, met])).toEqual([['ROSTER_NOT_SOUND', false]]);

    empty = false;
    const resolve = {
      type: 'ResolveIncident',
      data: { process: NAME, stream: streamOf(0), no: 1, note: 'somebody is on it now' },
    };
    const actor = official('COUNTY_POVERTY_OFFICE_HEAD', 'county');
    expect((await county.give(target, resolve, { actor })).accepted).toBe(true);
    await settled();
    expect(await echoes()).toEqual(['second 1', 'first 1', 'first 2']);
    expect(runner.holds()).toEqual([]);
  });

  it('as a report, holds nothing', async () => {
    onRefusal = 'report';
    await measure(0, 1);
    expect([await echoes(), runner.holds()]).toEqual([[], []]);
  });
});
