import { type FileHandle, open, rm } from 'node:fs/promises';
import { commandFaults } from '#libs/terms';
import { Failure, lineOf } from './failure.js';

/** Writes the whole of a file, once. */
export type Write = (content: string | Uint8Array) => Promise<void>;

/**
 * Opens a file that is not there yet before the work begins whose result it shall hold: what cannot be written is neither computed, nor
 * taken and recorded. Readable by whoever made it, and by nobody else of this machine. A file that was not wholly written is not left.
 * Without a file the work is done all the same.
 * @throws Failure where the file is there, or cannot be made; whatever the work throws.
 */
export async function intoNewFile<T>(file: string | undefined, work: (write: Write) => Promise<T>): Promise<T> {
  if (file === undefined) return work(() => Promise.resolve());
  const handle = await opened(file);
  let isWhole = false;
  try {
    return await work(async (content) => {
      try {
        await handle.writeFile(content);
        isWhole = true;
      } catch (error) {
        throw new Failure(commandFaults.cannotWrite(file, lineOf(error)), { cause: error });
      }
    });
  } finally {
    await handle.close();
    if (!isWhole) await rm(file, { force: true });
  }
}

async function opened(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new Failure(isThere ? commandFaults.fileThere(file) : commandFaults.cannotWrite(file, lineOf(error)), { cause: error });
  }
}
