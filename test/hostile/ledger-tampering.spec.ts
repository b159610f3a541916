import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit, buildHouses, copyOf, type Houses } from './ledger-house.js';
import { TAMPERING_CLASSES, tamperAndAudit } from './ledger-tampering.js';

let folder: string;
let houses: Houses;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-tampering-'));
  houses = await buildHouses(folder);
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

describe('tampering', () => {
  it('is found, and its place named, whatever was changed', async () => {
    const tries = TAMPERING_CLASSES * 8;
    const { missed, byClass } = await tamperAndAudit(houses, folder, tries, 20_240_301);
    expect(missed).toEqual([]);
    expect([byClass.size, Math.min(...byClass.values())]).toEqual([TAMPERING_CLASSES, 8]);
  });
});
