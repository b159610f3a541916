import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hash, type KeyObject, randomBytes } from 'node:crypto';
import { type JsonValue, type Sealed, type Unsealed } from '#libs/kernel';
import { canonicalJson } from './canonical.js';
import { type Place } from './port.js';

/** Hash, salt and cipher of this release, by name: stored in each vault, so that another suite can follow. */
export const SUITE = 'SHA-256/HMAC-SHA-256/AES-256-GCM@1';

const SALT_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const REF_CHARACTERS = 32;

/** The key of one person, household or case. It makes salts; values are enciphered by a key derived from it. */
export interface PersonKey {
  readonly salts: KeyObject;
  readonly cipher: KeyObject;
}

/** Key objects and not bytes: the platform takes them four times as quickly. */
export function personKey(bytes: Buffer): PersonKey {
  const salts = createSecretKey(bytes);
  return { salts, cipher: createSecretKey(createHmac('sha256', salts).update('mingce vault: cipher key').digest()) };
}

export function newKeyBytes(): Buffer {
  return randomBytes(32);
}

/** A value as it is kept: its canonical text and the salt, without which the commitment cannot be guessed at. */
export interface Kept {
  readonly sealed: Sealed;
  readonly salt: Buffer;
  readonly text: string;
}

function commitmentOf(salt: Buffer, text: string): string {
  return hash('sha256', Buffer.concat([salt, Buffer.from(text, 'utf8')]), 'hex');
}

/**
 * salt = HMAC(key, canonical [stream, orderType, path, value]); commitment = SHA-256(salt ‖ canonical value);
 * ref from commitment and place. No chance in it: an order given again seals to the same.
 */
export function sealUnder(key: PersonKey, { stream, orderType, path }: Place, { value }: Unsealed): Kept {
  const text = canonicalJson(value);
  const place = JSON.stringify([stream, orderType, path]);
  // canonical [stream, orderType, path, value] without serialising the value a second time
  const salt = createHmac('sha256', key.salts)
    .update(`${place.slice(0, -1)},${text}]`, 'utf8')
    .digest();
  const commitment = commitmentOf(salt, text);
  const ref = hash('sha256', `${commitment}${place}`, 'hex').slice(0, REF_CHARACTERS);
  return { sealed: { ref, commitment }, salt, text };
}

/** Equal texts give equal digests under one key; without the key nobody can guess at the text. Hex. */
export function fingerprintUnder(key: PersonKey, text: string): string {
  return createHmac('sha256', key.salts)
    .update('mingce vault: fingerprint\n')
    .update(text.normalize('NFC'), 'utf8')
    .digest('hex');
}

/** The name of the key of all fingerprints for a purpose. No person, household or case is called so. */
export function fingerprintKey(purpose: string): string {
  return `fingerprints of ${purpose}`;
}

export function commits(sealed: Sealed, salt: Buffer, text: string): boolean {
  return commitmentOf(salt, text) === sealed.commitment;
}

let pool = Buffer.alloc(0);
let used = 0;

/** Random bytes, drawn from the platform many at a time: the call costs more than the bytes. None is given twice. */
function nonce(): Buffer {
  if (used + NONCE_BYTES > pool.length) {
    pool = randomBytes(NONCE_BYTES * 512);
    used = 0;
  }
  used += NONCE_BYTES;
  return pool.subarray(used - NONCE_BYTES, used);
}

/** nonce ‖ ciphertext ‖ tag; `bound` cannot be exchanged without the tag failing. */
export function encipher(key: KeyObject, plain: Buffer, bound: string): Buffer {
  const start = nonce();
  const cipher = createCipheriv('aes-256-gcm', key, start).setAAD(Buffer.from(bound, 'utf8'));
  return Buffer.concat([start, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error where key, box or `bound` are not those of the enciphering. */
export function decipher(key: KeyObject, box: Uint8Array, bound: string): Buffer {
  const bytes = Buffer.from(box.buffer, box.byteOffset, box.byteLength);
  const end = bytes.length - TAG_BYTES;
  const decipherer = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(bound, 'utf8'))
    .setAuthTag(bytes.subarray(end));
  return Buffer.concat([decipherer.update(bytes.subarray(NONCE_BYTES, end)), decipherer.final()]);
}

export function boxOf(key: PersonKey, { sealed, salt, text }: Kept): Buffer {
  return encipher(key.cipher, Buffer.concat([salt, Buffer.from(text, 'utf8')]), sealed.ref);
}

export function unbox(key: PersonKey, ref: string, box: Uint8Array): { readonly salt: Buffer; readonly text: string } {
  const plain = decipher(key.cipher, box, ref);
  return { salt: plain.subarray(0, SALT_BYTES), text: plain.toString('utf8', SALT_BYTES) };
}

/** The value of a canonical text, in nobody else's hands. */
export function valueOf(text: string): JsonValue {
  return JSON.parse(text) as JsonValue;
}
