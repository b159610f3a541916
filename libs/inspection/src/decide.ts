import { type Decision, type DecisionContext, type Finding, refuse, unmet } from '#libs/kernel';
import { type InspectionEvent } from './events.js';
import {
  type AnswerFinding,
  type InspectionOrder,
  type OpenInspection,
  type OrderSample,
  type RaiseFinding,
  type ReadUnderMandate,
} from './orders.js';
import { type InspectionState } from './state.js';

export interface InspectionContext extends DecisionContext {
  /** The area whose office is to answer a finding, and all above it; empty where the order names none. */
  readonly lineage: readonly string[];
  /** What the log says was read under the mandate that is closed; empty for every other order. */
  readonly readUnder: readonly ReadUnderMandate[];
}

/**
 * Refuses a mandate that ends before it begins or names nobody; under one that is open, whoever is not named on it, days outside of it,
 * numbers out of turn, findings without an event or for an area outside of the mandate, and draws of nothing; an answer to what was
 * not found, or by whoever found it. That the events stand in the log is seen by the desk.
 */
export function decide(order: InspectionOrder, state: InspectionState, context: InspectionContext): Decision<InspectionEvent> {
  const [first, ...more] = order.type === 'OpenInspection' ? wrongMandate(order.data, state) : wrongUnder(order, state, context);
  return first === undefined ? [eventOf(order, state, context)] : refuse(first, ...more);
}

function eventOf(
  order: InspectionOrder,
  { findings }: InspectionState,
  { readUnder }: Pick<InspectionContext, 'readUnder'>,
): InspectionEvent {
  switch (order.type) {
    case 'OpenInspection':
      return { type: 'inspection.InspectionOpened.v1', data: order.data };
    case 'OrderSample':
      return { type: 'inspection.SampleOrdered.v1', data: order.data };
    case 'RaiseFinding':
      return { type: 'inspection.FindingRaised.v1', data: order.data };
    case 'AnswerFinding': {
      const about = findings[order.data.finding - 1]?.events ?? [];
      return { type: 'inspection.FindingAnswered.v1', data: { ...order.data, about } };
    }
    case 'CloseInspection':
      return {
        type: 'inspection.InspectionClosed.v1',
        data: { ...order.data, ...(readUnder.length === 0 ? {} : { read: readUnder }) },
      };
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
  { actor, performedBy, today, lineage }: InspectionContext,
): readonly Finding[] {
  if (order.type === 'AnswerFinding') return wrongAnswer(order.data, state, [actor.id, performedBy]);
  const { phase, inspectors, from, until } = state;
  if (phase !== 'OPEN') return [unmet('INSPECTION_NOT_OPEN', 'ORDER', 'R17', 'a mandate that is open', phase)];
  // Whoever gave the mandate may end it, too.
  const named = inspectors.includes(actor.id) || (order.type === 'CloseInspection' && actor.role === 'FILING_OFFICER');
  if (!named) return [unmet('NOT_ON_THE_MANDATE', 'RIGHTS', 'R17', [...inspectors], actor.id)];
  if (order.type === 'CloseInspection') {
    const { on } = order.data;
    return on <= today ? [] : [unmet('DATE_IN_FUTURE', 'INPUT', 'R2', { notAfter: today }, on)];
  }
  const within = from !== undefined && until !== undefined && from <= today && today <= until;
  if (!within) return [unmet('MANDATE_NOT_IN_FORCE', 'RIGHTS', 'R17', { from: from ?? null, until: until ?? null }, today)];
  return order.type === 'OrderSample' ? wrongSample(order.data, state) : wrongFinding(order.data, state, lineage);
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

function wrongFinding(
  { no, events, area }: RaiseFinding['data'],
  { findings, area: ofMandate = '' }: InspectionState,
  lineage: readonly string[],
): readonly Finding[] {
  return [
    ...notNext(no, findings.length),
    ...(events.length > 0 ? [] : [unmet('EVENTS_NOT_NAMED', 'INPUT', 'R17', 'at least one event', 0)]),
    ...(area === undefined || lineage.includes(ofMandate)
      ? []
      : [unmet('OUTSIDE_THE_MANDATE', 'RIGHTS', 'R17', { within: ofMandate }, area)]),
  ];
}

/** The office may answer for as long as it likes: what was found does not end with the mandate. */
function wrongAnswer(
  { finding, no }: AnswerFinding['data'],
  { findings, inspectors }: InspectionState,
  hands: readonly string[],
): readonly Finding[] {
  const raised = findings[finding - 1];
  if (raised === undefined) return [unmet('FINDING_NOT_RAISED', 'INPUT', 'R17', { raised: findings.length }, finding)];
  const own = hands.find((hand) => inspectors.includes(hand));
  return [
    ...notNext(no, raised.answers),
    ...(own === undefined ? [] : [unmet('INSPECTOR_ANSWERS_HIMSELF', 'RIGHTS', 'R4; R17', 'whoever did not inspect', own)]),
  ];
}

function notNext(no: number, before: number): readonly Finding[] {
  return no === before + 1 ? [] : [unmet('NUMBER_NOT_NEXT', 'INPUT', 'R17', before + 1, no)];
}
