import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit, buildHouses, copyOf, type Houses, SMALL } from './ledger-house.js';
import { syntheticSeason } from '#libs/read-models';
import { honestLife } from './ledger-honest.js';
import { chanceOf, TAMPERING_CLASSES, tamperAndAudit } from './ledger-tampering.js';

/** Of each class; `npm run proof -- ledger` tries thousands. */
const TRIES = 6;

let folder: string;
let houses: Houses;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-tampering-'));
  houses = await buildHouses(folder, SMALL);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a house that nobody tampered with', () => {
  it('is whole, at every time, and so is a copy of it', async () => {
    for (const house of [houses.early, houses.whole, copyOf(houses.whole, join(folder, 'copy'))]) {
      const { flaws, sound, unsigned, witnesses, newest } = await audit(house, true);
      expect({ flaws, sound, unsigned, witnessed: witnesses[0]?.size === newest?.size }).toEqual({
        flaws: [],
        sound: true,
        unsigned: 0,
        witnessed: true,
      });
    }
  });

  it('is whole as seen from itself where somebody made all of it anew with its key, and not as seen by a witness', async () => {
    expect(await audit({ ...houses.forked, known: houses.forked.known }, true)).toMatchObject({ sound: true });
    const { flaws } = await audit({ ...houses.forked, known: houses.whole.known }, true);
    expect(flaws.map(({ code }) => code)).toEqual(['FORKED']);
  });
});

describe('a ledger to which nobody does anything', () => {
  it('is whole whenever somebody looks, also while it runs', async () => {
    const appends = [...syntheticSeason({ households: 25 })];
    const alarms: string[] = [];
    for (let seed = 1; seed <= 8; seed++) alarms.push(...(await honestLife(join(folder, 'honest'), appends, chanceOf(seed))));
    expect(alarms).toEqual([]);
  });
});

describe('tampering', () => {
  it('is found, and its place named, whatever was changed', async () => {
    const tries = TAMPERING_CLASSES * TRIES;
    const { missed, byClass } = await tamperAndAudit(houses, folder, tries, 20_240_301);
    expect(missed).toEqual([]);
    expect([byClass.size, Math.min(...byClass.values())]).toEqual([TAMPERING_CLASSES, TRIES]);
  });
});
