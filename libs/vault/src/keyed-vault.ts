import { setImmediate } from 'node:timers';
import { type Instant, type JsonValue, type Sealed, type Unsealed } from '#libs/kernel';
import { type Destruction, type Disclosed, KeyDestroyed, type Place, type Sealer, type Vault, VaultNotWritable } from './port.js';
import { Recent } from './recent.js';
import { type Shelf } from './shelf.js';
import {
  boxOf,
  commits,
  fingerprintUnder,
  type Kept,
  newKeyBytes,
  type PersonKey,
  personKey,
  sealUnder,
  unbox,
  valueOf,
} from './suite.js';

const KEYS_IN_MEMORY = 8_000;
const VALUES_IN_MEMORY = 20_000;

export interface VaultOptions {
  /** Bytes of a new key, 32; random where absent. A run that must come out the same every time derives them from its seed. */
  readonly newKey?: (under: string) => Buffer;
}

/** A box cannot be opened with the key that should open it: the file was changed or is damaged. */
export class VaultDamaged extends Error {
  override readonly name = 'VaultDamaged';
  readonly code = 'VAULT_DAMAGED';
  constructor(what: string, options?: ErrorOptions) {
    super(`${what} does not open with its key; restore the vault from a backup`, options);
  }
}

interface Waiting {
  readonly under: string;
  readonly key: PersonKey;
  readonly kept: Kept;
  readonly value: JsonValue;
}

interface OpenValue {
  readonly under: string;
  readonly value: JsonValue;
}

/** The vault over any shelf: seals, remembers what was opened, and lets many seals share one durable write. */
export class KeyedVault implements Vault {
  readonly #shelf: Shelf;
  readonly #newKey: (under: string) => Buffer;
  readonly #keys = new Recent<string, PersonKey>(KEYS_IN_MEMORY);
  /** Values that are durable. What still waits is in {@link #waiting} alone. */
  readonly #values = new Recent<string, OpenValue>(VALUES_IN_MEMORY);
  readonly #waiting = new Map<string, Waiting>();
  readonly #newKeys = new Map<string, Buffer>();
  #flushing: Promise<void> | undefined;
  #closed = false;

  constructor(shelf: Shelf, { newKey = newKeyBytes }: VaultOptions = {}) {
    this.#shelf = shelf;
    this.#newKey = newKey;
  }

  seal(place: Place, unsealed: Unsealed): Sealed {
    this.#refuseUnlessWritable();
    const { under } = unsealed;
    const key = this.#keyFor(under) ?? this.#makeKey(under);
    const kept = sealUnder(key, place, unsealed);
    const { ref } = kept.sealed;
    if (!this.#waiting.has(ref) && this.#values.get(ref) === undefined) {
      this.#waiting.set(ref, { under, key, kept, value: valueOf(kept.text) });
    }
    return kept.sealed;
  }

  fingerprint(purpose: string, text: string): string {
    this.#refuseUnlessWritable();
    const under = fingerprintKey(purpose);
    return fingerprintUnder(this.#keyFor(under) ?? this.#makeKey(under), text);
  }

  flush(): Promise<void> | undefined {
    if (this.#waiting.size === 0 && this.#newKeys.size === 0 && this.#flushing === undefined) return undefined;
    // One turn later, so that all who seal in this turn share the write.
    this.#flushing ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        this.#flushing = undefined;
        try {
          this.#keep();
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    return this.#flushing;
  }

  open(refs: readonly string[]): Readonly<Record<string, JsonValue>> {
    const opened: Record<string, JsonValue> = {};
    for (const ref of refs) {
      const found = this.#waiting.get(ref) ?? this.#values.get(ref) ?? this.#fetch(ref);
      if (found !== undefined) opened[ref] = found.value;
    }
    return opened;
  }

  verify(sealed: Sealed): boolean {
    const { salt, text } = this.#waiting.get(sealed.ref)?.kept ?? this.#unbox(sealed.ref) ?? {};
    return salt !== undefined && text !== undefined && commits(sealed, salt, text);
  }

  disclose(refs: readonly string[]): Readonly<Record<string, Disclosed>> {
    const disclosed: Record<string, Disclosed> = {};
    for (const ref of refs) {
      const found = this.#waiting.get(ref)?.kept ?? this.#unbox(ref);
      if (found !== undefined) disclosed[ref] = { salt: found.salt.toString('hex'), text: found.text };
    }
    return disclosed;
  }

  keyOf(ref: string): string | undefined {
    return this.#waiting.get(ref)?.under ?? this.#shelf.box(ref)?.under;
  }

  async destroyKey(under: string, at: Instant): Promise<Destruction> {
    this.#refuseUnlessWritable();
    this.#keep();
    const destruction = this.#shelf.destroy(under, at);
    this.#keys.forget((_key, name) => name === under);
    this.#values.forget((value) => value.under === under);
    return destruction;
  }

  destroyed(): readonly Destruction[] {
    return this.#shelf.destroyed();
  }

  orphans(knownRefs: ReadonlySet<string>): readonly string[] {
    const orphans: string[] = [];
    for (const ref of this.#shelf.refs()) if (!knownRefs.has(ref)) orphans.push(ref);
    return orphans;
  }

  async sweep(refs: readonly string[]): Promise<number> {
    this.#refuseUnlessWritable();
    const swept = new Set(refs);
    this.#values.forget((_value, ref) => swept.has(ref));
    return this.#shelf.remove(refs);
  }

  rehearsal(): Sealer {
    return new Rehearsal(this, (under) => this.#keyFor(under) ?? personKey(newKeyBytes()));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    if (this.#shelf.writable) this.#keep();
    this.#closed = true;
    this.#shelf.close();
  }

  #refuseUnlessWritable(): void {
    if (this.#closed) throw new VaultNotWritable('the vault is closed');
    if (!this.#shelf.writable) throw new VaultNotWritable('the vault was opened to be read only');
  }

  /** @throws KeyDestroyed. Undefined where the name never had a key. */
  #keyFor(under: string): PersonKey | undefined {
    const known = this.#keys.get(under);
    if (known !== undefined) return known;
    const made = this.#newKeys.get(under);
    if (made !== undefined) return personKey(made);
    return this.#fetchKey(under, (destruction) => {
      throw new KeyDestroyed(destruction.under, destruction.at);
    });
  }

  #fetchKey(under: string, whenDestroyed?: (destruction: Destruction) => never): PersonKey | undefined {
    const found = this.#shelf.key(under);
    if (found === undefined) return undefined;
    if (!Buffer.isBuffer(found)) return whenDestroyed?.(found);
    const key = personKey(found);
    this.#keys.set(under, key);
    return key;
  }

  #makeKey(under: string): PersonKey {
    const bytes = this.#newKey(under);
    const key = personKey(bytes);
    this.#newKeys.set(under, bytes);
    this.#keys.set(under, key);
    return key;
  }

  #keep(): void {
    if (this.#waiting.size === 0 && this.#newKeys.size === 0) return;
    const boxes = [...this.#waiting.values()].map(({ under, key, kept }) => ({
      ref: kept.sealed.ref,
      under,
      box: boxOf(key, kept),
    }));
    this.#shelf.keep(this.#newKeys, boxes);
    for (const [ref, { under, value }] of this.#waiting) this.#values.set(ref, { under, value });
    this.#waiting.clear();
    this.#newKeys.clear();
  }

  #fetch(ref: string): OpenValue | undefined {
    const found = this.#unbox(ref);
    if (found === undefined) return undefined;
    const opened = { under: found.under, value: valueOf(found.text) };
    this.#values.set(ref, opened);
    return opened;
  }

  #unbox(ref: string): { readonly under: string; readonly salt: Buffer; readonly text: string } | undefined {
    const found = this.#shelf.box(ref);
    if (found === undefined) return undefined;
    const key = this.#keys.get(found.under) ?? this.#fetchKey(found.under);
    if (key === undefined) return undefined;
    try {
      return { under: found.under, ...unbox(key, ref, found.box) };
    } catch (error) {
      throw new VaultDamaged(`sealed value ${ref}`, { cause: error });
    }
  }
}

/** Seals by the keys that are there, and by keys of its own where there are none; nothing outlives it. */
class Rehearsal implements Sealer {
  readonly #keys = new Map<string, PersonKey>();
  readonly #values = new Map<string, JsonValue>();

  constructor(
    private readonly vault: Sealer,
    private readonly keyFor: (under: string) => PersonKey,
  ) {}

  seal(place: Place, unsealed: Unsealed): Sealed {
    const { sealed, text } = sealUnder(this.#keyOnce(unsealed.under), place, unsealed);
    this.#values.set(sealed.ref, valueOf(text));
    return sealed;
  }

  fingerprint(purpose: string, text: string): string {
    return fingerprintUnder(this.#keyOnce(fingerprintKey(purpose)), text);
  }

  open(refs: readonly string[]): Readonly<Record<string, JsonValue>> {
    const opened: Record<string, JsonValue> = { ...this.vault.open(refs) };
    for (const ref of refs) {
      const value = this.#values.get(ref);
      if (value !== undefined) opened[ref] = value;
    }
    return opened;
  }

  #keyOnce(under: string): PersonKey {
    const known = this.#keys.get(under);
    if (known !== undefined) return known;
    const key = this.keyFor(under);
    this.#keys.set(under, key);
    return key;
  }
}

/** No person, household or case is called so. */
function fingerprintKey(purpose: string): string {
  return `fingerprints of ${purpose}`;
}
