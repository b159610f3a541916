import { type Decider, type DecisionContext, type Event, type Order, refuse, unmet } from '#libs/kernel';

// These names are stored. Never rename one or change what a field means: add a version and an upcast.

/** A person of a household who bears the identity number of this fingerprint. */
export interface IdentityClaim {
  readonly household: string;
  readonly person: string;
}

/** By the process that follows enrolments and changes of members; stream `identity-<fingerprint>`. */
export type ClaimIdentity = Order<'ClaimIdentity', IdentityClaim & { readonly cause: string }>;
/** The person is no longer of that household, or bears another number. */
export type ReleaseIdentity = Order<'ReleaseIdentity', IdentityClaim & { readonly cause: string }>;
export type IdentityOrder = ClaimIdentity | ReleaseIdentity;

export type IdentityEvent =
  | Event<'identity.IdentityClaimed.v1', ClaimIdentity['data']>
  | Event<'identity.IdentityReleased.v1', ReleaseIdentity['data']>
  /** One person in two households (domain.md R14): both are told. */
  | Event<'identity.IdentityClaimedTwice.v1', { readonly first: IdentityClaim; readonly second: IdentityClaim }>;

/** Claims that stand, in the order in which they were made. */
export interface IdentityState {
  readonly claims: readonly IdentityClaim[];
}

const same = (one: IdentityClaim, other: IdentityClaim): boolean =>
  one.household === other.household && one.person === other.person;

/**
 * Who bears an identity number, seen by its fingerprint alone. Nothing is refused to a second household: it is flagged, and
 * ruled upon there (domain.md R14). A claim that stands already gives no event.
 */
export const identityDecider: Decider<IdentityState, IdentityOrder, IdentityEvent, DecisionContext> = {
  category: 'identity',
  initial: { claims: [] },
  keyOf: ({ type, data }) => `${type}|${data.household}|${data.person}|${data.cause}`,
  decide: ({ type, data }, state, context) => {
    if (context.actor.role !== 'process') {
      return refuse(unmet('RECORDER_MAY_NOT', 'RIGHTS', 'R14', 'the process that follows the registers', context.actor.role));
    }
    const stands = state.claims.some((claim) => same(claim, data));
    if (type === 'ReleaseIdentity') return stands ? [{ type: 'identity.IdentityReleased.v1', data }] : [];
    if (stands) return [];
    const second: IdentityClaim = { household: data.household, person: data.person };
    const others = state.claims.filter(({ household }) => household !== data.household);
    return [
      { type: 'identity.IdentityClaimed.v1', data },
      ...others.map((first): IdentityEvent => ({ type: 'identity.IdentityClaimedTwice.v1', data: { first, second } })),
    ];
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'identity.IdentityClaimed.v1':
        return { claims: [...state.claims, { household: event.data.household, person: event.data.person }] };
      case 'identity.IdentityReleased.v1': {
        const { data } = event;
        return { claims: state.claims.filter((claim) => !same(claim, data)) };
      }
      case 'identity.IdentityClaimedTwice.v1':
        return state;
    }
  },
};
