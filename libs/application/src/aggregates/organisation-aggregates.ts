import { identityDecider, type IdentityOrder } from '#libs/household-register';
import { appointmentDecider, areaDecider, type AppointmentOrder, type AreaOrder } from '#libs/identity';
import { type Decider, type DecisionContext, type Event, type Order } from '#libs/kernel';
import { type Aggregate } from '../aggregate.js';
import { incidentDecider, type RaiseIncident, type ResolveIncident } from '../incident.js';
import { definitionDecider, policyDecider, type PublishDefinition, type PublishPolicy } from '../publication.js';

/** An aggregate whose decisions need neither law nor sealed values. */
function plain<State, O extends Order, E extends Event>(
  decider: Decider<State, O, E, DecisionContext>,
  orderTypes: readonly O['type'][],
  areaOf: (order: O) => string | undefined,
): Aggregate<State, O, E> {
  return {
    decider,
    orderTypes: new Set(orderTypes),
    areaOf: (_state, order) => areaOf(order),
    refsNeeded: () => [],
    contextFor: (common) => common,
    pins: () => ({}),
    marks: () => ({}),
    readElsewhere: () => ({}),
  };
}

/** Areas, appointments, identity numbers, published law and incidents: what cases stand on. */
export function organisationAggregates(): readonly unknown[] {
  return [
    plain(areaDecider, ['EstablishArea', 'RenameArea', 'PublishRoster'], (order: AreaOrder) =>
      order.type === 'EstablishArea' ? order.data.parent : undefined,
    ),
    plain(appointmentDecider, ['MakeAppointment', 'EndAppointment'], (order: AppointmentOrder) => order.data.area),
    plain(identityDecider, ['ClaimIdentity', 'ReleaseIdentity'], (_order: IdentityOrder) => undefined),
    plain(definitionDecider, ['PublishDefinition'], (order: PublishDefinition) => order.data.definition.area),
    plain(policyDecider, ['PublishPolicy'], (order: PublishPolicy) => order.data.set.area),
    plain(incidentDecider, ['RaiseIncident', 'ResolveIncident'], (_order: RaiseIncident | ResolveIncident) => undefined),
  ];
}
