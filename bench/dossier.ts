import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Parts, unpacked, verifyDossier } from '#libs/dossier';
import { buildDossiers } from '../test/hostile/dossier-house.js';
import { type BenchRow, interleaved } from './bench-row.js';

const PAIRS = 5;
const RUNS = 5;

/** The bytes of a dossier parsed and hashed once, and nothing proven. Dossiers per second. */
function bare(parts: Parts): number {
  const began = performance.now();
  for (let run = 0; run < RUNS; run++) {
    for (const [name, bytes] of parts) {
      createHash('sha256').update(bytes).digest();
      if (name.endsWith('.json')) JSON.parse(Buffer.from(bytes).toString('utf8'));
    }
  }
  return (RUNS * 1000) / (performance.now() - began);
}

/** A dossier of some 200 events: how long it takes to make, and to verify; no limit is set for either, the times are printed. */
export async function benchDossier(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-dossier-'));
  try {
    const { whole, trust, madeMs } = await buildDossiers(folder, { scale: 0.05, others: 0 });
    const parts = unpacked(whole) ?? new Map<string, Uint8Array>();
    const verify = async (): Promise<number> => {
      const began = performance.now();
      for (let run = 0; run < RUNS; run++) {
        const { verdict } = verifyDossier(whole, trust);
        if (verdict !== 'WHOLE') throw new Error(`the dossier is ${verdict}`);
      }
      return (RUNS * 1000) / (performance.now() - began);
    };
    const { events } = verifyDossier(whole, trust);
    const { a, b, ratio } = await interleaved(PAIRS, verify, async () => bare(parts));
    return [
      {
        what: `dossier of ${events.length} events`,
        ours: a,
        limit: b,
        unit: 'verified/s',
        ratio,
        mustReach: 0,
        note: `made in ${madeMs.toFixed(0)} ms (recorded, signed, cosigned, proven), verified in ${(1000 / a).toFixed(0)} ms; limit: its ${(whole.length / 1e6).toFixed(1)} MB parsed and hashed by node once`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}
