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

/** Asked for what {@link Sealer.prepare} was not told: an error of the caller, as nothing can be fetched in the midst of a decision. */
export class NotPrepared extends Error {
  override readonly name = 'NotPrepared';
  readonly code = 'VAULT_NOT_PREPARED';
  constructor(what: string) {
    super(`${what} is not in memory: prepare the vault for it first`);
  }
}

/** The vault was closed, or was opened to be read only. */
export class VaultNotWritable extends Error {
  override readonly name = 'VaultNotWritable';
  readonly code = 'VAULT_NOT_WRITABLE';
}

/** What was to be opened is something else than a vault, or of a newer release. */
export class NotAVault extends Error {
  override readonly name = 'NotAVault';
  readonly code = 'NOT_A_VAULT';
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

/** What will be asked of a sealer next. */
export interface Needs {
  /** Under whose keys is going to be sealed. */
  readonly unders?: readonly string[];
  /** Of fingerprints. */
  readonly purposes?: readonly string[];
  /** That are going to be opened. */
  readonly refs?: readonly string[];
}

/** What seals the fields of an order and opens them again, without waiting for anything. */
export interface Sealer {
  /**
   * Brings what is needed next into memory; undefined where nothing has to be waited for, and then `needs` is not always asked.
   * A vault makes the keys that are not there, durable when resolved: of several that make one at once, all go on with the
   * first. Of what another process destroyed, nothing is used from memory for more than a second.
   * Rejects where the keys cannot be had.
   */
  prepare(needs: () => Needs): Promise<void> | undefined;
  /**
   * Puts a value under a key, made where there is none, and gives what the log may hold. The same value in the same place
   * under the same key gives the same seal, so that an order given twice is recognised.
   * @throws NotJson where the value is no JSON. @throws KeyDestroyed. @throws VaultNotWritable. @throws NotPrepared.
   */
  seal(place: Place, unsealed: Unsealed): Sealed;
  /**
   * A keyed digest, hex: equal texts give equal digests, in this vault alone. Keeps nothing but its key, and that by the next
   * flush. `purpose` names the key: digests of two purposes cannot be held against each other. @throws VaultNotWritable. @throws NotPrepared.
   */
  fingerprint(purpose: string, text: string): string;
  /** The values, by `ref`; a ref is absent where it is unknown or its key was destroyed. @throws NotPrepared. */
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
   * by the next flush. With KeyDestroyed where another process destroyed a key since it was used: what was sealed under that is
   * not kept, everything else is, and whoever else shares the flush seals and flushes again.
   */
  flush(): Promise<void> | undefined;
  /** The same as {@link open} for whoever can wait. */
  read(refs: readonly string[]): Promise<Readonly<Record<string, JsonValue>>>;
  /** Whether the value and salt kept here are what the seal commits to. False where unknown or destroyed. */
  verify(sealed: Sealed): Promise<boolean>;
  /** Values with their salts, by `ref`, for whoever may have them; a ref is absent where it is unknown or its key was destroyed. */
  disclose(refs: readonly string[]): Promise<Readonly<Record<string, Disclosed>>>;
  /** Under whose keys values lie, by `ref`, also after the destruction of the key; a ref is absent where it is unknown. */
  keysOf(refs: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /**
   * Destroys a key for ever, durable when resolved; leaves a record. A second time changes nothing and answers with the first
   * record. A name without a key gets none any more.
   */
  destroyKey(under: string, at: Instant): Promise<Destruction>;
  destroyed(): Promise<readonly Destruction[]>;
  /**
   * Refs kept here that the log does not know: of orders refused unrecorded, or of a crash between seal and append.
   * To be asked while no order is in flight, such as at start, and given every ref of the log.
   */
  orphans(knownRefs: ReadonlySet<string>): Promise<readonly string[]>;
  /** Forgets values; durable when resolved. Answers how many there were. */
  sweep(refs: readonly string[]): Promise<number>;
  /** Seals as this vault would and keeps nothing: for a dry run, which is not recorded (domain.md R16). */
  rehearsal(): Sealer;
  /** Flushes and releases the files. A second call does nothing. */
  close(): Promise<void>;
}
