import { fromBase64, NoteUnreadable } from './note.js';
import { SHA_256 } from './suite.js';

/** What a log asks of a witness (C2SP tlog-witness, add-checkpoint). */
export interface AddCheckpoint {
  /** Size of the checkpoint that the log believes the witness cosigned last; 0 where none. */
  readonly old: number;
  readonly proof: readonly Buffer[];
  /** The signed note. */
  readonly checkpoint: string;
}

const MOST_HASHES = 63;
const OLD = /^old (0|[1-9]\d{0,15})$/;

export function addCheckpointText({ old, proof, checkpoint }: AddCheckpoint): string {
  return `old ${old}\n${proof.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${checkpoint}`;
}

/** @throws NoteUnreadable where it is not written as the protocol has it. */
export function parseAddCheckpoint(text: string): AddCheckpoint {
  const end = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  const [, old] = OLD.exec(first) ?? [];
  if (old === undefined || !Number.isSafeInteger(Number(old))) {
    throw new NoteUnreadable('"old <size>", a consistency proof, an empty line and a checkpoint are expected');
  }
  if (lines.length > MOST_HASHES) throw new NoteUnreadable(`a consistency proof has at most ${MOST_HASHES} lines`);
  const proof = lines.map((line) => {
    const bytes = fromBase64(line);
    if (bytes.length !== SHA_256.bytes) throw new NoteUnreadable(`"${line}" is no hash`);
    return bytes;
  });
  return { old: Number(old), proof, checkpoint: text.slice(end + 2) };
}

export const SIZE_TYPE = 'text/x.tlog.size';
