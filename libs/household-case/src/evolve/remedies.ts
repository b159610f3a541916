import { type Evolutions } from './evolution.js';

export const remedyEvolutions: Evolutions<
  | 'case.RejectionNotified.v1'
  | 'case.RecheckRequested.v1'
  | 'case.RecheckDecided.v1'
  | 'case.DecisionContested.v1'
  | 'case.ContestRuled.v1'
> = {
  'case.RejectionNotified.v1': (state) => state,
  'case.RecheckRequested.v1': (state) => state,
  'case.RecheckDecided.v1': (state) => state,
  'case.DecisionContested.v1': (state) => state,
  'case.ContestRuled.v1': (state) => state,
};
