import { fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SqliteCheckpoints, stableId, WHOLE } from '#libs/application';
import { VirtualClock } from '#libs/clock';
import { DATA_FILES, openEmbedded } from '#libs/embedded';
import { type EventToAppend, SqliteEventStore } from '#libs/event-store';
import { addDays, civilDateOf, instant, type Instant } from '#libs/kernel';
import { ReadModels } from '#libs/read-models';
import { RedisServer } from '../libs/wakeups/src/contract/redis-server.contract.js';
import { DueCounty } from '../test/faults/due-county.js';
import { type BenchRow } from './bench-row.js';

/** By day, a hundredth part or less falls within the horizon of a bell. */
const SPREAD_DAYS = 365;
const APPENDS_AT_ONCE = 512;
const NEEDED = ['case.CaseOpened.v1', 'case.NoticePosted.v1'];
/** What decides nothing here, and would make the log ten times as long. */
const LEFT_OUT: ReadonlySet<string> = new Set(['order', 'context']);

const BELLS = ['table, filled for the first time', 'table', 'Redis, empty'] as const;
type BellName = (typeof BELLS)[number];

/** One start of a process of its own. */
interface Start {
  /** Until the engine takes orders. */
  readonly startMs: number;
  /** From then until the bell has everything that it should have. */
  readonly reconciledMs: number;
  readonly peakMiB: number;
}

/**
 * So many cases whose notice hangs and may close within a year, in a data folder that has projected them: the events that start the
 * deadline, copied from a case of real orders.
 */
async function fill(county: DueCounty, dataFolder: string, deadlines: number): Promise<void> {
  const store = await SqliteEventStore.open(join(dataFolder, DATA_FILES.events));
  const [stream = ''] = await store.streamsOf('case');
  const template = (await store.readStream(stream)).filter(({ type }) => NEEDED.includes(type));
  const [caseId, householdId] = [stream.slice('case-'.length), (template[0]?.data as { householdId: string }).householdId];
  const text = JSON.stringify(
    template.map(({ type, data, metadata }) => ({
      type,
      data,
      metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => !LEFT_OUT.has(key))),
    })),
  );
  const from = civilDateOf(county.madeAt);
  let group: Promise<unknown>[] = [];
  for (let no = 0; no < deadlines; no++) {
    const ownId = stableId('open deadline', String(no));
    const own = JSON.parse(
      text.replaceAll(caseId, ownId).replaceAll(householdId, stableId('household of', ownId)),
    ) as readonly Omit<EventToAppend, 'id'>[];
    const events = own.map((event, index) => ({
      ...event,
      id: stableId(ownId, String(index)),
      data: 'earliestClose' in event.data ? { ...event.data, earliestClose: addDays(from, 1 + (no % SPREAD_DAYS)) } : event.data,
    }));
    group.push(store.append(`case-${ownId}`, events, 'absent'));
    if (group.length === APPENDS_AT_ONCE) {
      await Promise.all(group);
      group = [];
    }
  }
  await Promise.all(group);
  // A new file: one that has a write-ahead log keeps it, and takes minutes more.
  const file = join(dataFolder, DATA_FILES.readModels);
  for (const old of [file, `${file}-wal`, `${file}-shm`]) await rm(old, { force: true });
  const readModels = ReadModels.open(file, { filling: true });
  await readModels.replay(store);
  await readModels.close();
  const checkpoints = new SqliteCheckpoints(join(dataFolder, DATA_FILES.checkpoints));
  await checkpoints.save(new Map([[WHOLE, await store.head()]]));
  checkpoints.close();
  await store.close();
  await rm(join(dataFolder, DATA_FILES.wakeups), { force: true });
}

async function startOnce(dataFolder: string, at: Instant, url: string | undefined): Promise<Start> {
  const began = performance.now();
  const redis = url === undefined ? {} : { redis: { url } };
  const { engine, close } = await openEmbedded({ dataFolder, clock: new VirtualClock(at), ...redis });
  const started = performance.now();
  await engine.settled();
  const settled = performance.now();
  await close();
  return { startMs: started - began, reconciledMs: settled - started, peakMiB: process.resourceUsage().maxRSS / 1024 };
}

function startInProcess(...given: readonly string[]): Promise<Start> {
  const child = fork(fileURLToPath(import.meta.url), [...given], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('message', (start) => resolve(start as Start));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the start ended with ${String(code)} and said nothing`)));
  });
}

async function startsAt(county: DueCounty, deadlines: number): Promise<Readonly<Record<BellName, Start>>> {
  const dataFolder = county.copy();
  const redis = await RedisServer.start();
  try {
    await fill(county, dataFolder, deadlines);
    const first = await startInProcess(dataFolder, county.madeAt);
    const again = await startInProcess(dataFolder, county.madeAt);
    const byRedis = await startInProcess(dataFolder, county.madeAt, redis.url);
    return { 'table, filled for the first time': first, table: again, 'Redis, empty': byRedis };
  } finally {
    await redis.remove();
    await rm(dataFolder, { recursive: true });
  }
}

/**
 * Start and reconciliation of an engine whose bell has so many open deadlines before it, in a process of its own: what each costs
 * must not grow faster than their number. @param sizes from the smallest to the largest.
 */
export async function benchOpenDeadlines(sizes: readonly number[] = [10_000, 100_000, 1_000_000]): Promise<readonly BenchRow[]> {
  const county = await DueCounty.make(1, 'POSTED');
  try {
    const starts: { readonly deadlines: number; readonly of: Readonly<Record<BellName, Start>> }[] = [];
    for (const deadlines of sizes) starts.push({ deadlines, of: await startsAt(county, deadlines) });
    const measures = [
      ['until reconciled', 'ms', ({ startMs, reconciledMs }: Start) => startMs + reconciledMs],
      ['peak memory', 'MiB', ({ peakMiB }: Start) => peakMiB],
    ] as const;
    return BELLS.flatMap((bell) =>
      measures.map(([what, unit, measure]): BenchRow => {
        const [before, last] = starts.slice(-2).map(({ deadlines, of }) => ({ deadlines, figure: measure(of[bell]) }));
        if (before === undefined || last === undefined) throw new RangeError('growth is seen between two sizes');
        const ours = last.figure;
        const limit = (before.figure * last.deadlines) / before.deadlines;
        return {
          what: `${last.deadlines} open deadlines, ${bell}: ${what}`,
          ours,
          limit,
          unit,
          ratio: limit / ours,
          mustReach: 1 / 1.3,
          note: `limit: in proportion to ${before.deadlines}; ${starts.map(({ deadlines, of }) => told(deadlines, of[bell])).join('; ')}`,
        };
      }),
    );
  } finally {
    county.remove();
  }
}

function told(deadlines: number, { startMs, reconciledMs, peakMiB }: Start): string {
  return `${deadlines}: start ${seconds(startMs)}, reconciled ${seconds(reconciledMs)} later, ${Math.round(peakMiB)} MiB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , dataFolder = '', at = '', url] = process.argv;
  process.send(await startOnce(dataFolder, instant(at), url));
  process.disconnect();
}
