import { type JsonValue } from './json.js';

/**
 * A field whose value stands in the vault under a person's key, not in the log (architecture §2):
 * names, descriptions, household income, all text typed by people.
 * `commitment` = SHA-256(salt ‖ canonical value), hex; the salt lies beside the value.
 */
export interface Sealed {
  readonly ref: string;
  readonly commitment: string;
}

/** A sealed field as a person gives it: the application seals it before the order is decided. */
export interface Unsealed {
  /** Under whose key it shall lie: a `personRef`, `household-<id>` or `case-<id>`. */
  readonly under: string;
  readonly value: JsonValue;
}

export function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && 'ref' in value && 'commitment' in value;
}
