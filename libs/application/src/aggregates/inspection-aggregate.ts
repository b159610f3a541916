import { type Directory } from '#libs/identity';
import {
  type InspectionContext,
  inspectionDecider,
  type InspectionEvent,
  type InspectionOrder,
  type InspectionState,
} from '#libs/inspection';
import { type Aggregate } from '../aggregate.js';

/**
 * Inspections: rights are those over the area of the mandate, and to answer a finding those over the area to whose office it was told;
 * a finding and its answer point to events that stand in the log (R17).
 */
export function inspectionAggregate(
  directory: Directory,
): Aggregate<InspectionState, InspectionOrder, InspectionEvent, InspectionContext> {
  return {
    decider: inspectionDecider,
    orderTypes: new Set<InspectionOrder['type']>([
      'OpenInspection',
      'OrderSample',
      'RaiseFinding',
      'AnswerFinding',
      'CloseInspection',
    ]),
    idIn: (order) => (order.type === 'OpenInspection' ? order.data.id : undefined),
    areaOf: (state, order) => {
      if (order.type === 'OpenInspection') return order.data.area;
      const answered = order.type === 'AnswerFinding' ? state.findings[order.data.finding - 1] : undefined;
      return answered?.area ?? state.area;
    },
    pointsTo: (order) => (order.type === 'RaiseFinding' || order.type === 'AnswerFinding' ? order.data.events : []),
    refsNeeded: () => [],
    contextFor: (common, _state, order) => {
      const area = order.type === 'RaiseFinding' ? order.data.area : undefined;
      return { ...common, lineage: area === undefined ? [] : directory.lineage(area) };
    },
    pins: () => ({}),
    marks: (_context, event) => (event.type === 'inspection.FindingRaised.v1' ? { clause: event.data.rule } : {}),
    readElsewhere: () => ({}),
  };
}
