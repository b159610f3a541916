import canonicalize from 'canonicalize';
import { type StoredEvent } from '#libs/event-store';
import { exactJson, NotJson } from '#libs/vault';
import { type HashSuite, SHA_256 } from './suite.js';

/** An event that RFC 8785 has no text for, such as half a surrogate pair. No order leads to one. */
export class NoCanonicalForm extends Error {
  override readonly name = 'NoCanonicalForm';
  readonly code = 'NO_CANONICAL_FORM';
}

/**
 * RFC 8785 text of our envelope: stream, revision, id, type, data, metadata; no position, which is the store's. Nothing is
 * normalised: an event whose text was changed to another form of the same letters is another event.
 * @throws NoCanonicalForm
 */
export function canonicalEnvelope({ stream, revision, id, type, data, metadata }: StoredEvent): string {
  const envelope = { data, id, metadata, revision: Number(revision), stream, type };
  try {
    return exactJson(envelope);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
  }
  // What no order of ours may say can still stand in a store: large numbers, great depth, a field named __proto__.
  try {
    return canonicalize(envelope) ?? '';
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new NoCanonicalForm(`${stream} revision ${revision} has no canonical form: ${what}`);
  }
}

/** @throws NoCanonicalForm */
export function leafHash(event: StoredEvent, suite: HashSuite = SHA_256): Buffer {
  return suite.leaf(canonicalEnvelope(event));
}
