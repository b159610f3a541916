import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { clientOf, DATA_FILES } from '#libs/embedded';
import { type EventReader, SqliteEventReader } from '#libs/event-store';
import { type Random, randomOf, type Row, simulate, type SimulationReport } from '#libs/simulation';
import { FROM_SOURCES, type Servers, startServers } from '../test/distributed/servers.js';
import { differences, historyOf } from '../test/faults/history.js';
import { examineLog } from './log-soundness.js';

export interface WorkersProof {
  readonly seeds: number;
  readonly scale: number;
  readonly say: (line: string) => void;
}

const SCENARIO = 'shiqiao';
const WORKERS = 2;
const LEASE_MS = 1_500;
const [SOONEST_MS, LATEST_MS] = [1_000, 4_000];
const DOWN_MS = 700;

/** What happens to a house while it works, and how. */
type Blow = 'worker killed' | 'connections cut' | 'PostgreSQL restarted' | 'Redis flushed';
const BLOWS: readonly Blow[] = [
  'worker killed',
  'connections cut',
  'worker killed',
  'PostgreSQL restarted',
  'worker killed',
  'Redis flushed',
];

/**
 * A scenario by two workers over test node, Redis and PostgreSQL, while workers are killed every few seconds, connections cut, PostgreSQL
 * restarted and Redis emptied: the same figures and the same log as of a run in a file that nobody disturbs. Answers what differs.
 */
export async function proveWorkers({ seeds, scale, say }: WorkersProof): Promise<readonly string[]> {
  const problems: string[] = [];
  for (let no = 1; no <= seeds; no++) {
    const seed = `workers ${no}`;
    const folder = await mkdtemp(join(tmpdir(), 'proof-workers-'));
    const servers = await startServers(folder);
    try {
      const found = await proveSeed(seed, scale, folder, servers, say);
      problems.push(...found.map((problem) => `${seed}: ${problem}`));
      for (const problem of found) say(`  NOT SO: ${problem}`);
    } finally {
      await servers.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
  return problems;
}

async function proveSeed(
  seed: string,
  scale: number,
  folder: string,
  servers: Servers,
  say: WorkersProof['say'],
): Promise<readonly string[]> {
  const file = join(folder, 'file');
  const undisturbed = await simulate(SCENARIO, { dataFolder: file, scale, seed });
  const expected = await historyIn(await SqliteEventReader.openReader(join(file, DATA_FILES.events)));

  const ended = new AbortController();
  const random = randomOf(seed).fork('blows');
  let blows: Promise<readonly Blow[]> = Promise.resolve([]);
  const report = await simulate(SCENARIO, {
    dataFolder: join(folder, 'workers'),
    scale,
    seed,
    say: () => undefined,
    workers: {
      ...servers,
      count: WORKERS,
      leaseMs: LEASE_MS,
      ...(import.meta.url.endsWith('.ts') ? { execArgv: FROM_SOURCES } : {}),
      onStarted: (workers) => {
        blows = disturb(servers, random, (which) => workers.kill(which), ended.signal);
      },
      onSettled: () => {
        ended.abort();
        return blows.then(() => undefined);
      },
    },
  }).finally(() => ended.abort());
  const struck = await blows;
  const log = await clientOf(servers.eventStore);
  const { problems } = await examineLog(log);
  const history = await historyIn(log);
  const counts = [...new Set(BLOWS)].map((blow) => `${blow} ${struck.filter((each) => each === blow).length}×`);
  say(
    `${seed}: ${counts.join(', ')}; ${report.events} events in ${report.seconds.toFixed(0)} s, undisturbed ${undisturbed.events}`,
  );
  return [
    ...(struck.includes('worker killed') ? [] : ['it ended before a worker was killed']),
    ...differences(figuresOf(report), figuresOf(undisturbed)),
    ...differences(history, expected),
    ...problems,
  ];
}

/** One blow after the other until it is told to end; the last is got over before it resolves. */
async function disturb(
  { node, redisServer, postgresServer }: Servers,
  random: Random,
  kill: (which: number) => Promise<void>,
  ended: AbortSignal,
): Promise<readonly Blow[]> {
  const struck: Blow[] = [];
  const blows: Readonly<Record<Blow, () => Promise<unknown>>> = {
    'worker killed': () => kill(random.int(0, WORKERS - 1)),
    'connections cut': () => node.order({ cut: true }),
    'PostgreSQL restarted': async () => {
      await postgresServer.stop();
      await pause(DOWN_MS);
      await postgresServer.begin();
    },
    'Redis flushed': () => flushed(redisServer.port),
  };
  for (let no = 0; !ended.aborted; no++) {
    await pause(random.int(SOONEST_MS, LATEST_MS), undefined, { signal: ended }).catch(() => undefined);
    if (ended.aborted) break;
    const blow = BLOWS[no % BLOWS.length] ?? 'worker killed';
    await blows[blow]();
    struck.push(blow);
  }
  return struck;
}

function flushed(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('FLUSHALL\r\n'));
    socket.once('error', reject);
    socket.once('data', () => {
      socket.destroy();
      resolve();
    });
  });
}

/** When a worker was dead for a moment, what it was to do was recorded by another a little later. */
async function historyIn(log: EventReader): Promise<readonly string[]> {
  try {
    return await historyOf(log, { withoutMoments: true });
  } finally {
    await log.close();
  }
}

function figuresOf({ rows, events, holds, heldStreams }: SimulationReport): readonly string[] {
  return [JSON.stringify({ events, holds, heldStreams }), ...rows.map((row: Row) => JSON.stringify(row))];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { seeds: { type: 'string', default: '3' }, scale: { type: 'string', default: '0.01' } },
  });
  const seeds = Number(values.seeds);
  const problems = await proveWorkers({
    seeds,
    scale: Number(values.scale),
    say: (line) => {
      console.log(line);
    },
  });
  console.log(`${seeds} seeds, ${problems.length === 0 ? 'nothing differs' : `${problems.length} differences`}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
