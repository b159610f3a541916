import { surroundingsOf } from '#libs/embedded';
import { type EventReader } from '#libs/event-store';
import { type CaseEvent, explainHistory } from '#libs/household-case';
import { type Directory } from '#libs/identity';
import { type CivilDate, type Finding, type Instant, type JsonValue, type RecordedOf } from '#libs/kernel';
import { type Law } from '#libs/procedure';

/** Something that the law marks without stopping it (domain.md R2, R7, R1): where, in which event, and by whose hand. */
export interface Remark {
  readonly code: string;
  readonly clause: string;
  readonly caseId: string;
  readonly householdId: string;
  /** Village, or group where there is one, of the case when it was opened. */
  readonly area: string;
  readonly event: { readonly stream: string; readonly revision: number; readonly id: string; readonly type: string };
  readonly step: string | null;
  readonly occurredOn: CivilDate;
  readonly recordedAt: Instant;
  readonly performedBy: string;
  readonly recordedBy: string;
  readonly required: JsonValue;
  readonly actual: JsonValue;
}

export interface RemarkSources {
  readonly reader: Pick<EventReader, 'readStream'>;
  readonly lawFor: (definition: string, policy: string) => Law;
  readonly directory: Directory;
  /** Sealed values of the law's own facts, such as an income; what stays sealed is judged as unknown. */
  readonly open: (refs: readonly string[]) => Readonly<Record<string, JsonValue>>;
}

export interface RemarkFilter {
  readonly code?: string;
  /** Who did it or recorded it. */
  readonly person?: string;
}

/** What `explain` marks in a case, in the order of its events: by the function that decided them, so that both say the same. */
export async function remarksOfCase(
  sources: RemarkSources,
  caseId: string,
  filter: RemarkFilter = {},
): Promise<readonly Remark[]> {
  const events = (await sources.reader.readStream(`case-${caseId}`)) as readonly RecordedOf<CaseEvent>[];
  const [opened] = events;
  if (opened?.type !== 'case.CaseOpened.v1') return [];
  const { householdId, area } = opened.data;
  const explained = explainHistory(
    events,
    ({ definition, policy }) => sources.lawFor(definition, policy),
    surroundingsOf(sources.directory, sources.open),
  );
  return explained.flatMap(({ event, findings }) =>
    marked(findings)
      .map(({ code, clause, required, actual }) => ({
        code,
        clause,
        caseId,
        householdId,
        area: area.group ?? area.village,
        event: { stream: event.stream, revision: Number(event.revision), id: event.id, type: event.type },
        step: event.metadata.step ?? null,
        occurredOn: event.metadata.occurredOn,
        recordedAt: event.metadata.recordedAt,
        performedBy: event.metadata.performedBy,
        recordedBy: event.metadata.actorId,
        required,
        actual,
      }))
      .filter(
        ({ code, performedBy, recordedBy }) =>
          (filter.code === undefined || code === filter.code) &&
          (filter.person === undefined || filter.person === performedBy || filter.person === recordedBy),
      ),
  );
}

const marked = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ met, weight }) => !met && weight === 'REMARK');

export interface RemarkCount {
  readonly code: string;
  readonly count: number;
}

/** How often each is marked, by area and by person; a person counts once for a remark, whether he did it, recorded it or both. */
export function remarkCounts(remarks: readonly Remark[]): {
  readonly byArea: readonly (RemarkCount & { readonly area: string })[];
  readonly byPerson: readonly (RemarkCount & { readonly person: string })[];
} {
  const areas = new Map<string, number>();
  const persons = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { code, area, performedBy, recordedBy } of remarks) {
    add(areas, `${area}\n${code}`);
    for (const person of new Set([performedBy, recordedBy])) add(persons, `${person}\n${code}`);
  }
  const listed = (counts: ReadonlyMap<string, number>): readonly (readonly [string, string, number])[] =>
    [...counts]
      .map(([key, count]) => [...(key.split('\n') as [string, string]), count] as const)
      .sort((one, other) => other[2] - one[2] || (one[0] < other[0] ? -1 : 1));
  return {
    byArea: listed(areas).map(([area, code, count]) => ({ area, code, count })),
    byPerson: listed(persons).map(([person, code, count]) => ({ person, code, count })),
  };
}
