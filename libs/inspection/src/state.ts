import { type CivilDate } from '#libs/kernel';
import { type EventNamed } from './orders.js';

export interface RaisedFinding {
  readonly area: string;
  readonly events: readonly EventNamed[];
  readonly answers: number;
}

export interface InspectionState {
  readonly phase: 'ABSENT' | 'OPEN' | 'CLOSED';
  readonly area?: string;
  readonly from?: CivilDate;
  readonly until?: CivilDate;
  readonly inspectors: readonly string[];
  readonly samples: number;
  /** In the order of their numbers, from 1 on. */
  readonly findings: readonly RaisedFinding[];
}

export const noInspection: InspectionState = { phase: 'ABSENT', inspectors: [], samples: 0, findings: [] };

/** Whether somebody may act under a mandate on a day. */
export function isInForce({ phase, from, until, inspectors }: InspectionState, person: string, on: CivilDate): boolean {
  return (
    phase === 'OPEN' && from !== undefined && until !== undefined && from <= on && on <= until && inspectors.includes(person)
  );
}
