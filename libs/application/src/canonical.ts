import { hash } from 'node:crypto';
import { canonicalJson } from '#libs/vault';

export { canonicalJson };

/** Hex. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

export function digestOf(value: object): string {
  return sha256(canonicalJson(value));
}

/** 5a3f2d0e-6c1b-5b0a-9d4e-6d696e676365 */
const NAMESPACE = Buffer.from('5a3f2d0e6c1b5b0a9d4e6d696e676365', 'hex');

/** The digit whose two highest bits are `10` and whose lowest stay. */
const VARIANT = '89ab';

/** A stable id: the same for the same parts, RFC 9562 version 5. */
export function stableId(...parts: readonly string[]): string {
  return stableIdIn(NAMESPACE, parts);
}

/** As {@link stableId}, in a namespace of 16 bytes. */
export function stableIdIn(namespace: Buffer, parts: readonly string[]): string {
  const name = parts.join('\n');
  // One look at the bytes and one hash: every order and every event takes several of these.
  const bytes = Buffer.allocUnsafe(namespace.length + 3 * name.length);
  namespace.copy(bytes);
  const length = namespace.length + bytes.write(name, namespace.length);
  const hex = hash('sha1', bytes.subarray(0, length), 'hex');
  const variant = VARIANT.charAt(Number.parseInt(hex.charAt(16), 16) & 3);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
