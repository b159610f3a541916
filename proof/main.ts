import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DATA_FILES } from '#libs/embedded';
import { SqliteEventReader } from '#libs/event-store';
import { proveCrashes } from './crash.js';
import { proveLedger } from './ledger.js';
import { examineLog } from './log-soundness.js';
import { proveMatrix } from './matrix.js';
import { proveMutants } from './mutants.js';
import { rebuiltDiffers } from './rebuilt.js';
import { proveReplay } from './replay.js';
import { proveSeason } from './season.js';
import { startSimulation } from './simulation-process.js';
import { proveWorkers } from './workers.js';

interface Asked {
  readonly quick: boolean;
  /** Of the parts that go by seeds. */
  readonly seeds?: number;
}

/** Says what it sees; answers what is not so. */
type Part = (asked: Asked) => Promise<readonly string[]>;

const QUICK_SCALE = 0.02;
const QUICK_MATRIX = { everyScript: 34, scale: 0.02 };
/** Of each of its seeds: a few households through all of their years. */
const WORKERS_SCALE = 0.01;
const NOTICES = 10_000;
const FEW_NOTICES = 500;
const MOST_MIB = 1024;

const PARTS: Readonly<Record<string, Part>> = {
  crash: ({ quick, seeds = quick ? 3 : 50 }) => proveCrashes({ seeds, say }),
  mutants: ({ quick }) => proveMutants({ ...(quick ? { led: 2, unled: 100 } : { led: 20, unled: 10_000 }), say }),
  matrix: ({ quick }) => proveMatrix({ ...(quick ? QUICK_MATRIX : { everyScript: 1, scale: 1 }), say }),
  season: ({ quick }) => proveSeason({ notices: quick ? FEW_NOTICES : NOTICES, say }),
  ledger: ({ quick }) =>
    proveLedger({
      tries: quick ? 400 : 8_000,
      lives: quick ? 20 : 400,
      dossierTries: quick ? 140 : 4_200,
      dossierScale: quick ? 0.05 : 1,
      say,
    }),
  replay: ({ quick }) => proveReplay({ scenario: 'laifeng', scale: quick ? QUICK_SCALE : 1, say }),
  workers: ({ quick, seeds = quick ? 3 : 50 }) => proveWorkers({ seeds, scale: WORKERS_SCALE, say }),
  shiqiao: () => proveSimulation('shiqiao', 1),
  laifeng: ({ quick }) => proveSimulation('laifeng', quick ? QUICK_SCALE : 1),
};

/** A whole run: its table holds, memory stays flat, the log is sound, the second judge silent, the read models equal a rebuild. */
async function proveSimulation(scenario: string, scale: number): Promise<readonly string[]> {
  const dataFolder = await mkdtemp(join(tmpdir(), `proof-${scenario}-`));
  try {
    const { report, peakMiB = 0 } = await startSimulation({ scenario, dataFolder, scale }).ended;
    if (report === undefined) return ['the simulation was killed'];
    const { orders, events, seconds, rows } = report;
    say(
      `${orders} orders, ${events} events in ${(seconds / 60).toFixed(1)} min: ${perSecond(orders, seconds)} orders/s, ${perSecond(events, seconds)} events/s`,
    );
    say(`peak memory ${Math.round(peakMiB)} MiB, under ${report.definitions.join(' and ')}`);
    for (const { label, source, ours, verdict } of rows)
      say(`  ${verdict.padEnd(26)}${label.en}: source ${source}, ours ${ours}`);
    const reader = await SqliteEventReader.openReader(join(dataFolder, DATA_FILES.events));
    try {
      const judging = performance.now();
      const log = await examineLog(reader);
      say(
        `log of ${log.events} events in ${log.streams} streams read and judged in ${since(judging)}: ${JSON.stringify(log.judged)}`,
      );
      const rebuilding = performance.now();
      const differing = await rebuiltDiffers(dataFolder, reader);
      say(`read models rebuilt and compared row by row in ${since(rebuilding)}`);
      return [
        ...(report.holds ? [] : ['the table does not hold']),
        ...(report.heldStreams === 0 ? [] : [`${report.heldStreams} streams are held`]),
        ...(peakMiB <= MOST_MIB ? [] : [`peak memory ${Math.round(peakMiB)} MiB is more than ${MOST_MIB}`]),
        ...log.problems,
        ...differing,
      ];
    } finally {
      await reader.close();
    }
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

function perSecond(count: number, seconds: number): string {
  return (count / seconds).toFixed(0);
}

function since(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(0)} s`;
}

function say(line: string): void {
  console.log(`  ${line}`);
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, seeds: { type: 'string' } },
});
const { quick } = values;
const asked: Asked = values.seeds === undefined ? { quick } : { quick, seeds: Number(values.seeds) };
const unknown = positionals.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  console.error(
    `there is no proof ${unknown.join(', ')}; expected some of ${Object.keys(PARTS).join(', ')}, and --quick, --seeds N`,
  );
  process.exit(2);
}
console.log(`${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}`);
const failed: string[] = [];
for (const [name, part] of Object.entries(PARTS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`\n${name}`);
  const began = performance.now();
  const problems = await part(asked).catch((error: unknown) => [
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  ]);
  for (const problem of problems) console.log(`  NOT SO: ${problem}`);
  console.log(`${name}: ${problems.length === 0 ? 'proven' : `${problems.length} NOT SO`}, ${since(began)}`);
  if (problems.length > 0) failed.push(name);
}
console.log(failed.length === 0 ? '\neverything proven' : `\nNOT PROVEN: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
