import { type Evolutions } from './evolution.js';

export const afterEffectEvolutions: Evolutions<
  | 'case.ConfirmationLetterIssued.v1'
  | 'case.HandbookIssued.v1'
  | 'case.RegistryEntryRecorded.v1'
  | 'case.SupportPaired.v1'
  | 'case.DecidedListPublished.v1'
  | 'case.NoticeCopyTakenDown.v1'
> = {
  'case.ConfirmationLetterIssued.v1': (state, { data }) => ({ ...state, lettersIssuedOn: data.deliveredOn }),
  'case.HandbookIssued.v1': (state, { data }) => ({ ...state, handbookIssuedOn: data.issuedOn }),
  'case.RegistryEntryRecorded.v1': (state, { data }) => ({
    ...state,
    registryEntries: [...state.registryEntries, { system: data.system, on: data.enteredOn }],
  }),
  'case.SupportPaired.v1': (state, { data }) => ({ ...state, supportPairedOn: data.on }),
  'case.DecidedListPublished.v1': (state, { data }) => ({ ...state, listPublishedOn: data.publishedOn }),
  'case.NoticeCopyTakenDown.v1': (state, { data }) => ({
    ...state,
    copiesTakenDown: { ...state.copiesTakenDown, [`${data.part}|${data.round}`]: data.takenDownOn },
  }),
};
