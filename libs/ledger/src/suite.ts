import { createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

/** How leaves and nodes are hashed. Named in every format that holds a hash, so that another can follow. */
export interface HashSuite {
  readonly name: string;
  readonly bytes: number;
  /** Root of the tree without leaves. */
  readonly empty: Buffer;
  /** Of the bytes of one entry, given as text. */
  leaf(text: string): Buffer;
  node(left: Uint8Array, right: Uint8Array): Buffer;
}

const BYTES = 32;
const pair = Buffer.alloc(1 + 2 * BYTES, 1);

/** RFC 6962 §2.1: leaf = SHA-256(0x00 ‖ entry), node = SHA-256(0x01 ‖ left ‖ right). */
export const SHA_256: HashSuite = {
  name: 'SHA-256',
  bytes: BYTES,
  empty: hash('sha256', '', 'buffer'),
  leaf: (text) => hash('sha256', `\u0000${text}`, 'buffer'),
  node: (left, right) => {
    pair.set(left, 1);
    pair.set(right, 1 + BYTES);
    return hash('sha256', pair, 'buffer');
  },
};

/** How notes are signed; told apart in each signature by the type byte that goes into its key id (C2SP signed-note). */
export interface SignatureSuite {
  readonly name: string;
  readonly type: number;
  readonly publicKeyBytes: number;
  readonly signatureBytes: number;
  /** Whether the signature says when it was made. */
  readonly timed: boolean;
  /** @param time whole seconds since 1970; signed only where the suite is timed. */
  sign(secret: KeyObject, body: string, time: number): Buffer;
  /** The time that was signed, 0 where the suite is not timed; undefined where the signature is not good. */
  verify(open: KeyObject, body: string, signature: Buffer): number | undefined;
}

const RAW_SIGNATURE = 64;
const TIME_BYTES = 8;

const cosigned = (body: string, time: bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${time}\n${body}`, 'utf8');

/** Signed notes: Ed25519 over the text of the note. */
export const ED25519: SignatureSuite = {
  name: 'Ed25519',
  type: 0x01,
  publicKeyBytes: 32,
  signatureBytes: RAW_SIGNATURE,
  timed: false,
  sign: (secret, body) => sign(null, Buffer.from(body, 'utf8'), secret),
  verify: (open, body, signature) => (verify(null, Buffer.from(body, 'utf8'), open, signature) ? 0 : undefined),
};

/** Cosignatures (C2SP tlog-cosignature): Ed25519 over the text of the note and the time at which it was seen. */
export const ED25519_COSIGNATURE: SignatureSuite = {
  name: 'Ed25519 cosignature/v1',
  type: 0x04,
  publicKeyBytes: 32,
  signatureBytes: TIME_BYTES + RAW_SIGNATURE,
  timed: true,
  sign: (secret, body, time) => {
    const at = Buffer.alloc(TIME_BYTES);
    at.writeBigUInt64BE(BigInt(time));
    return Buffer.concat([at, sign(null, cosigned(body, BigInt(time)), secret)]);
  },
  verify: (open, body, signature) => {
    const time = signature.readBigUInt64BE();
    const good = verify(null, cosigned(body, time), open, signature.subarray(TIME_BYTES));
    return good && time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : undefined;
  },
};

const SIGNATURES: readonly SignatureSuite[] = [ED25519, ED25519_COSIGNATURE];

/** The suite of a type byte; undefined where this release knows none. */
export function signatureSuite(type: number): SignatureSuite | undefined {
  return SIGNATURES.find((suite) => suite.type === type);
}

/** The public key of 32 bytes as RFC 8032 has them. */
export function publicKeyOf(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') }, format: 'jwk' });
}

export function rawPublicKey(key: KeyObject): Buffer {
  const { x } = key.export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url');
}
