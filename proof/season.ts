import { DueCounty } from '../test/faults/due-county.js';
import { flushTwice } from '../test/faults/flushed.js';
import { differences } from '../test/faults/history.js';
import { type Midnight, ringAtMidnight } from '../test/faults/midnight.js';
import { RedisServer } from '../libs/wakeups/src/contract/redis-server.contract.js';

export interface SeasonProof {
  /** Notices of a county, made by real orders, that have all had their time at one midnight. */
  readonly notices: number;
  readonly say: (line: string) => void;
}

/**
 * A county's notices on both bells and a clock that runs: none early, none lost, none twice. Says how late they rang. Then the same by a
 * Redis that loses everything twice.
 */
export async function proveSeason({ notices, say }: SeasonProof): Promise<readonly string[]> {
  const county = await DueCounty.make(notices, 'POSTED');
  const redis = await RedisServer.start();
  try {
    const byTable = await ringAtMidnight(county);
    const byRedis = await ringAtMidnight(county, { url: redis.url });
    const bells = [
      ['table', byTable],
      ['Redis', byRedis],
    ] as const;
    for (const [bell, { latenessMs }] of bells) {
      const at = (part: number): string =>
        `${latenessMs[Math.min(latenessMs.length - 1, Math.floor(latenessMs.length * part))] ?? '—'} ms`;
      say(
        `${bell}: ${latenessMs.length} of ${notices} rung; lateness until readable p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`,
      );
    }
    const flushed = await flushTwice(county, { url: redis.url });
    say(`Redis, flushed before and amid the ringing: ${flushed.length === 0 ? 'the same log' : `${flushed.length} differences`}`);
    return [
      ...flushed.map((difference) => `by a Redis that was flushed: ${difference}`),
      ...bells.flatMap(([bell, midnight]) => problemsOf(bell, midnight)),
      ...differences(byRedis.history, byTable.history).map((difference) => `by Redis, against the table: ${difference}`),
    ];
  } finally {
    await redis.remove();
    county.remove();
  }
}

function problemsOf(bell: string, { early, twice, lost, others }: Midnight): readonly string[] {
  const counts = { early: early.length, twice: twice.length, lost, 'other events': others.length };
  return Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : [`${bell}: ${count} ${what}`]));
}
