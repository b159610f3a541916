import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/vault';
import { v5 as uuidV5 } from 'uuid';

export { canonicalJson };

/** Hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function digestOf(value: object): string {
  return sha256(canonicalJson(value));
}

const NAMESPACE = '5a3f2d0e-6c1b-5b0a-9d4e-6d696e676365';

/** A stable id: the same for the same parts, RFC 9562 version 5. */
export function stableId(...parts: readonly string[]): string {
  return uuidV5(parts.join('\n'), NAMESPACE);
}
