import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DATA_FILES } from '#libs/embedded';
import { type StoredEvent } from '#libs/event-store';
import { type Flaw, GrowingTree, LEDGER_FILES, leafHash, parseCheckpoint, SigningKey, signCheckpoint } from '#libs/ledger';
import { audit, copyOf, type House, type Houses } from './ledger-house.js';

/** Whole numbers from 0 to before `below`, the same for the same seed. */
export type Chance = (below: number) => number;

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Whether a flaw names the place at which somebody tampered. */
type Names = (flaw: Flaw) => boolean;

/** Tampers with a copy; answers what must be named, or nothing where chance found nothing to change. */
type Tamper = (house: House, chance: Chance, houses: Houses) => Names | undefined | Promise<Names | undefined>;

interface Tampering {
  readonly name: string;
  readonly tamper: Tamper;
  /** Where all files are changed together only a checkpoint that was kept elsewhere shows it. */
  readonly withKnown?: true;
}

// ---------------------------------------------------------------- the files

function inDatabase<T>(house: House, file: string, work: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(join(house.folder, file));
  db.exec('PRAGMA synchronous = OFF');
  try {
    return work(db);
  } finally {
    // So that the change stands in the file itself.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
  }
}

const inLog = <T>(house: House, work: (db: DatabaseSync) => T): T => inDatabase(house, DATA_FILES.events, work);
const inLedger = <T>(house: House, work: (db: DatabaseSync) => T): T => inDatabase(house, LEDGER_FILES.index, work);

const count = (db: DatabaseSync, table: string): number => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);

interface Row {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  readonly said: string | null;
  readonly known: string | null;
}

function rowAt(db: DatabaseSync, index: number): Row {
  return db
    .prepare('SELECT * FROM events LEFT JOIN evidence USING (position) ORDER BY position LIMIT 1 OFFSET ?')
    .get(index) as unknown as Row;
}

function eventOf({ position, stream, revision, id, type, data, metadata, said, known }: Row): StoredEvent {
  const whole = {
    ...(JSON.parse(metadata) as object),
    ...(said === null ? {} : { order: said }),
    ...(known === null ? {} : { context: known }),
  };
  const parsed = { data: JSON.parse(data) as object, metadata: whole as StoredEvent['metadata'] };
  return { position: BigInt(position), stream, revision: BigInt(revision), id, type, ...parsed };
}

const folderOf = (house: House): string => join(house.folder, LEDGER_FILES.checkpoints);

function filesUnder(house: House, path: string): readonly string[] {
  const folder = join(folderOf(house), path);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folderOf(house).length + 1))
    .sort();
}

const signed = (house: House): readonly string[] => filesUnder(house, 'signed');
const tiles = (house: House): readonly string[] => filesUnder(house, 'tile');

function pick<T>(list: readonly T[], chance: Chance): T {
  const one = list[chance(list.length)];
  if (one === undefined) throw new Error('there is nothing to pick');
  return one;
}

function flipped(bytes: Uint8Array, chance: Chance): Buffer {
  const other = Buffer.from(bytes);
  const at = chance(other.length);
  other.writeUInt8(other.readUInt8(at) ^ (1 << chance(8)), at);
  return other;
}

// ---------------------------------------------------------------- what must be named

const leaf =
  (index: number): Names =>
  ({ place }) =>
    place.leaf === index;
const file =
  (path: string): Names =>
  ({ place }) =>
    place.file === path;
const checkpoint =
  (no: number): Names =>
  ({ place }) =>
    place.checkpoint === no;
const position =
  (at: number): Names =>
  ({ place }) =>
    place.position === BigInt(at);
const coded =
  (...codes: readonly Flaw['code'][]): Names =>
  ({ code }) =>
    codes.includes(code);

// ---------------------------------------------------------------- the store

const COLUMNS = ['stream', 'id', 'type', 'data', 'metadata', 'said', 'known'] as const;

const flipInEvent: Tamper = (house, chance) =>
  inLog(house, (db) => {
    const index = chance(count(db, 'events'));
    const row = rowAt(db, index);
    const column = pick(COLUMNS, chance);
    const text = row[column];
    if (text === null) return undefined;
    const bytes = flipped(Buffer.from(text, 'utf8'), chance);
    try {
      const table = column === 'said' || column === 'known' ? 'evidence' : 'events';
      db.prepare(`UPDATE ${table} SET ${column} = CAST(? AS TEXT) WHERE position = ?`).run(bytes, row.position);
      // Another writing of the same event, such as a hexadecimal digit of an escape in capitals, is no change of it.
      if (leafHash(eventOf(rowAt(db, index))).equals(leafHash(eventOf(row)))) return undefined;
    } catch (error) {
      if (error instanceof SyntaxError || (error instanceof Error && error.name === 'NoCanonicalForm')) return leaf(index);
      // The file's own rules refuse it.
      return undefined;
    }
    return leaf(index);
  });

const changeRevision: Tamper = (house, chance) =>
  inLog(house, (db) => {
    const index = chance(count(db, 'events'));
    const { position: at } = rowAt(db, index);
    db.prepare('UPDATE events SET revision = revision + ? WHERE position = ?').run(1_000 + chance(1_000), at);
    return leaf(index);
  });

const removeEvent: Tamper = (house, chance) =>
  inLog(house, (db) => {
    const index = chance(count(db, 'events'));
    db.prepare('DELETE FROM events WHERE position = ?').run(rowAt(db, index).position);
    return leaf(index);
  });

const removeAndRenumber: Tamper = (house, chance) =>
  inLog(house, (db) => {
    const index = chance(count(db, 'events'));
    const { position: at } = rowAt(db, index);
    db.prepare('DELETE FROM events WHERE position = ?').run(at);
    shift(db, at, -1);
    return leaf(index);
  });

/** Later events go one position on or back; by way of places beyond all of them, since a position is taken once. */
function shift(db: DatabaseSync, after: number, by: 1 | -1): void {
  const far = 1_000_000;
  db.prepare('UPDATE events SET position = position + ? WHERE position > ?').run(far, after);
  db.prepare('UPDATE events SET position = position - ? WHERE position > ?').run(far - by, far);
}

const insertEvent: Tamper = (house, chance) =>
  inLog(house, (db) => {
    const index = chance(count(db, 'events'));
    const row = rowAt(db, index);
    shift(db, row.position, 1);
    addEvent(db, row, row.position + 1, chance);
    return position(row.position + 1);
  });

/** Before the first position: whoever reads the log from its beginning does not see it, whoever reads the stream does. */
const hideEvent: Tamper = (house, chance) =>
  inLog(house, (db) => {
    const at = -2 - chance(1_000);
    addEvent(db, rowAt(db, chance(count(db, 'events'))), at, chance);
    return position(at);
  });

function addEvent(db: DatabaseSync, like: Row, at: number, chance: Chance): void {
  const revision = Number(db.prepare('SELECT max(revision) + 1 AS next FROM events WHERE stream = ?').get(like.stream)?.['next']);
  db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    at,
    like.stream,
    revision,
    `forged-${chance(1e9)}`,
    like.type,
    like.data,
    like.metadata,
  );
  if (like.said !== null) db.prepare('INSERT INTO evidence VALUES (?, ?, ?)').run(at, like.said, like.known);
}

const exchangeEvents: Tamper = (house, chance) =>
  inLog(house, (db) => {
    const events = count(db, 'events');
    const one = chance(events);
    const other = (one + 1 + chance(events - 1)) % events;
    const [first, second] = [rowAt(db, one).position, rowAt(db, other).position];
    const move = db.prepare('UPDATE events SET position = ? WHERE position = ?');
    move.run(-9, first);
    move.run(first, second);
    move.run(second, -9);
    return leaf(Math.min(one, other));
  });

const truncateLog: Tamper = (house, chance) =>
  inLog(house, (db) => {
    const events = count(db, 'events');
    const kept = Math.max(events - 1 - chance(50), 0);
    db.prepare('DELETE FROM events WHERE position >= ?').run(rowAt(db, kept).position);
    return leaf(kept);
  });

const putBack =
  (name: string): Tamper =>
  (house, _chance, { early }) => {
    replaceDatabase(house, early, name);
    return name === DATA_FILES.events
      ? coded('EVENT_MISSING')
      : coded('LEAVES_CUT', 'CHECKPOINT_UNKNOWN', 'NEWEST_CHECKPOINT_WRONG');
  };

function replaceDatabase(house: House, by: House, name: string): void {
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(join(house.folder, `${name}${suffix}`), { force: true });
    if (existsSync(join(by.folder, `${name}${suffix}`))) {
      cpSync(join(by.folder, `${name}${suffix}`), join(house.folder, `${name}${suffix}`));
    }
  }
}

const forkLog: Tamper = (house, _chance, { forked }) => {
  replaceDatabase(house, forked, DATA_FILES.events);
  return coded('EVENT_ALTERED', 'EVENT_EXCHANGED');
};

// ---------------------------------------------------------------- the ledger's own data

const flipInLeaf: Tamper = (house, chance) =>
  inLedger(house, (db) => {
    const index = chance(count(db, 'leaf'));
    const { hash } = db.prepare('SELECT hash FROM leaf WHERE idx = ?').get(index) as { hash: Uint8Array };
    db.prepare('UPDATE leaf SET hash = ? WHERE idx = ?').run(flipped(hash, chance), index);
    return leaf(index);
  });

const changeLeaf: Tamper = (house, chance) =>
  inLedger(house, (db) => {
    const index = chance(count(db, 'leaf'));
    const column = pick(['stream', 'id'] as const, chance);
    db.prepare(`UPDATE leaf SET ${column} = ${column} || 'x' WHERE idx = ?`).run(index);
    return leaf(index);
  });

const removeLeaf: Tamper = (house, chance) =>
  inLedger(house, (db) => {
    const index = chance(count(db, 'leaf') - 1);
    db.prepare('DELETE FROM leaf WHERE idx = ?').run(index);
    return leaf(index);
  });

const exchangeLeaves: Tamper = (house, chance) =>
  inLedger(house, (db) => {
    const leaves = count(db, 'leaf');
    const one = chance(leaves);
    const other = (one + 1 + chance(leaves - 1)) % leaves;
    const move = db.prepare('UPDATE leaf SET idx = ? WHERE idx = ?');
    move.run(-1, one);
    move.run(one, other);
    move.run(other, -1);
    return leaf(Math.min(one, other));
  });

/** A leaf more, of an event that has one, behind it: all later ones go one on. */
const insertLeaf: Tamper = (house, chance) =>
  inLedger(house, (db) => {
    const index = chance(count(db, 'leaf'));
    const far = 1_000_000;
    db.prepare('UPDATE leaf SET idx = idx + ? WHERE idx > ?').run(far, index);
    db.prepare('UPDATE leaf SET idx = idx - ? WHERE idx > ?').run(far - 1, far);
    const columns = db
      .prepare('PRAGMA table_info(leaf)')
      .all()
      .map(({ name }) => String(name));
    const same = columns.filter((name) => name !== 'idx' && name !== 'position').join(', ');
    // A position is taken once.
    const free = 'SELECT max(position) + 1 FROM leaf';
    db.prepare(`INSERT INTO leaf (idx, position, ${same}) SELECT idx + 1, (${free}), ${same} FROM leaf WHERE idx = ?`).run(index);
    return leaf(index + 1);
  });

const forkLedger: Tamper = (house, _chance, { forked }) => {
  replaceDatabase(house, forked, LEDGER_FILES.index);
  return coded('EVENT_ALTERED', 'EVENT_EXCHANGED');
};

const truncateLedger: Tamper = (house, chance) =>
  inLedger(house, (db) => {
    const kept = count(db, 'leaf') - 1 - chance(100);
    db.prepare('DELETE FROM leaf WHERE idx >= ?').run(kept);
    return coded('LEAVES_CUT');
  });

const flipInNode: Tamper = (house, chance) =>
  inLedger(house, (db) => {
    const index = chance(count(db, 'node'));
    const { hash } = db.prepare('SELECT hash FROM node WHERE level = 1 AND idx = ?').get(index) as { hash: Uint8Array };
    db.prepare('UPDATE node SET hash = ? WHERE level = 1 AND idx = ?').run(flipped(hash, chance), index);
    return ({ code, place }) => code === 'NODE_DIFFERS' && place.leaves === `${index * 256}–${index * 256 + 255}`;
  });

const changeCheckpointRow: Tamper = (house, chance) =>
  inLedger(house, (db) => {
    const no = 1 + chance(count(db, 'checkpoint'));
    const { text } = db.prepare('SELECT text FROM checkpoint WHERE no = ?').get(no) as { text: string };
    db.prepare('UPDATE checkpoint SET text = CAST(? AS TEXT) WHERE no = ?').run(flipped(Buffer.from(text, 'utf8'), chance), no);
    return checkpoint(no);
  });

const removeCheckpointRow: Tamper = (house, chance) =>
  inLedger(house, (db) => {
    const no = 1 + chance(count(db, 'checkpoint'));
    const path = pathOfRow(db, no);
    db.prepare('DELETE FROM checkpoint WHERE no = ?').run(no);
    return file(path);
  });

function pathOfRow(db: DatabaseSync, no: number): string {
  const { size, time } = db.prepare('SELECT size, time FROM checkpoint WHERE no = ?').get(no) as { size: number; time: number };
  return `signed/${new Date(time * 1000).toISOString().slice(0, 10)}/${size}-${time}`;
}

/** An event, its leaf, the nodes and all tiles together: only the signed roots are left to speak. */
const forgeBelowTheRoots: Tamper = (house, chance) => {
  const changed = inLog(house, (db) => {
    const index = chance(count(db, 'events'));
    const row = rowAt(db, index);
    const data = JSON.stringify({ ...(JSON.parse(row.data) as object), forged: true });
    db.prepare('UPDATE events SET data = ? WHERE position = ?').run(data, row.position);
    return { index, hash: leafHash(eventOf({ ...row, data })) };
  });
  inLedger(house, (db) => {
    db.prepare('UPDATE leaf SET hash = ? WHERE idx = ?').run(changed.hash, changed.index);
    const tree = new GrowingTree();
    const node = db.prepare('UPDATE node SET hash = ? WHERE level = ? AND idx = ?');
    for (const { hash } of db.prepare('SELECT hash FROM leaf ORDER BY idx').all() as unknown as { hash: Uint8Array }[]) {
      tree.add(Buffer.from(hash), (level, index, _hashes, root) => node.run(root, level + 1, index));
    }
    for (const path of tiles(house)) {
      const [, level = '', index = '', width = '256'] = /^tile\/(\d+)\/(\d+)(?:\.p\/(\d+))?$/.exec(path) ?? [];
      const table = level === '0' ? 'leaf WHERE' : `node WHERE level = ${level} AND`;
      const from = Number(index) * 256;
      const rows = db.prepare(`SELECT hash FROM ${table} idx >= ? AND idx < ? ORDER BY idx`).all(from, from + Number(width));
      const hashes = (rows as unknown as { hash: Uint8Array }[]).map(({ hash }) => hash);
      writeFileSync(join(folderOf(house), path), Buffer.concat(hashes));
    }
  });
  return ({ code, place }) => {
    const [from, to] = (place.leaves ?? '').split('–').map(Number);
    return code === 'ROOT_DIFFERS' && from !== undefined && to !== undefined && from <= changed.index && changed.index <= to;
  };
};

// ---------------------------------------------------------------- tiles and checkpoints

const flipInFile =
  (files: (house: House) => readonly string[]): Tamper =>
  (house, chance) => {
    const path = pick(files(house), chance);
    const name = join(folderOf(house), path);
    writeFileSync(name, flipped(readFileSync(name), chance));
    return file(path);
  };

const removeFile =
  (files: (house: House) => readonly string[]): Tamper =>
  (house, chance) => {
    const path = pick(files(house), chance);
    rmSync(join(folderOf(house), path));
    return file(path);
  };

const truncateFile =
  (files: (house: House) => readonly string[]): Tamper =>
  (house, chance) => {
    const path = pick(files(house), chance);
    const name = join(folderOf(house), path);
    truncateSync(name, chance(readFileSync(name).length));
    return file(path);
  };

const exchangeFiles =
  (files: (house: House) => readonly string[]): Tamper =>
  (house, chance) => {
    const [one, other] = [pick(files(house), chance), pick(files(house), chance)];
    const [first, second] = [one, other].map((path) => readFileSync(join(folderOf(house), path)));
    if (first === undefined || second === undefined || first.equals(second)) return undefined;
    writeFileSync(join(folderOf(house), one), second);
    writeFileSync(join(folderOf(house), other), first);
    return file(one);
  };

const insertTile: Tamper = (house, chance) => {
  const path = pick(
    ['tile/0/003', 'tile/0/x001/000', 'tile/1/001', 'tile/2/000.p/1', 'tile/0/002.p/255', 'tile/0/2', 'tile/x'],
    chance,
  );
  write(house, path, Buffer.alloc(32 * (1 + chance(256)), chance(256)));
  return file(path);
};

function write(house: House, path: string, content: string | Uint8Array): void {
  const name = join(folderOf(house), path);
  mkdirSync(dirname(name), { recursive: true });
  writeFileSync(name, content);
}

/** A true checkpoint under a time at which nothing was signed. */
const insertCheckpoint: Tamper = (house, chance) => {
  const from = pick(signed(house), chance);
  const path = from.replace(/\d+$/, (time) => String(Number(time) + 1 + chance(600)));
  write(house, path, readFileSync(join(folderOf(house), from)));
  return file(path);
};

const insertForgedCheckpoint: Tamper = async (house, chance) => {
  const thief = await SigningKey.open(join(house.folder, 'thief.key'), house.key.name, '');
  const from = pick(signed(house), chance);
  const { size } = parseCheckpoint(readFileSync(join(folderOf(house), from), 'utf8'));
  const time = Number(/\d+$/.exec(from)?.[0]) + 1 + chance(600);
  const path = from.replace(/\d+$/, String(time));
  write(house, path, signCheckpoint(thief, { size, root: flipped(Buffer.alloc(32), chance) }, time).text);
  return file(path);
};

const removeAllCheckpoints: Tamper = (house) => {
  rmSync(join(folderOf(house), 'signed'), { recursive: true });
  rmSync(join(folderOf(house), 'checkpoint'));
  inLedger(house, (db) => db.exec('DELETE FROM checkpoint'));
  return coded('CHECKPOINT_MISSING');
};

const rollBackNewest: Tamper = (house, chance) => {
  const before = pick(
    signed(house).filter((path) => !same(house, path, 'checkpoint')),
    chance,
  );
  cpSync(join(folderOf(house), before), join(folderOf(house), 'checkpoint'));
  return file('checkpoint');
};

const same = (house: House, one: string, other: string): boolean =>
  readFileSync(join(folderOf(house), one)).equals(readFileSync(join(folderOf(house), other)));

const removeCosignature: Tamper = (house, chance) => {
  const path = pick(
    signed(house).filter((name) => readFileSync(join(folderOf(house), name), 'utf8').includes(house.witness.name)),
    chance,
  );
  const text = readFileSync(join(folderOf(house), path), 'utf8');
  write(
    house,
    path,
    text
      .split('\n')
      .filter((line) => !line.includes(house.witness.name))
      .join('\n'),
  );
  return file(path);
};

/** Who has the key signs another root, and puts it everywhere that the true one stood. */
const signAnotherRoot: Tamper = async (house, chance) => {
  const key = await SigningKey.open(join(house.folder, LEDGER_FILES.key), house.key.name, '');
  return inLedger(house, (db) => {
    const no = 1 + chance(count(db, 'checkpoint'));
    const { size, time } = db.prepare('SELECT size, time FROM checkpoint WHERE no = ?').get(no) as { size: number; time: number };
    const { text } = signCheckpoint(key, { size, root: flipped(Buffer.alloc(32), chance) }, time);
    const path = pathOfRow(db, no);
    const newest = same(house, path, 'checkpoint');
    db.prepare('UPDATE checkpoint SET text = ? WHERE no = ?').run(text, no);
    write(house, path, text);
    if (newest) write(house, 'checkpoint', text);
    return ({ code, place }) => code === 'ROOT_DIFFERS' && place.checkpoint === no;
  });
};

/** All of it signed anew by another key, and that key named as the log's. */
const swapKeys: Tamper = async (house) => {
  rmSync(join(house.folder, LEDGER_FILES.key));
  const thief = await SigningKey.open(join(house.folder, LEDGER_FILES.key), house.key.name, '');
  const about = JSON.parse(readFileSync(join(folderOf(house), 'log.json'), 'utf8')) as object;
  write(house, 'log.json', `${JSON.stringify({ ...about, keys: [thief.plain.vkey, thief.timed.vkey] }, undefined, 2)}\n`);
  return inLedger(house, (db) => {
    for (const row of db.prepare('SELECT no, time, text FROM checkpoint ORDER BY no').all()) {
      const { no, time, text: before } = row as { no: number; time: number; text: string };
      const { text } = signCheckpoint(thief, parseCheckpoint(before), time);
      db.prepare('UPDATE checkpoint SET text = ? WHERE no = ?').run(text, no);
      write(house, pathOfRow(db, no), text);
      write(house, 'checkpoint', text);
    }
    return ({ code, place }) => code === 'KEY_NOT_TRUSTED' && place.file === 'log.json';
  });
};

/** Tiles, or checkpoints, as they stood earlier, or as another course of the log has them: one that is lost or other must be named. */
const replaceFiles =
  (files: (house: House) => readonly string[], by: 'early' | 'forked', paths: readonly string[]): Tamper =>
  (house, _chance, houses) => {
    const before = new Map(files(house).map((path) => [path, readFileSync(join(folderOf(house), path))]));
    for (const path of paths) {
      rmSync(join(folderOf(house), path), { recursive: true });
      cpSync(join(folderOf(houses[by]), path), join(folderOf(house), path), { recursive: true });
    }
    const isOther = ([path, bytes]: readonly [string, Buffer]): boolean => {
      const name = join(folderOf(house), path);
      return !existsSync(name) || !readFileSync(name).equals(bytes);
    };
    const changed = new Set([...before].filter(isOther).map(([path]) => path));
    return changed.size === 0 ? undefined : ({ place }) => place.file !== undefined && changed.has(place.file);
  };

const replaceAll =
  (by: keyof Houses, code: Flaw['code']): Tamper =>
  (house, _chance, houses) => {
    rmSync(house.folder, { recursive: true });
    cpSync(houses[by].folder, house.folder, { recursive: true });
    return coded(code);
  };

const TAMPERINGS: readonly Tampering[] = [
  { name: 'store: flip a bit of an event', tamper: flipInEvent },
  { name: 'store: change a revision', tamper: changeRevision },
  { name: 'store: remove an event', tamper: removeEvent },
  { name: 'store: remove an event and close the gap', tamper: removeAndRenumber },
  { name: 'store: insert an event', tamper: insertEvent },
  { name: 'store: insert an event before the beginning', tamper: hideEvent },
  { name: 'store: reorder', tamper: exchangeEvents },
  { name: 'store: truncate', tamper: truncateLog },
  { name: 'store: roll back', tamper: putBack(DATA_FILES.events) },
  { name: 'store: fork', tamper: forkLog },
  { name: 'ledger: flip a bit of a leaf', tamper: flipInLeaf },
  { name: 'ledger: name another event', tamper: changeLeaf },
  { name: 'ledger: remove a leaf', tamper: removeLeaf },
  { name: 'ledger: insert a leaf', tamper: insertLeaf },
  { name: 'ledger: reorder', tamper: exchangeLeaves },
  { name: 'ledger: truncate', tamper: truncateLedger },
  { name: 'ledger: roll back', tamper: putBack(LEDGER_FILES.index) },
  { name: 'ledger: fork', tamper: forkLedger },
  { name: 'ledger: flip a bit of a node', tamper: flipInNode },
  { name: 'ledger: flip a bit of a checkpoint', tamper: changeCheckpointRow },
  { name: 'ledger: remove a checkpoint', tamper: removeCheckpointRow },
  { name: 'store, ledger and tiles: forge together', tamper: forgeBelowTheRoots },
  { name: 'tiles: flip a bit', tamper: flipInFile(tiles) },
  { name: 'tiles: remove', tamper: removeFile(tiles) },
  { name: 'tiles: insert', tamper: insertTile },
  { name: 'tiles: reorder', tamper: exchangeFiles(tiles) },
  { name: 'tiles: truncate', tamper: truncateFile(tiles) },
  { name: 'tiles: roll back', tamper: replaceFiles(tiles, 'early', ['tile']) },
  { name: 'tiles: fork', tamper: replaceFiles(tiles, 'forked', ['tile']) },
  { name: 'checkpoints: flip a bit', tamper: flipInFile(signed) },
  { name: 'checkpoints: flip a bit of the newest or of log.json', tamper: flipInFile(() => ['checkpoint', 'log.json']) },
  { name: 'checkpoints: remove', tamper: removeFile(signed) },
  { name: 'checkpoints: remove the newest or log.json', tamper: removeFile(() => ['checkpoint', 'log.json']) },
  { name: 'checkpoints: remove all', tamper: removeAllCheckpoints },
  { name: 'checkpoints: insert', tamper: insertCheckpoint },
  { name: 'checkpoints: insert a forged one', tamper: insertForgedCheckpoint },
  { name: 'checkpoints: reorder', tamper: exchangeFiles(signed) },
  { name: 'checkpoints: truncate', tamper: truncateFile(signed) },
  { name: 'checkpoints: roll back the newest', tamper: rollBackNewest },
  { name: 'checkpoints: roll back all', tamper: replaceFiles(signed, 'early', ['signed', 'checkpoint']) },
  { name: 'checkpoints: fork all', tamper: replaceFiles(signed, 'forked', ['signed', 'checkpoint']) },
  { name: 'checkpoints: take a cosignature off', tamper: removeCosignature },
  { name: 'checkpoints: fork with the true key', tamper: signAnotherRoot },
  { name: 'checkpoints: swap keys', tamper: swapKeys },
  { name: 'everything: roll back', tamper: replaceAll('early', 'ROLLED_BACK'), withKnown: true },
  { name: 'everything: fork with the true key', tamper: replaceAll('forked', 'FORKED'), withKnown: true },
];

export const TAMPERING_CLASSES = TAMPERINGS.length;

export interface Tried {
  readonly tries: number;
  /** Tries by class. */
  readonly byClass: ReadonlyMap<string, number>;
  /** What was not found, or found without its place. */
  readonly missed: readonly string[];
}

/** Tampers with copies, class by class in turn, and audits each. A change that changes nothing is tried again with other chance. */
export async function tamperAndAudit(houses: Houses, scratch: string, tries: number, seed: number): Promise<Tried> {
  const byClass = new Map<string, number>();
  const missed: string[] = [];
  for (let tried = 0, draw = seed; tried < tries; draw++) {
    const tampering = TAMPERINGS[tried % TAMPERINGS.length];
    if (tampering === undefined) break;
    const house = copyOf(houses.whole, join(scratch, 'tampered'));
    const names = await tampering.tamper(house, chanceOf(draw), houses);
    if (names === undefined) continue;
    tried++;
    byClass.set(tampering.name, (byClass.get(tampering.name) ?? 0) + 1);
    const { sound, flaws } = await audit(house, tampering.withKnown === true);
    if (sound || !flaws.some(names)) {
      const found = flaws.map(
        ({ code, place }) =>
          `${code} ${JSON.stringify(place, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
      );
      missed.push(
        `${tampering.name} (seed ${draw}): ${sound ? 'not found' : `place not named in ${found.slice(0, 3).join('; ')}`}`,
      );
    }
  }
  return { tries, byClass, missed };
}
