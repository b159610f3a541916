import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SqliteCheckpoints } from '#libs/application';
import { DATA_FILES } from '#libs/embedded';
import { SqliteEventReader } from '#libs/event-store';
import { randomOf, type Row } from '#libs/simulation';
import { examineLog, type LogSoundness, readAcknowledged, told } from './log-soundness.js';
import { rebuiltDiffers } from './rebuilt.js';
import { type SimulationEnd, startSimulation } from './simulation-process.js';

export interface CrashProof {
  readonly seeds: number;
  readonly say: (line: string) => void;
}

const SCENARIO = 'shiqiao';
/** From the start of the process: it may not have opened its log yet, or be deep in a season. */
const SOONEST_MS = 200;
const FEWEST_KILLS = 2;
const MOST_KILLS = 6;

/**
 * Kills a simulation at random points, again and again, starts it on the same folder until it ends, and holds what it left
 * against an uninterrupted run with the same seed. Answers what differs, seed by seed; empty where nothing does.
 */
export async function proveCrashes({ seeds, say }: CrashProof): Promise<readonly string[]> {
  const problems: string[] = [];
  for (let no = 1; no <= seeds; no++) {
    const seed = `crash ${no}`;
    const folder = await mkdtemp(join(tmpdir(), 'proof-crash-'));
    try {
      const found = await proveSeed({ seed, folder }, say);
      problems.push(...found.map((problem) => `${seed}: ${problem}`));
      for (const problem of found) say(`  NOT SO: ${problem}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  return problems;
}

interface Seed {
  readonly seed: string;
  readonly folder: string;
}

async function proveSeed({ folder, ...run }: Seed, say: CrashProof['say']): Promise<readonly string[]> {
  const whole = join(folder, 'whole');
  const cut = join(folder, 'cut');
  const acknowledged = join(folder, 'acknowledged');
  const began = performance.now();
  const uninterrupted = await startSimulation({ scenario: SCENARIO, dataFolder: whole, ...run }).ended;
  const lasted = performance.now() - began;
  const random = randomOf(run.seed).fork('kills');
  const kills = random.int(FEWEST_KILLS, MOST_KILLS);
  const { end, killedAt } = await interrupted(
    { scenario: SCENARIO, dataFolder: cut, acknowledged, ...run },
    kills,
    // So that all of them fall into the run, however quick the machine is.
    () => random.int(SOONEST_MS, Math.max(SOONEST_MS + 1, Math.round(lasted / kills))),
  );
  const ofWhole = await examine(whole);
  const ofCut = await examine(cut);
  const ids = readAcknowledged(acknowledged);
  say(
    `${run.seed}: killed ${killedAt.length} times (${killedAt.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(', ')}), ` +
      `${ofCut.log.events} events in ${ofCut.log.streams} streams, ${ids.length} acknowledged by hand, uninterrupted ${ofWhole.log.events}`,
  );
  return [
    ...(killedAt.length === 0 ? ['it ended before it was killed once'] : []),
    ...sameTable(uninterrupted, end),
    ...sameEvents(ofWhole.log, ofCut.log),
    ...told(
      'acknowledged events are lost',
      ids.filter((id) => !ofCut.log.ids.has(id)),
    ),
    ...told('events were acknowledged twice', doubled(ids)),
    ...ofWhole.problems.map((problem) => `uninterrupted: ${problem}`),
    ...ofCut.problems,
  ];
}

/** Killed and started again until it has been killed often enough; then it goes on to its end. */
async function interrupted(
  order: Parameters<typeof startSimulation>[0],
  kills: number,
  after: () => number,
): Promise<{ readonly end: SimulationEnd; readonly killedAt: readonly number[] }> {
  const killedAt: number[] = [];
  for (;;) {
    const simulation = startSimulation(order);
    if (killedAt.length === kills) return { end: await simulation.ended, killedAt };
    const ms = after();
    const first = await Promise.race([simulation.ended, pause(ms, 'time' as const)]);
    if (first !== 'time') return { end: first, killedAt };
    simulation.kill();
    const end = await simulation.ended;
    // It was quicker than the signal.
    if (!end.killed) return { end, killedAt };
    killedAt.push(ms);
  }
}

async function examine(dataFolder: string): Promise<{ readonly log: LogSoundness; readonly problems: readonly string[] }> {
  const reader = await SqliteEventReader.openReader(join(dataFolder, DATA_FILES.events));
  try {
    const log = await examineLog(reader);
    const checkpoints = new SqliteCheckpoints(join(dataFolder, DATA_FILES.checkpoints));
    const held = (await checkpoints.holds()).map(({ process, stream }) => `${stream} for ${process}`);
    checkpoints.close();
    return { log, problems: [...log.problems, ...told('streams are held', held), ...(await rebuiltDiffers(dataFolder, reader))] };
  } finally {
    await reader.close();
  }
}

function sameTable(whole: SimulationEnd, cut: SimulationEnd): readonly string[] {
  const asText = ({ report }: SimulationEnd): readonly string[] => (report?.rows ?? []).map((row: Row) => JSON.stringify(row));
  const [expected, actual] = [asText(whole), asText(cut)];
  if (expected.length === 0) return ['the uninterrupted run gave no table'];
  const differing = expected.map((row, index) => [row, actual[index]] as const).filter(([row, other]) => row !== other);
  return [
    ...(expected.length === actual.length ? [] : [`the table has ${actual.length} rows and not ${expected.length}`]),
    ...differing.map(([row, other]) => `the table says ${other ?? 'nothing'} instead of ${row}`),
    ...[whole, cut].flatMap(({ report }) => (report?.holds === false ? ['the table does not hold against its source'] : [])),
  ];
}

/** Ids are derived from orders: whatever was cut, the same happened. */
function sameEvents(whole: LogSoundness, cut: LogSoundness): readonly string[] {
  const missing = [...whole.determined].filter((id) => !cut.ids.has(id));
  const more = [...cut.determined].filter((id) => !whole.ids.has(id));
  const count = whole.events === cut.events ? [] : [`${cut.events} events instead of ${whole.events}`];
  return [...count, ...told('events of the uninterrupted run are missing', missing), ...told('events are too many', more)];
}

function doubled(ids: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return ids.filter((id) => seen.size === seen.add(id).size);
}
