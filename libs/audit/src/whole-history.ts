import { type EventReader } from '#libs/event-store';
import { type CivilDate } from '#libs/kernel';
import { type Definition } from '#libs/procedure';
import {
  caseStatus,
  deadlinesOfCase,
  type DerivedDeadline,
  household,
  type HouseholdEntry,
  type HistoryEntry,
  type HistoryFilter,
  type LineageEntry,
  lineageOf,
  noticeBoard,
  type NoticeEntry,
  type ReadModels,
  sentenceOf,
  wholeHistory,
} from '#libs/read-models';
import { type Said } from './said.js';

/** All that there is of a household: its events, its terms with how they were reached, and its notices with what they showed. */
export interface WholeHistory {
  readonly household: HouseholdEntry;
  /** In which it began or goes on; their events stand among the entries, marked. */
  readonly lineage: readonly LineageEntry[];
  readonly entries: readonly HistoryEntry[];
  readonly deadlines: readonly Said<DerivedDeadline>[];
  readonly notices: readonly NoticeEntry[];
}

export interface HistorySources {
  readonly models: ReadModels;
  readonly reader: Pick<EventReader, 'readAt' | 'readStream'>;
  readonly definition: (ref: string) => Definition | undefined;
  readonly today: CivilDate;
  /** Whether whoever asks may read a household in which this one goes on; all of them where absent. */
  readonly mayRead?: (householdId: string) => boolean | Promise<boolean>;
}

/**
 * The history of a household through splits, merges and re-entries. What it began in comes along as its file; in what it goes on is
 * read by whoever may. Undefined where there is no such household.
 */
export async function historyOf(
  householdId: string,
  { models, reader, definition, today, mayRead = () => true }: HistorySources,
  filter: Omit<HistoryFilter, 'lineage'> = {},
): Promise<WholeHistory | undefined> {
  const entry = await household(models, householdId);
  if (entry === undefined) return undefined;
  const lineage: LineageEntry[] = [];
  for (const one of await lineageOf(models, reader, householdId)) {
    if (one.relation === 'PARENT' || one.relation === 'MERGED_FROM' || (await mayRead(one.householdId))) lineage.push(one);
  }
  const entries = await wholeHistory(models, reader, householdId, { ...filter, lineage });
  const cases = [...new Set(entries.flatMap(({ caseId }) => (caseId === null ? [] : [caseId])))];
  const deadlines: Said<DerivedDeadline>[] = [];
  const notices: NoticeEntry[] = [];
  for (const caseId of cases) {
    const derived = await deadlinesOfCase(models, today, caseId, await reader.readStream(`case-${caseId}`));
    const pinned = definition((await caseStatus(models, caseId))?.definition ?? '');
    deadlines.push(...derived.map((deadline) => ({ ...deadline, sentence: sentenceOf(deadline, pinned) })));
    for (let after: string | null | undefined; after !== null;) {
      const page = await noticeBoard(models, { caseId }, { limit: 500, ...(after === undefined ? {} : { after }) });
      notices.push(...page.items);
      after = page.next;
    }
  }
  return { household: entry, lineage, entries, deadlines, notices };
}
