import { type Decider } from '#libs/kernel';
import { type ActContext } from './context.js';
import { decide } from './decide.js';
import { type ActEvent } from './events.js';
import { evolve } from './evolve.js';
import { type ActOrder } from './orders.js';
import { type ActState, initialAct } from './state.js';

/** One collective step on a closed list of cases, stream `act-<id>` (architecture §2; domain.md R7, R9, R10, R15). */
export const actDecider: Decider<ActState, ActOrder, ActEvent, ActContext> = {
  category: 'act',
  initial: initialAct,
  keyOf,
  decide,
  evolve,
};

function keyOf(order: ActOrder): string {
  switch (order.type) {
    case 'OpenAct':
      return 'open';
    case 'ListCases':
      return `list:${order.data.no}`;
    case 'UnlistCase':
      return `unlist:${order.data.caseId}:${order.data.no ?? 1}`;
    case 'CloseList':
      return `close:${order.data.no}`;
    case 'RecordReadiness':
      return `readiness:${order.data.no}`;
    case 'RecordMeeting':
      return 'meeting';
    case 'PostNoticeSheet':
      return 'post';
    case 'InterruptNoticeSheet':
      return `interrupt:${order.data.no}`;
    case 'ConfirmSheetResult':
      return `confirm:${order.data.no}`;
    case 'RequestComparisonBatch':
      return 'request';
    case 'ExportComparisonList':
      return `export:${order.data.no}`;
    case 'RecordBatchResult':
      return `result:${order.data.source}`;
    case 'RecordRuling':
      return 'ruling';
    case 'RecordOutcomes':
      return `outcomes:${order.data.cause}`;
    case 'CorrectAct':
      return `correct:${order.data.no}`;
    case 'VoidAct':
      return 'void';
  }
}
