import { type Answer, ProcessRunner, SqliteCheckpoints } from '#libs/application';
import { type Event, type Order, type Process } from '#libs/kernel';
import { EmbeddedBell } from '#libs/wakeups';
import { official, type SmallCounty, smallCounty } from './small-county.js';

const NAME = 'probe';
const POISON = 13;

type Measured = Event<'household.MeasureDelivered.v1', { readonly no: number; readonly amountFen: number }>;

/** Architecture §4: what a process cannot do holds that stream for that process; all others go on. */
describe('the process runner', () => {
  let county: SmallCounty;
  let bell: EmbeddedBell;
  let checkpoints: SqliteCheckpoints;
  let runner: ProcessRunner;
  let broken: boolean;
  let seen: string[];
  let heldWhileReacting: number[];
  let next = 1;

  /** Sees every measure; cannot stand the one of 13 fen while it is broken. */
  const probe: Process = {
    name: NAME,
    category: 'household',
    initial: null,
    evolve: () => null,
    react: (_state, event) => {
      if (event.type !== 'household.MeasureDelivered.v1') return undefined;
      const { amountFen } = event.data as Measured['data'];
      if (broken && amountFen === POISON) throw new Error('cannot stand it');
      void checkpoints.holds().then(({ length }) => heldWhileReacting.push(length));
      seen.push(`${event.stream === streamOf(0) ? 'first' : 'second'} ${amountFen}`);
      return undefined;
    },
    wakeups: () => [],
  };
  const streamOf = (index: number): string => `household-${county.people[index]?.id}`;

  async function begin(): Promise<void> {
    const { store, engine } = county.embedded;
    runner = new ProcessRunner({ store, desk: engine.desk, bell, checkpoints, processes: [probe] });
    await runner.start();
  }
  async function settled(): Promise<void> {
    await county.embedded.engine.settled();
    await runner.caughtUp(await county.embedded.store.head());
    await county.embedded.engine.settled();
  }
  async function measure(index: number, amountFen: number): Promise<void> {
    const data = { no: next++, measure: 'INDUSTRY', amountFen, on: county.clock.today() };
    expect((await county.give(streamOf(index), { type: 'DeliverMeasure', data })).accepted).toBe(true);
    await settled();
  }
  function resolve(no: number): Promise<Answer> {
    const order: Order = { type: 'ResolveIncident', data: { process: NAME, stream: streamOf(0), no, note: 'mended' } };
    return county.give(`incident-${NAME}.${streamOf(0)}`, order, { actor: official('COUNTY_POVERTY_OFFICE_HEAD', 'county') });
  }
  async function incidents(): Promise<readonly string[]> {
    const events = await county.embedded.store.readStream(`incident-${NAME}.${streamOf(0)}`);
    return events.map(({ type, data }) =>
      'reason' in data && typeof data.reason === 'string' ? `${type} ${data.reason}` : type,
    );
  }

  beforeEach(async () => {
    county = await smallCounty(2);
    bell = EmbeddedBell.open(':memory:', county.clock);
    checkpoints = new SqliteCheckpoints(':memory:');
    [broken, seen, heldWhileReacting] = [true, [], []];
    await begin();
    await settled();
  });
  afterEach(async () => {
    await runner.stop();
    await bell.close();
    checkpoints.close();
    await county.embedded.close();
  });

  it('holds the stream of a poisonous event with an incident, gives it what it missed when that is resolved', async () => {
    await measure(0, POISON);
    await measure(0, 1);
    await measure(1, 2);
    expect(seen).toEqual(['second 2']);
    expect(await incidents()).toEqual(['incident.IncidentRaised.v1 cannot stand it']);
    broken = false;
    expect((await resolve(1)).accepted).toBe(true);
    await settled();
    await measure(0, 3);
    expect(seen).toEqual(['second 2', 'first 13', 'first 1', 'first 3']);
    expect(runner.holds()).toEqual([]);
  });

  it('raises another incident where what was resolved fails again, and that one can be resolved too', async () => {
    await measure(0, POISON);
    expect((await resolve(1)).accepted).toBe(true);
    await settled();
    expect(await incidents()).toEqual([
      'incident.IncidentRaised.v1 cannot stand it',
      'incident.IncidentResolved.v1',
      'incident.IncidentRaised.v1 cannot stand it; again, after being resolved 1 times',
    ]);
    broken = false;
    expect((await resolve(2)).accepted).toBe(true);
    await settled();
    expect(seen).toEqual(['first 13']);
  });

  it('keeps a hold over a restart, and until all that was missed has been given', async () => {
    await measure(0, POISON);
    await runner.stop();
    await begin();
    await measure(0, 1);
    expect(seen).toEqual([]);
    broken = false;
    await resolve(1);
    await settled();
    expect(seen).toEqual(['first 13', 'first 1']);
    expect(heldWhileReacting).toEqual([1, 1]);
    expect(await checkpoints.holds()).toEqual([]);
  });

  it('begins anew without checkpoints, and raises no incident that stands already', async () => {
    await measure(0, POISON);
    await runner.stop();
    checkpoints.close();
    checkpoints = new SqliteCheckpoints(':memory:');
    await begin();
    await settled();
    expect(await incidents()).toEqual(['incident.IncidentRaised.v1 cannot stand it']);
    expect(runner.holds().map(({ stream }) => stream)).toEqual([streamOf(0)]);
  });

  it('refuses to resolve what is not open, and another number', async () => {
    await measure(0, POISON);
    const wrong = await resolve(2);
    broken = false;
    await resolve(1);
    const again = await resolve(2);
    expect([wrong, again].map((answer) => (answer.accepted ? [] : answer.findings.map(({ code }) => code)))).toEqual([
      ['INCIDENT_NUMBER_WRONG'],
      ['INCIDENT_NOT_OPEN'],
    ]);
  });
});
