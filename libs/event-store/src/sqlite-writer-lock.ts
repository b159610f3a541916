import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { isBusy, isObject } from './sqlite-log-file.js';

/** How long a start waits for a dying holder to let go, or for a new one to write down who it is. */
const HOLDER_TRIES = 20;
const HOLDER_PAUSE_MS = 50;

/** Another process writes to this log. One log has one writer. */
export class LogInUse extends Error {
  override readonly name = 'LogInUse';
  readonly code = 'LOG_IN_USE';
  constructor(
    readonly file: string,
    /** Process id of the holder; undefined where it could not be learnt. */
    readonly pid: number | undefined,
    host: string | undefined,
  ) {
    const elsewhere = host === undefined || host === hostname() ? '' : ` on ${host}`;
    const holder = pid === undefined ? 'another process' : pid === process.pid ? `this process (${pid})` : `process ${pid}`;
    super(
      `${file} is being written by ${holder}${elsewhere}; one event log has one writer: stop that one first, or read beside it`,
    );
  }
}

/**
 * Held by an open transaction on a side file: the system releases it when the process ends, however it ends, and no process id
 * that has come round again can be mistaken for the holder. The name of the holder is for people only.
 */
export class WriterLock {
  private constructor(
    private readonly db: DatabaseSync,
    private readonly nameFile: string,
  ) {}

  static async take(file: string): Promise<WriterLock> {
    const nameFile = `${file}-writer`;
    for (let tries = 1; ; tries++) {
      const db = new DatabaseSync(`${file}-lock`);
      try {
        db.exec('BEGIN EXCLUSIVE');
        writeFileSync(nameFile, JSON.stringify({ pid: process.pid, host: hostname() }));
        return new WriterLock(db, nameFile);
      } catch (error) {
        db.close();
        if (!isBusy(error)) throw error;
      }
      const holder = holderIn(nameFile);
      if (holder !== undefined && lives(holder)) throw new LogInUse(file, holder.pid, holder.host);
      if (tries >= HOLDER_TRIES) throw new LogInUse(file, undefined, undefined);
      await pause(HOLDER_PAUSE_MS);
    }
  }

  release(): void {
    rmSync(this.nameFile, { force: true });
    this.db.close();
  }
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

function holderIn(nameFile: string): Holder | undefined {
  try {
    const said: unknown = JSON.parse(readFileSync(nameFile, 'utf8'));
    if (!isObject(said) || typeof said['pid'] !== 'number' || typeof said['host'] !== 'string') return undefined;
    return { pid: said['pid'], host: said['host'] };
  } catch {
    // Not there yet, or half written: the holder is just starting or just ending.
    return undefined;
  }
}

function lives({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return isObject(error) && error['code'] === 'EPERM';
  }
}
