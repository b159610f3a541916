import { type Decider, type Finding, refuse, unmet } from '#libs/kernel';
import { type Level, levelOfOffice, type Office, OFFICES } from '#libs/procedure';
import { type AppointmentEvent, type AppointmentOrder, type OrganisationContext } from './events.js';

export interface AppointmentState {
  /** `office|area|from` of all that were made. */
  readonly made: readonly string[];
}

const held = (data: AppointmentOrder['data']): string => `${data.office}|${data.area}|${data.from}`;

/** Offices that are held elsewhere too than at the level of whose decisions they are part (domain.md §1.2). */
const ALSO_AT: Readonly<Partial<Record<Office, readonly Level[]>>> = {
  // Assigned by the township, to a village.
  VILLAGE_LIAISON: ['VILLAGE'],
  FILING_OFFICER: ['PROVINCE'],
};

/**
 * Stream `appointment-<person>`. Refuses an unknown office, an area that is not established, an office in an area of another
 * level - a county office held for a village would decide there as the county (R8) -, an end before the beginning, and the end
 * of what was not made.
 */
export const appointmentDecider: Decider<AppointmentState, AppointmentOrder, AppointmentEvent, OrganisationContext> = {
  category: 'appointment',
  initial: { made: [] },
  keyOf: (order) => `${order.type}|${held(order.data)}`,
  decide: (order, state, context) => {
    const { data } = order;
    if (!OFFICES.includes(data.office)) return refuse(unmet('OFFICE_UNKNOWN', 'INPUT', '§8', [...OFFICES], data.office));
    if (data.until !== undefined && data.until < data.from) {
      return refuse(unmet('DATES_OUT_OF_ORDER', 'INPUT', '§8', { notBefore: data.from }, data.until));
    }
    if (order.type === 'MakeAppointment') {
      const misplaced = heldIn(order.data, context.levels);
      return misplaced === undefined ? [{ type: 'appointment.AppointmentMade.v1', data: order.data }] : refuse(misplaced);
    }
    if (!state.made.includes(held(data)))
      return refuse(unmet('APPOINTMENT_NOT_MADE', 'ORDER', '§8', held(data), [...state.made]));
    return [{ type: 'appointment.AppointmentEnded.v1', data: order.data }];
  },
  evolve: (state, event) =>
    event.type === 'appointment.AppointmentMade.v1' ? { made: [...state.made, held(event.data)] } : state,
};

function heldIn({ office, area }: AppointmentOrder['data'], levels: OrganisationContext['levels']): Finding | undefined {
  const level = Object.hasOwn(levels, area) ? levels[area] : undefined;
  if (level === undefined) return unmet('AREA_NOT_ESTABLISHED', 'ORDER', 'R8', 'an area that was established', { area });
  const own = levelOfOffice(office);
  const lawful = own === undefined ? [] : [own, ...(ALSO_AT[office] ?? [])];
  return own === undefined || lawful.includes(level)
    ? undefined
    : unmet('OFFICE_OF_OTHER_LEVEL', 'INPUT', 'R8', { office, levels: lawful }, { area, level });
}
