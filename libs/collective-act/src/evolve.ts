import { type RecordedOf } from '#libs/kernel';
import { type ActEvent } from './events.js';
import { type ActState, sourcesOpen } from './state.js';

type Recorded = RecordedOf<ActEvent>;
type Of<T extends ActEvent['type']> = Extract<ActEvent, { type: T }>['data'];

/** Folds one event. Never throws; an event of an unknown name changes nothing. One pass over the list at most. */
export function evolve(state: ActState, event: Recorded): ActState {
  switch (event.type) {
    case 'act.ActOpened.v1': {
      const { actId, kind, level, area, bodyKind } = event.data;
      return { ...state, phase: 'LISTING', actId, kind, level, area, bodyKind };
    }
    case 'act.CasesListed.v1':
      return { ...state, listed: [...state.listed, ...event.data.items] };
    case 'act.CaseUnlisted.v1':
      return { ...state, listed: state.listed.filter(({ caseId }) => caseId !== event.data.caseId) };
    case 'act.ListClosing.v1':
      return { ...state, phase: 'CLOSING', closing: event.data.no };
    case 'act.ReadinessRecorded.v1':
      // The list is open again; where any case was ready, ListClosed follows in the same append.
      return { ...state, phase: 'LISTING' };
    case 'act.ListClosed.v1':
      return { ...state, phase: 'CLOSED', items: event.data.items, onAct: event.data.items.map(({ caseId }) => caseId) };
    case 'act.MeetingHeld.v1':
      return carried({ ...state, meeting: event.data, onAct: [] }, event);
    case 'act.NoticeSheetPosted.v1':
      return carried({ ...state, notice: event.data, noticeRecordedBy: event.metadata.actorId, hung: state.onAct }, event);
    case 'act.NoticeSheetInterrupted.v1':
      return carried(state, event);
    case 'act.SheetResultConfirmed.v1':
      return carried({ ...state, confirmation: event.data, onAct: among(state.onAct, event.data.except) }, event);
    case 'act.ComparisonBatchRequested.v1':
      return carried({ ...state, request: event.data }, event);
    case 'act.ComparisonListExported.v1': {
      const { source, listDigest } = event.data;
      return { ...state, exports: [...state.exports, { source, listDigest }] };
    }
    case 'act.BatchResultReceived.v1':
      return carried(answered(state, event.data), event);
    case 'act.RulingMade.v1':
      return carried({ ...state, ruling: event.data, onAct: [] }, event);
    case 'act.OutcomesRecorded.v1':
      return withOutcomes(state, event.data);
    case 'act.ActCorrected.v1': {
      const { caseId = '', field } = event.data;
      return carried({ ...state, corrected: { ...state.corrected, [`${caseId}|${field}`]: event.data.new } }, event);
    }
    case 'act.ActVoided.v1':
      return { ...state, phase: 'VOIDED', onAct: [] };
    default:
      return state;
  }
}

function carried(state: ActState, event: Recorded): ActState {
  return { ...state, causes: { ...state.causes, [event.id]: event.type } };
}

function answered(state: ActState, data: Of<'act.BatchResultReceived.v1'>): ActState {
  const known = new Set(state.unclear);
  const unclear = data.answers.flatMap(({ caseId, answers }) =>
    !known.has(caseId) && answers.some(({ result }) => result !== 'CLEAR') ? [caseId] : [],
  );
  const next: ActState = {
    ...state,
    answered: [...state.answered, data.source],
    unclear: unclear.length === 0 ? state.unclear : [...state.unclear, ...unclear],
  };
  return sourcesOpen(next).length === 0 ? { ...next, onAct: [] } : next;
}

/** A case that refused to be confirmed stays on the sheet; one that refused the step itself is off the act. */
function withOutcomes(state: ActState, data: Of<'act.OutcomesRecorded.v1'>): ActState {
  const refused = data.outcomes.flatMap(({ caseId, accepted }) => (accepted ? [] : [caseId]));
  if (refused.length === 0 || state.phase === 'VOIDED') return state;
  switch (state.causes[data.cause]) {
    case 'act.SheetResultConfirmed.v1':
      return {
        ...state,
        onAct: among(
          state.items.map(({ caseId }) => caseId),
          [...state.onAct, ...refused],
        ),
      };
    case 'act.NoticeSheetPosted.v1':
    case 'act.ComparisonBatchRequested.v1':
    case 'act.BatchResultReceived.v1':
      return { ...state, onAct: without(state.onAct, refused), hung: without(state.hung, refused) };
    default:
      return state;
  }
}

function among(all: readonly string[], some: readonly string[]): readonly string[] {
  const wanted = new Set(some);
  return all.filter((one) => wanted.has(one));
}

function without(all: readonly string[], some: readonly string[]): readonly string[] {
  const unwanted = new Set(some);
  return all.filter((one) => !unwanted.has(one));
}
