import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { fork } from 'node:child_process';
import { SqliteEventReader, SqliteEventStore } from '#libs/event-store';
import { ReadModels, syntheticSeason } from '#libs/read-models';
import { type BenchRow, interleaved } from './bench-row.js';
import { plainCopy } from './plain-log.js';

const PAIRS = 5;
const SMALL = 100_000;
const LARGE = 1_000_000;
/** What one household of the synthetic season brings to the log, about. */
const EVENTS_PER_HOUSEHOLD = 37;

/** Writes a synthetic log of at least `events` events and answers how many it holds. */
export async function writeSyntheticLog(file: string, events: number): Promise<number> {
  const store = await SqliteEventStore.open(file);
  let written = 0;
  let group: Promise<unknown>[] = [];
  for (const { stream, events: appended, expected } of syntheticSeason({
    households: Math.ceil(events / EVENTS_PER_HOUSEHOLD),
  })) {
    written += appended.length;
    group.push(store.append(stream, appended, expected));
    if (group.length >= 512) {
      await Promise.all(group);
      group = [];
    }
  }
  await Promise.all(group);
  await store.close();
  return written;
}

/** Fills new read models from the whole log. Events per second. */
async function rebuild(log: string, file: string, events: number): Promise<number> {
  await removeReadModels(file);
  const reader = await SqliteEventReader.openReader(log);
  const began = performance.now();
  const models = ReadModels.open(file, { filling: true });
  await models.replay(reader);
  const figure = (events * 1000) / (performance.now() - began);
  await models.close();
  await reader.close();
  return figure;
}

/** The same rows read and parsed, and nothing done with them. Events per second. */
async function scan(log: string, events: number): Promise<number> {
  const db = new DatabaseSync(log, { readOnly: true });
  const page = db.prepare(
    'SELECT position, stream, revision, id, type, data, metadata FROM events WHERE position > ? ORDER BY position LIMIT 1000',
  );
  page.setReturnArrays(true);
  const began = performance.now();
  let after = -1;
  let keys = 0;
  for (;;) {
    const rows = page.all(after) as unknown as readonly (readonly [number, string, number, string, string, string, string])[];
    for (const row of rows) {
      after = row[0];
      for (const text of [row[5], row[6]]) keys += Object.keys(JSON.parse(text) as object).length;
    }
    if (rows.length < 1000) break;
  }
  const figure = (events * 1000) / (performance.now() - began);
  db.close();
  if (keys === 0) throw new Error('nothing was read');
  return figure;
}

async function removeReadModels(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(`${file}${suffix}`, { force: true });
}

/** Peak memory of a process that does nothing but rebuild, in MiB. */
async function peakOfRebuild(log: string, file: string): Promise<number> {
  const child = fork(fileURLToPath(import.meta.url), [log, file], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('message', (peak) => resolve(Number(peak)));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the rebuild ended with ${String(code)} and said nothing`)));
  });
}

/**
 * Rebuild of all projections against a bare scan of the same rows with JSON.parse. With MINGCE_BENCH_FULL also the peak memory of a
 * rebuild of 1 000 000 events against one of 100 000.
 */
export async function benchRebuild(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-rebuild-'));
  try {
    const log = join(folder, 'log.sqlite');
    const models = join(folder, 'read-models.sqlite');
    const events = await writeSyntheticLog(log, SMALL);
    const plain = join(folder, 'plain.sqlite');
    plainCopy(log, plain);
    const { a, b, ratio } = await interleaved(
      PAIRS,
      () => rebuild(log, models, events),
      () => scan(plain, events),
    );
    const rows: BenchRow[] = [
      {
        what: 'rebuild of all projections',
        ours: a,
        limit: b,
        unit: 'events/s',
        ratio,
        mustReach: 0.2,
        note: `limit: scan and JSON.parse of the same ${events} rows`,
      },
    ];
    if (process.env['MINGCE_BENCH_FULL'] !== undefined) rows.push(await memoryRow(folder, log, models));
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function memoryRow(folder: string, small: string, models: string): Promise<BenchRow> {
  const large = join(folder, 'large.sqlite');
  const events = await writeSyntheticLog(large, LARGE);
  const ofSmall = await peakOfRebuild(small, models);
  const ofLarge = await peakOfRebuild(large, models);
  return {
    what: 'rebuild: peak memory at 100 000 against 1 000 000 events',
    ours: ofLarge,
    limit: ofSmall,
    unit: 'MiB',
    ratio: ofSmall / ofLarge,
    mustReach: 1 / 1.3,
    note: `${events} events; flat within 1.3`,
  };
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , log = '', models = ''] = process.argv;
  await rebuild(log, models, 1);
  process.send(process.resourceUsage().maxRSS / 1024);
  process.disconnect();
}
