import { deepEqual, equal, notEqual, ok, rejects, throws } from 'node:assert/strict';
import { instant, type Sealed } from '#libs/kernel';
import { NotJson } from '../canonical.js';
import { KeyDestroyed, type Needs, type Sealer, type Vault, VaultNotWritable } from '../port.js';
import { GRANDMOTHER, NEIGHBOUR, PERSON, PERSON_CORRECTED, SISTER, UNCLE, VALUES } from './fixtures/people.js';

/** One promise of the port, without a test framework: the adapter's spec gives each case a fresh vault. */
export interface VaultCase {
  readonly name: string;
  readonly run: (vault: Vault) => Promise<void>;
}

/** A promise about what outlives a process: `crash` leaves the files as they are and opens them again. */
export interface DurableVaultCase {
  readonly name: string;
  readonly run: (vault: Vault, crash: () => Promise<Vault>) => Promise<void>;
}

const place = { stream: 'household-7f3a', orderType: 'EnrolHousehold', path: '/members/0/name' };
const noon = instant('2024-03-01T12:00:00+08:00');
const later = instant('2024-03-02T12:00:00+08:00');
const name = { under: 'person-1', value: PERSON };

/** As every caller does: first says what it is going to ask for, then asks at once. */
const ready = async (sealer: Sealer, ...unders: readonly string[]): Promise<void> => {
  await needing(sealer, { unders });
};
const needing = async (sealer: Sealer, needs: Needs): Promise<void> => {
  await sealer.prepare(() => needs);
};

export const vaultContract: readonly VaultCase[] = [
  {
    name: 'opens what was sealed, before and after it is durable',
    run: async (vault) => {
      await ready(vault, 'person-1');
      const sealed = vault.seal(place, name);
      deepEqual(vault.open([sealed.ref]), { [sealed.ref]: PERSON });
      await vault.flush();
      deepEqual(vault.open([sealed.ref]), { [sealed.ref]: PERSON });
      deepEqual(await vault.keysOf([sealed.ref]), { [sealed.ref]: 'person-1' });
    },
  },
  {
    name: 'seals the same value in the same place to the same, before and after it is durable',
    run: async (vault) => {
      await ready(vault, 'person-1');
      const first = vault.seal(place, name);
      deepEqual(vault.seal(place, name), first);
      await vault.flush();
      deepEqual(vault.seal({ ...place }, { ...name }), first);
      await vault.flush();
      deepEqual(await vault.orphans(new Set()), [first.ref]);
    },
  },
  {
    name: 'seals another value, place or person to something else',
    run: async (vault) => {
      await ready(vault, 'person-1', 'person-2');
      const seals = [
        vault.seal(place, name),
        vault.seal(place, { ...name, value: SISTER }),
        vault.seal(place, { ...name, under: 'person-2' }),
        vault.seal({ ...place, stream: 'household-81bc' }, name),
        vault.seal({ ...place, orderType: 'AddMember' }, name),
        vault.seal({ ...place, path: '/members/1/name' }, name),
      ];
      equal(new Set(seals.map(({ ref }) => ref)).size, seals.length);
      equal(new Set(seals.map(({ commitment }) => commitment)).size, seals.length);
    },
  },
  {
    name: 'keeps whatever JSON can say: Chinese, characters beyond the plane, objects in any order of names',
    run: async (vault) => {
      await ready(vault, 'person-1');
      const refs = VALUES.map((value, index) => vault.seal({ ...place, path: `/${index}` }, { under: 'person-1', value }).ref);
      await vault.flush();
      const opened = vault.open(refs);
      deepEqual(
        refs.map((ref) => opened[ref]),
        VALUES,
      );
    },
  },
  {
    name: 'takes text in any normal form for the same text, and the order of names for nothing',
    run: async (vault) => {
      await ready(vault, 'person-1');
      const composed = vault.seal(place, { under: 'person-1', value: { name: 'Gu\u00e9', year: 1960 } });
      deepEqual(vault.seal(place, { under: 'person-1', value: { year: 1960, name: 'Gue\u0301' } }), composed);
      deepEqual(vault.open([composed.ref]), { [composed.ref]: { name: 'Gu\u00e9', year: 1960 } });
    },
  },
  {
    name: 'refuses what JSON cannot say and keeps nothing of it',
    run: async (vault) => {
      await ready(vault, 'person-1');
      const unfit: readonly unknown[] = [
        undefined,
        Number.NaN,
        2 ** 53,
        'half \ud83d',
        [new Date(0)],
        { a: undefined },
        () => 1,
        1n,
      ];
      for (const value of unfit) {
        throws(() => vault.seal(place, { under: 'person-1', value: value as string }), NotJson);
      }
      await vault.flush();
      deepEqual(await vault.orphans(new Set()), []);
    },
  },
  {
    name: 'opens nothing for a ref that it does not know',
    run: async (vault) => {
      deepEqual(await vault.read(['00ff', 'no ref at all', '']), {});
      deepEqual(await vault.keysOf(['00ff', 'no ref at all', '']), {});
    },
  },
  {
    name: 'verifies a seal against value and salt',
    run: async (vault) => {
      await ready(vault, 'person-1');
      const sealed = vault.seal(place, name);
      const other = vault.seal(place, { ...name, value: SISTER });
      const forged: Sealed = { ref: sealed.ref, commitment: other.commitment };
      deepEqual(
        [await vault.verify(sealed), await vault.verify(forged), await vault.verify({ ...sealed, ref: 'ff00' })],
        [true, false, false],
      );
      await vault.flush();
      deepEqual([await vault.verify(sealed), await vault.verify(forged)], [true, false]);
    },
  },
  {
    name: 'opens nothing under a destroyed key, whether it was durable or not, and goes on for all others',
    run: async (vault) => {
      await ready(vault, 'person-1', 'person-2');
      const kept = vault.seal(place, name);
      await vault.flush();
      vault.open([kept.ref]);
      const waiting = vault.seal({ ...place, path: '/members/0/idNumber' }, { under: 'person-1', value: '999001196001011234' });
      const neighbour = vault.seal(place, { under: 'person-2', value: NEIGHBOUR });
      deepEqual(await vault.destroyKey('person-1', noon), { under: 'person-1', at: noon });
      deepEqual(await vault.read([kept.ref, waiting.ref, neighbour.ref]), { [neighbour.ref]: NEIGHBOUR });
      deepEqual(vault.open([kept.ref, waiting.ref]), {});
      deepEqual([await vault.verify(kept), await vault.verify(neighbour)], [false, true]);
      deepEqual(await vault.keysOf([kept.ref]), { [kept.ref]: 'person-1' });
      notEqual(kept.commitment, '');
    },
  },
  {
    name: 'seals nothing more under a destroyed key, nor under a name whose key was destroyed before it had one',
    run: async (vault) => {
      await ready(vault, 'person-1');
      vault.seal(place, name);
      await vault.destroyKey('person-1', noon);
      await vault.destroyKey('person-9', noon);
      await ready(vault, 'person-1', 'person-9');
      throws(() => vault.seal(place, name), KeyDestroyed);
      throws(() => vault.seal(place, { ...name, under: 'person-9' }), KeyDestroyed);
    },
  },
  {
    name: 'records a destruction once',
    run: async (vault) => {
      await ready(vault, 'person-1');
      vault.seal(place, name);
      await vault.destroyKey('person-2', later);
      await vault.destroyKey('person-1', noon);
      deepEqual(await vault.destroyKey('person-1', later), { under: 'person-1', at: noon });
      deepEqual(await vault.destroyed(), [
        { under: 'person-1', at: noon },
        { under: 'person-2', at: later },
      ]);
    },
  },
  {
    name: 'lists what the log does not know, in the order of sealing, and sweeps it',
    run: async (vault) => {
      await ready(vault, 'person-1');
      const refs = ['a', 'b', 'c', 'd'].map((path) => vault.seal({ ...place, path }, name).ref);
      await vault.flush();
      const known = new Set([refs[1] as string]);
      const orphans = await vault.orphans(known);
      deepEqual(orphans, [refs[0], refs[2], refs[3]]);
      equal(await vault.sweep([...orphans, '00ff']), 3);
      deepEqual(await vault.orphans(known), []);
      deepEqual(Object.keys(await vault.read(refs)), [refs[1]]);
    },
  },
  {
    name: 'rehearses without keeping anything, to the same seals where the key is there',
    run: async (vault) => {
      await ready(vault, 'person-1');
      const sealed = vault.seal(place, name);
      await vault.flush();
      const rehearsal = vault.rehearsal();
      await ready(rehearsal, 'person-1', 'person-3');
      deepEqual(rehearsal.seal(place, name), sealed);
      const stranger = rehearsal.seal(place, { under: 'person-3', value: GRANDMOTHER });
      const correction = rehearsal.seal(place, { under: 'person-1', value: PERSON_CORRECTED });
      deepEqual(rehearsal.open([sealed.ref, stranger.ref, correction.ref]), {
        [sealed.ref]: PERSON,
        [stranger.ref]: GRANDMOTHER,
        [correction.ref]: PERSON_CORRECTED,
      });
      await vault.flush();
      deepEqual(await vault.read([stranger.ref, correction.ref]), {});
      await ready(vault, 'person-3');
      const enrolled = vault.seal(place, { under: 'person-3', value: GRANDMOTHER });
      notEqual(enrolled.ref, stranger.ref);
      await vault.flush();
      deepEqual(await vault.orphans(new Set([sealed.ref])), [enrolled.ref]);
    },
  },
  {
    name: 'gives equal texts equal fingerprints, other texts and purposes others, and keeps no text for them',
    run: async (vault) => {
      await needing(vault, { purposes: ['numbers', 'phones'] });
      const [first, again, other, apart] = [
        vault.fingerprint('numbers', '999001196001011232'),
        vault.fingerprint('numbers', '999001196001011232'),
        vault.fingerprint('numbers', '999001196001011233'),
        vault.fingerprint('phones', '999001196001011232'),
      ];
      equal(again, first);
      equal(new Set([first, other, apart]).size, 3);
      equal(/^[0-9a-f]{64}$/.test(first), true);
      await vault.flush();
      equal(vault.fingerprint('numbers', '999001196001011232'), first);
      const rehearsal = vault.rehearsal();
      await needing(rehearsal, { purposes: ['numbers'] });
      equal(rehearsal.fingerprint('numbers', '999001196001011232'), first);
      deepEqual(await vault.orphans(new Set()), []);
    },
  },
  {
    name: 'shares one flush among all who seal in the same turn, and has nothing to wait for afterwards',
    run: async (vault) => {
      await ready(vault, ...Array.from({ length: 8 }, (_, index) => `person-${index}`));
      const refs: string[] = [];
      await Promise.all(
        Array.from({ length: 64 }, async (_, index) => {
          refs.push(vault.seal({ ...place, path: `/${index}` }, { under: `person-${index % 8}`, value: index }).ref);
          await vault.flush();
        }),
      );
      equal(Object.keys(vault.open(refs)).length, 64);
      await vault.flush();
    },
  },
  {
    name: 'seals nothing after it was closed, and closes twice',
    run: async (vault) => {
      await ready(vault, 'person-1');
      vault.seal(place, name);
      await vault.close();
      await vault.close();
      throws(() => vault.seal(place, name), VaultNotWritable);
      await rejects(vault.destroyKey('person-1', noon), VaultNotWritable);
    },
  },
];

export const durableVaultContract: readonly DurableVaultCase[] = [
  {
    name: 'has after a crash what was flushed, and seals it to the same',
    run: async (vault, crash) => {
      await ready(vault, 'person-1');
      const sealed = vault.seal(place, name);
      await vault.flush();
      const again = await crash();
      deepEqual(await again.read([sealed.ref]), { [sealed.ref]: PERSON });
      ok(await again.verify(sealed));
      await ready(again, 'person-1');
      deepEqual(again.seal(place, name), sealed);
      await again.close();
    },
  },
  {
    name: 'has after a crash nothing that was not flushed',
    run: async (vault, crash) => {
      await ready(vault, 'person-1');
      const sealed = vault.seal(place, name);
      const again = await crash();
      deepEqual(await again.read([sealed.ref]), {});
      deepEqual(await again.orphans(new Set()), []);
      await again.close();
    },
  },
  {
    name: 'lists after a crash between seal and append what the log never got',
    run: async (vault, crash) => {
      await ready(vault, 'person-1', 'person-5');
      const appended = vault.seal(place, name);
      await vault.flush();
      const lost = vault.seal({ ...place, stream: 'household-81bc' }, { under: 'person-5', value: UNCLE });
      await vault.flush();
      const again = await crash();
      deepEqual(await again.orphans(new Set([appended.ref])), [lost.ref]);
      equal(await again.sweep([lost.ref]), 1);
      deepEqual(await again.read([lost.ref]), {});
      await again.close();
    },
  },
  {
    name: 'keeps a key destroyed after a crash',
    run: async (vault, crash) => {
      await ready(vault, 'person-1');
      const sealed = vault.seal(place, name);
      await vault.destroyKey('person-1', noon);
      const again = await crash();
      deepEqual(await again.read([sealed.ref]), {});
      deepEqual(await again.destroyed(), [{ under: 'person-1', at: noon }]);
      await ready(again, 'person-1');
      throws(() => again.seal(place, name), KeyDestroyed);
      await again.close();
    },
  },
];
