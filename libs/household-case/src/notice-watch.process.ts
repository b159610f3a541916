import { type CivilDate, type Process, type RecordedOf, startOfDay, type Wakeup } from '#libs/kernel';
import { type PartId } from '#libs/procedure';
import { type CaseEvent } from './events.js';
import { type MarkNoticePeriodElapsed } from './orders.js';

interface Watched {
  readonly round: number;
  /** The event of its posting, whose correction may move its end (R3). */
  readonly posting: string;
  readonly due: CivilDate;
  readonly rung: boolean;
  /** Its result was confirmed: it hangs again only where that is superseded (R1, R10). */
  readonly completed?: true;
}

/** Notices and announcements of a case that were posted, and the first day on which each may close. */
export interface WatchedNotices {
  readonly caseId: string;
  readonly hanging: Readonly<Record<PartId, Watched>>;
}

const ENDINGS: ReadonlySet<string> = new Set<CaseEvent['type']>([
  'case.CaseRejected.v1',
  'case.CaseWithdrawn.v1',
  'case.CaseLapsed.v1',
  'case.ExitDeferred.v1',
  'case.HouseholdRegistered.v1',
  'case.HouseholdExited.v1',
  'case.HouseholdMonitored.v1',
]);

const without = (state: WatchedNotices, parts: readonly PartId[]): WatchedNotices => {
  const hanging = Object.fromEntries(Object.entries(state.hanging).filter(([part]) => !parts.includes(part)));
  return { ...state, hanging };
};

const withDue = (state: WatchedNotices, part: PartId, due: CivilDate): WatchedNotices => {
  const watched = state.hanging[part];
  if (watched === undefined || watched.due === due) return state;
  return { ...state, hanging: { ...state.hanging, [part]: { ...watched, due, rung: false } } };
};

const withCompletion = (state: WatchedNotices, part: PartId, completed: true | undefined): WatchedNotices => {
  const watched = state.hanging[part];
  if (watched === undefined) return state;
  const { round, posting, due, rung } = watched;
  return { ...state, hanging: { ...state.hanging, [part]: { round, posting, due, rung, ...(completed && { completed }) } } };
};

function evolve(state: WatchedNotices, event: RecordedOf<CaseEvent>): WatchedNotices {
  switch (event.type) {
    case 'case.CaseOpened.v1':
      return { caseId: event.data.caseId, hanging: {} };
    case 'case.NoticePosted.v1':
    case 'case.AnnouncementPosted.v1': {
      const { part, round, earliestClose: due } = event.data;
      return { ...state, hanging: { ...state.hanging, [part]: { round, posting: event.id, due, rung: false } } };
    }
    case 'case.RecordCorrected.v1': {
      const { event: posting, period } = event.data;
      const moved = Object.entries(state.hanging).find(([, watched]) => watched.posting === posting);
      return period === undefined || moved === undefined ? state : withDue(state, moved[0], period.earliestClose);
    }
    case 'case.NoticeCorrected.v1':
    case 'case.NoticeInterrupted.v1':
      return withDue(state, event.data.part, event.data.earliestClose);
    case 'case.NoticePeriodElapsed.v1': {
      const watched = state.hanging[event.data.part];
      if (watched === undefined) return state;
      return { ...state, hanging: { ...state.hanging, [event.data.part]: { ...watched, rung: true } } };
    }
    case 'case.NoticePeriodCompleted.v1':
    case 'case.AnnouncementCompleted.v1':
      return withCompletion(state, event.data.part, true);
    case 'case.CompletionSuperseded.v1':
      return event.data.parts.reduce((so, part) => withCompletion(so, part, undefined), state);
    case 'case.CaseReturned.v1':
      return without(state, event.data.superseded);
    default:
      return ENDINGS.has(event.type) && Object.keys(state.hanging).length > 0 ? { ...state, hanging: {} } : state;
  }
}

function bell({ caseId }: WatchedNotices, part: PartId, { round, due }: Watched): Wakeup {
  const order: MarkNoticePeriodElapsed = { type: 'MarkNoticePeriodElapsed', data: { part, round, due } };
  return {
    id: `notice-${caseId}-${part}-${round}-${due}`,
    dueAt: startOfDay(due),
    order: { target: `case-${caseId}`, order, onRefusal: 'report' },
  };
}

/**
 * Rings at the start of the first day on which a notice may close. Only `NoticePeriodElapsed` follows: a person confirms
 * the result (domain.md R1, T01-T04).
 */
export const noticeWatch: Process<WatchedNotices, CaseEvent> = {
  name: 'notice-watch',
  category: 'case',
  initial: { caseId: '', hanging: {} },
  evolve,
  react: () => undefined,
  wakeups: (state) =>
    Object.entries(state.hanging)
      .filter(([, { rung, completed }]) => !rung && completed === undefined)
      .map(([part, watched]) => bell(state, part, watched)),
};
