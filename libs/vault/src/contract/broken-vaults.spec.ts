import { AssertionError } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { type Instant, type JsonValue, type Sealed, type Unsealed } from '#libs/kernel';
import { type Destruction, MemoryVault, type Place, type Vault } from '../index.js';
import { vaultContract } from './vault-contract.js';

class VaultThatDrawsLots extends MemoryVault {
  override seal(place: Place, unsealed: Unsealed): Sealed {
    return super.seal({ ...place, path: `${place.path}/${randomUUID()}` }, unsealed);
  }
}

class VaultBlindToPlaces extends MemoryVault {
  override seal(_place: Place, unsealed: Unsealed): Sealed {
    return super.seal({ stream: 'any', orderType: 'any', path: '' }, unsealed);
  }
}

class VaultThatRemembersTheErased extends MemoryVault {
  readonly #seen = new Map<string, JsonValue>();
  override open(refs: readonly string[]): Readonly<Record<string, JsonValue>> {
    for (const [ref, value] of Object.entries(super.open(refs))) this.#seen.set(ref, value);
    return Object.fromEntries(refs.filter((ref) => this.#seen.has(ref)).map((ref) => [ref, this.#seen.get(ref) as JsonValue]));
  }
}

class VaultThatOnlySaysItDestroyed extends MemoryVault {
  override async destroyKey(under: string, at: Instant): Promise<Destruction> {
    return { under, at };
  }
}

class VaultThatBelievesEverySeal extends MemoryVault {
  override verify(): boolean {
    return true;
  }
}

class VaultWhoseRehearsalIsReal extends MemoryVault {
  override rehearsal(): Vault {
    return this;
  }
}

const broken: readonly (readonly [string, () => Vault])[] = [
  ['draws lots', () => new VaultThatDrawsLots()],
  ['is blind to places', () => new VaultBlindToPlaces()],
  ['remembers the erased', () => new VaultThatRemembersTheErased()],
  ['only says that it destroyed a key', () => new VaultThatOnlySaysItDestroyed()],
  ['believes every seal', () => new VaultThatBelievesEverySeal()],
  ['keeps what it rehearsed', () => new VaultWhoseRehearsalIsReal()],
];

describe('the contract of the vault is not kept by one that', () => {
  it.each(broken)('%s', async (_what, make) => {
    const results = await Promise.allSettled(vaultContract.map(async ({ run }) => run(make())));
    const failed = results.filter((result) => result.status === 'rejected' && result.reason instanceof AssertionError);
    expect(failed.length).toBeGreaterThan(0);
  });
});
