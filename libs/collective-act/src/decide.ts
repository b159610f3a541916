import { type Decision, refuse, unmet } from '#libs/kernel';
import { type ActContext } from './context.js';
import { correctAct, recordOutcomes, voidAct } from './decide/afterwards.js';
import { exportList, recordResult, requestBatch } from './decide/comparison.js';
import { type Check, notInFuture } from './decide/findings.js';
import { closeList, listCases, openAct, recordReadiness, unlistCase } from './decide/list.js';
import { recordMeeting } from './decide/meeting.js';
import { confirmSheet, interruptSheet, postSheet } from './decide/notice.js';
import { recordRuling } from './decide/ruling.js';
import { type ActEvent } from './events.js';
import { type ActOrder } from './orders.js';
import { type ActState } from './state.js';

/** Decides one order about one act. All that speaks against it is told at once. */
export function decide(order: ActOrder, state: ActState, context: ActContext): Decision<ActEvent> {
  const closed = phaseTakes(order, state) || notInFuture(context, 'occurredOn', context.occurredOn);
  if (closed) return refuse(closed);
  switch (order.type) {
    case 'OpenAct':
      return openAct(order, state);
    case 'ListCases':
      return listCases(order, state);
    case 'UnlistCase':
      return unlistCase(order, state);
    case 'CloseList':
      return closeList(order, state);
    case 'RecordReadiness':
      return recordReadiness(order, state, context);
    case 'RecordMeeting':
      return recordMeeting(order, state, context);
    case 'PostNoticeSheet':
      return postSheet(order, state, context);
    case 'InterruptNoticeSheet':
      return interruptSheet(order, state, context);
    case 'ConfirmSheetResult':
      return confirmSheet(order, state, context);
    case 'RequestComparisonBatch':
      return requestBatch(order, state);
    case 'ExportComparisonList':
      return exportList(order, state, context);
    case 'RecordBatchResult':
      return recordResult(order, state, context);
    case 'RecordRuling':
      return recordRuling(order, state);
    case 'RecordOutcomes':
      return recordOutcomes(order, state, context);
    case 'CorrectAct':
      return correctAct(order, state, context);
    case 'VoidAct':
      return voidAct(order, state, context);
  }
}

/** Outcomes still come in after an act was voided; everything else needs one that was opened and stands. */
function phaseTakes(order: ActOrder, state: ActState): Check {
  if (order.type === 'OpenAct') return undefined;
  if (state.phase === 'ABSENT') return unmet('ACT_NOT_OPEN', 'ORDER', 'R7', 'OpenAct first', { order: order.type });
  return (
    state.phase === 'VOIDED' &&
    order.type !== 'RecordOutcomes' &&
    unmet('ACT_VOIDED', 'ORDER', 'R3', 'an act that stands', { actId: state.actId })
  );
}
