import {
  areaText,
  DayRefused,
  historyHtml,
  historyOf,
  historyTable,
  type Names,
  spokenTime,
  stepText,
  type WholeHistory,
} from '#libs/audit';
import { FORMATS, type Format, writeTable } from '#libs/exchange';
import { type CivilDate, isCivilDate } from '#libs/kernel';
import { printHere } from '#libs/print';
import { groupedHistory, HISTORY_GROUPINGS, HISTORY_KINDS, type HistoryEntry, type HistoryFilter } from '#libs/read-models';
import {
  commandFaults,
  commandLine as words,
  dayFaults,
  detailText,
  findTerm,
  type Language,
  lineageRelations,
  termOf,
} from '#libs/terms';
import { Failure } from '../failure.js';
import { intoNewFile } from '../new-file.js';
import { besideTheLog } from './beside-the-log.js';
import { type ExitCode, type Surroundings } from './command.js';
import { timeMachine, type TimeMachineOptions } from './history-time-machine.js';

export interface HistoryOptions extends TimeMachineOptions {
  readonly data?: string;
  readonly kind?: string;
  readonly type?: string;
  readonly step?: string;
  readonly from?: string;
  readonly to?: string;
  readonly who?: string;
  readonly office?: string;
  readonly case?: string;
  readonly act?: string;
  readonly groupBy?: string;
  readonly format?: string;
  readonly out?: string;
}

const LOOKS = { asOf: '--as-of', knownAt: '--known-at', diff: '--diff', decision: '--decision' } as const;

/**
 * All that touched a household, through splits and merges; or, with `--as-of` and `--known-at`, how it stood about a day as it was
 * known on a day. Reads beside the server; opens nothing that is sealed.
 */
export async function history(named: string, options: HistoryOptions, around: Surroundings): Promise<ExitCode> {
  const householdId = named.replace(/^household-/, '');
  const filter = filterOf(options);
  const format = oneOf(options.format, [...FORMATS, 'html', 'pdf'] as const, (found, known) =>
    commandFaults.format(found, known),
  );
  const groupBy = oneOf(options.groupBy, HISTORY_GROUPINGS, commandFaults.notOneOf('--group-by'));
  const lookedBack = (['asOf', 'knownAt', 'diff', 'decision'] as const).find(
    (look) => options[look] !== undefined && options[look] !== false,
  );
  if (format !== undefined && lookedBack !== undefined)
    throw new Failure(commandFaults.notTogether('--format', LOOKS[lookedBack]));
  if (format !== undefined && groupBy !== undefined) throw new Failure(commandFaults.notTogether('--format', '--group-by'));
  const beside = await besideTheLog(options.data, around);
  try {
    if (lookedBack !== undefined) {
      return await timeMachine(householdId, options, beside, around);
    }
    const whole = await historyOf(householdId, beside, filter);
    if (whole === undefined) throw beside.unknown(householdId);
    if (format !== undefined) return await writeFileOf(whole, beside, format, options, around);
    const { output } = around;
    if (groupBy === undefined)
      output.print({ householdId, ...whole }, () => textOf(whole.entries, beside.names, output.language));
    else {
      const { entries, ...rest } = whole;
      const groups = groupedHistory(entries, groupBy);
      output.print({ householdId, ...rest, groups }, () =>
        groups
          .map(
            ({ key, from, to, entries: grouped }) =>
              `== ${groupText(key, groupBy, grouped, beside.names, output.language)}  ${from} – ${to}\n${textOf(grouped, beside.names, output.language)}`,
          )
          .join('\n'),
      );
    }
    return 0;
  } catch (error) {
    throw error instanceof DayRefused ? new Failure(error.said, { cause: error }) : error;
  } finally {
    await beside.close();
  }
}

async function writeFileOf(
  { household: { householdId }, entries }: WholeHistory,
  { names, today }: { readonly names: Names; readonly today: CivilDate },
  format: Format | 'html' | 'pdf',
  { out }: HistoryOptions,
  { output }: Surroundings,
): Promise<ExitCode> {
  const { language } = output;
  const page = (): string => historyHtml(householdId, entries, names, language);
  const file = out ?? `history.${format}`;
  await intoNewFile(file, async (write) => {
    await write(
      format === 'html'
        ? page()
        : format === 'pdf'
          ? await printHere({ html: page(), sheet: 'HISTORY', on: today })
          : await writeTable(historyTable(entries, names, language), format),
    );
  });
  output.print({ file, entries: entries.length }, () => `✓ ${words.written[language]} ${file}`);
  return 0;
}

function filterOf({
  kind,
  type,
  step,
  from,
  to,
  who,
  office,
  case: caseId,
  act,
}: HistoryOptions): Omit<HistoryFilter, 'lineage'> {
  const wanted = {
    kind: oneOf(kind, HISTORY_KINDS, commandFaults.notOneOf('--kind')),
    type,
    step,
    from: dayOf(from),
    to: dayOf(to),
    actor: who,
    office,
    caseId: caseId?.replace(/^case-/, ''),
    act: act?.replace(/^act-/, ''),
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

function dayOf(said: string | undefined): HistoryFilter['from'] {
  if (said === undefined) return undefined;
  if (!isCivilDate(said)) throw new Failure(dayFaults.NO_SUCH_DAY(said));
  return said;
}

function oneOf<T extends string>(
  said: string | undefined,
  known: readonly T[],
  fault: (found: string, known: readonly string[]) => ConstructorParameters<typeof Failure>[0],
): T | undefined {
  const found = known.find((one) => one === said);
  if (said !== undefined && found === undefined) throw new Failure(fault(said, known));
  return found;
}

const textOf = (entries: readonly HistoryEntry[], names: Names, language: Language): string =>
  entries.length === 0 ? words.noEntries[language] : entries.map((entry) => entryText(entry, names, language)).join('\n');

/** A step by its label, by the law of the first event that names it; a case or act by its id. */
function groupText(
  key: string | null,
  groupBy: string,
  grouped: readonly HistoryEntry[],
  names: Names,
  language: Language,
): string {
  if (key === null) return '—';
  const definition = grouped.find((entry) => entry.definition !== null)?.definition ?? null;
  return groupBy === 'step' ? stepText(key, definition, names, language) : key;
}

function entryText(entry: HistoryEntry, names: Names, language: Language): string {
  const { kind, actor, performedBy, step, definition, clause, lineage, householdId } = entry;
  const what = kind === 'REFUSAL' ? `⊘ ${termOf('order', orderOf(entry))[language]}` : termOf('event', entry.type)[language];
  const recorder = `${(findTerm('office', actor.role) ?? termOf('role', actor.role))[language]} ${actor.id}`;
  const who = performedBy === actor.id ? recorder : `${recorder} (${words.performedBy[language]} ${performedBy})`;
  const rule = [step === null ? null : stepText(step, definition, names, language), clause]
    .filter((part) => part !== null)
    .join(' · ');
  const head = [
    ...(lineage === null ? [] : [`[${lineageRelations[lineage][language]} ${householdId}]`]),
    entry.occurredOn,
    what,
    who,
    `${words.recordedAt[language]} ${spokenTime(entry.recordedAt)}`,
    ...(rule === '' ? [] : [`[${rule}]`]),
  ].join('  ');
  const detail = detailText(entry.type, entry.data, entry.findings, language, (id) => areaText(id, names));
  return detail === '' ? head : `${head}\n            ${detail}`;
}

function orderOf({ data, orderType }: HistoryEntry): string {
  return 'orderType' in data && typeof data.orderType === 'string' ? data.orderType : orderType;
}
