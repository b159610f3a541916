import { type Decider, type DecisionContext, type Event, type Finding, type Order, refuse, unmet } from '#libs/kernel';

// These names are stored. Never rename one or change what a field means: add a version and an upcast.
export type IncidentEvent =
  Event<'incident.IncidentRaised.v1', RaiseIncident['data']> | Event<'incident.IncidentResolved.v1', ResolveIncident['data']>;

/** Given by the runner: a process cannot go on with this stream; all other streams go on (architecture §4). */
export type RaiseIncident = Order<
  'RaiseIncident',
  {
    readonly process: string;
    readonly stream: string;
    readonly revision: string;
    readonly reason: string;
    readonly findings: readonly Finding[];
  }
>;
/** By a person, when the cause is mended: the stream is then given to the process again from where it stood. */
export type ResolveIncident = Order<
  'ResolveIncident',
  { readonly process: string; readonly stream: string; readonly no: number; readonly note: string }
>;

export interface IncidentState {
  /** How often it has been raised. */
  readonly raised: number;
  readonly open: boolean;
  /** Of the official whose doing the process could not follow up; absent where it was the engine's own. */
  readonly area?: string;
}

/** Stream `incident-<process>.<stream>`: one at a time is open. */
export const incidentDecider: Decider<IncidentState, RaiseIncident | ResolveIncident, IncidentEvent, DecisionContext> = {
  category: 'incident',
  initial: { raised: 0, open: false },
  keyOf: (order) =>
    order.type === 'RaiseIncident'
      ? `RaiseIncident|${order.data.revision}|${order.data.reason}`
      : `ResolveIncident|${order.data.no}`,
  decide: (order, state) => {
    if (order.type === 'RaiseIncident') return state.open ? [] : [{ type: 'incident.IncidentRaised.v1', data: order.data }];
    if (!state.open)
      return refuse(unmet('INCIDENT_NOT_OPEN', 'ORDER', 'architecture §4', 'an open incident', { raised: state.raised }));
    if (order.data.no !== state.raised)
      return refuse(unmet('INCIDENT_NUMBER_WRONG', 'INPUT', 'architecture §4', state.raised, order.data.no));
    return [{ type: 'incident.IncidentResolved.v1', data: order.data }];
  },
  evolve: (state, event) =>
    event.type === 'incident.IncidentRaised.v1'
      ? {
          raised: state.raised + 1,
          open: true,
          ...(event.metadata.actorArea === '' ? {} : { area: event.metadata.actorArea }),
        }
      : { ...state, open: false },
};

export function incidentStream(process: string, stream: string): string {
  return `incident-${incidentId(process, stream)}`;
}

export function incidentId(process: string, stream: string): string {
  return `${process}.${stream}`;
}
