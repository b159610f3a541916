import { fromBase64, toBase64 } from './bytes.js';

/** That an entry stands in a log, as one self-contained text (C2SP tlog-proof). */
export interface TlogProof {
  readonly index: number;
  /** From the leaf's neighbour up. */
  readonly path: readonly Uint8Array[];
  /** The checkpoint as it was signed. */
  readonly checkpoint: string;
}

const HEAD = 'c2sp.org/tlog-proof@v1';
const INDEX = /^index (0|[1-9]\d{0,14})$/;
const HASH_BYTES = 32;

export function tlogProofText({ index, path, checkpoint }: TlogProof): string {
  return `${[HEAD, `index ${index}`, ...path.map(toBase64)].join('\n')}\n\n${checkpoint}`;
}

/** Undefined where the text is no such proof; one with a line of extra data, which nothing authenticates, is none of ours. */
export function parseTlogProof(text: string): TlogProof | undefined {
  const end = text.indexOf('\n\n');
  if (end < 0) return undefined;
  const [head, line = '', ...hashes] = text.slice(0, end).split('\n');
  const [, index] = INDEX.exec(line) ?? [];
  if (head !== HEAD || index === undefined) return undefined;
  const path: Uint8Array[] = [];
  for (const hash of hashes) {
    const bytes = fromBase64(hash);
    if (bytes?.length !== HASH_BYTES) return undefined;
    path.push(bytes);
  }
  return { index: Number(index), path, checkpoint: text.slice(end + 2) };
}
