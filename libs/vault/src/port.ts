import { type Instant, type JsonValue, type Sealed, type Unsealed } from '#libs/kernel';

/** Where a sealed field stands: the same words in another place get another seal. */
export interface Place {
  readonly stream: string;
  readonly orderType: string;
  /** JSON Pointer in the data of the order. */
  readonly path: string;
}

/** The key under which a value was to lie is destroyed: nothing about that person or household is sealed any more. */
export class KeyDestroyed extends Error {
  override readonly name = 'KeyDestroyed';
  readonly code = 'KEY_DESTROYED';
  constructor(
    readonly under: string,
    readonly at: Instant,
  ) {
    super(`the key of ${under} was destroyed at ${at}; nothing can be sealed under it`);
  }
}

/** The vault was closed, or was opened to be read only. */
export class VaultNotWritable extends Error {
  override readonly name = 'VaultNotWritable';
  readonly code = 'VAULT_NOT_WRITABLE';
}

/** A value as it lies in the vault, with what shows to whoever holds the event that it is the one that was sealed. */
export interface Disclosed {
  /** Hex; `commitment` = SHA-256(salt ‖ text). */
  readonly salt: string;
  /** Canonical JSON of the value. */
  readonly text: string;
}

/** The record that a key was destroyed: all that is left of it. */
export interface Destruction {
  readonly under: string;
  readonly at: Instant;
}

/** What seals the fields of an order and opens them again. */
export interface Sealer {
  /**
   * Puts a value under a key, made where there is none, and gives what the log may hold. The same value in the same place
   * under the same key gives the same seal, so that an order given twice is recognised.
   * @throws NotJson where the value is no JSON. @throws KeyDestroyed. @throws VaultNotWritable.
   */
  seal(place: Place, unsealed: Unsealed): Sealed;
  /**
   * A keyed digest, hex: equal texts give equal digests, in this vault alone. Keeps nothing but its key, and that by the next
   * flush. `purpose` names the key: digests of two purposes cannot be held against each other. @throws VaultNotWritable.
   */
  fingerprint(purpose: string, text: string): string;
  /** The values, by `ref`; a ref is absent where it is unknown or its key was destroyed. */
  open(refs: readonly string[]): Readonly<Record<string, JsonValue>>;
}

/**
 * Sealed values under a key per person, household or case (architecture §2, plain and sealed fields). Destroying a key
 * destroys values and salts; log, order and proofs stay whole.
 */
export interface Vault extends Sealer {
  /**
   * Resolves when all that was sealed so far is durable; undefined where nothing waits. Awaited BEFORE the append: a crash in
   * between leaves an orphan here, never a hole in the log. Rejects where it could not be kept; what waits is tried again
   * by the next flush.
   */
  flush(): Promise<void> | undefined;
  /** Whether the value and salt kept here are what the seal commits to. False where unknown or destroyed. */
  verify(sealed: Sealed): boolean;
  /** Values with their salts, by `ref`, for whoever may have them; a ref is absent where it is unknown or its key was destroyed. */
  disclose(refs: readonly string[]): Readonly<Record<string, Disclosed>>;
  /** Under whose key a value lies, also after the destruction of the key; undefined where the ref is unknown. */
  keyOf(ref: string): string | undefined;
  /**
   * Destroys a key for ever, durable when resolved; leaves a record. A second time changes nothing and answers with the first
   * record. A name without a key gets none any more.
   */
  destroyKey(under: string, at: Instant): Promise<Destruction>;
  destroyed(): readonly Destruction[];
  /**
   * Refs kept here that the log does not know: of orders refused unrecorded, or of a crash between seal and append.
   * To be asked while no order is in flight, such as at start, and given every ref of the log.
   */
  orphans(knownRefs: ReadonlySet<string>): readonly string[];
  /** Forgets values; durable when resolved. Answers how many there were. */
  sweep(refs: readonly string[]): Promise<number>;
  /** Seals as this vault would and keeps nothing: for a dry run, which is not recorded (domain.md R16). */
  rehearsal(): Sealer;
  /** Flushes and releases the files. A second call does nothing. */
  close(): Promise<void>;
}
