import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clientOf } from '#libs/embedded';
import { type HouseOptions, type LedWorkers, type Random, randomOf, simulate } from '#libs/simulation';
import { type Servers, startServers } from '../test/distributed/servers.js';
import { differences } from '../test/faults/history.js';
import { figuresOf, historyIn } from './figures.js';
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
/** Every second one kills: a run begins with one of those, however short it is. */
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
  const blows: Blow[] = [];
  for (let no = 1; no <= seeds; no++) {
    const seed = `workers ${no}`;
    const folder = await mkdtemp(join(tmpdir(), 'proof-workers-'));
    const servers = await startServers(folder);
    try {
      const { struck, found } = await proveSeed(seed, scale, folder, servers, say);
      blows.push(...struck);
      problems.push(...found.map((problem) => `${seed}: ${problem}`));
      for (const problem of found) say(`  NOT SO: ${problem}`);
    } finally {
      await servers.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }
  const so = problems.length === 0 ? 'the same tables, nothing lost, nothing doubled' : `${problems.length} differences`;
  say(`${seeds} seeds, ${counted(blows)}: ${so}`);
  return problems;
}

interface Proven {
  readonly struck: readonly Blow[];
  /** What is not so. */
  readonly found: readonly string[];
}

async function proveSeed(
  seed: string,
  scale: number,
  folder: string,
  servers: Servers,
  say: WorkersProof['say'],
): Promise<Proven> {
  // When a worker was dead for a moment, what it was to do was recorded by another a little later.
  const withoutMoments = { withoutMoments: true } as const;
  const file = { dataFolder: join(folder, 'file') };
  const undisturbed = await simulate(SCENARIO, { ...file, scale, seed });
  const expected = await historyIn(file, withoutMoments);

  const ended = new AbortController();
  const random = randomOf(seed).fork('blows');
  let blows: Promise<readonly Blow[]> = Promise.resolve([]);
  const house = {
    dataFolder: join(folder, 'workers'),
    say: () => undefined,
    workers: {
      ...servers,
      count: WORKERS,
      leaseMs: LEASE_MS,
      onStarted: (workers: LedWorkers) => {
        blows = disturb(servers, random, (which) => workers.kill(which), ended.signal);
      },
      onSettled: () => {
        ended.abort();
        return blows.then(() => undefined);
      },
    },
  } satisfies HouseOptions;
  const report = await simulate(SCENARIO, { ...house, scale, seed }).finally(() => ended.abort());
  const struck = await blows;
  const log = await clientOf(servers.eventStore);
  const { problems } = await examineLog(log);
  await log.close();
  say(
    `${seed}: ${counted(struck)}; ${report.events} events in ${report.seconds.toFixed(0)} s, undisturbed ${undisturbed.events}`,
  );
  const found = [
    ...(struck.includes('worker killed') ? [] : ['it ended before a worker was killed']),
    ...differences(figuresOf(report), figuresOf(undisturbed)),
    ...differences(await historyIn(house, withoutMoments), expected),
    ...problems,
  ];
  return { struck, found };
}

function counted(blows: readonly Blow[]): string {
  return [...new Set(BLOWS)].map((blow) => `${blow} ${blows.filter((each) => each === blow).length}×`).join(', ');
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
  for (let no = 2 * random.int(0, BLOWS.length / 2 - 1); !ended.aborted; no++) {
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
