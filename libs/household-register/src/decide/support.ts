import { type Decision, unmet } from '#libs/kernel';
import { type RegisterContext } from '../context.js';
import { type RegisterEvent } from '../events.js';
import { type DeliverMeasure, type PairSupport, type RecordDisaster } from '../orders.js';
import { isMember, type RegisterState } from '../state.js';
import { notInFuture, provided, recorderNotOfHousehold } from './findings.js';

export function pairSupport({ data }: PairSupport, state: RegisterState, context: RegisterContext): Decision<RegisterEvent> {
  return provided(
    [
      data.until !== undefined &&
        data.until < data.from &&
        unmet('PERIOD_REVERSED', 'INPUT', '§1.4', { untilNotBefore: data.from }, { until: data.until }),
      recorderNotOfHousehold(context, state),
      isMember(state, data.cadre) &&
        unmet('OFFICIAL_IN_OWN_HOUSEHOLD', 'RIGHTS', 'R4', 'a cadre from outside of the household', { cadre: data.cadre }),
    ],
    () => [{ type: 'household.SupportPaired.v1', data }],
  );
}

export function deliverMeasure(
  { data }: DeliverMeasure,
  state: RegisterState,
  context: RegisterContext,
): Decision<RegisterEvent> {
  return provided(
    [
      (!Number.isSafeInteger(data.amountFen) || data.amountFen < 0) &&
        unmet('AMOUNT_UNUSABLE', 'INPUT', '§1.4', 'whole fen, not below 0', { amountFen: data.amountFen }),
      notInFuture(context, 'on', data.on),
      recorderNotOfHousehold(context, state),
    ],
    () => [{ type: 'household.MeasureDelivered.v1', data }],
  );
}

export function recordDisaster(
  { data }: RecordDisaster,
  state: RegisterState,
  context: RegisterContext,
): Decision<RegisterEvent> {
  return provided([notInFuture(context, 'on', data.on), recorderNotOfHousehold(context, state)], () => [
    { type: 'household.DisasterRecorded.v1', data },
  ]);
}
