import { type Evolutions } from './evolution.js';

export const objectionEvolutions: Evolutions<
  | 'case.ObjectionRaised.v1'
  | 'case.IdentificationLeadOpened.v1'
  | 'case.CorrectionLeadOpened.v1'
  | 'case.InvestigationAssigned.v1'
  | 'case.ObjectionDecided.v1'
  | 'case.CompletionSuperseded.v1'
> = {
  'case.ObjectionRaised.v1': (state) => state,
  'case.IdentificationLeadOpened.v1': (state) => state,
  'case.CorrectionLeadOpened.v1': (state) => state,
  'case.InvestigationAssigned.v1': (state) => state,
  'case.ObjectionDecided.v1': (state) => state,
  'case.CompletionSuperseded.v1': (state) => state,
};
