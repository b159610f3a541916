import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventReader } from '#libs/event-store';
import { householdHistory, households, ReadModels } from '#libs/read-models';
import { type BenchRow, interleaved } from './bench-row.js';
import { writeSyntheticLog } from './rebuild.js';

const PAIRS = 5;
const SMALL = 10_000;
const LARGE = process.env['MINGCE_BENCH_FULL'] === undefined ? 100_000 : 1_000_000;
const QUERIES = 1_000;

interface Site {
  readonly events: number;
  readonly reader: SqliteEventReader;
  readonly models: ReadModels;
  readonly householdIds: readonly string[];
}

async function site(folder: string, events: number): Promise<Site> {
  const log = join(folder, `log-${events}.sqlite`);
  const written = await writeSyntheticLog(log, events);
  const reader = await SqliteEventReader.openReader(log);
  const models = ReadModels.open(join(folder, `read-models-${events}.sqlite`), { filling: true });
  await models.replay(reader);
  const householdIds: string[] = [];
  for (let after: string | undefined; ;) {
    const { items, next } = await households(models, {}, { limit: 500, ...(after === undefined ? {} : { after }) });
    householdIds.push(...items.map(({ householdId }) => householdId));
    if (next === null) break;
    after = next;
  }
  return { events: written, reader, models, householdIds };
}

/** The whole history of households all over the log; one over the 99th percentile, per millisecond. */
async function queriesPerMs({ reader, models, householdIds }: Site): Promise<number> {
  const took: number[] = [];
  for (let query = 0; query < QUERIES; query++) {
    // A prime stride, so that neighbours in the table are not neighbours in time.
    const householdId = householdIds[(query * 7_919) % householdIds.length] ?? '';
    const began = performance.now();
    const { items } = await householdHistory(models, reader, householdId, {}, { limit: 500 });
    took.push(performance.now() - began);
    if (items.length < 30) throw new Error(`${householdId} has a history of ${items.length} events only`);
  }
  took.sort((a, b) => a - b);
  return 1 / (took[Math.floor(took.length * 0.99)] ?? Number.POSITIVE_INFINITY);
}

/** p99 of one household's history in a large log against the same in a small one; with MINGCE_BENCH_FULL at 1 000 000 events. */
export async function benchHistory(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-history-'));
  try {
    const small = await site(folder, SMALL);
    const large = await site(folder, LARGE);
    const { a, b, ratio } = await interleaved(
      PAIRS,
      () => queriesPerMs(large),
      () => queriesPerMs(small),
    );
    for (const { reader, models } of [small, large]) {
      await models.close();
      await reader.close();
    }
    return [
      {
        what: `history of one household, p99, at ${large.events} against ${small.events} events`,
        ours: 1 / a,
        limit: 1 / b,
        unit: 'ms',
        ratio,
        mustReach: 1 / 1.3,
        note: 'ratio: small log over large log, so that 1 is the same speed',
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
