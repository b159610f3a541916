import { type Decider } from '#libs/kernel';
import { decide, type InspectionContext } from './decide.js';
import { type InspectionEvent } from './events.js';
import { evolve } from './evolve.js';
import { type InspectionOrder } from './orders.js';
import { type InspectionState, noInspection } from './state.js';

/** An inspection under a mandate, stream `inspection-<id>` (domain.md R17). */
export const inspectionDecider: Decider<InspectionState, InspectionOrder, InspectionEvent, InspectionContext> = {
  category: 'inspection',
  initial: noInspection,
  keyOf: (order) => {
    switch (order.type) {
      case 'OpenInspection':
        return 'open';
      case 'OrderSample':
        return `sample:${order.data.no}`;
      case 'RaiseFinding':
        return `finding:${order.data.no}`;
      case 'AnswerFinding':
        return `answer:${order.data.finding}:${order.data.no}`;
      case 'CloseInspection':
        return 'close';
    }
  },
  decide,
  evolve,
};
