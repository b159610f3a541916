import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EvidenceShelf } from './gather.js';

/**
 * Scans in a folder, each named by its SHA-256 in hex, with whatever extension. What a file is called is not believed: who takes it
 * hashes it.
 */
export function evidenceFolder(folder: string): EvidenceShelf {
  const files = new Map(readdirSync(folder).map((name) => [name.split('.')[0]?.toLowerCase() ?? name, name]));
  return (digest) => {
    const name = files.get(digest);
    return name === undefined ? undefined : readFileSync(join(folder, name));
  };
}
