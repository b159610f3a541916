import { type LawBook } from '#libs/application';
import { caseDecider, type CaseEvent, type CaseFile, recomputedTerms, type TermDifference } from '#libs/household-case';
import { type Directory } from '#libs/identity';
import { type CivilDate, civilDateOf, type RecordedOf } from '#libs/kernel';
import { casesWithOpenTerms } from '#libs/read-models';
import { SystemClock } from '#libs/clock';
import { commandLine as words, type Language, termOf } from '#libs/terms';
import { Failure } from '../failure.js';
import { openLog, openReadModels, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { openDoor } from './order-door.js';

export interface RecomputeOptions {
  readonly because?: string;
  readonly within?: string;
  readonly dryRun: boolean;
  readonly data?: string;
  readonly server?: string;
  readonly token?: string;
  readonly actor?: string;
}

/** A term of which something would be another: its last day, or what else the policy says of it. */
interface Change {
  readonly caseId: string;
  readonly term: string;
  readonly part: string;
  readonly round: number;
  readonly old: CivilDate | null;
  readonly new: CivilDate | null;
  readonly changed: readonly TermDifference[];
  /** How the new day is counted: length, clause, calendars. */
  readonly why: string;
}

interface Changed {
  readonly caseId: string;
  /** Counts the times the terms of the case were recomputed, this one among them. */
  readonly no: number;
  readonly changes: readonly Change[];
}

/**
 * Open terms of which something changes under the calendar and the policy that now stand, with old and new: lists them, and without `dryRun` gives the
 * orders, through the server where one runs. Ends well where every order was accepted.
 */
export async function recompute(options: RecomputeOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const because = options.because ?? '';
  if (!options.dryRun && because === '') throw new Failure(words.recomputeBecauseMissing[output.language]);
  const changed = await preview(options, around, because);
  const changes = changed.flatMap((one) => one.changes);
  const refused = options.dryRun || changed.length === 0 ? [] : await give(changed, because, options, around);
  output.print({ changes, given: options.dryRun ? 0 : changed.length - refused.length, refused }, () =>
    [
      ...(changes.length === 0 ? [words.nothingChanges[output.language]] : table(changes, around)),
      ...refused.map((line) => `✗ ${line}`),
      ...(options.dryRun || changed.length === 0
        ? []
        : [`${words.ordersGiven[output.language]}: ${changed.length - refused.length}/${changed.length}`]),
    ].join('\n'),
  );
  return refused.length === 0 ? 0 : 1;
}

async function preview(options: RecomputeOptions, around: Surroundings, because: string): Promise<readonly Changed[]> {
  const folder = dataFolder(options.data, around);
  const log = await openLog(folder, around);
  try {
    const references = await referencesOf(log);
    const readModels = await openReadModels(folder, log);
    try {
      const changed: Changed[] = [];
      for (const caseId of casesWithOpenTerms(readModels, options.within)) {
        const events = (await log.readStream(`case-${caseId}`)) as readonly RecordedOf<CaseEvent>[];
        const found = changesOf(caseId, events, references, because);
        if (found.changes.length > 0) changed.push(found);
      }
      return changed;
    } finally {
      readModels.close();
    }
  } finally {
    await log.close();
  }
}

function changesOf(
  caseId: string,
  events: readonly RecordedOf<CaseEvent>[],
  { lawBook, directory }: { readonly lawBook: LawBook; readonly directory: Directory },
  because: string,
): Changed {
  const file = events.reduce<CaseFile>(caseDecider.evolve, caseDecider.initial);
  const law = lawBook.law(file.definition, lawBook.policyRefFor(directory.lineage(file.area.village), file.programYear));
  const earlier = new Set(events.flatMap(({ metadata }) => (metadata.orderType === 'RecomputeTerms' ? [metadata.orderId] : [])));
  const today = civilDateOf(new SystemClock().now());
  const changes = recomputedTerms(file, law, today, because).map(({ data }) => {
    const { timer, part, round, changed = [], derivation } = data;
    const { length, unit, on, clause, calendar = [], missing } = derivation;
    const counted = length === undefined ? (on ?? '') : `${length} ${unit ?? ''}`;
    const why = [
      counted,
      clause,
      ...calendar.map((ref) => ref.split('#')[0] ?? ref),
      ...(missing === undefined ? [] : [missing]),
    ];
    return { caseId, term: timer, part, round, old: data.old, new: data.new, changed, why: why.join('; ') };
  });
  return { caseId, no: earlier.size + 1, changes };
}

async function give(
  changed: readonly Changed[],
  because: string,
  options: RecomputeOptions,
  around: Surroundings,
): Promise<readonly string[]> {
  const door = await openDoor(options, around);
  try {
    const refused: string[] = [];
    for (const { caseId, no } of changed) {
      if (around.signal.aborted) break;
      const order = { type: 'RecomputeTerms', data: { no, because } };
      const findings = await door.give({
        key: `recompute ${caseId} ${no} ${because}`,
        target: `case-${caseId}`,
        order,
        dryRun: false,
      });
      const said = findings.map(({ code, clause }) => `${termOf('finding', code)[around.output.language]} (${clause})`);
      if (said.length > 0) refused.push(`${caseId}: ${said.join('; ')}`);
    }
    return refused;
  } finally {
    await door.close();
  }
}

function table(changes: readonly Change[], { output: { language } }: Surroundings): readonly string[] {
  const heads = [words.headCase, words.headTerm, words.headOld, words.headNew, words.headAlso, words.headWhy].map(
    (head) => head[language],
  );
  const rows = changes.map(({ caseId, term, part, round, old, new: next, changed, why }) => [
    caseId,
    `${term} ${termOf('timer', term)[language]} ${part} ${round}`,
    old ?? '—',
    next ?? '—',
    changed.map((one) => also(one, language)).join('; '),
    why,
  ]);
  return [heads, ...rows].map((row) => row.join('\t'));
}

function also({ what, old, new: next }: TermDifference, language: Language): string {
  const named = (value: string | null): string =>
    value === null ? '—' : what === 'LEVEL' || what === 'ESCALATION' ? termOf('level', value)[language] : value;
  return `${termOf('termDifference', what)[language]} ${named(old)} → ${named(next)}`;
}
