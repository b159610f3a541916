import { type Outcome, type Process, type ProcessOrder, type Reaction, type RecordedOf } from '#libs/kernel';
import { itemsOf, type ToCase } from './carry/case-orders.js';
import { comparisons, confirmations, corrections, interruptions, postings, receipts, reviews, rulings } from './carry/steps.js';
import { type ActEvent } from './events.js';
import { evolve } from './evolve.js';
import { type RecordOutcomes, type RecordReadiness } from './orders.js';
import { type ActState, initialAct, sourcesOpen } from './state.js';

type Recorded = RecordedOf<ActEvent>;

/** The act, and which cases were on it before its newest event: those the event is about. */
export interface Carrying {
  readonly act: ActState;
  readonly before: readonly string[];
}

/**
 * Carries an act to its cases and brings back what became of it (architecture §4): asks the listed cases to join, on behalf of
 * the act's own area and so none from elsewhere, gives
 * each recorded step in the words of the case, frees cases that refused or were left out. One process, because within one
 * no case is freed before it has joined, and none is given a step before the one it follows.
 */
export const actCarrying: Process<Carrying, ActEvent> = {
  name: 'act-carrying',
  category: 'act',
  initial: { act: initialAct, before: [] },
  evolve: ({ act }, event) => ({ act: evolve(act, event), before: act.onAct }),
  react,
  wakeups: () => [],
};

/** All processes that fold `act-<id>`. The runner gives each only the states that it has folded itself. */
export const actProcesses = [actCarrying] as unknown as readonly Process[];

function react({ act, before }: Carrying, event: Recorded): Reaction | undefined {
  const { actId } = act;
  const items = itemsOf(act.items, before);
  switch (event.type) {
    case 'act.ListClosing.v1':
      return asking(act, event, event.data);
    case 'act.MeetingHeld.v1':
      return carrying(act, event, reviews(actId, items, event.data));
    case 'act.NoticeSheetPosted.v1':
      return carrying(act, event, postings(actId, items, event.data));
    case 'act.NoticeSheetInterrupted.v1':
      return carrying(act, event, interruptions(actId, itemsOf(act.items, act.hung), event.data));
    case 'act.SheetResultConfirmed.v1':
      return carrying(act, event, confirmations(actId, items, event.data));
    case 'act.ComparisonBatchRequested.v1':
      return carrying(act, event, comparisons(actId, items, event.data));
    case 'act.BatchResultReceived.v1':
      return carrying(act, event, receipts(actId, items, event.data));
    case 'act.RulingMade.v1':
      return carrying(act, event, rulings(actId, act.closing, items, event.data));
    case 'act.ActCorrected.v1':
      return carrying(act, event, corrections(actId, act.items, event.data));
    case 'act.OutcomesRecorded.v1':
      return freeing(act, leaving(act, event.data));
    case 'act.ActVoided.v1':
      return freeing(act, event.data.caseIds);
    default:
      return undefined;
  }
}

function toCase({ caseId, order }: ToCase, event?: Recorded): ProcessOrder {
  return {
    target: `case-${caseId}`,
    order,
    ...(event === undefined ? {} : { occurredOn: event.metadata.occurredOn, performedBy: event.metadata.performedBy }),
    onRefusal: 'report',
  };
}

const caseOf = (outcome: Outcome): string => outcome.target.slice('case-'.length);

function asking(
  act: ActState,
  event: Recorded,
  { no, items }: Extract<ActEvent, { type: 'act.ListClosing.v1' }>['data'],
): Reaction {
  return {
    orders: items.map(({ caseId, part, round }) => ({
      ...toCase({ caseId, order: { type: 'JoinAct', data: { part, round, act: act.actId, no } } }),
      ...(act.area === undefined ? {} : { area: act.area }),
    })),
    report: (outcomes): ProcessOrder<RecordReadiness> => ({
      target: event.stream,
      order: {
        type: 'RecordReadiness',
        data: {
          no,
          answers: outcomes.map((outcome) => ({
            caseId: caseOf(outcome),
            ready: outcome.accepted,
            findings: outcome.findings,
          })),
        },
      },
      // An act that was voided meanwhile wants no answer; its cases are freed next.
      onRefusal: 'report',
    }),
  };
}

function carrying(act: ActState, event: Recorded, orders: readonly ToCase[]): Reaction | undefined {
  if (orders.length === 0) return undefined;
  return {
    orders: orders.map((order) => toCase(order, event)),
    report: (outcomes): ProcessOrder<RecordOutcomes> => ({
      target: event.stream,
      order: {
        type: 'RecordOutcomes',
        data: {
          no: Object.keys(act.causes).length,
          cause: event.id,
          outcomes: outcomes.map((outcome) => ({
            caseId: caseOf(outcome),
            accepted: outcome.accepted,
            findings: outcome.findings,
          })),
        },
      },
      onRefusal: 'incident',
    }),
  };
}

/** Cases that the act can no longer serve: they may be taken up by another. */
function leaving(act: ActState, data: RecordOutcomes['data']): readonly string[] {
  const refused = data.outcomes.flatMap(({ caseId, accepted }) => (accepted ? [] : [caseId]));
  switch (act.causes[data.cause]) {
    case 'act.MeetingHeld.v1':
    case 'act.NoticeSheetPosted.v1':
    case 'act.ComparisonBatchRequested.v1':
    case 'act.RulingMade.v1':
      return refused;
    case 'act.BatchResultReceived.v1':
      // After the last source, whoever has no clear answer has to be asked about again, by another batch.
      return sourcesOpen(act).length > 0 ? refused : [...new Set([...refused, ...act.unclear])];
    case 'act.SheetResultConfirmed.v1':
      return act.phase === 'VOIDED' ? refused : [];
    default:
      return [];
  }
}

function freeing(act: ActState, cases: readonly string[]): Reaction | undefined {
  if (cases.length === 0) return undefined;
  return {
    orders: cases.map((caseId) => toCase({ caseId, order: { type: 'LeaveAct', data: { act: act.actId, no: act.closing } } })),
  };
}
