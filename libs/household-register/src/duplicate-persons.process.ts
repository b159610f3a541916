import { type Process, type ProcessOrder } from '#libs/kernel';
import { type IdentityEvent } from './identity-claim.js';
import { type FlagDuplicatePerson } from './orders.js';

/** Tells both registers of a person who stands in two of them: registration waits for a ruling (domain.md R14). */
export const duplicatePersons: Process<null, IdentityEvent> = {
  name: 'duplicate-persons',
  category: 'identity',
  initial: null,
  evolve: () => null,
  react: (_state, event) => {
    if (event.type !== 'identity.IdentityClaimedTwice.v1') return undefined;
    const { first, second } = event.data;
    return {
      orders: [flag(first.household, first.person, second.household), flag(second.household, second.person, first.household)],
    };
  },
  wakeups: () => [],
};

function flag(household: string, person: string, otherHousehold: string): ProcessOrder<FlagDuplicatePerson> {
  return {
    target: `household-${household}`,
    order: { type: 'FlagDuplicatePerson', data: { person, otherHousehold } },
    // A register that was split or merged meanwhile has nothing to flag.
    onRefusal: 'report',
  };
}
