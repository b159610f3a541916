import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type BenchRow } from './bench-row.js';

interface Bench {
  /** Only when it is asked for by name, or with `--full`. */
  readonly long?: true;
  readonly run: () => Promise<readonly BenchRow[]>;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  append: { run: async () => [await (await import('./append.js')).benchAppend()] },
  orders: { run: async () => (await import('./order-path.js')).benchOrderPath() },
  fold: { run: async () => (await import('./read-and-fold.js')).benchReadAndFold() },
  http: { run: async () => (await import('./http-order.js')).benchHttpOrder() },
  rebuild: { run: async () => (await import('./rebuild.js')).benchRebuild() },
  'event-store': { run: async () => (await import('./event-store.js')).benchEventStore() },
  workers: { long: true, run: async () => (await import('./workers.js')).benchWorkers() },
  verify: { run: async () => (await import('./verify.js')).benchVerify() },
  replay: { run: async () => (await import('./replay.js')).benchReplay() },
  dossier: { run: async () => (await import('./dossier.js')).benchDossier() },
  history: { run: async () => (await import('./history.js')).benchHistory() },
  ringing: { run: async () => (await import('./ringing.js')).benchRinging() },
  deadlines: { long: true, run: async () => (await import('./open-deadlines.js')).benchOpenDeadlines() },
  laifeng: { long: true, run: async () => (await import('./county.js')).benchCounty() },
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  const names = Object.entries(BENCHES).map(([name, { long }]) => `  ${name}${long === undefined ? '' : ' (long)'}`);
  console.log(`npm run bench -- [NAME …] [--full]\n\nWithout names all but the long ones, with --full all:\n${names.join('\n')}`);
  process.exit(0);
}
const unknown = positionals.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(', ')}; expected some of ${Object.keys(BENCHES).join(', ')}, and --full`);
  process.exit(2);
}
// Before the rows are loaded: they look at it when they are.
if (values.full) process.env['MINGCE_BENCH_FULL'] = '1';
const chosen = Object.entries(BENCHES).filter(([name, { long }]) =>
  positionals.length > 0 ? positionals.includes(name) : values.full || long === undefined,
);

const [cpu] = cpus();
console.log(
  `${availableParallelism()} × ${cpu?.model.trim() ?? 'unknown'}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1) ?? ''}`,
);
console.log('A and B by turns, five pairs, medians; ratio = ours / limit, and a row holds from "must reach" on\n');

const missed: string[] = [];
for (const [name, { run }] of chosen) {
  try {
    for (const row of await run()) {
      if (row.ratio < row.mustReach) missed.push(row.what);
      console.log(lineOf(row));
    }
  } catch (error) {
    // A bench never fails a build; it says what it could not measure.
    missed.push(name);
    console.log(`NOT MEASURED  ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
console.log(missed.length === 0 ? '\nevery row holds' : `\n${missed.length} missed: ${missed.join('; ')}`);

function lineOf({ what, ours, limit, unit, ratio, mustReach, note }: BenchRow): string {
  const mark = ratio >= mustReach ? 'holds ' : 'MISSES';
  const figures = `ratio ${ratio.toFixed(2)} (must reach ${mustReach.toFixed(2)})  ours ${figure(ours)} ${unit}, limit ${figure(limit)} ${unit}`;
  return `${mark}  ${what}\n        ${figures}${note === undefined ? '' : `\n        ${note}`}`;
}

function figure(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
}
// What a row that failed has left open must not keep the table from ending.
process.exit(0);
