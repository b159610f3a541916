/** Primary result codes (sqlite.org/rescode.html): busy, locked, read-only, I/O error, full, cannot open. */
const OF_THE_DISK: ReadonlySet<number> = new Set([5, 6, 8, 10, 13, 14]);

/** The disk does not take it now: full, failing, gone or read-only. Nothing was recorded, and it may be tried again. */
export function isNotWritable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return false;
  // Extended result codes hold the primary one in their low byte.
  return typeof error.errcode === 'number' && OF_THE_DISK.has(error.errcode & 0xff);
}
