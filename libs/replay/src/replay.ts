import { type EventReader } from '#libs/event-store';
import { decideAgain, type Ground, type Open, type Replayed, type Verdict } from './decide-again.js';
import { appendsOfLog, appendsOfStreams, type RecordedAppend, type Stretch } from './recorded-append.js';
import { type ReferenceOptions, References } from './references.js';
import { StreamStates } from './stream-states.js';

export interface ReplayOptions extends ReferenceOptions {
  /** Opens sealed values; absent: decisions that need one answer INPUT_SEALED. */
  readonly open?: Open;
  /** Which appends; all of the log where absent. A stream brings what was refused to it. */
  readonly which?: { readonly streams: readonly string[] } | Stretch;
  /** Folded states kept in memory. */
  readonly statesKept?: number;
  /** Told how far it has come: in positions of the log, or appends of the streams that were named. */
  readonly onProgress?: (done: number, of: number) => void;
  /** Told of every decision, in the order of the log. */
  readonly onReplayed?: (replayed: Replayed) => void;
  readonly signal?: AbortSignal;
}

export type Tally = Readonly<Record<Verdict, number>>;

export interface ReplaySummary {
  /** Appends and kept refusals, and the events in them. */
  readonly appends: number;
  readonly events: number;
  readonly verdicts: Tally;
  /** The same by category of stream, refusals under `refusal`. */
  readonly byCategory: Readonly<Record<string, Tally>>;
  /** Nothing differs, and no law is missing: whatever can be decided again is decided the same. */
  readonly equal: boolean;
  /** The first that is not equal and could be decided. */
  readonly first?: Replayed;
}

const EVERY = 200;
const NONE: Tally = { EQUAL: 0, DIFFERENT: 0, INPUT_ERASED: 0, INPUT_SEALED: 0, LAW_MISSING: 0, NO_DECISION: 0 };

/**
 * Takes recorded decisions again, in the order of the log, with today's program and the law and offices that were known then.
 * Reads the log once and keeps few states: memory does not grow with the log. Nothing is written.
 */
export async function replay(reader: EventReader, options: ReplayOptions = {}): Promise<ReplaySummary> {
  const { which = {}, onProgress, onReplayed, signal } = options;
  const ground: Ground = {
    references: await References.of(reader, options),
    states: new StreamStates(reader, options.statesKept),
    ...(options.open === undefined ? {} : { open: options.open }),
  };
  const byCategory: Record<string, Record<Verdict, number>> = {};
  let [appends, events] = [0, 0];
  let first: Replayed | undefined;
  const source = await sourceOf(reader, which);
  for await (const { append, done } of source.appends) {
    if (signal?.aborted === true) break;
    const replayed = await decideAgain(append, ground);
    ground.states.grow(append.stream, append.events);
    appends++;
    events += append.events.length;
    const tally = (byCategory[categoryOf(append.stream)] ??= { ...NONE });
    tally[replayed.verdict]++;
    if (replayed.verdict === 'DIFFERENT' || replayed.verdict === 'LAW_MISSING') first ??= replayed;
    onReplayed?.(replayed);
    if (appends % EVERY === 0) onProgress?.(done, source.of);
  }
  onProgress?.(source.of, source.of);
  const verdicts = { ...NONE };
  for (const tally of Object.values(byCategory)) {
    for (const verdict of Object.keys(NONE) as Verdict[]) verdicts[verdict] += tally[verdict];
  }
  return { appends, events, verdicts, byCategory, equal: first === undefined, ...(first === undefined ? {} : { first }) };
}

interface Source {
  readonly of: number;
  readonly appends: AsyncIterable<{ readonly append: RecordedAppend; readonly done: number }>;
}

async function sourceOf(reader: EventReader, which: NonNullable<ReplayOptions['which']>): Promise<Source> {
  if ('streams' in which) {
    const appends = await appendsOfStreams(reader, which.streams);
    return {
      of: appends.length,
      appends: (async function* () {
        for (const [index, append] of appends.entries()) yield { append, done: index + 1 };
      })(),
    };
  }
  const { from = 0n, to } = which;
  const head = await reader.head();
  const last = to === undefined || to > head ? head : to;
  return {
    of: Number(last - from) + 1,
    appends: (async function* () {
      for await (const append of appendsOfLog(reader, { from, to: last })) {
        yield { append, done: Number((append.events.at(-1)?.position ?? from) - from) + 1 };
      }
    })(),
  };
}

const categoryOf = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('-')));

/** The streams that make up a household: its register, and every case that the register admitted. */
export async function streamsOfHousehold(reader: EventReader, householdId: string): Promise<readonly string[]> {
  const register = `household-${householdId}`;
  const cases = (await reader.readStream(register)).flatMap(({ type, data }) =>
    type === 'household.CaseAdmitted.v1' && 'caseId' in data ? [`case-${String(data.caseId)}`] : [],
  );
  return [register, ...cases];
}
