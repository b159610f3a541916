import { type Decision, unmet } from '#libs/kernel';
import { type ActEvent } from '../events.js';
import { type RecordRuling } from '../orders.js';
import { type ActState } from '../state.js';
import { provided, readyFor, within } from './findings.js';

/** The whole list as attached, except …: one document, one decision per case (R15). */
export function recordRuling({ data }: RecordRuling, state: ActState): Decision<ActEvent> {
  return provided(
    [
      ...readyFor('RULING', state),
      data.documentNo.trim() === '' &&
        unmet('DOCUMENT_NUMBER_MISSING', 'INPUT', 'R15', 'the number of the document', { documentNo: data.documentNo }),
      within(
        state.phase === 'CLOSED' ? state.items.map(({ caseId }) => caseId) : data.except.map(({ caseId }) => caseId),
        data.except.map(({ caseId }) => caseId),
      ),
    ],
    () => [{ type: 'act.RulingMade.v1', data }],
  );
}
