import { type ActEvent } from '#libs/collective-act';
import { type CaseEvent } from '#libs/household-case';
import { type IdentityEvent, type RegisterEvent } from '#libs/household-register';
import { type AccessEvent, type AppointmentEvent, type AreaEvent } from '#libs/identity';
import { type InspectionEvent } from '#libs/inspection';
import { type IncidentEvent } from './incident.js';
import { type CalendarEvent, type DefinitionEvent, type PolicyEvent } from './publication.js';
import { type RefusalEvent } from './refusal-log.js';

/** Every event that this engine writes. The JSON Schemas that integrators are given are made from it (ADR-0018). */
export type LoggedEvent =
  | CaseEvent
  | RegisterEvent
  | IdentityEvent
  | ActEvent
  | AreaEvent
  | AppointmentEvent
  | AccessEvent
  | InspectionEvent
  | DefinitionEvent
  | PolicyEvent
  | CalendarEvent
  | IncidentEvent
  | RefusalEvent;
