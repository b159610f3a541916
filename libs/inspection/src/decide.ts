import { type Decision, type DecisionContext, type Finding, refuse, unmet } from '#libs/kernel';
import { type InspectionEvent } from './events.js';
import { type InspectionOrder, type OpenInspection, type OrderSample, type RaiseFinding } from './orders.js';
import { type InspectionState } from './state.js';

/**
 * Refuses a mandate that ends before it begins or names nobody; under one that is open, whoever is not named on it, days outside of it,
 * numbers out of turn, findings without an event, and draws of nothing. That the events stand in the log is seen by the desk.
 */
export function decide(order: InspectionOrder, state: InspectionState, context: DecisionContext): Decision<InspectionEvent> {
  const [first, ...more] = order.type === 'OpenInspection' ? wrongMandate(order.data, state) : wrongUnder(order, state, context);
  return first === undefined ? [eventOf(order)] : refuse(first, ...more);
}

function eventOf(order: InspectionOrder): InspectionEvent {
  switch (order.type) {
    case 'OpenInspection':
      return { type: 'inspection.InspectionOpened.v1', data: order.data };
    case 'OrderSample':
      return { type: 'inspection.SampleOrdered.v1', data: order.data };
    case 'RaiseFinding':
      return { type: 'inspection.FindingRaised.v1', data: order.data };
    case 'CloseInspection':
      return { type: 'inspection.InspectionClosed.v1', data: order.data };
  }
}

function wrongMandate({ from, until, inspectors }: OpenInspection['data'], { phase }: InspectionState): readonly Finding[] {
  return [
    ...(phase === 'ABSENT' ? [] : [unmet('INSPECTION_ALREADY_OPEN', 'ORDER', 'R17', 'a mandate of its own', phase)]),
    ...(from <= until ? [] : [unmet('DATES_OUT_OF_ORDER', 'INPUT', 'R17', { notBefore: from }, until)]),
    ...(inspectors.length > 0 ? [] : [unmet('INSPECTORS_NOT_NAMED', 'INPUT', 'R17', 'at least one inspector', 0)]),
  ];
}

function wrongUnder(
  order: Exclude<InspectionOrder, OpenInspection>,
  state: InspectionState,
  { actor, today }: DecisionContext,
): readonly Finding[] {
  const { phase, inspectors, from, until } = state;
  if (phase !== 'OPEN') return [unmet('INSPECTION_NOT_OPEN', 'ORDER', 'R17', 'a mandate that is open', phase)];
  // Whoever gave the mandate may end it, too.
  const named = inspectors.includes(actor.id) || (order.type === 'CloseInspection' && actor.role === 'FILING_OFFICER');
  if (!named) return [unmet('NOT_ON_THE_MANDATE', 'RIGHTS', 'R17', [...inspectors], actor.id)];
  if (order.type === 'CloseInspection') return [];
  const within = from !== undefined && until !== undefined && from <= today && today <= until;
  if (!within) return [unmet('MANDATE_NOT_IN_FORCE', 'RIGHTS', 'R17', { from: from ?? null, until: until ?? null }, today)];
  return order.type === 'OrderSample' ? wrongSample(order.data, state) : wrongFinding(order.data, state);
}

function wrongSample({ no, atSize, least, share }: OrderSample['data'], { samples }: InspectionState): readonly Finding[] {
  const whole = share.of >= 0 && share.outOf > 0 && share.of <= share.outOf;
  return [
    ...notNext(no, samples),
    ...(whole && least + share.of > 0
      ? []
      : [unmet('SAMPLE_OF_NOTHING', 'INPUT', 'R17', 'a least number, or a share up to the whole', { least, share })]),
    ...(atSize > 0 ? [] : [unmet('DRAW_NOT_FIXED_BEFOREHAND', 'INPUT', 'R17', 'a size that the log has not reached', atSize)]),
  ];
}

function wrongFinding({ no, events }: RaiseFinding['data'], { findings }: InspectionState): readonly Finding[] {
  return [
    ...notNext(no, findings),
    ...(events.length > 0 ? [] : [unmet('EVENTS_NOT_NAMED', 'INPUT', 'R17', 'at least one event', 0)]),
  ];
}

function notNext(no: number, before: number): readonly Finding[] {
  return no === before + 1 ? [] : [unmet('NUMBER_NOT_NEXT', 'INPUT', 'R17', before + 1, no)];
}
