import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyDossier } from '#libs/dossier';
import { SigningKey } from '#libs/ledger';
import { syntheticSeason } from '#libs/read-models';
import { buildDossiers } from '../test/hostile/dossier-house.js';
import { tamperWithDossiers } from '../test/hostile/dossier-tampering.js';
import { buildHouses, LARGE } from '../test/hostile/ledger-house.js';
import { honestLife } from '../test/hostile/ledger-honest.js';
import { chanceOf, tamperAndAudit } from '../test/hostile/ledger-tampering.js';

interface LedgerProof {
  /** Copies that are tampered with. */
  readonly tries: number;
  /** Ledgers that live without anybody doing anything to them. */
  readonly lives: number;
  /** Dossiers that are tampered with. */
  readonly dossierTries: number;
  /** Part of a small county of which every household's dossier is verified as it is. */
  readonly dossierScale: number;
  readonly say: (line: string) => void;
}

const SEED = 1_000_000;

/** All tampering is found and its place named, and nothing is called a flaw where nobody tampered. */
export async function proveLedger({ tries, lives, dossierTries, dossierScale, say }: LedgerProof): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'proof-ledger-'));
  try {
    const houses = await buildHouses(folder, LARGE);
    const { byClass, missed } = await tamperAndAudit(houses, folder, tries, SEED);
    for (const [name, count] of byClass) say(`${String(count).padStart(5)} × ${name}`);
    say(`${tries - missed.length} of ${tries} found with their place`);
    const appends = [...syntheticSeason({ households: 25 })];
    const alarms: string[] = [];
    for (let seed = SEED; seed < SEED + lives; seed++) {
      alarms.push(...(await honestLife(join(folder, 'honest'), appends, chanceOf(seed))));
    }
    say(`${alarms.length} false alarms in ${lives} honest ledgers`);
    const dossiers = await proveDossiers(join(folder, 'dossiers'), dossierTries, dossierScale, say);
    return [...missed, ...alarms.map((alarm) => `false alarm: ${alarm}`), ...dossiers];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const MOST_HOUSEHOLDS = 400;

/** The same of dossiers: every household's is whole as it is, and none that was tampered with. */
async function proveDossiers(folder: string, tries: number, scale: number, say: LedgerProof['say']): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const dossiers = await buildDossiers(folder, { scale, others: MOST_HOUSEHOLDS });
  const honest = [dossiers.whole, dossiers.opened, ...dossiers.others].map((file) => verifyDossier(file, dossiers.trust));
  const alarms = honest.flatMap(({ flaws, contents }) =>
    flaws.map(
      ({ code, place }) => `false alarm in the dossier of ${contents?.household ?? '?'}: ${code} ${JSON.stringify(place)}`,
    ),
  );
  say(`${alarms.length} false alarms in ${honest.length} honest dossiers`);
  const stranger = await SigningKey.open(join(folder, 'stranger.key'), dossiers.key.name, '');
  const { byClass, missed } = tamperWithDossiers(dossiers, stranger, tries, chanceOf(SEED));
  for (const [name, count] of byClass) say(`${String(count).padStart(5)} × ${name}`);
  say(`${tries - missed.length} of ${tries} dossiers found with what was done`);
  return [...missed, ...alarms];
}
