import { unzipSync, type Zippable, zipSync } from 'fflate';

/** Files by name, in the order in which they stand. */
export type Parts = ReadonlyMap<string, Uint8Array>;

/** No time of this machine, and the same bytes on every one: a ZIP holds local time, so this is made of local parts. */
const NO_TIME = new Date(1980, 0, 1);

/** A ZIP of files that are stored as they are: the same files give the same bytes, so that not one of them can be changed unseen. */
export function packed(parts: Parts): Uint8Array {
  const files: Zippable = {};
  for (const [name, bytes] of parts) files[name] = [bytes, { level: 0, mtime: NO_TIME }];
  return zipSync(files);
}

/** Undefined where it is no ZIP, or one whose files are compressed: none of ours is. */
export function unpacked(bytes: Uint8Array): Parts | undefined {
  let compressed = false;
  try {
    const files = unzipSync(bytes, {
      filter: ({ compression }) => {
        compressed ||= compression !== 0;
        return compression === 0;
      },
    });
    return compressed ? undefined : new Map(Object.entries(files));
  } catch {
    return undefined;
  }
}
