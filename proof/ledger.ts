import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { syntheticSeason } from '#libs/read-models';
import { buildHouses, LARGE } from '../test/hostile/ledger-house.js';
import { honestLife } from '../test/hostile/ledger-honest.js';
import { chanceOf, tamperAndAudit } from '../test/hostile/ledger-tampering.js';

interface LedgerProof {
  /** Copies that are tampered with. */
  readonly tries: number;
  /** Ledgers that live without anybody doing anything to them. */
  readonly lives: number;
  readonly say: (line: string) => void;
}

const SEED = 1_000_000;

/** All tampering is found and its place named, and nothing is called a flaw where nobody tampered. */
export async function proveLedger({ tries, lives, say }: LedgerProof): Promise<readonly string[]> {
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
    return [...missed, ...alarms.map((alarm) => `false alarm: ${alarm}`)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
