import canonicalize from 'canonicalize';
import { sha256Hex, utf8ToBytes } from './bytes.js';
import { isRecord } from './format.js';

/** SHA-256 of the canonical text (RFC 8785, NFC) of a definition, policy or calendar: what its reference ends with. Hex. */
export function digestOfText(text: string): string {
  return sha256Hex(utf8ToBytes(canonicalText(JSON.parse(text) as unknown)));
}

/** RFC 8785 text of a value, its strings and names in NFC. */
export function canonicalText(value: unknown): string {
  return canonicalize(normalised(value)) ?? '';
}

function normalised(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(normalised);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.normalize('NFC'), normalised(member)]));
}
