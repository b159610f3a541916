import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { instantOfMs } from '#libs/kernel';
import { parseVerifierKey, type VerifierKey } from './note.js';
import { SHA_256 } from './suite.js';
import { TILE_WIDTH, type TreeHashes } from './tree.js';
import { isDraft, writeWhole } from './whole-file.js';

/** A tile of a tree: `width` is 256 for a full one. */
export interface TileName {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]` as in C2SP tlog-tiles: N in groups of three digits, all but the last with an x. */
export function tilePath({ level, index, width }: TileName): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

const TILE = /^tile\/(0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Undefined where the path is no tile's, or not written as a tile's path is. */
export function parseTilePath(path: string): TileName | undefined {
  const [, level, index, width] = TILE.exec(path) ?? [];
  if (level === undefined || index === undefined) return undefined;
  const tile = {
    level: Number(level),
    index: Number(index.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  return tilePath(tile) === path ? tile : undefined;
}

/** Width of the open tile of a level in a tree of this size, and its index; 0 where there is none. */
export function openTile(size: number, level: number): TileName {
  const entries = Math.floor(size / TILE_WIDTH ** level);
  return { level, index: Math.floor(entries / TILE_WIDTH), width: entries % TILE_WIDTH };
}

export const levelsOf = (size: number): readonly number[] => {
  const levels: number[] = [];
  for (let level = 0; size >= TILE_WIDTH ** level; level++) levels.push(level);
  return levels;
};

/** Who signs the log, how it is hashed, and who cosigns it: for whoever is given the folder. */
export interface LogAbout {
  readonly format: 1;
  readonly origin: string;
  readonly hash: string;
  /** Keys of the log: the plain one and the timed one. */
  readonly keys: readonly string[];
  readonly witnesses: readonly string[];
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const SIGNED = /^(0|[1-9]\d{0,15})-([1-9]\d{0,15})$/;

/** One signed checkpoint as a file. */
export interface SignedFile {
  readonly path: string;
  readonly size: number;
  readonly time: number;
}

/** Where a checkpoint of this size and time lies. */
export function signedPath({ size, time }: { readonly size: number; readonly time: number }): string {
  return `signed/${instantOfMs(time * 1000).slice(0, 10)}/${size}-${time}`;
}

/**
 * What is kept outside of the store and may be served, copied and archived as it is (C2SP tlog-tiles):
 * `checkpoint` (the newest), `tile/…`, and of our own `signed/<day>/<size>-<time>` (every one that was signed) and `log.json`.
 */
export class CheckpointFolder {
  constructor(readonly folder: string) {}

  /** Content of a file; undefined where there is none. */
  read(path: string): Buffer | undefined {
    return unlessGone(() => readFileSync(join(this.folder, path)));
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  /** Names in a folder of it, sorted, without what a crash left half written. */
  list(path: string): readonly { readonly name: string; readonly folder: boolean }[] {
    const entries = unlessGone(() => readdirSync(join(this.folder, path), { withFileTypes: true })) ?? [];
    return entries
      .filter(({ name }) => !isDraft(name))
      .map((entry) => ({ name: entry.name, folder: entry.isDirectory() }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Every file below a folder of it, by its path. */
  *files(path: string): Generator<string> {
    for (const { name, folder } of this.list(path)) {
      if (folder) yield* this.files(`${path}/${name}`);
      else yield `${path}/${name}`;
    }
  }

  /** Signed checkpoints, day by day, in order of time within a day; what lies there and is none is told by its path alone. */
  *signed(from = 0): Generator<SignedFile | { readonly stray: string }> {
    const firstDay = instantOfMs(from * 1000).slice(0, 10);
    for (const day of this.list('signed')) {
      if (!day.folder || !DAY.test(day.name)) {
        yield { stray: `signed/${day.name}` };
        continue;
      }
      if (day.name < firstDay) continue;
      const files: SignedFile[] = [];
      for (const { name, folder } of this.list(`signed/${day.name}`)) {
        const path = `signed/${day.name}/${name}`;
        const [, size, time] = folder ? [] : (SIGNED.exec(name) ?? []);
        const file = { path, size: Number(size), time: Number(time) };
        if (size === undefined || time === undefined || signedPath(file) !== path) yield { stray: path };
        else files.push(file);
      }
      yield* files.sort((one, other) => one.time - other.time || one.size - other.size);
    }
  }

  /** Brings the tiles from those of a tree of `from` leaves to those of `size`; a partial tile goes when its full one is there. */
  async publishTiles(hashes: TreeHashes, from: number, size: number): Promise<void> {
    for (const level of levelsOf(size)) {
      const open = openTile(size, level);
      for (let index = openTile(from, level).index; index < open.index; index++) {
        const full = { level, index, width: TILE_WIDTH };
        await writeWhole(join(this.folder, tilePath(full)), Buffer.concat(hashes.read(level, index * TILE_WIDTH, TILE_WIDTH)));
        await rm(join(this.folder, `${tilePath(full)}.p`), { recursive: true, force: true });
      }
      const partial = join(this.folder, tilePath(open));
      if (open.width > 0 && !existsSync(partial)) {
        await writeWhole(partial, Buffer.concat(hashes.read(level, open.index * TILE_WIDTH, open.width)));
      }
    }
  }

  /** @param newest whether it is the one that `checkpoint` shows. */
  async publish(
    checkpoint: { readonly size: number; readonly time: number; readonly text: string },
    newest: boolean,
  ): Promise<void> {
    await writeWhole(join(this.folder, signedPath(checkpoint)), checkpoint.text);
    if (newest) await writeWhole(join(this.folder, 'checkpoint'), checkpoint.text);
  }

  /** Undefined where there is none. @throws NoteUnreadable, SyntaxError, TypeError where it is not what we write there. */
  about(): LogAbout | undefined {
    const text = this.read('log.json');
    return text === undefined ? undefined : parseAbout(text.toString('utf8'));
  }

  /** Writes who signs and cosigns; a witness that was once named stays named, for its old cosignatures. */
  async sayAbout(origin: string, keys: readonly VerifierKey[], witnesses: readonly VerifierKey[]): Promise<void> {
    const before = this.about();
    const all = new Set([...(before?.witnesses ?? []), ...witnesses.map(({ vkey }) => vkey)]);
    const about: LogAbout = {
      format: 1,
      origin,
      hash: SHA_256.name,
      keys: keys.map(({ vkey }) => vkey),
      witnesses: [...all].sort(),
    };
    const text = `${JSON.stringify(about, undefined, 2)}\n`;
    if (this.read('log.json')?.toString('utf8') !== text) await writeWhole(join(this.folder, 'log.json'), text);
  }
}

/** A server that goes on may take a partial tile away at any moment. */
function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    // Asked by shape: an error made by Node itself is no `instanceof Error` where our code runs in a context of its own.
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

function parseAbout(text: string): LogAbout {
  const said: unknown = JSON.parse(text);
  const strings = (value: unknown): value is readonly string[] =>
    Array.isArray(value) && value.every((one) => typeof one === 'string');
  if (typeof said !== 'object' || said === null) throw new TypeError('log.json is no object');
  const { format, origin, hash, keys, witnesses } = said as Readonly<Record<string, unknown>>;
  if (format !== 1 || hash !== SHA_256.name) {
    throw new TypeError(`log.json: format 1 and hash ${SHA_256.name} are what this release reads`);
  }
  if (typeof origin !== 'string' || !strings(keys) || !strings(witnesses)) {
    throw new TypeError('log.json: origin, keys and witnesses are expected');
  }
  for (const vkey of [...keys, ...witnesses]) parseVerifierKey(vkey);
  return { format, origin, hash, keys, witnesses };
}
