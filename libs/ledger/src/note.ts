import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { ED25519, ED25519_COSIGNATURE, publicKeyOf, rawPublicKey, type SignatureSuite, signatureSuite } from './suite.js';
import { writeWhole } from './whole-file.js';

/** The text is no signed note, or no key of one (C2SP signed-note). */
export class NoteUnreadable extends Error {
  override readonly name = 'NoteUnreadable';
  readonly code = 'NOTE_UNREADABLE';
}

export interface NoteSignature {
  readonly name: string;
  /** 8 hexadecimal digits; with the name it says which key, and of which suite. */
  readonly keyId: string;
  readonly bytes: Buffer;
  /** As it stands in the note, without its newline. */
  readonly line: string;
}

export interface Note {
  /** What is signed, its last newline included. */
  readonly body: string;
  readonly signatures: readonly NoteSignature[];
}

/** Whoever is believed: a name, a key and one suite. */
export interface VerifierKey {
  readonly name: string;
  readonly keyId: string;
  readonly suite: SignatureSuite;
  readonly key: KeyObject;
  /** `name+keyid+base64(type ‖ key)`, as it is given to others. */
  readonly vkey: string;
}

const LINE = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;
const NAME = /^[^\s+\p{Cc}\p{Cs}]+$/u;
const CONTROL = /[\x00-\x09\x0b-\x1f]/;
const ID_BYTES = 4;
const MOST_SIGNATURES = 64;

/** Exactly: two texts for the same bytes would be two notes that pass for one. */
export function fromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new NoteUnreadable(`"${text}" is not the base64 of any bytes`);
  return bytes;
}

/** @throws NoteUnreadable */
export function parseNote(text: string): Note {
  const end = text.lastIndexOf('\n\n');
  if (end < 0 || !text.endsWith('\n')) throw new NoteUnreadable('a text, an empty line and signature lines are expected');
  if (CONTROL.test(text) || text.includes('\ufffd')) throw new NoteUnreadable('it holds control characters, or is not UTF-8');
  return { body: text.slice(0, end + 1), signatures: parseSignatures(text.slice(end + 2)) };
}

/** Signature lines alone, each with its newline. @throws NoteUnreadable */
export function parseSignatures(text: string): readonly NoteSignature[] {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw new NoteUnreadable('signature lines are expected, each ended by a newline');
  if (lines.length > MOST_SIGNATURES) throw new NoteUnreadable(`it has more than ${MOST_SIGNATURES} signatures`);
  return lines.map((line) => {
    const [, name, base64] = LINE.exec(line) ?? [];
    if (name === undefined || base64 === undefined) throw new NoteUnreadable(`"${line}" is no signature line`);
    const bytes = fromBase64(base64);
    if (bytes.length <= ID_BYTES) throw new NoteUnreadable(`"${line}" holds no signature`);
    return { name, keyId: bytes.toString('hex', 0, ID_BYTES), bytes: bytes.subarray(ID_BYTES), line };
  });
}

export function noteText(body: string, lines: readonly string[]): string {
  return `${body}\n${lines.map((line) => `${line}\n`).join('')}`;
}

function keyOf(name: string, suite: SignatureSuite, raw: Buffer): VerifierKey {
  const typed = Buffer.concat([Buffer.of(suite.type), raw]);
  const keyId = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), typed]), 'hex').slice(0, 2 * ID_BYTES);
  return { name, keyId, suite, key: publicKeyOf(raw), vkey: `${name}+${keyId}+${typed.toString('base64')}` };
}

/** @throws NoteUnreadable where it is no key, of a suite that this release does not know, or its id is not its own. */
export function parseVerifierKey(vkey: string): VerifierKey {
  const [, name, keyId, base64] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? [];
  if (name === undefined || base64 === undefined || !NAME.test(name)) {
    throw new NoteUnreadable(`"${vkey}" is no key; expected name+keyid+base64`);
  }
  const typed = fromBase64(base64);
  const suite = signatureSuite(typed[0] ?? 0);
  if (suite === undefined || typed.length !== 1 + suite.publicKeyBytes) {
    throw new NoteUnreadable(`"${vkey}" is a key of a suite that this release does not know`);
  }
  const key = keyOf(name, suite, typed.subarray(1));
  if (key.keyId !== keyId) throw new NoteUnreadable(`"${vkey}": its id should be ${key.keyId}`);
  return key;
}

/** The same key and name under both suites, as a log signs with it. */
export function bothSuites({ name, key }: VerifierKey): { readonly plain: VerifierKey; readonly timed: VerifierKey } {
  const raw = rawPublicKey(key);
  return { plain: keyOf(name, ED25519, raw), timed: keyOf(name, ED25519_COSIGNATURE, raw) };
}

/** Whether a signature says that it is of this key. */
export function isOf({ name, keyId }: VerifierKey, signature: NoteSignature): boolean {
  return signature.name === name && signature.keyId === keyId;
}

/** The time that was signed, 0 where the key's suite is not timed; undefined where the signature is not good. */
export function verifySignature({ suite, key }: VerifierKey, body: string, { bytes }: NoteSignature): number | undefined {
  return bytes.length === suite.signatureBytes ? suite.verify(key, body, bytes) : undefined;
}

/** A key pair with the name under which it signs: plainly, and with the time. */
export class SigningKey {
  readonly plain: VerifierKey;
  readonly timed: VerifierKey;

  private constructor(
    readonly name: string,
    private readonly secret: KeyObject,
  ) {
    const raw = rawPublicKey(createPublicKey(secret));
    this.plain = keyOf(name, ED25519, raw);
    this.timed = keyOf(name, ED25519_COSIGNATURE, raw);
  }

  /**
   * Reads the key from its file; makes it, readable by its owner alone, where there is none.
   * @param name under which it signs; absent, one is made of the prefix and the key itself, so that no two keys share it.
   * @throws NoteUnreadable where the file holds no Ed25519 key, or the name has spaces or a plus in it.
   */
  static async open(file: string, name: string | undefined, prefix: string): Promise<SigningKey> {
    if (!existsSync(file)) {
      const { privateKey } = generateKeyPairSync('ed25519');
      await writeWhole(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
    }
    const secret = readSecret(file);
    const own = name ?? `${prefix}/${hash('sha256', rawPublicKey(createPublicKey(secret)), 'hex').slice(0, 16)}`;
    if (!NAME.test(own)) throw new NoteUnreadable(`"${own}" cannot name a key: it is empty, or holds spaces or a plus`);
    return new SigningKey(own, secret);
  }

  /** A line under the plain suite. */
  signLine(body: string): string {
    return this.#line(this.plain, ED25519.sign(this.secret, body, 0));
  }

  /** @param time whole seconds since 1970. */
  cosignLine(body: string, time: number): string {
    return this.#line(this.timed, ED25519_COSIGNATURE.sign(this.secret, body, time));
  }

  #line({ name, keyId }: VerifierKey, signature: Buffer): string {
    return `\u2014 ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}`;
  }
}

function readSecret(file: string): KeyObject {
  try {
    const secret = createPrivateKey(readFileSync(file));
    if (secret.asymmetricKeyType === 'ed25519') return secret;
  } catch {
    // Said below, without the words of the cryptography.
  }
  throw new NoteUnreadable(`${file} holds no Ed25519 key; expected a private key in PEM`);
}
