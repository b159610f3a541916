import { type Evolutions } from './evolution.js';

export const correctionEvolutions: Evolutions<'case.RecordCorrected.v1' | 'case.EntryReassigned.v1'> = {
  'case.RecordCorrected.v1': (state) => state,
  'case.EntryReassigned.v1': (state) => state,
};
