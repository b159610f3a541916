import { type Decider, type DecisionContext, refuse, unmet } from '#libs/kernel';
import { OFFICES } from '#libs/procedure';
import { type AppointmentEvent, type AppointmentOrder } from './events.js';

export interface AppointmentState {
  /** `office|area|from` of all that were made. */
  readonly made: readonly string[];
}

const held = (data: AppointmentOrder['data']): string => `${data.office}|${data.area}|${data.from}`;

/** Stream `appointment-<person>`. Refuses an unknown office, an end before the beginning, and the end of what was not made. */
export const appointmentDecider: Decider<AppointmentState, AppointmentOrder, AppointmentEvent, DecisionContext> = {
  category: 'appointment',
  initial: { made: [] },
  keyOf: (order) => `${order.type}|${held(order.data)}`,
  decide: (order, state) => {
    const { data } = order;
    if (!OFFICES.includes(data.office)) return refuse(unmet('OFFICE_UNKNOWN', 'INPUT', '§8', [...OFFICES], data.office));
    if (data.until !== undefined && data.until < data.from) {
      return refuse(unmet('DATES_OUT_OF_ORDER', 'INPUT', '§8', { notBefore: data.from }, data.until));
    }
    if (order.type === 'MakeAppointment') return [{ type: 'appointment.AppointmentMade.v1', data: order.data }];
    if (!state.made.includes(held(data)))
      return refuse(unmet('APPOINTMENT_NOT_MADE', 'ORDER', '§8', held(data), [...state.made]));
    return [{ type: 'appointment.AppointmentEnded.v1', data: order.data }];
  },
  evolve: (state, event) =>
    event.type === 'appointment.AppointmentMade.v1' ? { made: [...state.made, held(event.data)] } : state,
};
