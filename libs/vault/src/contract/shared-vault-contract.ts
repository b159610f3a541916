import { deepEqual, equal, rejects, throws } from 'node:assert/strict';
import { instant } from '#libs/kernel';
import { KeyDestroyed, type Vault } from '../port.js';
import { GRANDMOTHER, NEIGHBOUR, PERSON } from './fixtures/people.js';

/** A promise about several processes on one vault; none of them trusts its memory for any time. */
export interface SharedVaultCase {
  readonly name: string;
  readonly run: (one: Vault, other: Vault) => Promise<void>;
}

const place = { stream: 'household-7f3a', orderType: 'EnrolHousehold', path: '/members/0/name' };
const noon = instant('2024-03-01T12:00:00+08:00');
const name = { under: 'person-1', value: PERSON };

export const sharedVaultContract: readonly SharedVaultCase[] = [
  {
    name: 'make one key for a person between them, whoever is first',
    run: async (one, other) => {
      const unders = Array.from({ length: 40 }, (_, index) => `person-${index}`);
      await Promise.all([one.prepare(() => ({ unders })), other.prepare(() => ({ unders: unders.toReversed() }))]);
      for (const under of unders) {
        deepEqual(one.seal(place, { under, value: PERSON }), other.seal(place, { under, value: PERSON }));
      }
      await Promise.all([one.flush(), other.flush()]);
      equal((await one.orphans(new Set())).length, unders.length);
    },
  },
  {
    name: 'give one fingerprint to one text',
    run: async (one, other) => {
      const needs = { purposes: ['numbers'] };
      await Promise.all([one.prepare(() => needs), other.prepare(() => needs)]);
      equal(one.fingerprint('numbers', '999001196001011232'), other.fingerprint('numbers', '999001196001011232'));
    },
  },
  {
    name: 'open what the other sealed, also where it was asked for before it was there',
    run: async (one, other) => {
      await one.prepare(() => ({ unders: ['person-1'] }));
      const sealed = one.seal(place, name);
      deepEqual(await other.read([sealed.ref]), {});
      await one.flush();
      deepEqual(await other.read([sealed.ref]), { [sealed.ref]: PERSON });
      deepEqual(await other.verify(sealed), true);
    },
  },
  {
    name: 'keep the same values at once, in whatever order, and each once',
    run: async (one, other) => {
      for (let round = 0; round < 8; round++) {
        await Promise.all([one, other].map(async (vault) => vault.prepare(() => ({ unders: ['person-1', 'person-2'] }))));
        const values = Array.from({ length: 50 }, (_, index) => ({ under: `person-${1 + (index % 2)}`, value: index }));
        const sealAll = (vault: Vault, given: typeof values): void =>
          given.forEach(({ under, value }) => vault.seal({ ...place, path: `/${round}/${value}` }, { under, value }));
        sealAll(one, values);
        sealAll(other, values.toReversed());
        await Promise.all([one.flush(), other.flush()]);
        equal((await one.orphans(new Set())).length, 50 * (round + 1));
      }
    },
  },
  {
    name: 'use no key that the other has destroyed, however much they remember',
    run: async (one, other) => {
      await one.prepare(() => ({ unders: ['person-1', 'person-2'] }));
      const sealed = one.seal(place, name);
      const neighbour = one.seal(place, { under: 'person-2', value: NEIGHBOUR });
      await one.flush();
      deepEqual(one.open([sealed.ref]), { [sealed.ref]: PERSON });
      await other.destroyKey('person-1', noon);
      await one.prepare(() => ({ unders: ['person-1'], refs: [sealed.ref, neighbour.ref] }));
      deepEqual(one.open([sealed.ref, neighbour.ref]), { [neighbour.ref]: NEIGHBOUR });
      throws(() => one.seal(place, name), KeyDestroyed);
      deepEqual(await one.destroyKey('person-1', instant('2024-03-02T12:00:00+08:00')), { under: 'person-1', at: noon });
    },
  },
  {
    name: 'keep nothing under a key that the other destroyed after the seal, and say so; what is not under it is kept',
    run: async (one, other) => {
      await one.prepare(() => ({ unders: ['person-1', 'person-2'] }));
      const lost = one.seal(place, name);
      const kept = one.seal(place, { under: 'person-2', value: NEIGHBOUR });
      await other.destroyKey('person-1', noon);
      await rejects(async () => one.flush(), KeyDestroyed);
      deepEqual(await other.orphans(new Set()), [kept.ref]);
      deepEqual(one.open([kept.ref]), { [kept.ref]: NEIGHBOUR });
      deepEqual(await one.read([lost.ref]), {});
      equal(one.flush(), undefined);
    },
  },
  {
    name: 'destroy at once what is being sealed, and none has it afterwards',
    run: async (one, other) => {
      const unders = Array.from({ length: 20 }, (_, index) => `person-${index}`);
      await Promise.all([one.prepare(() => ({ unders })), other.prepare(() => ({ unders }))]);
      const sealed = unders.map((under) => one.seal(place, { under, value: GRANDMOTHER }));
      const flushing = Promise.resolve(one.flush()).catch((error: unknown) => {
        if (!(error instanceof KeyDestroyed)) throw error;
      });
      await Promise.all([flushing, ...unders.map((under) => other.destroyKey(under, noon))]);
      const refs = sealed.map(({ ref }) => ref);
      deepEqual(await Promise.all([one.read(refs), other.read(refs)]), [{}, {}]);
      equal((await one.destroyed()).length, unders.length);
    },
  },
];
