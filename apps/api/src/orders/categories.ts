import { actOrders } from './act-orders.js';
import { caseOrders } from './case-orders.js';
import { householdOrders } from './household-orders.js';
import { inspectionOrders } from './inspection-orders.js';
import { type DataClass } from './order-registry.js';
import {
  appointmentOrders,
  areaOrders,
  calendarOrders,
  definitionOrders,
  incidentOrders,
  policyOrders,
} from './organisation-orders.js';

export interface OrderCategory {
  /** What stands before the first `-` of its streams. */
  readonly category: string;
  /** The same in an address. */
  readonly collection: string;
  readonly orders: Readonly<Record<string, DataClass>>;
  /** Orders that begin a stream: they need none that is there. */
  readonly openedBy: readonly string[];
}

/** Every kind of stream that takes orders, with all its orders. */
export const ORDER_CATEGORIES: readonly OrderCategory[] = [
  { category: 'case', collection: 'cases', orders: caseOrders, openedBy: ['OpenCase'] },
  { category: 'household', collection: 'households', orders: householdOrders, openedBy: ['EnrolHousehold'] },
  { category: 'act', collection: 'acts', orders: actOrders, openedBy: ['OpenAct'] },
  { category: 'inspection', collection: 'inspections', orders: inspectionOrders, openedBy: ['OpenInspection'] },
  { category: 'area', collection: 'areas', orders: areaOrders, openedBy: ['EstablishArea'] },
  { category: 'appointment', collection: 'appointments', orders: appointmentOrders, openedBy: ['MakeAppointment'] },
  {
    category: 'definition',
    collection: 'definitions',
    orders: definitionOrders,
    openedBy: ['ProposeDefinition', 'PublishDefinition'],
  },
  { category: 'policy', collection: 'policies', orders: policyOrders, openedBy: ['ProposePolicy', 'PublishPolicy'] },
  { category: 'calendar', collection: 'calendars', orders: calendarOrders, openedBy: ['PublishCalendar'] },
  { category: 'incident', collection: 'incidents', orders: incidentOrders, openedBy: ['RaiseIncident'] },
];
