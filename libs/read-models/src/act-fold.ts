import { type ActEvent, type ActItem, type ActKind } from '#libs/collective-act';
import { type CivilDate, type EventMetadata } from '#libs/kernel';
import { type Level } from '#libs/procedure';
import { type StoredOf } from './projection.js';

export type StoredActEvent = StoredOf<ActEvent>;
type Opened = Extract<StoredActEvent, { readonly type: 'act.ActOpened.v1' }>;

export type ActStatus = 'OPEN' | 'CLOSING' | 'CLOSED' | 'RECORDED' | 'VOIDED';

/** An act as the lists need it: small, mutable, safe for JSON, no `undefined`. */
export interface ActFold {
  readonly actId: string;
  readonly kind: ActKind;
  readonly level: Level;
  readonly area: string;
  readonly sheetNo: number;
  readonly sheetOf: number;
  readonly openedOn: CivilDate;
  readonly openedAt: number;
  status: ActStatus;
  /** Cases on the list. */
  items: readonly ActItem[];
  /** Households of all cases that were ever on the list. */
  readonly households: Record<string, string>;
  leftOut: number;
  heldOn: CivilDate | null;
  documentNo: string | null;
  /** The newest fact that is carried to the cases: its event, and what each case answered. */
  fact: CarriedFact | null;
  lastType: string;
  lastOn: CivilDate;
}

export interface CarriedFact {
  readonly eventId: string;
  readonly type: string;
  readonly of: number;
  /** Answers by case: 1 accepted, 0 refused. */
  readonly answers: Record<string, 0 | 1>;
}

export function openedAct({ data, metadata, type, position }: Opened): ActFold {
  return {
    actId: data.actId,
    kind: data.kind,
    level: data.level,
    area: data.area,
    sheetNo: data.sheet.no,
    sheetOf: data.sheet.of,
    openedOn: metadata.occurredOn,
    openedAt: Number(position),
    status: 'OPEN',
    items: [],
    households: {},
    leftOut: 0,
    heldOn: null,
    documentNo: null,
    fact: null,
    lastType: type,
    lastOn: metadata.occurredOn,
  };
}

/** Changes `fold` by one event of its act after the first; `householdOf` knows the household of a case. */
export function evolveAct(fold: ActFold, event: StoredActEvent, householdOf: (caseId: string) => string | undefined): void {
  fold.lastType = event.type;
  fold.lastOn = event.metadata.occurredOn;
  switch (event.type) {
    case 'act.CasesListed.v1':
      fold.items = [...fold.items, ...event.data.items];
      for (const { caseId } of event.data.items) {
        const household = householdOf(caseId);
        if (household !== undefined) fold.households[caseId] = household;
      }
      return;
    case 'act.CaseUnlisted.v1':
      fold.items = fold.items.filter(({ caseId }) => caseId !== event.data.caseId);
      return;
    case 'act.ListClosing.v1':
      fold.status = 'CLOSING';
      return;
    case 'act.ListClosed.v1':
      fold.status = 'CLOSED';
      fold.items = event.data.items;
      fold.leftOut = event.data.leftOut.length;
      return;
    case 'act.MeetingHeld.v1':
      fold.heldOn = event.data.heldOn;
      return carry(fold, event, event.data.items.length);
    case 'act.NoticeSheetPosted.v1':
      fold.heldOn = event.metadata.occurredOn;
      return carry(fold, event, event.data.rows.length);
    case 'act.NoticeSheetInterrupted.v1':
      return carry(fold, event, fold.items.length);
    case 'act.SheetResultConfirmed.v1':
      return carry(fold, event, fold.items.length - event.data.except.length);
    case 'act.ComparisonBatchRequested.v1':
      fold.heldOn = event.metadata.occurredOn;
      return carry(fold, event, event.data.persons.length);
    case 'act.BatchResultReceived.v1':
      return carry(fold, event, event.data.answers.length);
    case 'act.RulingMade.v1':
      fold.heldOn = event.metadata.occurredOn;
      fold.documentNo = event.data.documentNo;
      return carry(fold, event, fold.items.length - event.data.except.filter(({ decision }) => decision === 'LEFT_OUT').length);
    case 'act.ActCorrected.v1':
      return carry(fold, event, event.data.caseId === undefined ? fold.items.length : 1);
    case 'act.OutcomesRecorded.v1':
      if (fold.fact === null || event.data.cause !== fold.fact.eventId) return;
      for (const { caseId, accepted } of event.data.outcomes) fold.fact.answers[caseId] = accepted ? 1 : 0;
      return;
    case 'act.ActVoided.v1':
      fold.status = 'VOIDED';
      fold.items = [];
      return;
    default:
      return;
  }
}

function carry(fold: ActFold, event: StoredActEvent, of: number): void {
  fold.status = 'RECORDED';
  fold.fact = { eventId: event.id, type: event.type, of, answers: {} };
}

/** A case has taken over what the act says: it is counted before the whole act has been answered. Answers whether it was news. */
export function carried(fold: ActFold, caseId: string, { causationId }: EventMetadata): boolean {
  if (fold.fact === null || fold.fact.eventId !== causationId || fold.fact.answers[caseId] !== undefined) return false;
  fold.fact.answers[caseId] = 1;
  return true;
}
