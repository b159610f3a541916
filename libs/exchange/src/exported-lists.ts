import { type ActEvent, type ActState, askedAbout, evolveAct, initialAct } from '#libs/collective-act';
import { type CivilDate, type Instant, type RecordedOf } from '#libs/kernel';

/** One list that left the house, as its event says it. */
export interface ExportedList {
  readonly act: string;
  readonly no: number;
  readonly source: string;
  readonly listDigest: string;
  readonly exportedBy: string;
  readonly confirmedBy: string;
  readonly at: Instant;
  readonly listedOn: CivilDate;
  readonly orderId: string;
  /** Whom it asks about, in its order. */
  readonly asked: readonly { readonly caseId: string; readonly person: string }[];
}

/** An act of comparison, and every list of it that left the house. */
export interface Exchange {
  readonly act: ActState;
  readonly lists: readonly ExportedList[];
}

/** From the events of the act alone: a list can be made again as it was, whatever has happened since. */
export function exchangeOf(events: readonly RecordedOf<ActEvent>[]): Exchange {
  const lists: ExportedList[] = [];
  let act = initialAct;
  for (const event of events) {
    if (event.type === 'act.ComparisonListExported.v1') {
      const { no, source, listDigest, confirmedBy } = event.data;
      const { actorId, recordedAt, occurredOn, orderId } = event.metadata;
      const mark = { exportedBy: actorId, confirmedBy, at: recordedAt, listedOn: occurredOn, orderId };
      lists.push({ act: act.actId, no, source, listDigest, ...mark, asked: askedAbout(act) });
    }
    act = evolveAct(act, event);
  }
  return { act, lists };
}
