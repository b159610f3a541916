import { type EventReader } from '#libs/event-store';
import {
  type Open,
  replay as replayLog,
  type Replayed,
  type ReplaySummary,
  stepsOf,
  streamsOfHousehold,
  type Verdict,
} from '#libs/replay';
import { type Language, replayFaults, replayWords as words, termOf } from '#libs/terms';
import { Failure } from '../failure.js';
import { jsonOf, tableText } from '../output.js';
import { openLog, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { differenceLines } from './difference-lines.js';
import { namesOf } from './names-of.js';
import { openedFor, type OpeningOptions } from './opening.js';
import { Progress } from './progress.js';
import { stepText } from './replay-steps.js';

export interface Whom {
  readonly case?: string;
  readonly household?: string;
  readonly act?: string;
}

export interface ReplayOptions extends Whom, OpeningOptions {
  readonly data?: string;
  /** Positions of the log, both included. */
  readonly from?: string;
  readonly to?: string;
  /** Every decision laid open. */
  readonly steps?: boolean;
  /** Address of the event store that holds the log; as set in the environment where absent. */
  readonly store?: string;
}

/** Differences that are shown and kept; all are counted. */
const SHOWN = 100;

/** Takes recorded decisions again and shows where today's program would decide otherwise; ends well only where nothing differs. */
export async function replay(options: ReplayOptions, surroundings: Surroundings): Promise<ExitCode> {
  const around = withStore(options.store, surroundings);
  const { output, signal } = around;
  const { language } = output;
  const folder = dataFolder(options.data, around);
  const stretch = { ...position('--from', 'from', options.from), ...position('--to', 'to', options.to) };
  const stream = streamAsked(options);
  const opened = await openedFor({ use: 'REPLAY', ...(stream && { stream }) }, folder, options, around);
  const { vault } = opened;
  const log = await openLog(folder, around);
  const progress = new Progress(output);
  try {
    const streams = await streamsOf(options, log, folder);
    const open: { readonly open?: Open } = vault === undefined ? {} : { open: (refs) => vault.read(refs) };
    const onProgress = (done: number, of: number): void => progress.step(words.replaying[language], done, of);
    if (options.steps === true) {
      if (streams === undefined) throw new Failure(replayFaults.stepsOf);
      const steps = await stepsOf(log, streams, { ...open, onProgress, signal });
      progress.stop();
      const names = namesOf(await referencesOf(log));
      output.print({ steps }, () => steps.map((step) => stepText(step, names, language)).join('\n'));
      return steps.every(({ verdict }) => verdict !== 'DIFFERENT') ? 0 : 1;
    }
    const unequal: Replayed[] = [];
    const summary = await replayLog(log, {
      ...open,
      which: streams === undefined ? stretch : { streams },
      onProgress,
      onReplayed: (one) => void ((one.difference ?? one.missing) !== undefined && unequal.length < SHOWN && unequal.push(one)),
      signal,
    });
    progress.stop();
    output.print({ ...plain(summary), unequal: unequal.map(plainOf) }, () => summaryText(summary, unequal, language));
    return summary.equal && !signal.aborted ? 0 : 1;
  } finally {
    progress.stop();
    await opened.close();
    await log.close();
  }
}

/** The log lies in the event store that is named, whatever the environment says. */
function withStore(store: string | undefined, around: Surroundings): Surroundings {
  return store === undefined ? around : { ...around, environment: { ...around.environment, MINGCE_EVENTSTORE_URL: store } };
}

function position<Name extends string>(
  option: string,
  name: Name,
  said: string | undefined,
): { readonly [name in Name]?: bigint } {
  if (said === undefined) return {};
  if (!/^\d+$/.test(said)) throw new Failure(replayFaults.position(option, said));
  return { [name]: BigInt(said) } as { readonly [name in Name]?: bigint };
}

/** The stream that was asked for; undefined for all. @throws Failure where two were. */
export function streamAsked(whom: Whom): string | undefined {
  const asked = (['case', 'household', 'act'] as const).flatMap((category) => {
    const id = whom[category];
    return id === undefined ? [] : [{ category, stream: id.startsWith(`${category}-`) ? id : `${category}-${id}` }];
  });
  const [one, ...more] = asked;
  if (more.length > 0) throw new Failure(replayFaults.onlyOne(asked.map(({ category }) => `--${category}`)));
  return one?.stream;
}

/** The streams that were asked for; undefined for all. @throws Failure where one of them is not there, or two were asked for. */
export async function streamsOf(whom: Whom, log: EventReader, folder: string): Promise<readonly string[] | undefined> {
  const stream = streamAsked(whom);
  if (stream === undefined) return undefined;
  if ((await log.readStream(stream)).length === 0) throw new Failure(replayFaults.noSuchStream(stream, folder));
  return whom.household === undefined ? [stream] : streamsOfHousehold(log, stream.slice('household-'.length));
}

function plain({ first: _first, ...summary }: ReplaySummary): object {
  return summary;
}

function plainOf({ append, verdict, difference, missing, again }: Replayed): object {
  const [event] = append.events;
  return {
    verdict,
    stream: append.stream,
    revision: event.revision,
    position: event.position,
    orderType: event.metadata.orderType,
    order: again?.order.given.order ?? null,
    difference: difference ?? null,
    ...(missing === undefined ? {} : { missing }),
  };
}

const VERDICTS: readonly Verdict[] = ['EQUAL', 'DIFFERENT', 'INPUT_ERASED', 'INPUT_SEALED', 'LAW_MISSING', 'NO_DECISION'];

function summaryText(summary: ReplaySummary, unequal: readonly Replayed[], language: Language): string {
  const { appends, events, byCategory, verdicts, equal } = summary;
  const found = VERDICTS.filter((verdict) => verdict === 'EQUAL' || verdicts[verdict] > 0);
  const rows = Object.entries(byCategory).map(([category, tally]) => [
    category,
    ...found.map((verdict) => String(tally[verdict])),
  ]);
  const more = verdicts.DIFFERENT + verdicts.LAW_MISSING - unequal.length;
  return [
    ...unequal.map((one) => unequalText(one, language)),
    ...(more > 0 ? [`  ${words.more[language]} ${more}`] : []),
    tableText([[words.category[language], ...found.map((verdict) => words[verdict][language])], ...rows]),
    ...(verdicts.INPUT_SEALED === 0 ? [] : [replayFaults.sealedDecisions[language]]),
    `${equal ? '✓' : '✗'} ${equal ? words.allEqual[language] : words.notEqual[language]}: ${appends} ${words.decisions[language]}, ${events} ${words.events[language]}; ${found.map((verdict) => `${words[verdict][language]} ${verdicts[verdict]}`).join(', ')}`,
  ].join('\n');
}

function unequalText({ append, difference, missing, again }: Replayed, language: Language): string {
  const event = difference?.event ?? append.events[0];
  const { orderType } = append.events[0].metadata;
  const head = `✗ ${event.stream}  ${words.revision[language]} ${event.revision}  ${words.position[language]} ${event.position}  ${termOf('order', orderType)[language]} (${orderType})`;
  const order = again === undefined ? [] : [`    ${jsonOf(again.order.given.order).replaceAll(/\s*\n\s*/g, ' ')}`];
  if (difference === undefined) return [head, `    ${missing ?? ''}`, ...order].join('\n');
  return [head, ...differenceLines(difference, language), ...order].join('\n');
}
