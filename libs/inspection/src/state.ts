import { type CivilDate } from '#libs/kernel';

export interface InspectionState {
  readonly phase: 'ABSENT' | 'OPEN' | 'CLOSED';
  readonly area?: string;
  readonly from?: CivilDate;
  readonly until?: CivilDate;
  readonly inspectors: readonly string[];
  /** How many of each there are. */
  readonly samples: number;
  readonly findings: number;
}

export const noInspection: InspectionState = { phase: 'ABSENT', inspectors: [], samples: 0, findings: 0 };

/** Whether somebody may act under a mandate on a day. */
export function isInForce({ phase, from, until, inspectors }: InspectionState, person: string, on: CivilDate): boolean {
  return (
    phase === 'OPEN' && from !== undefined && until !== undefined && from <= on && on <= until && inspectors.includes(person)
  );
}
