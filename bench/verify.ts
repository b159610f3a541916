import { hash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SystemClock } from '#libs/clock';
import { DATA_FILES } from '#libs/embedded';
import { SqliteEventReader } from '#libs/event-store';
import { CheckpointFolder, LEDGER_FILES, openLedger, SqliteLeafIndex, verifyLedger } from '#libs/ledger';
import { canonicalJson } from '#libs/vault';
import { type BenchRow, interleaved } from './bench-row.js';
import { plainCopy } from './plain-log.js';
import { writeSyntheticLog } from './rebuild.js';

const PAIRS = 5;
const EVENTS = 40_000;
const PAGE = 1_000;

/** Verification of a whole data folder, also of its leaves, tiles and checkpoints. Events per second. */
async function verify(folder: string, events: number): Promise<number> {
  const reader = await SqliteEventReader.openReader(join(folder, DATA_FILES.events));
  const index = SqliteLeafIndex.openReader(join(folder, LEDGER_FILES.index));
  const began = performance.now();
  const shown = new CheckpointFolder(join(folder, LEDGER_FILES.checkpoints));
  const { sound, events: seen } = await verifyLedger({ reader, index, folder: shown });
  const figure = (events * 1000) / (performance.now() - began);
  index.close();
  await reader.close();
  if (!sound || seen !== events) throw new Error(`${seen} of ${events} events verified, ${sound ? 'sound' : 'not sound'}`);
  return figure;
}

type Row = readonly [number, string, number, string, string, string, string];

/** The same rows read and parsed, their canonical form, leaf and node hashes up to the root, and nothing else. Events per second. */
function bare(log: string, events: number): number {
  const db = new DatabaseSync(log, { readOnly: true });
  const page = db.prepare(
    'SELECT position, stream, revision, id, type, data, metadata FROM events WHERE position > ? ORDER BY position LIMIT ?',
  );
  page.setReturnArrays(true);
  const began = performance.now();
  const edge: (Buffer | undefined)[] = [];
  const pair = Buffer.alloc(65, 1);
  let after = -1;
  for (;;) {
    const rows = page.all(after, PAGE) as unknown as readonly Row[];
    for (const [position, stream, revision, id, type, data, metadata] of rows) {
      after = position;
      const parsed = { data: JSON.parse(data) as object, metadata: JSON.parse(metadata) as object };
      let node = hash('sha256', `\u0000${canonicalJson({ ...parsed, id, revision, stream, type })}`, 'buffer');
      let level = 0;
      for (let left = edge[level]; left !== undefined; left = edge[level]) {
        pair.set(left, 1);
        pair.set(node, 33);
        node = hash('sha256', pair, 'buffer');
        edge[level++] = undefined;
      }
      edge[level] = node;
    }
    if (rows.length < PAGE) break;
  }
  const figure = (events * 1000) / (performance.now() - began);
  db.close();
  return figure;
}

/** `mingce verify` against a bare loop of parse, canonical form, leaf and node hashes over the same events. */
export async function benchVerify(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-verify-'));
  try {
    const log = join(folder, DATA_FILES.events);
    const events = await writeSyntheticLog(log, EVENTS);
    const plain = join(folder, 'plain.db');
    plainCopy(log, plain);
    const store = await SqliteEventReader.openReader(log);
    const ledger = await openLedger(folder, store, new SystemClock(), {}, (fault, line) => {
      throw new Error(`${fault}: ${line}`);
    });
    ledger.start();
    await ledger.stop();
    await store.close();
    const { a, b, ratio } = await interleaved(
      PAIRS,
      () => verify(folder, events),
      async () => bare(plain, events),
    );
    return [
      {
        what: 'verification of a log',
        ours: a,
        limit: b,
        unit: 'events/s',
        ratio,
        mustReach: 0.7,
        note: `limit: parse, canonical form, leaf and node hashes of the same ${events} events`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
