import { randomBytes } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const DRAFT = /^\..*\.draft$/;

/** Left behind by a crash; no part of anything. */
export const isDraft = (name: string): boolean => DRAFT.test(name);

/** The file is seen whole or not at all, and is on the disk when this resolves; folders above it are made. */
export async function writeWhole(file: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  // Another process of a house may write the same file at this moment.
  const draft = join(folder, `.${basename(file)}.${randomBytes(4).toString('hex')}.draft`);
  const handle = await open(draft, 'w', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  await syncFolder(folder);
}

/** The new name too is on the disk; systems that open no folders, or sync none, are left to their own ways. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
