import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_FILES } from '#libs/embedded';
import { SqliteEventReader } from '#libs/event-store';
import { replay, type Replayed } from '#libs/replay';
import { SqliteVault } from '#libs/vault';
import { startSimulation } from './simulation-process.js';

export interface ReplayProof {
  readonly scenario: string;
  readonly scale: number;
  readonly say: (line: string) => void;
}

const TENTHS = 10;
const MOST_TOLD = 5;
/** Memory by which the second half of a log may exceed the first: garbage, and not what was read. */
const MOST_GROWTH_MIB = 256;

/** Every decision of a whole run taken again: all of them equal, none passed over, in memory that does not grow with the log. */
export async function proveReplay({ scenario, scale, say }: ReplayProof): Promise<readonly string[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'proof-replay-'));
  try {
    const { report } = await startSimulation({ scenario, dataFolder, scale }).ended;
    if (report === undefined) return ['the simulation was killed'];
    say(`${report.orders} orders, ${report.events} events in ${(report.seconds / 60).toFixed(1)} min`);
    return await replayed(dataFolder, report.events, say);
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function replayed(dataFolder: string, events: number, say: ReplayProof['say']): Promise<readonly string[]> {
  const reader = await SqliteEventReader.openReader(join(dataFolder, DATA_FILES.events));
  const vault = SqliteVault.open(dataFolder, { readOnly: true });
  const began = performance.now();
  const peaks = Array.from({ length: TENTHS }, () => 0);
  let tenth = 0;
  const unequal: Replayed[] = [];
  try {
    const summary = await replay(reader, {
      open: (refs) => vault.open(refs),
      onProgress: (done, of) => {
        const at = Math.min(TENTHS - 1, Math.floor((done / of) * TENTHS));
        peaks[at] = Math.max(peaks[at] ?? 0, process.memoryUsage.rss() / 2 ** 20);
        for (; tenth < at; tenth++) {
          const seconds = ((performance.now() - began) / 1000).toFixed(0);
          say(`  ${(tenth + 1) * TENTHS} % after ${seconds} s, ${(peaks[tenth] ?? 0).toFixed(0)} MiB`);
        }
      },
      onReplayed: (one) => {
        if (one.verdict !== 'EQUAL' && unequal.length < MOST_TOLD) unequal.push(one);
      },
    });
    const seconds = (performance.now() - began) / 1000;
    const { appends, verdicts, byCategory } = summary;
    say(`${verdicts.EQUAL} of ${appends} decisions equal`);
    const kinds = Object.entries(byCategory).map(([category, tally]) => `${category} ${tally.EQUAL}`);
    say(
      `${kinds.join(', ')}; ${summary.events} events in ${seconds.toFixed(0)} s, ${(appends / seconds).toFixed(0)} decisions/s`,
    );
    const half = TENTHS / 2;
    const growth = Math.max(...peaks.slice(half)) - Math.max(...peaks.slice(0, half));
    say(`memory: peak ${Math.max(...peaks).toFixed(0)} MiB, ${growth.toFixed(0)} MiB more in the second half than in the first`);
    return [
      ...(verdicts.EQUAL === appends ? [] : [`${appends - verdicts.EQUAL} decisions are not equal`]),
      ...(summary.events === events ? [] : [`${summary.events} events were replayed, ${events} stand in the log`]),
      ...(growth <= MOST_GROWTH_MIB ? [] : [`memory grows with the log: ${growth.toFixed(0)} MiB`]),
      ...unequal.map(
        ({ append, verdict, difference, missing }) =>
          `${append.stream} ${append.events[0].revision}: ${verdict} ${difference?.path ?? missing ?? ''}`,
      ),
    ];
  } finally {
    await vault.close();
    await reader.close();
  }
}
