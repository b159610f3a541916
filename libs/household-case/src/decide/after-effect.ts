import { refuse, unmet } from '#libs/kernel';
import { type Proposals } from './handler.js';

const notServed = () => refuse(unmet('ORDER_NOT_SERVED', 'INPUT', 'assumption', 'an order that this build serves', null));

export const afterEffectProposals: Proposals<'IssueConfirmationLetter' | 'IssueHandbook' | 'RecordRegistryEntry'> = {
  IssueConfirmationLetter: notServed,
  IssueHandbook: notServed,
  RecordRegistryEntry: notServed,
};
