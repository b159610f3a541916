import { type CivilDate, refuse, unmet } from '#libs/kernel';
import { type CaseEvent } from '../events.js';
import { type CaseFile } from '../state.js';
import { type Proposals } from './handler.js';

/** Once, for a case by which somebody was registered; others have nothing to note. */
export function supportPaired(
  { on, cause }: { readonly on: CivilDate; readonly cause: string },
  { outcome, supportPairedOn }: CaseFile,
): readonly CaseEvent[] {
  return outcome !== 'REGISTERED' || supportPairedOn !== undefined
    ? []
    : [{ type: 'case.SupportPaired.v1', data: { on, cause } }];
}

/** What follows a registration or an exit and is no step of it (domain.md §2.1, row post). */
export const afterEffectProposals: Proposals<
  | 'IssueConfirmationLetter'
  | 'IssueHandbook'
  | 'RecordRegistryEntry'
  | 'NoteSupportPaired'
  | 'PublishDecidedList'
  | 'TakeDownNotice'
> = {
  IssueConfirmationLetter: (data) => [{ type: 'case.ConfirmationLetterIssued.v1', data }],
  IssueHandbook: (data) => [{ type: 'case.HandbookIssued.v1', data }],
  RecordRegistryEntry: (data) => [{ type: 'case.RegistryEntryRecorded.v1', data }],
  NoteSupportPaired: ({ on, cause }, { state, context }) => {
    if (context.actor.role !== 'process') {
      return refuse(unmet('RECORDER_MAY_NOT', 'RIGHTS', 'architecture §4', ['process'], context.actor.role));
    }
    return supportPaired({ on, cause }, state);
  },
  PublishDecidedList: (data) => [{ type: 'case.DecidedListPublished.v1', data }],
  TakeDownNotice: ({ part, round = 1, takenDownOn, papers }) => [
    { type: 'case.NoticeCopyTakenDown.v1', data: { part, round, takenDownOn, papers } },
  ],
};
