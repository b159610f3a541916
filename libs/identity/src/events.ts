import { type CivilDate, type DecisionContext, type Event, type Order } from '#libs/kernel';
import { type Level, type Office } from '#libs/procedure';

// These names are stored. Never rename one or change what a field means: add a version and an upcast.

/** An area of our own numbering; official codes are dated attributes with their scheme (domain.md R8). */
export type EstablishArea = Order<
  'EstablishArea',
  {
    readonly id: string;
    readonly parent?: string;
    /** Its level of authority: a development zone may act as a county. */
    readonly level: Level;
    readonly name: { readonly zh: string };
    readonly codes: readonly {
      readonly scheme: string;
      readonly code: string;
      readonly from: CivilDate;
      readonly until?: CivilDate;
    }[];
    /** Registered inhabitants: the denominator of the incidence (domain.md §9, SQ4). */
    readonly population?: number;
  }
>;
export type RenameArea = Order<
  'RenameArea',
  { readonly no: number; readonly name: { readonly zh: string }; readonly from: CivilDate }
>;
/** Who belongs to a meeting body from a day on: the denominators of its quorum (R7). */
export type PublishRoster = Order<
  'PublishRoster',
  {
    readonly body: string;
    readonly validFrom: CivilDate;
    readonly persons: readonly { readonly person: string; readonly capacity: string }[];
  }
>;
export type AreaOrder = EstablishArea | RenameArea | PublishRoster;
export type AreaEvent =
  | Event<'area.AreaEstablished.v1', EstablishArea['data']>
  | Event<'area.AreaRenamed.v1', RenameArea['data']>
  | Event<'area.RosterPublished.v1', PublishRoster['data']>;

/** An office held in an area, both days included. */
export type MakeAppointment = Order<
  'MakeAppointment',
  {
    readonly person: string;
    readonly office: Office;
    readonly area: string;
    readonly from: CivilDate;
    readonly until?: CivilDate;
  }
>;
export type EndAppointment = Order<
  'EndAppointment',
  { readonly person: string; readonly office: Office; readonly area: string; readonly from: CivilDate; readonly until: CivilDate }
>;
export type AppointmentOrder = MakeAppointment | EndAppointment;
export type AppointmentEvent =
  | Event<'appointment.AppointmentMade.v1', MakeAppointment['data']>
  | Event<'appointment.AppointmentEnded.v1', EndAppointment['data']>;

/** The levels of the established areas that an order names, by id; of others nothing. */
export type OrganisationContext = DecisionContext & { readonly levels: Readonly<Record<string, Level>> };
