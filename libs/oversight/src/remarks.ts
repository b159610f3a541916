import { type EventReader, type StoredEvent } from '#libs/event-store';
import { type CivilDate, type Instant, type JsonValue } from '#libs/kernel';
import {
  findingsOn,
  type NotedRemark,
  type Page,
  type Paged,
  type ReadModels,
  type RemarkFilter,
  remarks,
} from '#libs/read-models';

/** Something that the law marks without stopping it (domain.md R2, R7, R1): where, in which event, and by whose hand. */
export interface Remark {
  readonly code: string;
  readonly clause: string;
  readonly caseId: string;
  readonly householdId: string;
  /** Village, or group where there is one, of the case when it was noted. */
  readonly area: string;
  readonly event: { readonly stream: string; readonly revision: number; readonly id: string; readonly type: string };
  readonly step: string | null;
  readonly occurredOn: CivilDate;
  readonly recordedAt: Instant;
  readonly performedBy: string;
  readonly recordedBy: string;
  readonly required: JsonValue;
  readonly actual: JsonValue;
  /** Findings of inspections that point to the event. */
  readonly findings: readonly { readonly inspection: string; readonly no: number }[];
}

/**
 * What the law marked, as whoever decided noted it beside the event: what `explain` finds there again. Sealed values are not needed
 * for it; of the log only the cases of the page are read.
 */
export async function remarksOf(
  models: ReadModels,
  reader: Pick<EventReader, 'readStream'>,
  filter: RemarkFilter,
  page: Page,
): Promise<Paged<Remark>> {
  const { items, next } = await remarks(models, filter, page);
  const streams = new Map<string, readonly StoredEvent[]>();
  const told: Omit<Remark, 'findings'>[] = [];
  for (const noted of items) {
    const events = streams.get(noted.stream) ?? (await reader.readStream(noted.stream));
    streams.set(noted.stream, events);
    told.push(remarkOf(noted, events));
  }
  const raised = await findingsOn(models, [...streams.keys()]);
  return { items: told.map((one) => ({ ...one, findings: pointingTo(one, raised) })), next };
}

type Pointing = Awaited<ReturnType<typeof findingsOn>>[number];

function pointingTo({ event }: Pick<Remark, 'event'>, raised: readonly Pointing[]): Remark['findings'] {
  const here = raised.filter(({ stream, revision }) => stream === event.stream && revision === event.revision);
  return here.map(({ inspection, no }) => ({ inspection, no }));
}

function remarkOf(noted: NotedRemark, events: readonly StoredEvent[]): Omit<Remark, 'findings'> {
  const { stream, revision, about, householdId, area, ...said } = noted;
  const event = events.findLast((one) => one.revision < revision && one.type === about);
  return {
    ...said,
    caseId: stream.slice('case-'.length),
    householdId,
    area: area.group ?? area.village,
    event: { stream, revision: Number(event?.revision ?? revision), id: event?.id ?? '', type: about },
    step: event?.metadata.step ?? null,
  };
}
