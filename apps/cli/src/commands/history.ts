import { household, householdHistory, type HistoryEntry } from '#libs/read-models';
import { commandLine as words, type Language, refusalText, termOf } from '#libs/terms';
import { Failure } from '../failure.js';
import { openLog, openReadModels } from './beside-the-writer.js';
import { dataFolder, type ExitCode, type Surroundings } from './command.js';

/** All that touched a household, in the order of the log. */
export async function history(named: string, options: { readonly data?: string }, around: Surroundings): Promise<ExitCode> {
  const { output } = around;
  const householdId = named.replace(/^household-/, '');
  const folder = dataFolder(options.data, around);
  const log = await openLog(folder, around);
  const readModels = await openReadModels(folder, log);
  try {
    if (household(readModels, householdId) === undefined) {
      throw new Failure(`${words.unknownHousehold[output.language]}: ${householdId} (${folder})`);
    }
    const entries: HistoryEntry[] = [];
    for (let after: string | undefined; ;) {
      const page = await householdHistory(
        readModels,
        log,
        householdId,
        {},
        { limit: 500, ...(after === undefined ? {} : { after }) },
      );
      entries.push(...page.items);
      if (page.next === null) break;
      after = page.next;
    }
    output.print({ householdId, entries }, () => entries.map((entry) => entryText(entry, output.language)).join('\n'));
    return 0;
  } finally {
    readModels.close();
    await log.close();
  }
}

function entryText(entry: HistoryEntry, language: Language): string {
  const what =
    entry.kind === 'REFUSAL' ? `⊘ ${termOf('order', orderOf(entry))[language]}` : termOf('event', entry.type)[language];
  const who =
    entry.performedBy === entry.actor.id
      ? entry.actor.id
      : `${entry.actor.id} (${words.performedBy[language]} ${entry.performedBy})`;
  const where = [entry.step, entry.clause].filter((part) => part !== null).join(' · ');
  const head = `${entry.occurredOn}  ${what}  ${who}  ${words.recordedAt[language]} ${entry.recordedAt}${where === '' ? '' : `  [${where}]`}`;
  return [head, ...entry.findings.map((finding) => `            ${finding.code} ${refusalText(finding, language)}`)].join('\n');
}

function orderOf({ data, orderType }: HistoryEntry): string {
  return 'orderType' in data && typeof data.orderType === 'string' ? data.orderType : orderType;
}
