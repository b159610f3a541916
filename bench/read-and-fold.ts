import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteEventReader } from '#libs/event-store';
import { type CaseEvent, caseDecider, type CaseFile } from '#libs/household-case';
import { fold, type RecordedOf, unfolded } from '#libs/kernel';
import { type BenchRow, interleaved } from './bench-row.js';
import { LOG, prepareCases } from './cases.js';
import { plainCopy, type Row } from './plain-log.js';

const CASES = 2_000;
const READS = 3_000;
const PAIRS = 5;
const PLAIN_LOG = 'plain.db';

/** Reading and folding the longest cases of a log against reading and JSON.parse of the same rows. Cases per second. */
export async function benchReadAndFold(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-fold-'));
  try {
    const cases = await prepareCases(folder, CASES);
    const events = Math.max(...cases.map((one) => one.events));
    const streams = cases.filter((one) => one.events === events).map(({ stream }) => stream);
    const asked = Array.from({ length: READS }, (_, index) => streams[index % streams.length] ?? '');
    const reader = await SqliteEventReader.openReader(join(folder, LOG));
    plainCopy(join(folder, LOG), join(folder, PLAIN_LOG));
    const db = new DatabaseSync(join(folder, PLAIN_LOG), { readOnly: true });
    const { a, b, ratio } = await interleaved(
      PAIRS,
      () => readAndFold(reader, asked, events),
      async () => readAndParse(db, asked, events),
    );
    db.close();
    await reader.close();
    return [
      {
        what: `reading and folding a case of ${events} events`,
        ours: a,
        limit: b,
        unit: 'cases/s',
        ratio,
        mustReach: 0.5,
        note: 'limit: raw read and JSON.parse of the same rows',
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function readAndFold(reader: SqliteEventReader, streams: readonly string[], events: number): Promise<number> {
  const began = performance.now();
  for (const stream of streams) {
    const stored = (await reader.readStream(stream, 0n, { evidence: false })) as unknown as readonly RecordedOf<CaseEvent>[];
    const folded = fold(caseDecider, unfolded<CaseFile>(caseDecider), stored);
    if (folded.revision !== BigInt(events - 1)) throw new Error(`${stream} stands at ${folded.revision}`);
  }
  return (streams.length * 1000) / (performance.now() - began);
}

function readAndParse(db: DatabaseSync, streams: readonly string[], events: number): number {
  const rows = db.prepare('SELECT type, data, metadata FROM events WHERE stream = ? ORDER BY revision');
  rows.setReturnArrays(true);
  const began = performance.now();
  for (const stream of streams) {
    const parsed = (rows.all(stream) as unknown as readonly Row[]).map(([type, ...texts]): object => ({
      type,
      parts: texts.map((text) => JSON.parse(text) as object),
    }));
    if (parsed.length !== events) throw new Error(`${stream} has ${parsed.length} rows`);
  }
  return (streams.length * 1000) / (performance.now() - began);
}
