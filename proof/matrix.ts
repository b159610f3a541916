import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HouseOptions, simulate } from '#libs/simulation';
import { PostgresServer } from '../libs/postgres/src/contract/postgres-server.contract.js';
import { RedisServer } from '../libs/wakeups/src/contract/redis-server.contract.js';
import { rehearsed } from '../test/distributed/rehearsed.js';
import { startNode } from '../test/eventstore-node/start-node.js';
import { differences } from '../test/faults/history.js';
import { figuresOf, historyIn } from './figures.js';

export interface MatrixProof {
  /** Of the scripts of `test/scenarios` every so manieth. */
  readonly everyScript: number;
  /** Of shiqiao. */
  readonly scale: number;
  readonly say: (line: string) => void;
}

/** Servers that all houses of a run share; each has a queue and a database of its own there. */
interface Servers {
  readonly redis: RedisServer;
  readonly postgres: PostgresServer;
}

/** What one program runs on (architecture §7). */
interface SetUp {
  readonly name: string;
  /** Does something with an empty house of it in this folder. */
  readonly on: <T>(dataFolder: string, servers: Servers, work: (house: HouseOptions) => Promise<T>) => Promise<T>;
}

/** What the others are held against. */
const IN_A_FILE: SetUp = { name: 'SQLite, embedded bell', on: (dataFolder, _, work) => work({ dataFolder }) };
const BY_REDIS: SetUp = {
  name: 'SQLite, Redis',
  on: (dataFolder, { redis }, work) => work({ dataFolder, redis: { url: redis.url } }),
};
const BY_WORKERS: SetUp = {
  name: 'test node, Redis, PostgreSQL, two workers',
  on: async (dataFolder, { redis, postgres }, work) => {
    const node = await startNode(join(dataFolder, 'log.sqlite'));
    try {
      const eventStore = { url: node.connectionString };
      const rest = { redis: { url: redis.url }, postgres: { url: await postgres.database() } };
      return await work({ dataFolder, workers: { count: 2, eventStore, ...rest } });
    } finally {
      await node.stop();
    }
  },
};
const SCRIPTS = join(import.meta.dirname, '..', 'test', 'scenarios');

/** What a run came to on one set-up: what is wrong with it by itself, its figures, its log. */
interface Outcome {
  readonly problems: readonly string[];
  readonly figures: readonly string[];
  readonly history: readonly string[];
}
type Play = (house: HouseOptions) => Promise<Outcome>;

/**
 * Scripts of `test/scenarios`, and shiqiao, on each set-up: what a script expects holds there, tables and histories are those of a run
 * in a file, event by event. Answers what differs.
 */
export async function proveMatrix({ everyScript, scale, say }: MatrixProof): Promise<readonly string[]> {
  const redis = await RedisServer.start();
  const postgres = await PostgresServer.start();
  const folder = await mkdtemp(join(tmpdir(), 'proof-matrix-'));
  try {
    const scripts = (await readdir(SCRIPTS)).filter((name) => name.endsWith('.jsonl')).sort();
    const some = scripts.filter((_, index) => index % everyScript === 0);
    const plays: [string, Play][] = some.map((name) => [name, (house) => scripted(join(SCRIPTS, name), house)]);
    plays.push(['shiqiao', (house) => simulated(scale, house)]);
    const totals = new Map<string, { runs: number; events: number; ms: number; problems: number }>();
    const problems: string[] = [];
    for (const [name, play] of plays) {
      let expected: Outcome | undefined;
      for (const setUp of [IN_A_FILE, BY_REDIS, BY_WORKERS]) {
        const began = performance.now();
        const dataFolder = join(folder, `${name} on ${setUp.name}`.replaceAll(/\W+/g, '-'));
        await mkdir(dataFolder);
        const outcome = await setUp.on(dataFolder, { redis, postgres }, play);
        const found = [...outcome.problems, ...(expected === undefined ? [] : differing(outcome, expected))];
        expected ??= outcome;
        problems.push(...found.map((problem) => `${name} on ${setUp.name}: ${problem}`));
        const kind = `${name === 'shiqiao' ? 'shiqiao' : 'scripts'} on ${setUp.name}`;
        const total = totals.get(kind) ?? { runs: 0, events: 0, ms: 0, problems: 0 };
        totals.set(kind, {
          runs: total.runs + 1,
          events: total.events + outcome.history.length,
          ms: total.ms + performance.now() - began,
          problems: total.problems + found.length,
        });
        await rm(dataFolder, { recursive: true });
      }
    }
    say(`${some.length} of ${scripts.length} scripts, and shiqiao at scale ${scale}`);
    for (const [kind, { runs, events, ms, problems: count }] of totals) {
      say(
        `${kind}: ${runs} run(s), ${events} events in ${(ms / 1000).toFixed(0)} s, ${count === 0 ? 'the same' : `${count} differ`}`,
      );
    }
    return problems;
  } finally {
    await redis.remove();
    await postgres.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

function differing(ours: Outcome, expected: Outcome): readonly string[] {
  return [...differences(ours.figures, expected.figures), ...differences(ours.history, expected.history)];
}

async function scripted(script: string, options: HouseOptions): Promise<Outcome> {
  const { expectations, ...rest } = await rehearsed(script, options);
  return { ...rest, figures: [`${expectations} expectations`] };
}

async function simulated(scale: number, options: HouseOptions): Promise<Outcome> {
  const report = await simulate('shiqiao', { ...options, scale });
  return {
    problems: report.holds ? [] : ['its table does not hold'],
    figures: figuresOf(report),
    history: await historyIn(options),
  };
}
