import { existsSync, renameSync, rmSync } from 'node:fs';
import { type EventReader } from '#libs/event-store';
import { compareReadModels, type TableDifference } from './compare.js';
import { ReadModels, type ReplayOptions } from './read-models.js';

export interface Rebuilt {
  /** Of the rebuilt file, now in the place of the old one. */
  readonly checkpoint: bigint;
  /** How the old rows differed from the rebuilt ones at the old checkpoint; undefined where there was no old file. */
  readonly differences: readonly TableDifference[] | undefined;
}

/**
 * Fills a new file from the whole log, holds the old one against it row by row at the position where that stood, and puts the new
 * one in its place. Whoever has the old file open must have let go of it: rows are served from one file, not from two.
 */
export async function rebuildReadModels(
  file: string,
  reader: EventReader,
  onProgress?: ReplayOptions['onProgress'],
): Promise<Rebuilt> {
  const fresh = `${file}-rebuilding`;
  remove(fresh);
  const options = onProgress === undefined ? {} : { onProgress };
  const rebuilt = ReadModels.open(fresh, { filling: true });
  let differences: readonly TableDifference[] | undefined;
  try {
    if (existsSync(file)) {
      const old = ReadModels.open(file);
      try {
        await rebuilt.replay(reader, { ...options, upTo: old.checkpoint() });
        differences = await compareReadModels(rebuilt, old);
      } finally {
        await old.close();
      }
    }
    await rebuilt.replay(reader, options);
  } catch (error) {
    await rebuilt.close();
    remove(fresh);
    throw error;
  }
  const checkpoint = rebuilt.checkpoint();
  await rebuilt.close();
  remove(file);
  renameSync(fresh, file);
  return { checkpoint, differences };
}

function remove(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
}
