import { type Process, type ProcessOrder, type Reaction, type RecordedOf } from '#libs/kernel';
import { type RegisterEvent } from './events.js';
import { type IdentityOrder } from './identity-claim.js';

/** Fingerprints of the members as they stand, by person; `gone` is what the newest event took away. */
interface Fingerprints {
  readonly of: Readonly<Record<string, string>>;
  readonly gone: Readonly<Record<string, string>>;
}

const none: Fingerprints = { of: {}, gone: {} };

/**
 * Claims the identity number of every member for his household and releases it when he leaves, so that one person in two
 * households is seen whoever enrols him, wherever (domain.md R14). Stands before the lineage of a split: the parent releases
 * before the children claim.
 */
export const identityClaims: Process<Fingerprints, RegisterEvent> = {
  name: 'identity-claims',
  category: 'household',
  initial: none,
  evolve: ({ of }, event) => {
    switch (event.type) {
      case 'household.HouseholdEnrolled.v1':
        return {
          of: Object.fromEntries(event.data.members.map(({ person, idFingerprint }) => [person, idFingerprint])),
          gone: {},
        };
      case 'household.MemberAdded.v1':
        return { of: { ...of, [event.data.member.person]: event.data.member.idFingerprint }, gone: {} };
      case 'household.MemberRemoved.v1':
        return without(of, [event.data.person]);
      case 'household.IdentityCorrected.v1': {
        const { person, idFingerprint } = event.data;
        const { gone } = without(of, [person]);
        return { of: { ...of, [person]: idFingerprint }, gone: gone[person] === idFingerprint ? {} : gone };
      }
      case 'household.HouseholdSplit.v1':
      case 'household.HouseholdMerged.v1':
        return { of: {}, gone: of };
      default:
        return { of, gone: {} };
    }
  },
  react: ({ of, gone }, event): Reaction | undefined => {
    const household = event.stream.slice('household-'.length);
    const released = Object.entries(gone).map(([person, fingerprint]) =>
      orderFor('ReleaseIdentity', { household, person, fingerprint, cause: event.id }),
    );
    const claimed = claimants(event).map((person) =>
      orderFor('ClaimIdentity', { household, person, fingerprint: of[person] ?? '', cause: event.id }),
    );
    return released.length + claimed.length === 0 ? undefined : { orders: [...released, ...claimed] };
  },
  wakeups: () => [],
};

function without(of: Readonly<Record<string, string>>, persons: readonly string[]): Fingerprints {
  const entries = Object.entries(of);
  return {
    of: Object.fromEntries(entries.filter(([person]) => !persons.includes(person))),
    gone: Object.fromEntries(entries.filter(([person]) => persons.includes(person))),
  };
}

function claimants(event: RecordedOf<RegisterEvent>): readonly string[] {
  switch (event.type) {
    case 'household.HouseholdEnrolled.v1':
      return event.data.members.map(({ person }) => person);
    case 'household.MemberAdded.v1':
      return [event.data.member.person];
    case 'household.IdentityCorrected.v1':
      return [event.data.person];
    default:
      return [];
  }
}

function orderFor(
  type: IdentityOrder['type'],
  claim: { readonly household: string; readonly person: string; readonly fingerprint: string; readonly cause: string },
): ProcessOrder<IdentityOrder> {
  const { household, person, fingerprint, cause } = claim;
  return { target: `identity-${fingerprint}`, order: { type, data: { household, person, cause } }, onRefusal: 'incident' };
}
