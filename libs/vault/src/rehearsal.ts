import { type JsonValue, type Sealed, type Unsealed } from '#libs/kernel';
import { type Needs, type Place, type Sealer } from './port.js';
import { fingerprintKey, fingerprintUnder, newKeyBytes, type PersonKey, personKey, sealUnder, valueOf } from './suite.js';

/** What a rehearsal takes from its vault, which stays as it is. */
export interface RehearsedVault {
  prepare(needs: () => Needs): Promise<void> | undefined;
  open(refs: readonly string[]): Readonly<Record<string, JsonValue>>;
  /** Undefined where the name never had a key. @throws KeyDestroyed. @throws NotPrepared. */
  keyFor(under: string): PersonKey | undefined;
}

/** Seals by the keys that are there, and by keys of its own where there are none; nothing outlives it. */
export class Rehearsal implements Sealer {
  readonly #keys = new Map<string, PersonKey>();
  readonly #values = new Map<string, JsonValue>();

  constructor(private readonly vault: RehearsedVault) {}

  prepare(needs: () => Needs): Promise<void> | undefined {
    return this.vault.prepare(() => {
      const { refs = [], ...others } = needs();
      return { ...others, refs: refs.filter((ref) => !this.#values.has(ref)) };
    });
  }

  seal(place: Place, unsealed: Unsealed): Sealed {
    const { sealed, text } = sealUnder(this.#keyOnce(unsealed.under), place, unsealed);
    this.#values.set(sealed.ref, valueOf(text));
    return sealed;
  }

  fingerprint(purpose: string, text: string): string {
    return fingerprintUnder(this.#keyOnce(fingerprintKey(purpose)), text);
  }

  open(refs: readonly string[]): Readonly<Record<string, JsonValue>> {
    const elsewhere = refs.filter((ref) => !this.#values.has(ref));
    const opened: Record<string, JsonValue> = { ...this.vault.open(elsewhere) };
    for (const ref of refs) {
      const value = this.#values.get(ref);
      if (value !== undefined) opened[ref] = value;
    }
    return opened;
  }

  #keyOnce(under: string): PersonKey {
    const known = this.#keys.get(under);
    if (known !== undefined) return known;
    const key = this.vault.keyFor(under) ?? personKey(newKeyBytes());
    this.#keys.set(under, key);
    return key;
  }
}
