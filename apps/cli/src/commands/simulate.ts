import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PARTITIONS } from '#libs/application';
import { deploymentIn } from '#libs/distributed';
import { eventStoreIn } from '#libs/embedded';
import { simulate as play, type SimulationReport, UnknownScenario, type WorkersOption } from '#libs/simulation';
import { commandLine as words, type Language } from '#libs/terms';
import { Failure } from '../failure.js';
import { type Output, tableText } from '../output.js';
import { type ExitCode, type Surroundings } from './command.js';
import { Progress } from './progress.js';

export interface SimulateOptions {
  readonly scale?: string;
  readonly seed?: string;
  readonly data?: string;
  /** Address of a Redis that rings; MINGCE_REDIS_URL where absent, and a table in the data folder where that is not set either. */
  readonly redis?: string;
  /** Address of an event store that holds the log; MINGCE_EVENTSTORE_URL where absent, and the data folder where that is not set either. */
  readonly store?: string;
  /** Worked by so many processes of their own: over the event store, the Redis and this PostgreSQL; MINGCE_POSTGRES_URL where absent. */
  readonly workers?: string;
  readonly postgres?: string;
}

/** Plays a scenario on the real engine and prints its table; ends well only where every row that should hold does. */
export async function simulate(scenario: string, options: SimulateOptions, around: Surroundings): Promise<ExitCode> {
  const { output, signal } = around;
  const scale = scaleOf(options.scale);
  const folder = options.data ?? (await mkdtemp(join(tmpdir(), 'mingce-simulate-')));
  const progress = new Progress(output);
  const eventStore = options.store === undefined ? eventStoreIn(around.environment) : { url: options.store };
  const redis = options.redis ?? around.environment['MINGCE_REDIS_URL'] ?? '';
  try {
    const report = await play(scenario, {
      dataFolder: folder,
      scale,
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(redis === '' ? {} : { redis: { url: redis } }),
      ...(eventStore === undefined ? {} : { eventStore }),
      ...workersOf(options, around),
      say: (line) => output.note(line),
      onProgress: (phase, done, total) => progress.step(phase, done, total),
      signal,
    });
    progress.stop();
    output.print(report, () => reportText(report, output));
    return report.holds ? 0 : 1;
  } catch (error) {
    if (error instanceof UnknownScenario) throw new Failure(error.message);
    if (signal.aborted)
      throw new Failure(`${words.interrupted[output.language]}${options.data === undefined ? '' : `: --data ${folder}`}`);
    throw error;
  } finally {
    progress.stop();
    if (options.data === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** @throws NoDeployment where one of the three servers is missing. */
function workersOf(
  { workers, store, redis, postgres }: SimulateOptions,
  { environment }: Surroundings,
): { workers?: WorkersOption } {
  if (workers === undefined) return {};
  const count = Number(workers);
  if (!/^\d+$/.test(workers) || count < 1 || count > PARTITIONS) {
    throw new Failure(`--workers: a number from 1 to ${PARTITIONS}, not "${workers}"`);
  }
  const servers = {
    ...environment,
    ...(store === undefined ? {} : { MINGCE_EVENTSTORE_URL: store }),
    ...(redis === undefined ? {} : { MINGCE_REDIS_URL: redis }),
    ...(postgres === undefined ? {} : { MINGCE_POSTGRES_URL: postgres }),
  };
  const deployment = deploymentIn(servers, 'worker');
  return deployment === undefined ? {} : { workers: { count, ...deployment } };
}

function scaleOf(said: string | undefined): number {
  const scale = said === undefined ? 1 : Number(said);
  if (!(scale > 0 && scale <= 1)) throw new Failure(`--scale: a number above 0 and up to 1, such as 0.02; not "${said ?? ''}"`);
  return scale;
}

const VERDICTS: Readonly<
  Record<SimulationReport['rows'][number]['verdict'], { readonly mark: string; readonly words: keyof typeof words }>
> = {
  HOLDS: { mark: '✓', words: 'holds' },
  DIFFERS: { mark: '✗', words: 'differs' },
  SOURCE_CONTRADICTS_ITSELF: { mark: '≠', words: 'contradicts' },
  OURS_ASSUMED: { mark: '·', words: 'assumed' },
};

function reportText(report: SimulationReport, { language }: Output): string {
  const rows = report.rows.map(({ label, source, ours, verdict, clause }) => [
    VERDICTS[verdict].mark,
    label[language],
    source,
    ours,
    words[VERDICTS[verdict].words][language],
    clause,
  ]);
  const heading = ['', '', words.inSource[language], words.ours[language], '', ''];
  return [tableText([heading, ...rows]), '', summary(report, language)].join('\n');
}

function summary(
  { definitions, scale, orders, events, seconds, holds, heldStreams }: SimulationReport,
  language: Language,
): string {
  const perSecond = (count: number): string => `${count} (${Math.round(count / Math.max(seconds, 0.001))}/s)`;
  const held = heldStreams === 0 ? '' : `, ${heldStreams} ${words.held[language]}`;
  const result = holds ? words.allHold[language] : words.notAllHold[language];
  return `${definitions.join(', ')}; scale ${scale}; ${words.orders[language]} ${perSecond(orders)}, ${words.events[language]} ${perSecond(events)}, ${seconds.toFixed(1)} s${held}; ${result}`;
}
