import { identityDecider, type IdentityOrder } from '#libs/household-register';
import {
  accessDecider,
  type AccessOrder,
  appointmentDecider,
  type AppointmentOrder,
  areaDecider,
  type AreaOrder,
  type AreaState,
  type Directory,
  type OrganisationContext,
} from '#libs/identity';
import { type Decider, type DecisionContext, type Event, type Order } from '#libs/kernel';
import { type Level } from '#libs/procedure';
import { type Aggregate } from '../aggregate.js';
import { type GivenOrder } from '../answer.js';
import { incidentDecider, type IncidentState, incidentId, type RaiseIncident, type ResolveIncident } from '../incident.js';
import { versionOf } from '../order-version.js';
import {
  calendarDecider,
  definitionDecider,
  type DefinitionOrder,
  policyDecider,
  type PolicyOrder,
  type PublicationContext,
  type PublishCalendar,
} from '../publication.js';

/** What an aggregate of the organisation says of its orders besides its decider. */
interface About<State, O extends Order, C extends DecisionContext> {
  readonly orderTypes: readonly O['type'][];
  readonly areaOf: (state: State, order: O) => string | undefined;
  readonly idIn?: (order: O) => string | undefined;
  readonly comesDownTo?: (order: O) => string | undefined;
  readonly contextFor: (common: DecisionContext, order: O, given: GivenOrder<O>) => C;
}

/** An aggregate whose decisions need neither law nor sealed values. */
function plain<State, O extends Order, E extends Event, C extends DecisionContext>(
  decider: Decider<State, O, E, C>,
  { orderTypes, areaOf, idIn, comesDownTo, contextFor }: About<State, O, C>,
): Aggregate<State, O, E, C> {
  return {
    decider,
    orderTypes: new Set(orderTypes),
    ...(idIn === undefined ? {} : { idIn }),
    ...(comesDownTo === undefined ? {} : { comesDownTo }),
    areaOf,
    refsNeeded: () => [],
    contextFor: (common, _state, order, given) => contextFor(common, order, given),
    pins: () => ({}),
    marks: () => ({}),
    readElsewhere: () => ({}),
  };
}

const common = (context: DecisionContext): DecisionContext => context;
const publication = (context: DecisionContext, _order: Order, given: GivenOrder): PublicationContext => ({
  ...context,
  byTwo: versionOf(given) > 1,
});

/** Areas, appointments, identity numbers, published law and incidents: what cases stand on. */
export function organisationAggregates(directory: Directory): readonly unknown[] {
  const withLevels = (context: DecisionContext, areas: readonly (string | undefined)[]): OrganisationContext => {
    const levels: Record<string, Level> = {};
    for (const area of areas) {
      const level = area === undefined ? undefined : directory.levelOf(area);
      if (area !== undefined && level !== undefined) levels[area] = level;
    }
    return { ...context, levels };
  };
  return [
    plain(areaDecider, {
      orderTypes: ['EstablishArea', 'RenameArea', 'PublishRoster'],
      // Whoever establishes an area needs the right over the one above; without one above, over itself: nobody has it.
      areaOf: (state: AreaState, order: AreaOrder) =>
        order.type === 'EstablishArea' ? (order.data.parent ?? order.data.id) : state.id,
      idIn: (order) => (order.type === 'EstablishArea' ? order.data.id : undefined),
      contextFor: (context, order) => withLevels(context, [order.type === 'EstablishArea' ? order.data.parent : undefined]),
    }),
    plain(appointmentDecider, {
      orderTypes: ['MakeAppointment', 'EndAppointment'],
      areaOf: (_state, order: AppointmentOrder) => order.data.area,
      idIn: (order) => order.data.person,
      contextFor: (context, order) => withLevels(context, [order.data.area]),
    }),
    plain(accessDecider, {
      orderTypes: ['ExportDossier', 'OpenSealed'],
      areaOf: (_state, order: AccessOrder) => order.data.area,
      comesDownTo: (order) => (order.type === 'ExportDossier' && order.data.opened ? 'openSealed' : undefined),
      contextFor: common,
    }),
    plain(identityDecider, {
      orderTypes: ['ClaimIdentity', 'ReleaseIdentity'],
      areaOf: (_state, _order: IdentityOrder) => undefined,
      contextFor: common,
    }),
    plain(definitionDecider, {
      orderTypes: ['ProposeDefinition', 'PublishDefinition'],
      areaOf: (_state, order: DefinitionOrder) => order.data.definition.area,
      idIn: (order) => order.data.definition.id,
      contextFor: publication,
    }),
    plain(policyDecider, {
      orderTypes: ['ProposePolicy', 'PublishPolicy'],
      areaOf: (_state, order: PolicyOrder) => order.data.set.area,
      idIn: (order) => order.data.set.id,
      contextFor: publication,
    }),
    plain(calendarDecider, {
      orderTypes: ['PublishCalendar'],
      // The holidays are the nation's.
      areaOf: () => 'CN',
      idIn: (order: PublishCalendar) => order.data.calendar.id,
      contextFor: common,
    }),
    plain(incidentDecider, {
      orderTypes: ['RaiseIncident', 'ResolveIncident'],
      // Of whoever caused what the process could not do; an incident of the engine's own doing belongs to no area.
      areaOf: (state: IncidentState, _order: RaiseIncident | ResolveIncident) => state.area,
      idIn: (order) => incidentId(order.data.process, order.data.stream),
      contextFor: common,
    }),
  ];
}
