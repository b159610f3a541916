import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex, concatBytes, fromBase64, sha256, toBase64, utf8ToBytes } from './bytes.js';
import { type Head } from './merkle.js';

/** The text is no key, or no checkpoint, in the forms of C2SP signed-note and tlog-checkpoint. */
export class NotReadable extends Error {
  override readonly name = 'NotReadable';
  readonly code = 'NOT_READABLE';
}

/** Ed25519 over the text, and Ed25519 over the text and a time (C2SP tlog-cosignature). */
const PLAIN = 0x01;
const TIMED = 0x04;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const TIME_BYTES = 8;
const ID_BYTES = 4;
const ROOT_BYTES = 32;

/** Whoever is believed: known from elsewhere, never from a dossier. */
export interface TrustedKey {
  readonly name: string;
  /** 8 hexadecimal digits. */
  readonly id: string;
  readonly timed: boolean;
  readonly raw: Uint8Array;
  /** `name+id+base64(type ‖ key)`, as it was given out. */
  readonly vkey: string;
}

function keyOf(name: string, type: number, raw: Uint8Array): TrustedKey {
  const typed = concatBytes(Uint8Array.of(type), raw);
  const id = bytesToHex(sha256(concatBytes(utf8ToBytes(`${name}\n`), typed)).subarray(0, ID_BYTES));
  return { name, id, timed: type === TIMED, raw, vkey: `${name}+${id}+${toBase64(typed)}` };
}

/** @throws NotReadable where it is no Ed25519 key of a log or a witness, or its id is not its own. */
export function trustedKey(vkey: string): TrustedKey {
  const [, name, id, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? [];
  const typed = base64 === undefined ? undefined : fromBase64(base64);
  if (name === undefined || typed === undefined) throw new NotReadable(`"${vkey}" is no key; expected name+id+base64`);
  const [type] = typed;
  if ((type !== PLAIN && type !== TIMED) || typed.length !== 1 + KEY_BYTES) {
    throw new NotReadable(`"${vkey}" is a key of a suite that this release does not know`);
  }
  const key = keyOf(name, type, typed.subarray(1));
  if (key.id !== id) throw new NotReadable(`"${vkey}": its id should be ${key.id}`);
  return key;
}

/** The same key and name under both suites, as a log signs with it. */
export function bothSuites({ name, raw }: TrustedKey): readonly [plain: TrustedKey, timed: TrustedKey] {
  return [keyOf(name, PLAIN, raw), keyOf(name, TIMED, raw)];
}

interface SignatureLine {
  readonly name: string;
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface Checkpoint extends Head {
  /** The log's name. */
  readonly origin: string;
  /** The whole signed note. */
  readonly text: string;
  /** What is signed. */
  readonly body: string;
  readonly signatures: readonly SignatureLine[];
}

const LINE = /^\u2014 ([^\s+]+) (\S+)$/;
const SIZE = /^(0|[1-9]\d{0,14})$/;

/** @throws NotReadable; no signature is looked at. */
export function parseCheckpoint(text: string): Checkpoint {
  const end = text.lastIndexOf('\n\n');
  if (end < 0 || !text.endsWith('\n')) throw new NotReadable('a text, an empty line and signature lines are expected');
  const body = text.slice(0, end + 1);
  const [origin, size, root, last, ...more] = body.split('\n');
  const bytes = root === undefined ? undefined : fromBase64(root);
  if (origin === undefined || origin === '' || size === undefined || !SIZE.test(size) || bytes?.length !== ROOT_BYTES) {
    throw new NotReadable('a checkpoint is three lines: origin, size, root');
  }
  if (last !== '' || more.length > 0) throw new NotReadable('a checkpoint of this log has three lines and no more');
  const signatures = text
    .slice(end + 2, -1)
    .split('\n')
    .map(signatureLine);
  return { origin, size: Number(size), root: bytes, text, body, signatures };
}

function signatureLine(line: string): SignatureLine {
  const [, name, base64] = LINE.exec(line) ?? [];
  const bytes = base64 === undefined ? undefined : fromBase64(base64);
  if (name === undefined || bytes === undefined || bytes.length <= ID_BYTES)
    throw new NotReadable(`"${line}" is no signature line`);
  return { name, id: bytesToHex(bytes.subarray(0, ID_BYTES)), bytes: bytes.subarray(ID_BYTES) };
}

export interface Signed {
  readonly state: 'GOOD' | 'WRONG' | 'ABSENT';
  /** Whole seconds since 1970, where a good signature says when it was made; else 0. */
  readonly time: number;
}

/** What a key has to do with a checkpoint: good only where each line of the key is good. */
export function signedBy(key: TrustedKey, { body, signatures }: Checkpoint): Signed {
  let found: Signed = { state: 'ABSENT', time: 0 };
  for (const { name, id, bytes } of signatures) {
    if (name !== key.name || id !== key.id) continue;
    const time = signedAt(key, body, bytes);
    if (time === undefined) return { state: 'WRONG', time: 0 };
    found = { state: 'GOOD', time };
  }
  return found;
}

function signedAt({ timed, raw }: TrustedKey, body: string, bytes: Uint8Array): number | undefined {
  if (bytes.length !== SIGNATURE_BYTES + (timed ? TIME_BYTES : 0)) return undefined;
  if (!timed) return isSigned(bytes, body, raw) ? 0 : undefined;
  const time = new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES).getBigUint64(0);
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return isSigned(bytes.subarray(TIME_BYTES), `cosignature/v1\ntime ${time}\n${body}`, raw) ? Number(time) : undefined;
}

function isSigned(signature: Uint8Array, text: string, key: Uint8Array): boolean {
  try {
    // RFC 8032 to the letter: what one verifier calls good, all do.
    return ed25519.verify(signature, utf8ToBytes(text), key, { zip215: false });
  } catch {
    return false;
  }
}
