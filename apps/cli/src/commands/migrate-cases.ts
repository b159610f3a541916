import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { areaText, type Names, stepText } from '#libs/audit';
import { SystemClock } from '#libs/clock';
import { type EventReader } from '#libs/event-store';
import { type Order } from '#libs/kernel';
import {
  type CaseMoved,
  MIGRATION_VERDICTS,
  type MigrationSummary,
  type NewLaw,
  previewMigration,
  References,
} from '#libs/replay';
import { commandFaults, commandLine as words, type Language, migrationFaults, migrationWords } from '#libs/terms';
import { Failure, lineOf } from '../failure.js';
import { areaTable, countsText } from './area-table.js';
import { knownArea, openLog } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';
import { lawsNamed } from './law-to-try.js';
import { namesOf } from './names-of.js';
import { giveByCase, NOTHING_GIVEN, saidOf } from './orders-by-case.js';
import { Progress } from './progress.js';

export interface MigrateCasesOptions {
  /** Cases of this definition; those of the id of the new one where absent. */
  readonly from?: string;
  readonly within?: string;
  /** Also to the policy that now stands. */
  readonly standingPolicy: boolean;
  readonly dryRun: boolean;
  readonly document?: string;
  readonly clause?: string;
  readonly confirmedBy?: string;
  /** File of the scanned document that orders it. */
  readonly scan?: string;
  readonly reason?: string;
  readonly data?: string;
  readonly server?: string;
  readonly token?: string;
  readonly actor?: string;
}

/** Cases that are shown to a person; JSON holds all of them. */
const SHOWN = 30;

/**
 * Moves the open cases of an area to other law, each by an order of its own that names the document and clause; or, with `dryRun`,
 * shows who keeps the old law, who goes over, and who must be published again, be the law published or a draft. Given again after
 * it was cut off it goes on: each order is the same one. Ends well where every order was accepted.
 */
export async function migrateCases(named: string, options: MigrateCasesOptions, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const because = options.dryRun ? undefined : becauseIn(options);
  const { summary, cases, names } = await preview(named, options, around);
  const moving = cases.filter(({ to }) => to !== undefined);
  const { accepted, refused } =
    because === undefined
      ? NOTHING_GIVEN
      : await giveByCase(
          moving.map((one) => ({ caseId: one.caseId, key: keyOf(one, because), order: orderFor(one, because) })),
          options,
          around,
          { dryRun: false },
        );
  output.print({ law: named, ...summary, cases, given: accepted, refused }, () =>
    [
      reportText(named, summary, cases, names, output.language),
      ...refused.map((line) => `✗ ${line}`),
      ...(because === undefined ? [] : [`${words.ordersGiven[output.language]}: ${accepted}/${moving.length}`]),
    ].join('\n'),
  );
  return around.signal.aborted || (because !== undefined && accepted < moving.length) ? 1 : 0;
}

interface Because {
  readonly instrument: { readonly documentNo: string; readonly clause: string };
  readonly confirmedBy: string;
  readonly reason: string;
  /** SHA-256 of the scan. */
  readonly digest: string;
}

function becauseIn({ document, clause, confirmedBy, scan, reason }: MigrateCasesOptions): Because {
  const said = { '--document': document, '--clause': clause, '--confirmed-by': confirmedBy, '--scan': scan, '--reason': reason };
  const missing = Object.entries(said).flatMap(([option, value]) => (value === undefined || value === '' ? [option] : []));
  if (missing.length > 0) throw new Failure(migrationFaults.missing(missing));
  return {
    instrument: { documentNo: document ?? '', clause: clause ?? '' },
    confirmedBy: confirmedBy ?? '',
    reason: reason ?? '',
    digest: createHash('sha256')
      .update(bytesOf(scan ?? ''))
      .digest('hex'),
  };
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Failure(commandFaults.cannotRead(file, lineOf(error)), { cause: error });
  }
}

async function preview(
  named: string,
  options: MigrateCasesOptions,
  around: Surroundings,
): Promise<{ readonly summary: MigrationSummary; readonly cases: readonly CaseMoved[]; readonly names: Names }> {
  const { from, within, dryRun } = options;
  const log = await openLog(dataFolder(options.data, around), around);
  const progress = new Progress(around.output);
  try {
    const law = await lawIn(named, options, log);
    const known = (await References.of(log)).now();
    if (within !== undefined) knownArea(known.directory, within);
    const cases: CaseMoved[] = [];
    const summary = await previewMigration(log, {
      law,
      on: new SystemClock().today(),
      ...(from === undefined ? {} : { from }),
      ...(within === undefined ? {} : { within }),
      onProgress: (done, of) => progress.step(migrationWords.looking[around.output.language], done, of),
      onCase: (one) => cases.push(one),
      signal: around.signal,
    });
    if (!dryRun) await published(named, law, log);
    return { summary, cases, names: namesOf(known) };
  } finally {
    progress.stop();
    await log.close();
  }
}

async function lawIn(named: string, { standingPolicy }: MigrateCasesOptions, log: EventReader): Promise<NewLaw> {
  const { definitions, policies, calendars } = await lawsNamed(named, await References.of(log));
  if (calendars.length > 0) throw new Failure(migrationFaults.calendar(named));
  const [definition, another] = definitions;
  if (another !== undefined) throw new Failure(migrationFaults.twoDefinitions);
  return { ...(definition === undefined ? {} : { definition }), policies, standingPolicy };
}

/** @throws Failure where the log does not hold that very law. */
async function published(named: string, { definition, policies }: NewLaw, log: EventReader): Promise<void> {
  const { lawBook } = (await References.of(log)).now();
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const known =
    (definition === undefined || same(lawBook.definition(`${definition.id}@${definition.version}`)?.definition, definition)) &&
    policies.every((set) => lawBook.allPolicySets().some((one) => same(one, set)));
  if (!known) throw new Failure(migrationFaults.notPublished(named));
}

/** Given again it is the same order. */
const keyOf = ({ caseId, no }: CaseMoved, { instrument: { documentNo, clause } }: Because): string =>
  `migrate ${caseId} ${no} ${documentNo} ${clause}`;

function orderFor({ caseId, no, from, to }: CaseMoved, { instrument, confirmedBy, reason, digest }: Because): Order {
  const evidence = [{ slot: 'INSTRUMENT', digest, date: new SystemClock().today() }];
  return {
    type: 'MigrateCase',
    data: {
      no,
      ...(to === undefined || to.definition === from.definition ? {} : { definition: to.definition }),
      ...(to === undefined || to.policy === from.policy ? {} : { policy: to.policy }),
      instrument,
      confirmedBy,
      reason: { under: `case-${caseId}`, value: reason },
      papers: { evidence, signatures: [], seals: [] },
    },
  };
}

function reportText(
  named: string,
  summary: MigrationSummary,
  cases: readonly CaseMoved[],
  names: Names,
  language: Language,
): string {
  const say = (key: keyof typeof migrationWords): string => migrationWords[key][language];
  const { open, concerned, on, verdicts, keptFor, parts, areas } = summary;
  const found = MIGRATION_VERDICTS.filter((verdict) => verdicts[verdict] !== undefined);
  const otherwise = cases.filter(({ verdict }) => verdict !== 'MOVES');
  const more = otherwise.length - SHOWN;
  return [
    `${say('newLaw')}: ${named}; ${say('orderedOn')} ${on}`,
    `${say('openCases')} ${open}, ${say('concerned')} ${concerned}`,
    ...found.map((verdict) => `  ${say(verdict)} ${verdicts[verdict] ?? 0}`),
    ...(Object.keys(keptFor).length === 0 ? [] : [`${say('keptFor')}: ${countsText(keptFor)}`]),
    ...(Object.keys(parts).length === 0 ? [] : [`${say('parts')}: ${countsText(parts)}`]),
    ...(keptFor['PART_WITHOUT_COUNTERPART'] === undefined ? [] : [say('withoutCounterpart')]),
    ...(verdicts.CANNOT_TELL === undefined ? [] : [say('sealed')]),
    '',
    ...(concerned === 0
      ? [say('noneConcerned')]
      : [
          areaTable([say('area'), say('concerned'), ...found.map((verdict) => say(verdict))], found, areas, (id) =>
            areaText(id, names),
          ),
        ]),
    '',
    ...otherwise.slice(0, SHOWN).map((one) => caseText(one, names, language)),
    ...(more > 0 ? [`${say('more')} ${more} (--json)`] : []),
  ].join('\n');
}

function caseText(
  { caseId, householdId, area, verdict, from, kept, again, refused }: CaseMoved,
  names: Names,
  language: Language,
): string {
  const head = `${migrationWords[verdict][language]}  case-${caseId}  household-${householdId}  ${areaText(area.group ?? area.village, names)}`;
  // Parts are those of the law that the case has pinned.
  const labelled = (text: string): string => text.replace(PARTS, (part) => stepText(part, from.definition, names, language));
  return [
    head,
    ...saidOf(refused, language).map((line) => `      ✗ ${labelled(line)}`),
    ...again.flatMap(({ part, because }) => saidOf(because, language).map((line) => `      ↺ ${labelled(`${part}  ${line}`)}`)),
    ...(verdict === 'KEEPS' ? [] : [`      ${migrationWords.kept[language]}: ${labelled(kept.join(', '))}`]),
  ].join('\n');
}

/** `SURVEY.VERIFICATION`. */
const PARTS = /\b[A-Z][A-Z0-9_]*\.[A-Z][A-Z0-9_]*\b/g;
