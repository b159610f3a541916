import { type Decision } from '#libs/kernel';
import { type RegisterContext } from '../context.js';
import { type RegisterEvent } from '../events.js';
import { type MoveManagement } from '../orders.js';
import { entryOf, type RegisterState } from '../state.js';
import { fromProcessOnly, provided } from './findings.js';
import { unknownCase } from './results.js';

/** What a case has decided of the place that manages the household (R14): both sides have confirmed it there. */
export function moveManagement(
  { data }: MoveManagement,
  state: RegisterState,
  context: RegisterContext,
): Decision<RegisterEvent> {
  const from = state.managementArea;
  return provided(
    [fromProcessOnly(context, 'R14'), entryOf(state.cases, data.caseId) === undefined && unknownCase(data.caseId)],
    () => (from === undefined ? [] : [{ type: 'household.ManagementMoved.v1', data: { ...data, from } }]),
  );
}
