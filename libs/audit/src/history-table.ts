import { civilDateOf, type Instant } from '#libs/kernel';
import { type HistoryEntry } from '#libs/read-models';
import {
  detailText,
  findTerm,
  historyColumns,
  type HistoryColumn,
  historyKinds,
  type Language,
  lineageRelations,
  termOf,
} from '#libs/terms';
import { areaText, type Names, stepText } from './names.js';

const SHANGHAI_MS = 8 * 3_600_000;

/** A history as rows of text, its headings first, in one language; what is sealed stays out of it. */
export function historyTable(entries: readonly HistoryEntry[], names: Names, language: Language): readonly (readonly string[])[] {
  const columns = Object.keys(historyColumns) as HistoryColumn[];
  return [
    columns.map((column) => historyColumns[column][language]),
    ...entries.map((entry, index) => {
      const cells = cellsOf(entry, index + 1, names, language);
      return columns.map((column) => cells[column]);
    }),
  ];
}

function cellsOf(entry: HistoryEntry, no: number, names: Names, language: Language): Readonly<Record<HistoryColumn, string>> {
  const { kind, type, data, findings, actor, lineage } = entry;
  return {
    no: String(no),
    occurredOn: entry.occurredOn,
    recordedAt: spokenTime(entry.recordedAt),
    kind: historyKinds[kind][language],
    event: termOf('event', type)[language],
    step: entry.step === null ? '' : stepText(entry.step, entry.definition, names, language),
    detail: detailText(type, data, findings, language, (id) => areaText(id, names)),
    clause: entry.clause ?? '',
    recordedBy: actor.id,
    office: (findTerm('office', actor.role) ?? termOf('role', actor.role))[language],
    performedBy: entry.performedBy,
    household: entry.householdId,
    lineage: lineage === null ? '' : lineageRelations[lineage][language],
    case: entry.caseId ?? '',
    act: entry.act ?? '',
  };
}

/** To the minute, in Asia/Shanghai, whose offset has been the same since 1992. */
export function spokenTime(at: Instant): string {
  const shifted = new Date(Date.parse(at) + SHANGHAI_MS).toISOString();
  return `${civilDateOf(at)} ${shifted.slice(11, 16)}`;
}
