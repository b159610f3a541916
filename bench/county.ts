import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulation } from '../proof/simulation-process.js';
import { type BenchRow } from './bench-row.js';

const MINUTES = 15;
const MOST_MIB = 1024;

/** The whole county in a process of its own: how long, how much memory. Better than 1 is within the limit. */
export async function benchCounty(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-county-'));
  try {
    const { report, peakMiB = Number.POSITIVE_INFINITY } = await startSimulation({ scenario: 'laifeng', dataFolder: folder })
      .ended;
    if (report === undefined) throw new Error('the simulation was killed');
    const { orders, events, seconds } = report;
    const told = `${orders} orders, ${(orders / seconds).toFixed(0)}/s; ${events} events, ${(events / seconds).toFixed(0)}/s; ${
      report.holds ? 'the table holds' : 'THE TABLE DOES NOT HOLD'
    }`;
    const minutes = seconds / 60;
    return [
      {
        what: 'simulate laifeng in full',
        ours: minutes,
        limit: MINUTES,
        unit: 'min',
        ratio: MINUTES / minutes,
        mustReach: 1,
        note: told,
      },
      {
        what: 'simulate laifeng in full, peak memory',
        ours: peakMiB,
        limit: MOST_MIB,
        unit: 'MiB',
        ratio: MOST_MIB / peakMiB,
        mustReach: 1,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
