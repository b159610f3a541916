import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type EventToAppend, type Expected, SqliteEventStore } from '#libs/event-store';
import { civilDate, instant } from '#libs/kernel';
import { type BenchRow, interleaved } from './bench-row.js';

const WRITERS = 64;
const APPENDS_EACH = 150;
const PAIRS = 5;

function events(): readonly EventToAppend[] {
  return Array.from({ length: WRITERS * APPENDS_EACH }, (_, index) => ({
    id: randomUUID(),
    type: 'case.PublicNoticeStarted.v1',
    data: {
      step: 'NOTICE_1',
      place: 'village-board',
      rows: index,
      from: '2024-03-01',
      until: '2024-03-08',
      digest: randomUUID(),
    },
    metadata: {
      orderId: randomUUID(),
      orderType: 'StartPublicNotice',
      orderKey: 'NOTICE_1/1',
      orderDigest: randomUUID(),
      correlationId: randomUUID(),
      causationId: randomUUID(),
      actorId: 'person-17',
      actorRole: 'VILLAGE_CLERK',
      actorArea: '522702101',
      performedBy: 'person-17',
      occurredOn: civilDate('2024-03-01'),
      recordedAt: instant('2024-03-01T01:00:00Z'),
      definition: 'monitoring@3#5f1d9c',
      step: 'NOTICE_1.notice',
      build: '0.1.0',
    },
  }));
}

async function inFolder(run: (file: string) => Promise<number>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-append-'));
  try {
    return await run(join(folder, 'log.sqlite'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const perSecond = (count: number, sinceMs: number): number => (count * 1000) / (performance.now() - sinceMs);

/** 64 writers, each with a stream of its own and one durable append in flight. Events per second. */
function throughTheStore(): Promise<number> {
  return inFolder(async (file) => {
    const store = await SqliteEventStore.open(file);
    const all = events();
    const began = performance.now();
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        let expected: Expected = 'absent';
        for (let turn = 0; turn < APPENDS_EACH; turn++) {
          const event = all[turn * WRITERS + writer];
          if (event !== undefined) expected = (await store.append(`case-${writer}`, [event], expected)).revision;
        }
      }),
    );
    const figure = perSecond(all.length, began);
    await store.close();
    return figure;
  });
}

/** The same bytes, already text, into the same table and indexes at the same durability, 64 to a transaction. Events per second. */
function bare(): Promise<number> {
  return inFolder(async (file) => {
    const db = new DatabaseSync(file);
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
      CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
        type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, UNIQUE (stream, revision)) STRICT`);
    const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)');
    const rows = events().map((event, position) => ({
      position,
      stream: `case-${position % WRITERS}`,
      revision: Math.floor(position / WRITERS),
      id: event.id,
      type: event.type,
      data: JSON.stringify(event.data),
      metadata: JSON.stringify(event.metadata),
    }));
    const began = performance.now();
    for (let start = 0; start < rows.length; start += WRITERS) {
      db.exec('BEGIN IMMEDIATE');
      for (const row of rows.slice(start, start + WRITERS)) {
        insert.run(row.position, row.stream, row.revision, row.id, row.type, row.data, row.metadata);
      }
      db.exec('COMMIT');
    }
    const figure = perSecond(rows.length, began);
    db.close();
    return figure;
  });
}

/** Durable appends by 64 concurrent writers against raw `node:sqlite` transactions of 64. */
export async function benchAppend(): Promise<BenchRow> {
  const { a, b, ratio } = await interleaved(PAIRS, throughTheStore, bare);
  return {
    what: 'durable append, 64 writers',
    ours: a,
    limit: b,
    unit: 'events/s',
    ratio,
    mustReach: 0.5,
    note: 'limit: the same bytes in node:sqlite transactions of 64, same table, indexes and synchronous=FULL',
  };
}
