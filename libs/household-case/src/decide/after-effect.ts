import { type Proposals } from './handler.js';

/** What follows a registration or an exit and is no step of it (domain.md §2.1, row post). */
export const afterEffectProposals: Proposals<'IssueConfirmationLetter' | 'IssueHandbook' | 'RecordRegistryEntry'> = {
  IssueConfirmationLetter: (data) => [{ type: 'case.ConfirmationLetterIssued.v1', data }],
  IssueHandbook: (data) => [{ type: 'case.HandbookIssued.v1', data }],
  RecordRegistryEntry: (data) => [{ type: 'case.RegistryEntryRecorded.v1', data }],
};
