import {
  type DefinitionOrder,
  type PolicyOrder,
  type PublishCalendar,
  type RaiseIncident,
  type ResolveIncident,
} from '#libs/application';
import { type CalendarYear } from '#libs/calendar';
import { type AppointmentOrder, type AreaOrder } from '#libs/identity';
import { type Definition, type Level, type Office, OFFICES, type PolicySet } from '#libs/procedure';
import { Day, Id, ListOf, Maybe, Nested, OneOf, Text, Whatever, Whole } from './fields.js';
import { everyOrderOf } from './order-registry.js';
import { FindingData, LevelOf } from './shared-data.js';
import { type Spoken } from './spoken.js';

class AreaNameData {
  @Text() zh!: string;
}

class AreaCodeData {
  @Id() scheme!: string;
  @Id() code!: string;
  @Day() from!: string;
  @Maybe(Day()) until?: string;
}

class EstablishAreaData {
  @Id() id!: string;
  @Maybe(Id()) parent?: string;
  @LevelOf() level!: Level;
  @Nested(AreaNameData) name!: AreaNameData;
  @ListOf(AreaCodeData) codes!: AreaCodeData[];
  @Maybe(Whole()) population?: number;
}

class RenameAreaData {
  @Whole(1) no!: number;
  @Nested(AreaNameData) name!: AreaNameData;
  @Day() from!: string;
}

class RosterPersonData {
  @Id() person!: string;
  @Id() capacity!: string;
}

class PublishRosterData {
  @Id() body!: string;
  @Day() validFrom!: string;
  @ListOf(RosterPersonData, 20_000) persons!: RosterPersonData[];
}

class MakeAppointmentData {
  @Id() person!: string;
  @OneOf(...OFFICES) office!: Office;
  @Id() area!: string;
  @Day() from!: string;
  @Maybe(Day()) until?: string;
}

class EndAppointmentData {
  @Id() person!: string;
  @OneOf(...OFFICES) office!: Office;
  @Id() area!: string;
  @Day() from!: string;
  @Day() until!: string;
}

class PublishDefinitionData {
  @Whatever<Definition>() definition!: Definition;
  @Id() ref!: string;
}

class ProposeDefinitionData extends PublishDefinitionData {
  @Whole(1) no!: number;
}

class PublishPolicyData {
  @Whatever<PolicySet>() set!: PolicySet;
  @Id() ref!: string;
}

class ProposePolicyData extends PublishPolicyData {
  @Whole(1) no!: number;
}

class PublishCalendarData {
  @Whatever<Spoken<CalendarYear>>() calendar!: Spoken<CalendarYear>;
  @Id() ref!: string;
}

class RaiseIncidentData {
  @Id() process!: string;
  @Id() stream!: string;
  @Id() revision!: string;
  @Text() reason!: string;
  @ListOf(FindingData) findings!: FindingData[];
}

class ResolveIncidentData {
  @Id() process!: string;
  @Id() stream!: string;
  @Whole(1) no!: number;
  @Text() note!: string;
}

export const areaOrders = everyOrderOf<AreaOrder>()({
  EstablishArea: EstablishAreaData,
  RenameArea: RenameAreaData,
  PublishRoster: PublishRosterData,
});

export const appointmentOrders = everyOrderOf<AppointmentOrder>()({
  MakeAppointment: MakeAppointmentData,
  EndAppointment: EndAppointmentData,
});

/** The form of what is published is proven whole by the self-check of definitions, policies and calendars. */
export const definitionOrders = everyOrderOf<DefinitionOrder>()({
  ProposeDefinition: ProposeDefinitionData,
  PublishDefinition: PublishDefinitionData,
});
export const policyOrders = everyOrderOf<PolicyOrder>()({ ProposePolicy: ProposePolicyData, PublishPolicy: PublishPolicyData });
export const calendarOrders = everyOrderOf<PublishCalendar>()({ PublishCalendar: PublishCalendarData });

export const incidentOrders = everyOrderOf<RaiseIncident | ResolveIncident>()({
  RaiseIncident: RaiseIncidentData,
  ResolveIncident: ResolveIncidentData,
});
