import { createHash } from 'node:crypto';
import { cpSync, createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { type Clock } from '#libs/clock';
import { type EventReader, SqliteEventReader } from '#libs/event-store';
import { type Instant } from '#libs/kernel';
import { CheckpointFolder, LEDGER_FILES } from '#libs/ledger';
import { BUILD } from './build.js';
import { checkHouse, type HouseCheck } from './check-house.js';
import { DATA_FILES, KEY_FILES } from './data-files.js';
import { LOG_FILE } from './log-of-folder.js';

export const MANIFEST = 'backup.json';
/** Where checkpoints and tiles lie in a backup. */
const CHECKPOINTS = 'checkpoints';
const FORMAT = 1;
/** All pages in one step: a log that grows meanwhile would have the copy begun again. */
const ALL_PAGES = 2 ** 31 - 1;
const TRIES = 5;

/** What a backup says of itself. */
export interface BackupManifest {
  readonly format: typeof FORMAT;
  readonly build: string;
  readonly madeAt: Instant;
  /** `eventstoredb`: the log is not in it, and is backed up where it lies. */
  readonly log: string;
  readonly house: HouseCheck;
  /** SHA-256 of each file, by its path. */
  readonly files: Readonly<Record<string, string>>;
}

/** The backup, or what is to become of it, is not as it should be. */
export class NotABackup extends Error {
  override readonly name = 'NotABackup';
  readonly code = 'NOT_A_BACKUP';
  constructor(
    readonly fault: 'NOT_EMPTY' | 'NO_MANIFEST' | 'OTHER_FORMAT' | 'FILE_ALTERED' | 'NO_KEY',
    readonly about: string,
  ) {
    super(`${about}: ${fault}`);
  }
}

export interface BackupOptions {
  readonly dataFolder: string;
  /** Where the house keeps checkpoints and tiles. */
  readonly checkpoints: string;
  /** A folder that is not there yet, or empty. */
  readonly target: string;
  /** Where the key files go; nowhere where absent. */
  readonly keys?: string;
  /** The log, where it does not lie in the folder: it is looked through and not copied. */
  readonly log?: EventReader;
  readonly clock: Clock;
  readonly onProgress?: (events: number) => void;
}

/**
 * Copies a house, also while it is served, and looks through the copy. What follows the log comes before it and what the log names
 * comes after it: ledger, checkpoints, process checkpoints; then the log; then the vault, which may hold more than the log names and
 * never less. Read models and wake-ups are left out: they come again from the log.
 * @throws NotABackup where something lies in the target.
 */
export async function backupHouse(options: BackupOptions): Promise<BackupManifest> {
  const { dataFolder, checkpoints, target, keys, clock, onProgress } = options;
  const madeAt = clock.now();
  for (const folder of [target, ...(keys === undefined ? [] : [keys])]) takeEmpty(folder);
  await copyLedger(dataFolder, checkpoints, target);
  const inOrder = [DATA_FILES.checkpoints, ...(options.log === undefined ? [DATA_FILES.events] : []), DATA_FILES.vault];
  for (const name of inOrder) await copyDatabase(join(dataFolder, name), join(target, name));
  if (existsSync(join(dataFolder, LOG_FILE))) cpSync(join(dataFolder, LOG_FILE), join(target, LOG_FILE));
  if (keys !== undefined) copyKeys(dataFolder, keys);
  const house = await looked(target, join(target, CHECKPOINTS), options.log, onProgress);
  const files: Record<string, string> = {};
  for (const path of filesIn(target)) files[path] = await digestOf(join(target, path));
  const log = options.log?.name ?? 'sqlite';
  const manifest: BackupManifest = { format: FORMAT, build: BUILD, madeAt, log, house, files };
  // Last of all, and at once whole: what has no manifest is none.
  writeFileSync(join(target, `${MANIFEST}.new`), `${JSON.stringify(manifest, undefined, 2)}\n`);
  renameSync(join(target, `${MANIFEST}.new`), join(target, MANIFEST));
  return manifest;
}

export interface RestoreOptions {
  readonly backup: string;
  /** A folder that is not there yet, or empty. */
  readonly dataFolder: string;
  /** Where the house is to keep checkpoints and tiles; not there yet, or empty. */
  readonly checkpoints: string;
  /** Where the key files are. */
  readonly keys: string;
  /** The log, where the backup does not hold it. */
  readonly log?: EventReader;
  readonly onProgress?: (events: number) => void;
}

/**
 * Makes a house from a backup, after each file of it was held against what the manifest says, and looks through what it made.
 * @throws NotABackup
 */
export async function restoreHouse(options: RestoreOptions): Promise<HouseCheck> {
  const { backup: from, dataFolder, checkpoints, keys, log, onProgress } = options;
  const { files } = readManifest(from);
  for (const [path, digest] of Object.entries(files)) {
    const file = join(from, path);
    if (!existsSync(file) || (await digestOf(file)) !== digest) throw new NotABackup('FILE_ALTERED', file);
  }
  if (!existsSync(join(keys, DATA_FILES.vaultKey))) throw new NotABackup('NO_KEY', join(keys, DATA_FILES.vaultKey));
  takeEmpty(dataFolder);
  takeEmpty(checkpoints);
  for (const path of Object.keys(files)) {
    const inCheckpoints = path.startsWith(`${CHECKPOINTS}/`);
    const to = inCheckpoints ? join(checkpoints, path.slice(CHECKPOINTS.length + 1)) : join(dataFolder, path);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(from, path), to);
  }
  copyKeys(keys, dataFolder);
  return looked(dataFolder, checkpoints, log, onProgress);
}

/** @throws NotABackup */
export function readManifest(folder: string): BackupManifest {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) throw new NotABackup('NO_MANIFEST', file);
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as BackupManifest;
  if ((manifest.format as number) !== FORMAT) throw new NotABackup('OTHER_FORMAT', file);
  return manifest;
}

/** The folder of tiles belongs to the index as it stood: where a checkpoint was signed in between, both are copied again. */
async function copyLedger(dataFolder: string, checkpoints: string, target: string): Promise<void> {
  const index = join(dataFolder, LEDGER_FILES.index);
  if (!existsSync(index)) return;
  for (let tries = 1; ; tries++) {
    const signed = lastSigned(index);
    await copyDatabase(index, join(target, LEDGER_FILES.index));
    const folder = new CheckpointFolder(checkpoints);
    for (const path of filesOf(folder)) {
      const content = folder.read(path);
      if (content === undefined) continue;
      mkdirSync(dirname(join(target, CHECKPOINTS, path)), { recursive: true });
      writeFileSync(join(target, CHECKPOINTS, path), content);
    }
    if (lastSigned(index) === signed || tries === TRIES) return;
  }
}

function* filesOf(folder: CheckpointFolder): Generator<string> {
  for (const { name, folder: isFolder } of folder.list('.')) {
    if (isFolder) yield* folder.files(name);
    else yield name;
  }
}

function lastSigned(index: string): unknown {
  return inDatabase(index, (db) => db.prepare('SELECT max(no) AS no FROM checkpoint').get()?.['no']);
}

async function copyDatabase(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return;
  const db = new DatabaseSync(from, { readOnly: true, timeout: 5_000 });
  try {
    await backup(db, to, { rate: ALL_PAGES });
  } finally {
    db.close();
  }
  inDatabase(to, (copy) => {
    const said = copy.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
    if (said !== 'ok') throw new NotABackup('FILE_ALTERED', to);
  });
}

/** Looks through a house that nobody serves. */
export async function looked(
  dataFolder: string,
  checkpoints: string,
  remote: EventReader | undefined,
  onProgress?: (events: number) => void,
): Promise<HouseCheck> {
  const log = remote ?? (await SqliteEventReader.openReader(join(dataFolder, DATA_FILES.events)));
  const vault = new DatabaseSync(join(dataFolder, DATA_FILES.vault), { readOnly: true });
  try {
    const kept = vault.prepare('SELECT 1 FROM sealed WHERE ref = ?');
    const isSealed = (ref: string): boolean => kept.get(Buffer.from(ref, 'hex')) !== undefined;
    return await checkHouse({ dataFolder, checkpoints, log, isSealed, ...(onProgress === undefined ? {} : { onProgress }) });
  } finally {
    vault.close();
    if (remote === undefined) await log.close();
    // Whoever only reads leaves SQLite's files beside it behind.
    for (const path of filesIn(dataFolder)) if (path.endsWith('.db')) settled(join(dataFolder, path));
  }
}

function settled(file: string): void {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

function inDatabase<T>(file: string, look: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}

function copyKeys(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of KEY_FILES) if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name));
}

function takeEmpty(folder: string): void {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new NotABackup('NOT_EMPTY', folder);
}

function* filesIn(folder: string, below = ''): Generator<string> {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(folder, path);
    else if (!/-(?:wal|shm)$/.test(path)) yield path;
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file) as AsyncIterable<Buffer>) hash.update(part);
  return hash.digest('hex');
}
