import { type DecisionContext, isRefusal, type RecordedOf } from '#libs/kernel';
import { type RegisterEvent } from './events.js';
import { duplicatePersons } from './duplicate-persons.process.js';
import {
  type ClaimIdentity,
  identityDecider,
  type IdentityEvent,
  type IdentityState,
  type ReleaseIdentity,
} from './identity-claim.js';
import { identityClaims } from './identity-claims.process.js';
import { registerSamples } from './samples/register-samples.js';

const context = { actor: { id: 'identity-claims', role: 'process', area: '' } } as DecisionContext;
const claim = (household: string, person: string): ClaimIdentity => ({
  type: 'ClaimIdentity',
  data: { household, person, cause: 'event-1' },
});

function after(...orders: readonly (ClaimIdentity | ReleaseIdentity)[]): {
  state: IdentityState;
  events: readonly IdentityEvent[];
} {
  let state = identityDecider.initial;
  const events: IdentityEvent[] = [];
  for (const order of orders) {
    const decision = identityDecider.decide(order, state, context);
    if (isRefusal(decision)) throw new Error('refused');
    for (const event of decision) {
      events.push(event);
      state = identityDecider.evolve(state, event as RecordedOf<IdentityEvent>);
    }
  }
  return { state, events };
}

describe('one person in two households (R14)', () => {
  it('is claimed once, and a claim that stands is no news', () => {
    const { state, events } = after(claim('a', 'p'), claim('a', 'p'));
    expect(state.claims).toEqual([{ household: 'a', person: 'p' }]);
    expect(events).toEqual([{ type: 'identity.IdentityClaimed.v1', data: { household: 'a', person: 'p', cause: 'event-1' } }]);
  });

  it('is found by the second claim, and both registers are told', () => {
    const { events } = after(claim('a', 'p'), claim('b', 'q'));
    const found = events.at(-1) as RecordedOf<IdentityEvent>;
    expect(found).toEqual({
      type: 'identity.IdentityClaimedTwice.v1',
      data: { first: { household: 'a', person: 'p' }, second: { household: 'b', person: 'q' } },
    });
    expect(duplicatePersons.react(null, found)?.orders.map(({ target, order }) => [target, order.data])).toEqual([
      ['household-a', { person: 'p', otherHousehold: 'b' }],
      ['household-b', { person: 'q', otherHousehold: 'a' }],
    ]);
  });

  it('is not found where the first household released him', () => {
    const released: ReleaseIdentity = { type: 'ReleaseIdentity', data: { household: 'a', person: 'p', cause: 'event-2' } };
    expect(after(claim('a', 'p'), released, claim('b', 'p')).events.map(({ type }) => type)).toEqual([
      'identity.IdentityClaimed.v1',
      'identity.IdentityReleased.v1',
      'identity.IdentityClaimed.v1',
    ]);
  });

  it('is nobody’s to claim but the process’s', () => {
    const person = { ...context, actor: { id: 'x', role: 'DATA_CLERK', area: 'v' } } as DecisionContext;
    const decision = identityDecider.decide(claim('a', 'p'), identityDecider.initial, person);
    expect(isRefusal(decision) && decision.refused.map(({ code }) => code)).toEqual(['RECORDER_MAY_NOT']);
  });

  it('every member of an enrolled household is claimed for it', () => {
    const sample = registerSamples['household.HouseholdEnrolled.v1'];
    const event = { ...sample, id: 'e', stream: 'household-h', revision: 0n } as RecordedOf<RegisterEvent>;
    const state = identityClaims.evolve(identityClaims.initial, event);
    const { members } = sample.data;
    expect(identityClaims.react(state, event)?.orders.map(({ target, order }) => [target, order.type, order.data])).toEqual(
      members.map(({ person, idFingerprint }) => [
        `identity-${idFingerprint}`,
        'ClaimIdentity',
        { household: 'h', person, cause: 'e' },
      ]),
    );
  });
});
