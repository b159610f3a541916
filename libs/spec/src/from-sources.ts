import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** How node runs the sources as they stand, for processes and threads that a spec starts. Not for what was built. */
export const FROM_SOURCES: readonly string[] = [
  '--conditions=source',
  `--import=${pathToFileURL(join(import.meta.dirname, '..', '..', '..', 'tools', 'sources.mjs')).href}`,
];
