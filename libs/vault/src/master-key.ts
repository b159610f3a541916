import { createHmac, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';

/** `vault.key` is missing, unreadable or not the one with which `vault.db` was written. */
export class MasterKeyUnusable extends Error {
  override readonly name = 'MasterKeyUnusable';
  readonly code = 'MASTER_KEY_UNUSABLE';
}

const BYTES = 32;
const FORM = /^[0-9a-f]{64}\n?$/;

export function readMasterKey(file: string): Buffer {
  const text = readFileSync(file, 'utf8');
  if (!FORM.test(text)) throw new MasterKeyUnusable(`${file} holds no master key; expected 64 hexadecimal digits`);
  if ((statSync(file).mode & 0o077) !== 0) keepPrivate(file);
  return Buffer.from(text.trim(), 'hex');
}

/** File systems that keep no modes are left to their owner. */
function keepPrivate(file: string): void {
  try {
    chmodSync(file, 0o600);
  } catch {
    // A read-only mount: the key can be read, and whoever mounted it answers for who else can.
  }
}

/**
 * Makes the key, readable by its owner alone. It is whole and on disk before it has its name, and of two who make it at
 * once both read the first one's.
 */
export function makeMasterKey(file: string): Buffer {
  const bytes = randomBytes(BYTES);
  const draft = `${file}.${process.pid}.${bytes.toString('hex', 0, 4)}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${bytes.toString('hex')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readMasterKey(file);
}

/** Tells one master key from another without telling anything about it. */
export function fingerprintOf(master: Buffer): string {
  return createHmac('sha256', master).update('mingce vault: master key').digest('hex');
}
