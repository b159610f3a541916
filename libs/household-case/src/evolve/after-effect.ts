import { type Evolutions } from './evolution.js';

export const afterEffectEvolutions: Evolutions<
  'case.ConfirmationLetterIssued.v1' | 'case.HandbookIssued.v1' | 'case.RegistryEntryRecorded.v1'
> = {
  'case.ConfirmationLetterIssued.v1': (state, { data }) => ({ ...state, lettersIssuedOn: data.deliveredOn }),
  'case.HandbookIssued.v1': (state, { data }) => ({ ...state, handbookIssuedOn: data.issuedOn }),
  'case.RegistryEntryRecorded.v1': (state, { data }) => ({
    ...state,
    registryEntries: [...state.registryEntries, { system: data.system, on: data.enteredOn }],
  }),
};
