import { type EventReader } from '#libs/event-store';
import { daysBetween, type JsonValue } from '#libs/kernel';
import { type Rule } from '#libs/procedure';
import { type AreaTally, AreaTallies } from '../area-tallies.js';
import { type OpenAtOnce } from '../decide-again.js';
import { appendsOfStreams } from '../recorded-append.js';
import { References } from '../references.js';
import { caseUnder, type CaseUnder, type CaseVerdict, type Mode, type UnderGround } from './case-under.js';
import { type Proposal, ProposedLaws } from './proposal.js';

export interface CounterfactualOptions {
  readonly proposal: Proposal;
  readonly mode: Mode;
  /** Streams of the cases to be tried; every case of the log where absent. */
  readonly cases?: readonly string[];
  /** Only cases of this area and of those below it. */
  readonly within?: string;
  /** Opens sealed values; absent: cases that need one answer INPUT_SEALED. */
  readonly open?: OpenAtOnce;
  readonly rules?: readonly Rule[];
  readonly onProgress?: (done: number, of: number) => void;
  /** Told of every case that the proposal is about, in the order in which they were opened. */
  readonly onCase?: (one: CaseUnder) => void;
  readonly signal?: AbortSignal;
}

export type VerdictTally = Readonly<Partial<Record<CaseVerdict, number>>>;

export interface CounterfactualSummary {
  readonly mode: Mode;
  /** Cases looked at, and those among them that the proposal is about. */
  readonly cases: number;
  readonly concerned: number;
  readonly verdicts: VerdictTally;
  /** `REGISTERED → REJECTED`: endings that would be others, and how often; `—` where the case would not have ended. */
  readonly endings: Readonly<Record<string, number>>;
  /** Findings by which orders would be refused, and how often. */
  readonly refusedFor: Readonly<Record<string, number>>;
  /** Of the cases that would end the same, later or earlier: how many, and by how many days in all and at most. */
  readonly endedOnOtherDays: { readonly cases: number; readonly days: number; readonly most: number };
  /** Orders that moved, and sheets that would have borne another last day. */
  readonly moved: number;
  readonly reprinted: number;
  /** Sealed values that were opened. */
  readonly opened: number;
  /** County, township, village, group: every area with a case that is concerned, each followed by those below it. */
  readonly areas: readonly AreaTally<CaseVerdict>[];
}

const EVERY = 20;

/**
 * The same histories under law that is tried in the place of what was in force: case after case, each by itself. Registers and
 * acts stay as they were. Nothing is written.
 */
export async function counterfactual(reader: EventReader, options: CounterfactualOptions): Promise<CounterfactualSummary> {
  const { proposal, mode, within, onProgress, onCase, signal } = options;
  const references = await References.of(reader, options);
  const { directory } = references.now();
  const opened = new Set<string>();
  const ground: UnderGround = {
    references,
    directory,
    laws: new ProposedLaws(references, proposal, options.rules),
    ...(options.open === undefined ? {} : { open: counting(options.open, opened) }),
  };
  const streams = options.cases ?? (await reader.streamsOf('case'));
  const sum = new Sum();
  for (const [index, stream] of streams.entries()) {
    if (signal?.aborted === true) break;
    const appends = await appendsOfStreams(reader, [stream]);
    const area = (appends[0]?.events[0].data as { area?: { village?: string; group?: string } } | undefined)?.area;
    const lowest = area?.group ?? area?.village ?? '';
    if (within === undefined || directory.isWithin(lowest, within)) {
      sum.cases++;
      const one = caseUnder(appends, mode, ground);
      if (one !== undefined) {
        sum.add(one, directory.lineage(lowest));
        onCase?.(one);
      }
    }
    if (index % EVERY === 0) onProgress?.(index, streams.length);
  }
  onProgress?.(streams.length, streams.length);
  return sum.summary(mode, opened.size);
}

function counting(open: OpenAtOnce, opened: Set<string>): OpenAtOnce {
  return (refs) => {
    const values: Readonly<Record<string, JsonValue>> = open(refs);
    for (const ref in values) opened.add(ref);
    return values;
  };
}

type Counts = Record<string, number>;
const count = (counts: Counts, name: string): void => void (counts[name] = (counts[name] ?? 0) + 1);

class Sum {
  cases = 0;
  private concerned = 0;
  private readonly verdicts: Counts = {};
  private readonly endings: Counts = {};
  private readonly refusedFor: Counts = {};
  private readonly areas = new AreaTallies<CaseVerdict>();
  private otherDays = { cases: 0, days: 0, most: 0 };
  private moved = 0;
  private reprinted = 0;

  add(one: CaseUnder, lineage: readonly string[]): void {
    const { verdict, recorded, under, decisive } = one;
    this.concerned++;
    this.moved += one.moved.length;
    this.reprinted += one.reprinted;
    count(this.verdicts, verdict);
    if (verdict === 'ENDS_OTHERWISE') count(this.endings, `${recorded?.outcome ?? '—'} → ${under?.outcome ?? '—'}`);
    if (verdict === 'REFUSED') for (const { code } of decisive?.under.refused ?? []) count(this.refusedFor, code);
    const days = one.stopped || recorded === undefined || under === undefined ? 0 : daysBetween(recorded.on, under.on);
    if (days !== 0) {
      const { cases, days: all, most } = this.otherDays;
      this.otherDays = { cases: cases + 1, days: all + days, most: Math.abs(days) > Math.abs(most) ? days : most };
    }
    this.areas.add(verdict, lineage);
  }

  summary(mode: Mode, opened: number): CounterfactualSummary {
    const { cases, concerned, verdicts, endings, refusedFor, otherDays: endedOnOtherDays, moved, reprinted } = this;
    return {
      mode,
      cases,
      concerned,
      verdicts,
      endings,
      refusedFor,
      endedOnOtherDays,
      moved,
      reprinted,
      opened,
      areas: this.areas.list(),
    };
  }
}
