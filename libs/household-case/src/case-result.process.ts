import { type CivilDate, type Order, type Process, type ProcessOrder, type Reaction, type RecordedOf } from '#libs/kernel';
import { type CaseView } from '#libs/procedure';
import { type CaseEvent } from './events.js';

/** Orders of the register, in its own words: this lib does not know that one (architecture §3). */
type RecordCaseResult = Order<
  'RecordCaseResult',
  {
    readonly caseId: string;
    readonly outcome: NonNullable<CaseView['outcome']>;
    readonly on: CivilDate;
    readonly programYear: number;
    /** Which closing it is: the same outcome on the same day may come again after a reopening. */
    readonly no: number;
  }
>;
type RecordCaseReopened = Order<'RecordCaseReopened', { readonly caseId: string; readonly no: number }>;

export interface CaseResult {
  readonly caseId: string;
  readonly householdId: string;
  readonly programYear: number;
  readonly closed: boolean;
  readonly reopenings: number;
  /** The event by which the case was opened again, newest. */
  readonly reopenedBy?: string;
}

function resultOf(
  event: RecordedOf<CaseEvent>,
): { readonly outcome: RecordCaseResult['data']['outcome']; readonly on: CivilDate } | undefined {
  const on = event.metadata.occurredOn;
  switch (event.type) {
    case 'case.HouseholdRegistered.v1':
      return { outcome: 'REGISTERED', on: event.data.on };
    case 'case.HouseholdExited.v1':
      return { outcome: 'EXITED', on: event.data.on };
    case 'case.HouseholdMonitored.v1':
      return { outcome: 'MONITORED', on: event.data.on };
    case 'case.CaseRejected.v1':
      return { outcome: 'REJECTED', on };
    case 'case.CaseWithdrawn.v1':
      return { outcome: 'WITHDRAWN', on };
    case 'case.CaseLapsed.v1':
      return { outcome: 'LAPSED', on };
    case 'case.ExitDeferred.v1':
      return { outcome: 'DEFERRED', on };
    default:
      return undefined;
  }
}

/** A case that had ended goes on wherever it is returned to: after a recheck, a contest, a re-review, a correction. */
function reopens(event: RecordedOf<CaseEvent>): boolean {
  return event.type === 'case.CaseReturned.v1';
}

function evolve(state: CaseResult, event: RecordedOf<CaseEvent>): CaseResult {
  if (event.type === 'case.CaseOpened.v1') {
    const { caseId, householdId, programYear } = event.data;
    return { caseId, householdId, programYear, closed: false, reopenings: 0 };
  }
  if (resultOf(event) !== undefined) return { ...state, closed: true };
  if (state.closed && reopens(event)) {
    return { ...state, closed: false, reopenings: state.reopenings + 1, reopenedBy: event.id };
  }
  return state;
}

function react(state: CaseResult, event: RecordedOf<CaseEvent>): Reaction | undefined {
  const { caseId, householdId, programYear, reopenings: no } = state;
  const target = `household-${householdId}`;
  const result = resultOf(event);
  if (result !== undefined) {
    const order: ProcessOrder<RecordCaseResult> = {
      target,
      order: { type: 'RecordCaseResult', data: { caseId, ...result, programYear, no: no + 1 } },
      onRefusal: 'incident',
    };
    return { orders: [order] };
  }
  if (state.reopenedBy !== event.id) return undefined;
  const order: ProcessOrder<RecordCaseReopened> = {
    target,
    order: { type: 'RecordCaseReopened', data: { caseId, no } },
    onRefusal: 'incident',
  };
  return { orders: [order] };
}

/** Brings the result of a case to its household's register, and says there when the case goes on again (§2.3, R13). */
export const caseResult: Process<CaseResult, CaseEvent> = {
  name: 'case-result',
  category: 'case',
  initial: { caseId: '', householdId: '', programYear: 0, closed: false, reopenings: 0 },
  evolve,
  react,
  wakeups: () => [],
};
