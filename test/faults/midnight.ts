import { setTimeout as pause } from 'node:timers/promises';
import { type RedisOptions } from '#libs/embedded';
import { type Instant, instantOfMs, msOf } from '#libs/kernel';
import { until } from '#libs/spec';
import { type DueCounty } from './due-county.js';
import { JumpingClock } from './jumping-clock.js';

/** What a midnight on which everything falls due looked like, by the log. */
export interface Midnight {
  /** Notices whose end was recorded, each as `stream part round`: before the midnight, twice, and not at all. */
  readonly early: readonly string[];
  readonly twice: readonly string[];
  readonly lost: number;
  /** All that was recorded besides. */
  readonly others: readonly string[];
  /** By the clock of the run: from the midnight until each could be read from the log, in ms, the soonest first. */
  readonly latenessMs: readonly number[];
  /** Without the moments: equal for all bells. */
  readonly history: readonly string[];
}

const ELAPSED = 'case.NoticePeriodElapsed.v1';
/** The engine opens and its bell takes everything in before it is due. */
const EARLIER_MS = 2_000;
const EARLIER_FOR_EACH_MS = 3;
/** So long nothing comes any more: then what has not rung is lost. */
const SILENCE_MS = 30_000;
/** Time for whatever rings twice. */
const AFTERWARDS_MS = 1_000;

/**
 * Lets a clock that runs as the machine's does come to the midnight at which all notices of a county have had their time. Rings by a
 * table in the data folder where no Redis is named.
 */
export async function ringAtMidnight(county: DueCounty, redis?: RedisOptions): Promise<Midnight> {
  const { dueAt, households } = county;
  if (dueAt === undefined) throw new RangeError('no notice of this county hangs');
  const clock = new JumpingClock(instantOfMs(msOf(dueAt) - EARLIER_MS - households * EARLIER_FOR_EACH_MS));
  const embedded = await county.open({ clock, ...(redis === undefined ? {} : { redis }) });
  const enough = new AbortController();
  try {
    const seen: Seen[] = [];
    const watching = watch(embedded.store.subscribe({ after: county.head, signal: enough.signal }), clock, seen);
    await until(() => clock.now() >= dueAt);
    for (let last = -1, since = performance.now(); seen.length < households; await pause(20)) {
      if (seen.length !== last) [last, since] = [seen.length, performance.now()];
      if (performance.now() - since > SILENCE_MS) break;
    }
    await embedded.engine.settled();
    await pause(AFTERWARDS_MS);
    enough.abort();
    await watching;
    const rung = seen.filter(({ type }) => type === ELAPSED);
    const whats = rung.map(({ what }) => what);
    return {
      early: rung.filter(({ recordedAt }) => recordedAt < dueAt).map(({ what }) => what),
      twice: repeated(whats),
      lost: households - new Set(whats).size,
      others: seen.filter(({ type }) => type !== ELAPSED).map(({ type, stream }) => `${type} ${stream}`),
      latenessMs: rung.map(({ seenAt }) => msOf(seenAt) - msOf(dueAt)).sort((a, b) => a - b),
      history: await county.historyOf(embedded, { withoutMoments: true }),
    };
  } finally {
    enough.abort();
    await embedded.close();
  }
}

interface Seen {
  readonly type: string;
  readonly stream: string;
  readonly what: string;
  readonly recordedAt: Instant;
  readonly seenAt: Instant;
}

async function watch(
  batches: ReturnType<Awaited<ReturnType<DueCounty['open']>>['store']['subscribe']>,
  clock: JumpingClock,
  seen: Seen[],
): Promise<void> {
  for await (const batch of batches) {
    const seenAt = clock.now();
    for (const { type, stream, data, metadata } of batch) {
      const { part, round } = data as { part?: unknown; round?: unknown };
      seen.push({ type, stream, what: `${stream} ${String(part)} ${String(round)}`, recordedAt: metadata.recordedAt, seenAt });
    }
  }
}

function repeated(whats: readonly string[]): readonly string[] {
  const once = new Set<string>();
  return whats.filter((what) => once.size === once.add(what).size);
}
