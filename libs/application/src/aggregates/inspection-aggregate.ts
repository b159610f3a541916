import { inspectionDecider, type InspectionEvent, type InspectionOrder, type InspectionState } from '#libs/inspection';
import { type DecisionContext } from '#libs/kernel';
import { type Aggregate } from '../aggregate.js';

/** Inspections: rights are those over the area of the mandate; a finding points to events that stand in the log (R17). */
export function inspectionAggregate(): Aggregate<InspectionState, InspectionOrder, InspectionEvent, DecisionContext> {
  return {
    decider: inspectionDecider,
    orderTypes: new Set<InspectionOrder['type']>(['OpenInspection', 'OrderSample', 'RaiseFinding', 'CloseInspection']),
    idIn: (order) => (order.type === 'OpenInspection' ? order.data.id : undefined),
    areaOf: (state, order) => (order.type === 'OpenInspection' ? order.data.area : state.area),
    pointsTo: (order) => (order.type === 'RaiseFinding' ? order.data.events : []),
    refsNeeded: () => [],
    contextFor: (common) => common,
    pins: () => ({}),
    marks: (_context, event) => (event.type === 'inspection.FindingRaised.v1' ? { clause: event.data.rule } : {}),
    readElsewhere: () => ({}),
  };
}
