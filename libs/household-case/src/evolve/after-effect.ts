import { type Evolutions } from './evolution.js';

export const afterEffectEvolutions: Evolutions<
  'case.ConfirmationLetterIssued.v1' | 'case.HandbookIssued.v1' | 'case.RegistryEntryRecorded.v1'
> = {
  'case.ConfirmationLetterIssued.v1': (state) => state,
  'case.HandbookIssued.v1': (state) => state,
  'case.RegistryEntryRecorded.v1': (state) => state,
};
