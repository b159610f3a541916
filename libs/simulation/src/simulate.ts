import { setFlagsFromString } from 'node:v8';
import { type Engine } from '#libs/application';
import { VirtualClock } from '#libs/clock';
import { type EmbeddedEngine } from '#libs/embedded';
import { type Instant } from '#libs/kernel';
import { grossCounts, presentCounts, type ReadModels } from '#libs/read-models';
import { Hand } from './hand.js';
import { laifeng } from './laifeng.js';
import { firstMoment, play } from './play.js';
import { type HouseOptions, openPlayedHouse } from './played-house.js';
import { scaled, settle } from './population.js';
import { randomOf } from './random.js';
import { allHold, type Figures, type Pair, type Row, tableOf } from './report.js';
import { type Progress, Run } from './run.js';
import { type Scenario } from './scenario.js';
import { shiqiao } from './shiqiao.js';

const SCENARIOS: Readonly<Record<string, Scenario>> = { shiqiao, laifeng };
export const scenarioNames: readonly string[] = Object.keys(SCENARIOS);

const SHOWN_EVERY_MS = 500;
const PAGE = 5_000;

/** A run that was cut off is taken up again in its data folder. */
export interface SimulateOptions extends HouseOptions {
  /** 1 plays the whole county. */
  readonly scale?: number;
  readonly seed?: string;
  readonly onProgress?: Progress;
  /** Told of each order that was acknowledged, with the ids of its events. */
  readonly onAcknowledged?: (eventIds: readonly string[]) => void;
  /** Asked between orders: a run that is to stop ends with {@link Interrupted} and can be taken up again. */
  readonly signal?: AbortSignal;
}

export interface SimulationReport {
  readonly scenario: string;
  readonly source: string;
  readonly definitions: readonly string[];
  readonly scale: number;
  readonly rows: readonly Row[];
  readonly holds: boolean;
  readonly orders: number;
  readonly events: number;
  readonly seconds: number;
  /** Streams that stand still; none in a sound run. */
  readonly heldStreams: number;
}

/** There is no such scenario. */
export class UnknownScenario extends Error {
  readonly code = 'UNKNOWN_SCENARIO';
  constructor(name: string) {
    super(`there is no scenario "${name}"; expected one of ${scenarioNames.join(', ')}`);
  }
}

/**
 * Plays a scenario through the real engine on a virtual clock, and holds the projections against the source.
 * Deterministic by seed; taken up again where it was cut off. @throws UnknownScenario, RefusedInRun, NoRedisUrl
 */
export async function simulate(name: string, options: SimulateOptions): Promise<SimulationReport> {
  const scenario = Object.hasOwn(SCENARIOS, name) ? SCENARIOS[name] : undefined;
  if (scenario === undefined) throw new UnknownScenario(name);
  const { scale = 1, seed = name } = options;
  keepMemoryClose();
  const cohorts = scaled(scenario.cohorts, scale);
  const people = settle(scenario.county, cohorts, randomOf(seed), { on: scenario.identification.from });
  const began = performance.now();
  const house = await openPlayedHouse(options, (last) => new VirtualClock(laterOf(firstMoment(scenario), last)));
  try {
    const { embedded, clock, workers } = house;
    const { engine, readModels } = embedded;
    const hand = new Hand(engine.desk, seed, { ...options, patient: workers !== undefined });
    await play(new Run(engine, clock, hand, options.onProgress, workers), scenario, people);
    await projected(engine, options.onProgress);
    const heldStreams = (await engine.holds()).length;
    const rows = tableOf(scenario, cohorts, await figuresOf(engine, readModels, scenario), scale === 1);
    return {
      scenario: name,
      source: scenario.source,
      definitions: [...new Set([scenario.identification.definition, ...scenario.exits.map(({ definition }) => definition)])],
      scale,
      rows,
      holds: allHold(rows) && heldStreams === 0,
      orders: hand.given,
      events: await eventsIn(embedded),
      seconds: (performance.now() - began) / 1000,
      heldStreams,
    };
  } finally {
    await house.close();
  }
}

/** A file numbers its events without gaps; the log of a server is read through. */
async function eventsIn({ store, eventStore }: EmbeddedEngine): Promise<number> {
  if (eventStore === undefined) return Number(await store.head()) + 1;
  let count = 0;
  for (let after = -1n; ;) {
    const page = await store.readAll({ after, limit: PAGE });
    count += page.length;
    after = page.at(-1)?.position ?? after;
    if (page.length < PAGE) return count;
  }
}

/** The read models follow by themselves, and may be behind at the end. */
async function projected(engine: Engine, onProgress?: Progress): Promise<void> {
  const head = Number(await engine.parts.store.head()) + 1;
  const shown = setInterval(() => onProgress?.('Read models', Number(engine.projections.position) + 1, head), SHOWN_EVERY_MS);
  try {
    await engine.settled();
  } finally {
    clearInterval(shown);
  }
}

/**
 * The heap of this process may grow by three tenths of what lives in it before it is swept, instead of to its fourfold, and the threads
 * begun from now on need no great nursery: a county's years bring a hundred times more to the heap than they leave there, and are to
 * fit into 1 GB. Not where specs run the sources: the flags would stay for all specs after this one.
 */
function keepMemoryClose(): void {
  if (import.meta.url.endsWith('.ts')) return;
  setFlagsFromString('--heap-growing-percent=30');
  // Where the command line names a nursery, a thread gets that and not the one of its resource limits.
  setFlagsFromString('--max-semi-space-size=8');
}

function laterOf(start: Instant, last: Instant | undefined): Instant {
  return last !== undefined && last > start ? last : start;
}

/** All figures of a county, from the read models and the directory. */
export async function figuresOf(engine: Engine, readModels: ReadModels, { county }: Scenario): Promise<Figures> {
  const gross = await grossCounts(readModels, county.id);
  const present = await presentCounts(readModels, county.id);
  const of = (measure: string, year: number): Pair =>
    total(gross.filter((count) => count.measure === measure && count.programYear === year));
  const areas = engine.directory.areasUnder(county.id);
  return {
    registered: (year) => of('REGISTERED', year),
    exited: (year) => of('EXITED', year),
    present: (standing, split) =>
      total(
        present.filter(
          (count) => count.standing === standing && count.split === (split?.by ?? 'ALL') && count.value === (split?.value ?? ''),
        ),
      ),
    areas: (level) => areas.filter((area) => engine.directory.levelOf(area) === level).length,
    population: engine.directory.area(county.id)?.population,
  };
}

function total(pairs: readonly Pair[]): Pair {
  return pairs.reduce<Pair>(
    (sum, { households, persons }) => ({ households: sum.households + households, persons: sum.persons + persons }),
    {
      households: 0,
      persons: 0,
    },
  );
}
