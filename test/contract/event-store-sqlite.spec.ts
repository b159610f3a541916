import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import {
  LogInUse,
  NotAnEventLog,
  SqliteEventReader,
  SqliteEventStore,
  type EventToAppend,
  type StoredEvent,
} from '#libs/event-store';
import { civilDate, instant } from '#libs/kernel';
import { FROM_SOURCES, until } from '#libs/spec';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'event-store-sqlite-'));
  file = join(folder, 'log.sqlite');
});
afterEach(() => rm(folder, { recursive: true }));

let made = 0;
function events(count: number): readonly EventToAppend[] {
  return Array.from({ length: count }, () => ({
    id: `e${++made}`,
    type: 'case.ReviewHeld.v1',
    data: { n: made, 村: '石桥村' },
    metadata: {
      orderId: 'o',
      orderType: 'RecordReview',
      orderKey: 'REVIEW_1/1',
      orderDigest: 'd',
      correlationId: 'c',
      causationId: 'c',
      actorId: 'p',
      actorRole: 'VILLAGE_CLERK',
      actorArea: '522702101',
      performedBy: 'p',
      occurredOn: civilDate('2024-02-29'),
      recordedAt: instant('2024-02-29T01:00:00Z'),
      build: '0.1.0',
    },
  }));
}

const idsOf = (stored: readonly { readonly id: string }[]): readonly string[] => stored.map(({ id }) => id);

/** A process that appends until it is killed, once it has acknowledged `count` appends. */
async function killedAfter(count: number, round: string): Promise<{ pid: number; said: readonly string[] }> {
  const child = spawn(
    process.execPath,
    [...FROM_SOURCES, join(import.meta.dirname, 'event-store-crash', 'writer.ts'), file, round],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const closed = once(child, 'close');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (said.length === count) child.kill('SIGKILL');
  }
  const [, signal] = (await closed) as [number | null, string | null];
  expect({ signal, complaints }).toEqual({ signal: 'SIGKILL', complaints: '' });
  return { pid: child.pid ?? 0, said };
}

describe('the file', () => {
  test('keeps the log over closing and opening, and goes on where it was', async () => {
    const first = await SqliteEventStore.open(join(folder, 'new', 'folders', 'log.sqlite'));
    const given = events(3);
    await first.append('case-1', given, 'absent');
    const read = await first.readStream('case-1');
    await first.close();

    const second = await SqliteEventStore.open(join(folder, 'new', 'folders', 'log.sqlite'));
    expect(await second.readStream('case-1')).toEqual(read);
    expect(await second.append('case-1', given, 'absent')).toEqual({ revision: 2n, position: 2n });
    expect(await second.append('case-1', events(1), 2n)).toEqual({ revision: 3n, position: 3n });
    await second.close();
  });

  test('stands alone after closing: the write-ahead log is folded in and the holder has left', async () => {
    const store = await SqliteEventStore.open(file);
    await store.append('case-1', events(2), 'absent');
    expect(existsSync(`${file}-wal`)).toBe(true);
    expect(JSON.parse(await readFile(`${file}-writer`, 'utf8'))).toMatchObject({ pid: process.pid });
    await store.close();
    expect([existsSync(`${file}-wal`), existsSync(`${file}-writer`)]).toEqual([false, false]);
  });

  test('holds by itself what was appended, once there is a moment of quiet', async () => {
    const store = await SqliteEventStore.open(file);
    await store.append('case-1', events(1_200), 'absent');
    const alone = join(folder, 'alone.sqlite');
    const held = async (): Promise<unknown> => {
      await copyFile(file, alone);
      const db = new DatabaseSync(alone);
      try {
        return db.prepare('SELECT count(*) AS count FROM events').get()?.['count'];
      } catch {
        // Copied before there was a table, or in the midst of it.
        return undefined;
      } finally {
        db.close();
      }
    };
    await until(async () => (await held()) === 1_200);
    await store.close();
  });

  test('that is something else is refused and left as it was', async () => {
    await writeFile(
      file,
      'a text of some length that SQLite cannot take for one of its own files, however hard it tries\n'.repeat(20),
    );
    const before = await readFile(file);
    await expect(SqliteEventStore.open(file)).rejects.toThrow(new NotAnEventLog(file, 'is no SQLite file'));
    await expect(SqliteEventReader.openReader(file)).rejects.toThrow(new NotAnEventLog(file, 'is no SQLite file'));
    expect(await readFile(file)).toEqual(before);
  });

  test('of another application, or with a table of our name, is refused', async () => {
    for (const sql of ['PRAGMA application_id = 7', 'PRAGMA application_id = 0; CREATE TABLE events (a)']) {
      const other = new DatabaseSync(file);
      other.exec(sql);
      other.close();
      await expect(SqliteEventStore.open(file)).rejects.toThrow(new NotAnEventLog(file, 'is an SQLite file of something else'));
    }
  });

  test('of a newer release is refused by name', async () => {
    await (await SqliteEventStore.open(file)).close();
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 3');
    newer.close();
    await expect(SqliteEventStore.open(file)).rejects.toThrow(
      new NotAnEventLog(file, 'has format 3, this release reads 2: it was written by a newer release'),
    );
  });

  test('of format 1 is brought up by whoever writes to it, and read as it was written', async () => {
    const store = await SqliteEventStore.open(file);
    await store.append('case-1', events(2), 'absent');
    await store.close();
    const older = new DatabaseSync(file);
    older.exec(`
      UPDATE events SET metadata = json_set(metadata, '$.order', '{"type":"评议"}', '$.context', '{}') WHERE revision = 0;
      DROP TABLE evidence;
      PRAGMA user_version = 1`);
    older.close();
    await expect(SqliteEventReader.openReader(file)).rejects.toThrow(
      new NotAnEventLog(file, 'has format 1, of an earlier release: start the server once, which brings it up'),
    );
    const brought = await SqliteEventStore.open(file);
    const [first] = await brought.readStream('case-1');
    expect([first?.metadata.order, first?.metadata.context]).toEqual(['{"type":"评议"}', '{}']);
    await brought.append('case-1', [{ ...events(1)[0]!, metadata: { ...first!.metadata } }], 1n);
    const [, , third] = await brought.readStream('case-1');
    expect(third?.metadata).toEqual(first?.metadata);
    await brought.close();
    expect((await SqliteEventReader.openReader(file)).name).toBe('sqlite');
  });

  test('in memory only is refused: nothing would be durable', async () => {
    await expect(SqliteEventStore.open(':memory:')).rejects.toThrow(NotAnEventLog);
  });

  test('may hold tables of others beside the log', async () => {
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE wakeups (id TEXT)');
    const store = await SqliteEventStore.open(file);
    await store.append('case-1', events(1), 'absent');
    other.exec("INSERT INTO wakeups VALUES ('w1')");
    await store.append('case-1', events(1), 0n);
    other.close();
    await store.close();
  });
});

describe('one writer', () => {
  test('a second is refused by name, with the file and the process that holds it', async () => {
    const first = await SqliteEventStore.open(file);
    const refused = await SqliteEventStore.open(file).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LogInUse);
    expect(refused).toMatchObject({ code: 'LOG_IN_USE', file, pid: process.pid });
    expect(String(refused)).toBe(
      `LogInUse: ${file} is being written by this process (${process.pid}); ` +
        'one event log has one writer: stop that one first, or read beside it',
    );
    await first.append('case-1', events(1), 'absent');
    await first.close();
    await (await SqliteEventStore.open(file)).close();
  });

  test('is known by the file, whatever name leads to it', async () => {
    const first = await SqliteEventStore.open(file);
    await symlink(file, join(folder, 'other-name'));
    await expect(SqliteEventStore.open(join(folder, 'other-name'))).rejects.toThrow(LogInUse);
    await expect(SqliteEventStore.open(join(folder, '.', 'x', '..', 'log.sqlite'))).rejects.toThrow(LogInUse);
    await first.close();
  });

  test('that left its name behind when it died does not hold the file, though its process id lives again', async () => {
    await (await SqliteEventStore.open(file)).close();
    await writeFile(`${file}-writer`, JSON.stringify({ pid: process.pid, host: 'elsewhere' }));
    const store = await SqliteEventStore.open(file);
    await store.append('case-1', events(1), 'absent');
    await store.close();
  });

  test('that has not said its name is refused all the same', async () => {
    const first = await SqliteEventStore.open(file);
    await rm(`${file}-writer`);
    await expect(SqliteEventStore.open(file)).rejects.toMatchObject({ code: 'LOG_IN_USE', pid: undefined });
    await first.close();
  });

  test('lets go of the file when it could not open it', async () => {
    const other = new DatabaseSync(file);
    other.exec('PRAGMA application_id = 7');
    await expect(SqliteEventStore.open(file)).rejects.toThrow(NotAnEventLog);
    other.exec('PRAGMA application_id = 0');
    other.close();
    await (await SqliteEventStore.open(file)).close();
  });
});

describe('a reader beside the writer', () => {
  test('reads what is committed and is told of what comes', async () => {
    const store = await SqliteEventStore.open(file);
    await store.append('case-1', events(3), 'absent');
    const reader = await SqliteEventReader.openReader(file);
    expect(await reader.readStream('case-1', 1n)).toEqual(await store.readStream('case-1', 1n));
    expect(await reader.head()).toBe(2n);

    const live = reader.subscribe({ after: 2n })[Symbol.asyncIterator]();
    const waiting = live.next();
    const given = events(2);
    await store.append('case-2', given, 'absent');
    expect(idsOf((await waiting).value as readonly StoredEvent[])).toEqual(idsOf(given));
    expect(idsOf(await reader.readAt([4n, 0n]))).toEqual(idsOf(await store.readAt([4n, 0n])));

    const last = live.next();
    await reader.close();
    expect((await last).done).toBe(true);
    await expect(reader.head()).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    await store.append('case-2', events(1), 1n);
    await store.close();
  });

  test('needs no writer, and keeps none away', async () => {
    const before = await SqliteEventStore.open(file);
    await before.append('case-1', events(1), 'absent');
    await before.close();
    const reader = await SqliteEventReader.openReader(file);
    expect(await reader.head()).toBe(0n);
    const store = await SqliteEventStore.open(file);
    await store.append('case-1', events(1), 0n);
    expect(await reader.head()).toBe(1n);
    await store.close();
    expect(await reader.head()).toBe(1n);
    await reader.close();
  });

  test('of a file that is not there, or holds no log yet, is refused and makes none', async () => {
    await expect(SqliteEventReader.openReader(file)).rejects.toThrow(new NotAnEventLog(file, 'does not exist'));
    expect(existsSync(file)).toBe(false);
    await writeFile(file, '');
    await expect(SqliteEventReader.openReader(file)).rejects.toThrow(new NotAnEventLog(file, 'holds no event log yet'));
  });
});

describe('a transaction that fails', () => {
  test('refuses its whole group, leaves nothing behind, and the same appends may be given again', async () => {
    const store = await SqliteEventStore.open(file, { patienceMs: 0 });
    const kept = events(2);
    await store.append('case-1', kept, 'absent');
    const stranger = new DatabaseSync(file);
    stranger.exec('BEGIN IMMEDIATE');
    const [one, two] = [events(1), events(2)];
    const give = (): Promise<readonly PromiseSettledResult<unknown>[]> =>
      Promise.allSettled([store.append('case-1', one, 1n), store.append('case-2', two, 'absent')]);
    const failed = await give();
    expect(failed).toMatchObject([
      { status: 'rejected', reason: { errcode: 5 } },
      { status: 'rejected', reason: { errcode: 5 } },
    ]);
    expect(await store.head()).toBe(1n);
    stranger.exec('ROLLBACK');
    stranger.close();
    expect(await give()).toEqual([
      { status: 'fulfilled', value: { revision: 2n, position: 2n } },
      { status: 'fulfilled', value: { revision: 1n, position: 4n } },
    ]);
    expect(idsOf(await store.readAll({ after: -1n, limit: 9 }))).toEqual(idsOf([...kept, ...one, ...two]));
    await store.close();
  });
});

describe('a writer that is killed', () => {
  test('loses no append that it acknowledged, keeps none in part, and holds the file no longer', async () => {
    const acknowledged: { stream: string; revision: string; position: string; ids: readonly string[] }[] = [];
    for (const round of ['a', 'b', 'c']) {
      const { pid, said } = await killedAfter(1 + Math.floor(Math.random() * 400), round);
      for (const line of said) acknowledged.push(JSON.parse(line) as (typeof acknowledged)[number]);
      expect(JSON.parse(await readFile(`${file}-writer`, 'utf8'))).toMatchObject({ pid });
    }
    const store = await SqliteEventStore.open(file);
    const all = await store.readAll({ after: -1n, limit: 1_000_000 });
    await store.close();

    expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => BigInt(index)));
    for (const { stream, revision, position, ids } of acknowledged) {
      const at = Number(position);
      const stored = all.slice(at - 2, at + 1);
      expect([idsOf(stored), stored.map((event) => event.stream), stored[2]?.revision]).toEqual([
        ids,
        [stream, stream, stream],
        BigInt(revision),
      ]);
    }
    expect(new Set(idsOf(all)).size).toBe(all.length);
    const streams = Map.groupBy(all, ({ stream }) => stream);
    for (const [stream, own] of streams) {
      expect([stream, own.length % 3, own.map(({ revision }) => revision)]).toEqual([
        stream,
        0,
        own.map((_, index) => BigInt(index)),
      ]);
    }
  }, 60_000);

  test('is named to whoever comes while it lives', async () => {
    const running = killedAfter(50_000_000, 'x');
    running.catch(() => undefined);
    let refused: unknown;
    while (!(refused instanceof LogInUse)) {
      if (existsSync(`${file}-writer`)) refused = await SqliteEventStore.open(file).catch((error: unknown) => error);
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { pid = 0 } = refused;
    expect(String(refused)).toContain(`${file} is being written by process ${pid};`);
    process.kill(pid, 'SIGKILL');
    expect((await running).pid).toBe(pid);
  }, 60_000);
});
