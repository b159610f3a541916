import { type LawBook } from '#libs/application';
import { caseDecider, type CaseEvent, type CaseFile, recomputedTerms, type TermDifference } from '#libs/household-case';
import { type Directory } from '#libs/identity';
import { type CivilDate, civilDateOf, type Order, type RecordedOf } from '#libs/kernel';
import { type Definition } from '#libs/procedure';
import { casesWithOpenTerms, labelOf } from '#libs/read-models';
import { SystemClock } from '#libs/clock';
import { commandFaults, commandLine as words, termDifference, termName } from '#libs/terms';
import { Failure } from '../failure.js';
import { knownArea, NoLogThere, openLog, openReadModels, referencesOf } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { actorFor, openDoor } from './order-door.js';
import { giveByCase, NOTHING_GIVEN, saidOf } from './orders-by-case.js';

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
  /** Number of the objection that it is about. */
  readonly no?: number;
  readonly old: CivilDate | null;
  readonly new: CivilDate | null;
  readonly changed: readonly TermDifference[];
  /** How the new day is counted: length, clause, calendars. */
  readonly why: string;
}

interface Changed {
  readonly caseId: string;
  readonly definition: Definition | undefined;
  /** Counts the times the terms of the case were recomputed, this one among them. */
  readonly no: number;
  readonly changes: readonly Change[];
}

/**
 * Open terms of which something changes under the calendar and the policy that now stand, with old and new: lists them, and gives
 * the orders, through the server where one runs; cases are read from the data folder either way. With `dryRun` nothing is recorded,
 * and no cause needs to be said: where a server or a token is said, it is asked whether it would accept each order; where a person
 * is said, whether he may give it. Ends well where every order was accepted, or would be.
 * @throws Failure where whoever asks may not give such orders, also where none would be given.
 */
export async function recompute(options: RecomputeOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const { because = '', dryRun } = options;
  const asksServer = options.server !== undefined || options.token !== undefined;
  if (because === '' && !dryRun) throw new Failure(words.recomputeBecauseMissing);
  if (asksServer) await mayRecompute(options, around);
  const changed = await preview(options, around, because);
  const changes = changed.flatMap((one) => one.changes);
  const isGiven = changed.length > 0 && (!dryRun || asksServer);
  const { accepted, refused } = isGiven
    ? await giveByCase(
        changed.map(({ caseId, no }) => ({
          caseId,
          key: `recompute ${caseId} ${no} ${because}`,
          order: recomputeTerms(no, because),
        })),
        options,
        around,
        { dryRun },
      )
    : NOTHING_GIVEN;
  output.print({ changes, given: dryRun ? 0 : accepted, ...(dryRun && isGiven ? { tried: accepted } : {}), refused }, () =>
    [
      ...(changes.length === 0 ? [words.nothingChanges[output.language]] : table(changed, around)),
      ...refused.map((line) => `✗ ${line}`),
      ...(isGiven ? [`${words[dryRun ? 'ordersTried' : 'ordersGiven'][output.language]}: ${accepted}/${changed.length}`] : []),
    ].join('\n'),
  );
  return isGiven && accepted < changed.length ? 1 : 0;
}

async function preview(
  { within, actor, data }: RecomputeOptions,
  around: Surroundings,
  because: string,
): Promise<readonly Changed[]> {
  const folder = dataFolder(data, around);
  const log = await openLog(folder, around).catch((error: unknown) => {
    if (!(error instanceof NoLogThere)) throw error;
    throw new Failure(commandFaults.casesAreRead(folder), { cause: error });
  });
  try {
    const references = await referencesOf(log);
    const { directory } = references;
    const today = civilDateOf(new SystemClock().now());
    if (actor !== undefined) actorFor(directory, actor, 'RecomputeTerms', today);
    const reach = within === undefined ? undefined : directory.reach(knownArea(directory, within).id);
    const readModels = await openReadModels(folder, log, around);
    try {
      const changed: Changed[] = [];
      for (const caseId of await casesWithOpenTerms(readModels, reach)) {
        const events = (await log.readStream(`case-${caseId}`)) as readonly RecordedOf<CaseEvent>[];
        const found = changesOf(caseId, events, references, today, because);
        if (found.changes.length > 0) changed.push(found);
      }
      return changed;
    } finally {
      await readModels.close();
    }
  } finally {
    await log.close();
  }
}

function changesOf(
  caseId: string,
  events: readonly RecordedOf<CaseEvent>[],
  { lawBook, directory }: { readonly lawBook: LawBook; readonly directory: Directory },
  today: CivilDate,
  because: string,
): Changed {
  const file = events.reduce<CaseFile>(caseDecider.evolve, caseDecider.initial);
  const law = lawBook.law(file.definition, lawBook.policyRefFor(directory.lineage(file.area.village), file.programYear));
  const earlier = new Set(events.flatMap(({ metadata }) => (metadata.orderType === 'RecomputeTerms' ? [metadata.orderId] : [])));
  const changes = recomputedTerms(file, law, today, because).map(({ data }) => {
    const { timer, part, round, no, changed = [], derivation } = data;
    const { length, unit, on, clause, calendar = [], missing } = derivation;
    const counted = length === undefined ? (on ?? '') : `${length} ${unit ?? ''}`;
    const why = [
      counted,
      clause,
      ...calendar.map((ref) => ref.split('#')[0] ?? ref),
      ...(missing === undefined ? [] : [missing]),
    ];
    const key = { caseId, term: timer, part, round, ...(no === undefined ? {} : { no }) };
    return { ...key, old: data.old, new: data.new, changed, why: why.join('; ') };
  });
  return { caseId, definition: lawBook.definition(file.definition)?.definition, no: earlier.size + 1, changes };
}

/** What nobody records needs no cause, but an order has one. */
const recomputeTerms = (no: number, because: string): Order => ({
  type: 'RecomputeTerms',
  data: { no, because: because === '' ? 'dry run' : because },
});

/** @throws Failure where the server says that the account of the token may not give the order. */
async function mayRecompute(options: RecomputeOptions, around: Surroundings): Promise<void> {
  const door = await openDoor(options, around);
  try {
    const findings = await door.forbids(recomputeTerms(1, options.because ?? ''));
    if (findings.length > 0) {
      throw new Failure(commandFaults.tokenMayNot('RecomputeTerms', saidOf(findings, 'zh'), saidOf(findings, 'en')));
    }
  } finally {
    await door.close();
  }
}

function table(changed: readonly Changed[], { output: { language } }: Surroundings): readonly string[] {
  const heads = [words.headCase, words.headTerm, words.headOld, words.headNew, words.headAlso, words.headWhy].map(
    (head) => head[language],
  );
  const rows = changed.flatMap(({ caseId, definition, changes }) =>
    changes.map(({ term, part, round, no = null, old, new: next, changed: others, why }) => [
      caseId,
      termName({ timer: term, part: labelOf(part, definition), round, aboutNo: no }, language),
      old ?? '—',
      next ?? '—',
      others.map((one) => termDifference(one, language)).join('; '),
      why,
    ]),
  );
  return [heads, ...rows].map((row) => row.join('\t'));
}
