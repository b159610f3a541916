import { type Event, type Process, type ProcessOrder } from '#libs/kernel';
import { type AreaPath, type CaseOpened } from '#libs/procedure';
import { type MoveManagement } from './orders.js';

/** Events of a case, in its own words: this lib does not know that one (architecture §3). */
type CaseEvent =
  | Event<'case.CaseOpened.v1', CaseOpened>
  | Event<'case.ManagementTransferred.v1', { readonly from: AreaPath; readonly to: AreaPath }>;

/** Which household a case is about. */
interface About {
  readonly caseId: string;
  readonly householdId: string;
}

/** Brings a transfer of management to the register: rights over the household and its next cases go by the new place (R14). */
export const managementMoves: Process<About, CaseEvent> = {
  name: 'management-moves',
  category: 'case',
  initial: { caseId: '', householdId: '' },
  evolve: (state, event) =>
    event.type === 'case.CaseOpened.v1' ? { caseId: event.data.caseId, householdId: event.data.householdId } : state,
  react: ({ caseId, householdId }, event) => {
    if (event.type !== 'case.ManagementTransferred.v1') return undefined;
    const order: ProcessOrder<MoveManagement> = {
      target: `household-${householdId}`,
      order: { type: 'MoveManagement', data: { caseId, to: event.data.to, cause: event.id } },
      onRefusal: 'incident',
    };
    return { orders: [order] };
  },
  wakeups: () => [],
};
