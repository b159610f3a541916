import { contestable } from '#libs/procedure';
import { type Evolutions } from './evolution.js';
import { decidedAt, recordedDay } from './part-progress.js';

export const remedyEvolutions: Evolutions<
  | 'case.RejectionNotified.v1'
  | 'case.RecheckRequested.v1'
  | 'case.RecheckDecided.v1'
  | 'case.DecisionContested.v1'
  | 'case.ContestRuled.v1'
> = {
  'case.RejectionNotified.v1': (state, { data, metadata }) => {
    if (state.rejection === undefined) return state;
    const notified = { notifiedOn: data.deliveredOn, notifiedRecordedOn: recordedDay(metadata.recordedAt) };
    return { ...state, rejection: { ...state.rejection, ...notified } };
  },
  'case.RecheckRequested.v1': (state, { data }) => ({
    ...state,
    recheck: { of: state.rejection?.no ?? 1, requestedOn: data.requestedOn },
  }),
  'case.RecheckDecided.v1': (state, { data }) => ({
    ...state,
    ...(state.recheck && { recheck: { ...state.recheck, outcome: data.outcome } }),
    deciders: decidedAt(state, data.level, data.decidedBy),
  }),
  /** Until the county has ruled on a contested return, nothing is done again that may have to be undone. */
  'case.DecisionContested.v1': (state, { data, metadata }) => ({
    ...state,
    contests: [
      ...(state.contests ?? []),
      { contested: data.contested, of: contestable(state, data.contested) ?? 0, on: metadata.occurredOn },
    ],
    ...(data.contested === 'RETURN' && state.held === undefined && { held: { reason: 'CONTEST' } }),
  }),
  'case.ContestRuled.v1': (state, { data }) => {
    return {
      ...state,
      held: state.held?.reason === 'CONTEST' ? undefined : state.held,
      contests: (state.contests ?? []).map((contest) =>
        contest.upheld === undefined ? { ...contest, upheld: data.upheld } : contest,
      ),
      deciders: decidedAt(state, 'COUNTY', data.decidedBy),
    };
  },
};
