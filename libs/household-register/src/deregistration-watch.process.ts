import { type CivilDate, type Process, type RecordedOf, startOfDay } from '#libs/kernel';
import { type RegisterEvent } from './events.js';
import { type MarkDeregistrationDue } from './orders.js';

interface Waiting {
  readonly household: string;
  readonly caseId: string;
  readonly due: CivilDate;
}

function evolve(state: Waiting | null, event: RecordedOf<RegisterEvent>): Waiting | null {
  switch (event.type) {
    case 'household.StandingExited.v1': {
      const { caseId, deregistrationDue: due } = event.data;
      return due === undefined ? null : { household: event.stream, caseId, due };
    }
    case 'household.StandingInherited.v1': {
      const { exitedBy: caseId, deregistrationDue: due } = event.data;
      return due === undefined || caseId === undefined ? null : { household: event.stream, caseId, due };
    }
    case 'household.DeregistrationDue.v1':
    case 'household.Deregistered.v1':
    case 'household.StandingRegistered.v1':
    case 'household.HouseholdSplit.v1':
    case 'household.HouseholdMerged.v1':
    case 'household.HouseholdLapsed.v1':
      return null;
    default:
      return state;
  }
}

/** Rings on the day from which an exited household may be deregistered. A person deregisters it (domain.md R1, §3.5). */
export const deregistrationWatch: Process<Waiting | null, RegisterEvent> = {
  name: 'deregistration-watch',
  category: 'household',
  initial: null,
  evolve,
  react: () => undefined,
  wakeups: (waiting) => {
    if (waiting === null) return [];
    const { household, caseId, due } = waiting;
    const order: MarkDeregistrationDue = { type: 'MarkDeregistrationDue', data: { caseId, due } };
    return [
      {
        // By household: the children of a split wait for the end of the same exit.
        id: `deregistration-${household}-${due}`,
        dueAt: startOfDay(due),
        order: { target: household, order, onRefusal: 'report' },
      },
    ];
  },
};
