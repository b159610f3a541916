import {
  fromBase64,
  isOf,
  type Note,
  NoteUnreadable,
  noteText,
  parseNote,
  type SigningKey,
  type VerifierKey,
  verifySignature,
} from './note.js';
import { SHA_256 } from './suite.js';

/** A tree head as it is signed (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** A checkpoint and who signed it. */
export interface SignedCheckpoint extends Checkpoint {
  /** The whole signed note. */
  readonly text: string;
  readonly note: Note;
}

const SIZE = /^(0|[1-9][0-9]{0,15})$/;

export function checkpointBody({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** @throws NoteUnreadable where it is no signed note, or its text is no checkpoint; no signature is looked at. */
export function parseCheckpoint(text: string): SignedCheckpoint {
  const note = parseNote(text);
  const [origin, size, root, ...rest] = note.body.split('\n');
  if (origin === undefined || origin === '' || size === undefined || root === undefined || rest.length === 0) {
    throw new NoteUnreadable('a checkpoint is three lines: origin, size, root');
  }
  if (!SIZE.test(size) || !Number.isSafeInteger(Number(size))) throw new NoteUnreadable(`"${size}" is no size of a tree`);
  const bytes = fromBase64(root);
  if (bytes.length !== SHA_256.bytes) throw new NoteUnreadable(`"${root}" is no root hash`);
  return { origin, size: Number(size), root: bytes, text, note };
}

/**
 * Signs a tree head twice with the log's key: plainly, for witnesses anywhere, and with the time, so that a log in which nothing
 * happens still shows that it lives. Whoever calls has made sure that it agrees with all that was signed before.
 * @param time whole seconds since 1970.
 */
export function signCheckpoint(
  key: SigningKey,
  head: { readonly size: number; readonly root: Buffer },
  time: number,
): SignedCheckpoint {
  const body = checkpointBody({ origin: key.name, ...head });
  return parseCheckpoint(noteText(body, [key.signLine(body), key.cosignLine(body, time)]));
}

/** The checkpoint with one more signature line. */
export function withLine(checkpoint: SignedCheckpoint, line: string): SignedCheckpoint {
  return parseCheckpoint(`${checkpoint.text}${line}\n`);
}

export type SignatureState = 'GOOD' | 'WRONG' | 'ABSENT';

/** What a key has to do with a checkpoint; where the suite is timed, when it signed. Good only where every line of the key is good. */
export function signatureOf(
  key: VerifierKey,
  { note }: SignedCheckpoint,
): { readonly state: SignatureState; readonly time: number } {
  let found: { readonly state: SignatureState; readonly time: number } = { state: 'ABSENT', time: 0 };
  for (const signature of note.signatures) {
    if (!isOf(key, signature)) continue;
    const time = verifySignature(key, note.body, signature);
    if (time === undefined) return { state: 'WRONG', time: 0 };
    found = { state: 'GOOD', time };
  }
  return found;
}
