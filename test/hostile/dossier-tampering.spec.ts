import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packed, sha256Hex, utf8ToBytes, verifyDossier } from '#libs/dossier';
import { SigningKey } from '#libs/ledger';
import { buildDossiers, type Dossiers } from './dossier-house.js';
import { DOSSIER_TAMPERINGS, tamperWithDossiers } from './dossier-tampering.js';
import { chanceOf } from './ledger-tampering.js';

/** Of each class; `npm run proof -- ledger` tries thousands. */
const TRIES = 1;

let folder: string;
let dossiers: Dossiers;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingce-dossiers-'));
  dossiers = await buildDossiers(folder, { scale: 0.05, others: 3 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a dossier with which nobody tampered', () => {
  it('is whole: sealed, opened, and of other households', () => {
    const verified = [dossiers.whole, dossiers.opened, ...dossiers.others].map((file) => verifyDossier(file, dossiers.trust));
    expect(verified.map(({ verdict, flaws }) => ({ verdict, flaws }))).toEqual(
      verified.map(() => ({ verdict: 'WHOLE', flaws: [] })),
    );
    const [sealed, opened] = verified;
    expect([sealed?.opened.size, (opened?.opened.size ?? 0) > 0, sealed?.witnesses.map(({ name }) => name)]).toEqual([
      0,
      true,
      ['witness.example/w'],
    ]);
    expect(sealed?.contents?.streams.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['REGISTER', 'CASE', 'ACT']));
  });

  it('is not proven where nobody says whom he believes', () => {
    expect(verifyDossier(dossiers.whole, {}).verdict).toBe('UNPROVEN');
  });

  it('is what an older one was before: whole, without what came later', () => {
    const { trust } = dossiers;
    const [whole, older] = [dossiers.whole, dossiers.older].map((file) => verifyDossier(file, { ...trust, known: [] }));
    expect([older?.verdict, (whole?.events.length ?? 0) - (older?.events.length ?? 0)]).toEqual(['WHOLE', 1]);
  });

  it('hides a fork from whoever knows neither a witness nor a checkpoint of the time after it', () => {
    const { key } = dossiers.trust;
    expect(verifyDossier(dossiers.forked, key === undefined ? {} : { key }).verdict).toBe('WHOLE');
  });
});

describe('tampering with a dossier', () => {
  it('is found, and its place named, whatever was changed', async () => {
    const stranger = await SigningKey.open(join(folder, 'stranger.key'), dossiers.key.name, '');
    const { missed, byClass } = tamperWithDossiers(dossiers, stranger, DOSSIER_TAMPERINGS * TRIES, chanceOf(20_240_302));
    expect(missed).toEqual([]);
    expect(byClass.size).toBe(DOSSIER_TAMPERINGS);
  });
});

describe('the container', () => {
  it('is the same bytes for the same parts, in every release: old dossiers must not look changed', () => {
    const parts = new Map([
      ['contents.json', utf8ToBytes('{}')],
      ['pages/zh.html', utf8ToBytes('页')],
    ]);
    expect(sha256Hex(packed(parts))).toBe('6787f018e14b91ebb9568b23ecd6227fc527f123362edfcf18df6ddafbb92965');
  });
});
