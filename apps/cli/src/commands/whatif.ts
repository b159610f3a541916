import { areaText, namedIn, type Names } from '#libs/audit';
import { basename } from 'node:path';
import { type EventReader } from '#libs/event-store';
import {
  type CaseUnder,
  type CaseVerdict,
  counterfactual,
  type CounterfactualSummary,
  type Divergence,
  GRAVITY,
  type Mode,
  References,
} from '#libs/replay';
import { type Language, type Named, ruleText, replayFaults, replayWords as words, termOf } from '#libs/terms';
import { readyToOpen } from '#libs/vault';
import { Failure } from '../failure.js';
import { areaTable, countsText } from './area-table.js';
import { knownArea, openLog } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { differenceLines } from './difference-lines.js';
import { lawsNamed } from './law-to-try.js';
import { namesOf } from './names-of.js';
import { Progress } from './progress.js';
import { openedFor, type OpeningOptions } from './opening.js';
import { streamAsked, streamsOf, type Whom } from './replay.js';

export interface WhatIfOptions extends Whom, OpeningOptions {
  readonly data?: string;
  readonly mode?: string;
  readonly within?: string;
}

const MODES: Readonly<Record<string, Mode>> = { 'as-given': 'AS_GIVEN', shifted: 'SHIFTED' };
/** Cases that are shown to a person; JSON holds all that differ. */
const SHOWN = 30;

/**
 * The same histories under other law: a definition, policy set or calendar, of files or by `id@version`, separated by commas.
 * Ends well whatever it finds: that a law would have changed something is no failure.
 */
export async function whatIf(named: string, options: WhatIfOptions, around: Surroundings): Promise<ExitCode> {
  const { output, signal } = around;
  const { language } = output;
  const mode = MODES[options.mode ?? 'as-given'];
  if (mode === undefined) throw new Failure(replayFaults.mode(options.mode ?? ''));
  const folder = dataFolder(options.data, around);
  const law = named.split(',').filter((part) => part !== '');
  const stream = streamAsked(options);
  const { within } = options;
  const about = { use: 'COUNTERFACTUAL', law: law.map(nameOf), ...(stream && { stream }), ...(within && { within }) } as const;
  const opened = await openedFor(about, folder, options, around);
  const { vault } = opened;
  const log = await openLog(folder, around);
  const progress = new Progress(output);
  try {
    const references = await References.of(log);
    const proposal = await lawsNamed(named, references);
    if (options.within !== undefined) knownArea(references.now().directory, options.within);
    const streams = await streamsOf(options, log, folder);
    const otherwise: CaseUnder[] = [];
    const summary = await counterfactual(vault === undefined ? log : readyToOpen(log, vault), {
      proposal,
      mode,
      ...(streams === undefined ? {} : { cases: await casesIn(streams, log) }),
      ...(options.within === undefined ? {} : { within: options.within }),
      ...(vault === undefined ? {} : { open: (refs: readonly string[]) => vault.open(refs) }),
      onProgress: (done, of) => progress.step(words.trying[language], done, of),
      onCase: (one) => void (one.verdict !== 'SAME' && otherwise.push(one)),
      signal,
    });
    progress.stop();
    const said = { law, ...(options.purpose === undefined ? {} : { purpose: options.purpose }) };
    output.print({ ...said, ...summary, otherwise }, () =>
      reportText({ ...said, summary, otherwise }, namesOf(references.now()), language),
    );
    return signal.aborted ? 1 : 0;
  } finally {
    progress.stop();
    await opened.close();
    await log.close();
  }
}

/** A file by its own name: what stands before it says where somebody keeps his files. */
const nameOf = (law: string): string => basename(law);

/** Of an act: the cases that it was closed over; of a household: its cases. */
async function casesIn(streams: readonly string[], log: EventReader): Promise<readonly string[]> {
  const [first = ''] = streams;
  if (!first.startsWith('act-')) return streams.filter((stream) => stream.startsWith('case-'));
  const closed = (await log.readStream(first)).find(({ type }) => type === 'act.ListClosed.v1');
  const items = (closed?.data as { readonly items?: readonly { readonly caseId: string }[] } | undefined)?.items ?? [];
  return items.map(({ caseId }) => `case-${caseId}`);
}

interface Report {
  readonly law: readonly string[];
  readonly purpose?: string;
  readonly summary: CounterfactualSummary;
  readonly otherwise: readonly CaseUnder[];
}

const VERDICTS: readonly CaseVerdict[] = [...GRAVITY, 'INPUT_ERASED', 'INPUT_SEALED', 'LAW_MISSING', 'NOT_AS_RECORDED'];

function reportText({ law, purpose, summary, otherwise }: Report, names: Names, language: Language): string {
  const say = (key: keyof typeof words): string => words[key][language];
  const { mode, cases, concerned, verdicts, endings, refusedFor, endedOnOtherDays, moved, reprinted, opened, areas } = summary;
  const found = VERDICTS.filter((verdict) => verdicts[verdict] !== undefined);
  const more = otherwise.length - SHOWN;
  return [
    say(mode),
    `${say('law')}: ${law.join(', ')}`,
    ...(purpose === undefined ? [] : [`${say('purpose')}: ${purpose}; ${say('opened')} ${opened}`]),
    `${say('cases')} ${cases}, ${say('concerned')} ${concerned}`,
    ...found.map((verdict) => `  ${say(verdict)} ${verdicts[verdict] ?? 0}`),
    ...(Object.keys(endings).length === 0 ? [] : [`${say('endings')}: ${countsText(endings)}`]),
    ...(Object.keys(refusedFor).length === 0 ? [] : [`${say('refusedFor')}: ${countsText(refusedFor)}`]),
    ...(endedOnOtherDays.cases === 0
      ? []
      : [
          `${say('endedOnOtherDays')}: ${endedOnOtherDays.cases} (${endedOnOtherDays.days} ${say('daysInAll')}, ${say('most')} ${endedOnOtherDays.most})`,
        ]),
    ...(moved === 0 ? [] : [`${say('moved')}: ${moved}`]),
    ...(reprinted === 0 ? [] : [`${say('reprinted')}: ${reprinted}`]),
    ...(verdicts.INPUT_SEALED === undefined ? [] : [replayFaults.sealed[language]]),
    '',
    ...(concerned === 0
      ? [say('noneConcerned')]
      : [
          areaTable([say('area'), say('cases'), ...found.map((verdict) => say(verdict))], found, areas, (id) =>
            areaText(id, names),
          ),
        ]),
    '',
    ...otherwise.slice(0, SHOWN).map((one) => caseText(one, names, language)),
    ...(more > 0 ? [`${say('more')} ${more} (--json)`] : []),
  ].join('\n');
}

function caseText(one: CaseUnder, names: Names, language: Language): string {
  const { caseId, householdId, area, verdict, decisive, first, recorded, under, moved, missing } = one;
  const ended = (ending: CaseUnder['under']): string =>
    ending === undefined ? '—' : `${termOf('outcome', ending.outcome)[language]} ${ending.on}`;
  const shown = decisive ?? first;
  return [
    `${words[verdict][language]}  case-${caseId}  household-${householdId}  ${areaText(area.group ?? area.village, names)}  ${ended(recorded)} → ${ended(under)}`,
    ...(missing === undefined ? [] : [`    ${missing}`]),
    ...(shown === undefined ? [] : divergenceLines(shown, namedIn(null, names, language), language)),
    ...moved.map(
      ({ orderType, part, from, to, because }) =>
        `    ${termOf('order', orderType)[language]}${part === undefined ? '' : ` ${part}`}: ${from} → ${to} (${because.join(', ')})`,
    ),
  ].join('\n');
}

function divergenceLines(where: Divergence, named: Named, language: Language): readonly string[] {
  const { orderType, part, revision, recorded, under, difference } = where;
  const head = `    ${recorded.on}  ${termOf('order', orderType)[language]} (${orderType})${part === undefined ? '' : ` ${part}`}  ${words.revision[language]} ${revision}`;
  if (under.refused !== undefined) {
    return [head, ...under.refused.map((finding) => `      ${ruleText(finding, language, named)}`)];
  }
  return [head, ...(difference === undefined ? [] : differenceLines(difference, language, 'underLaw'))];
}
