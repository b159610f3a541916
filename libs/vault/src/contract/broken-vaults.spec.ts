import { AssertionError } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { type Instant, type JsonValue, type Sealed, type Unsealed } from '#libs/kernel';
import { KeyedVault } from '../keyed-vault.js';
import { type Destruction, MemoryVault, type Place, type Vault } from '../index.js';
import { type BoxToKeep } from '../shelf.js';
import { FarMemory, FarMemoryShelf } from './far-memory-shelf.js';
import { sharedVaultContract } from './shared-vault-contract.js';
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
  override async verify(): Promise<boolean> {
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

class ShelfThatBelievesItsOwnKeys extends FarMemoryShelf {
  override async claim(keys: ReadonlyMap<string, Buffer>): Promise<ReadonlyMap<string, Buffer | Destruction>> {
    await super.claim(keys);
    return keys;
  }
}

class ShelfThatHearsNothingOfOthers extends FarMemoryShelf {
  override async newlyDestroyed(): Promise<readonly Destruction[]> {
    return [];
  }
}

class ShelfThatKeepsForTheErased extends FarMemoryShelf {
  override async keep(_keys: ReadonlyMap<string, Buffer>, boxes: readonly BoxToKeep[]): Promise<readonly Destruction[]> {
    for (const { ref, under, box } of boxes) this.memory.boxes.set(ref, { under, box });
    return [];
  }
}

class ShelfThatDropsForTheErasedInSilence extends FarMemoryShelf {
  override async keep(keys: ReadonlyMap<string, Buffer>, boxes: readonly BoxToKeep[]): Promise<readonly Destruction[]> {
    await super.keep(keys, boxes);
    return [];
  }
}

type MakeShelf = new (memory: FarMemory) => FarMemoryShelf;

function twoOn(Shelf: MakeShelf): readonly [Vault, Vault] {
  const memory = new FarMemory();
  const vault = (): Vault => new KeyedVault(new Shelf(memory), { trustedMs: 0 });
  return [vault(), vault()];
}

const brokenTogether: readonly (readonly [string, MakeShelf])[] = [
  ['believes its own keys', ShelfThatBelievesItsOwnKeys],
  ['hears nothing of what others destroy', ShelfThatHearsNothingOfOthers],
  ['keeps what is sealed for the erased', ShelfThatKeepsForTheErased],
  ['drops what is sealed for the erased and does not say so', ShelfThatDropsForTheErasedInSilence],
];

describe('the contract of a shared vault', () => {
  it.each(sharedVaultContract)('$name', async ({ run }) => {
    await run(...twoOn(FarMemoryShelf));
  });

  it.each(brokenTogether)('is not kept by one that %s', async (_what, Shelf) => {
    const results = await Promise.allSettled(sharedVaultContract.map(async ({ run }) => run(...twoOn(Shelf))));
    const failed = results.filter((result) => result.status === 'rejected' && result.reason instanceof AssertionError);
    expect(failed.length).toBeGreaterThan(0);
  });
});
