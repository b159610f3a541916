import { type CivilDate, type Process, type ProcessOrder, type RecordedOf } from '#libs/kernel';
import { type PartId } from '#libs/procedure';
import { type CaseEvent } from './events.js';
import { type ReleaseParked } from './orders.js';

interface Waiting {
  readonly waitsFor: readonly PartId[];
  readonly occurredOn: CivilDate;
  readonly performedBy: string;
}

export interface ParkedEntries {
  readonly caseId: string;
  readonly done: readonly PartId[];
  readonly waiting: Readonly<Record<string, Waiting>>;
}

function doneBy(event: RecordedOf<CaseEvent>): PartId | undefined {
  switch (event.type) {
    case 'case.ApplicationSubmitted.v1':
    case 'case.ExitNominated.v1':
    case 'case.HomeVisitRecorded.v1':
    case 'case.VillageVerificationPassed.v1':
    case 'case.ComparisonPassed.v1':
    case 'case.ExitConsentGiven.v1':
    case 'case.NoticePeriodCompleted.v1':
    case 'case.AnnouncementCompleted.v1':
    case 'case.TownshipAuditPassed.v1':
    case 'case.CountyApproved.v1':
    case 'case.FilingRecorded.v1':
      return event.data.part;
    case 'case.ReviewHeld.v1':
      return event.data.result === 'PASSED' ? event.data.part : undefined;
    default:
      return undefined;
  }
}

function evolve(state: ParkedEntries, event: RecordedOf<CaseEvent>): ParkedEntries {
  const part = doneBy(event);
  if (part !== undefined) return { ...state, done: [...state.done.filter((other) => other !== part), part] };
  switch (event.type) {
    case 'case.CaseOpened.v1':
      return { caseId: event.data.caseId, done: [], waiting: {} };
    case 'case.EntryParked.v1': {
      const { key, waitsFor, occurredOn, performedBy } = event.data;
      return { ...state, waiting: { ...state.waiting, [key]: { waitsFor, occurredOn, performedBy } } };
    }
    case 'case.EntryReleased.v1': {
      const { [event.data.key]: _released, ...waiting } = state.waiting;
      return { ...state, waiting };
    }
    case 'case.CaseReturned.v1': {
      const { superseded } = event.data;
      return { ...state, done: state.done.filter((other) => !superseded.includes(other)) };
    }
    case 'case.CompletionSuperseded.v1': {
      const { parts } = event.data;
      return { ...state, done: state.done.filter((other) => !parts.includes(other)) };
    }
    default:
      return state;
  }
}

/**
 * Gives a parked entry again when what it waits for is done (domain.md R16). What it is refused then is an ordinary
 * answer: the entry stays parked, and whoever recorded it gives it again in other words.
 */
export const parkedEntries: Process<ParkedEntries, CaseEvent> = {
  name: 'parked-entries',
  category: 'case',
  initial: { caseId: '', done: [], waiting: {} },
  evolve,
  react: (state, event) => {
    const part = doneBy(event);
    if (part === undefined) return undefined;
    const orders = Object.entries(state.waiting)
      .filter(([, { waitsFor }]) => waitsFor.includes(part) && waitsFor.every((other) => state.done.includes(other)))
      .map(([key, { occurredOn, performedBy }]): ProcessOrder<ReleaseParked> => ({
        target: `case-${state.caseId}`,
        order: { type: 'ReleaseParked', data: { key } },
        occurredOn,
        performedBy,
        onRefusal: 'report',
      }));
    return orders.length === 0 ? undefined : { orders };
  },
  wakeups: () => [],
};
