import { type Attendance, type Level } from '#libs/procedure';
import {
  type ActItem,
  type ActKind,
  type ConfirmSheetResult,
  type PostNoticeSheet,
  type RecordMeeting,
  type RecordRuling,
  type RequestComparisonBatch,
} from './orders.js';

/**
 * `rosterTotal` from the roster in force on the day of the meeting, `present` how many of it were there;
 * `otherwisePresent` who of those was not there in person for himself, where anybody was (R7).
 */
export type RecordedMeeting = RecordMeeting['data'] & {
  readonly rosterTotal: number;
  readonly present: number;
  readonly otherwisePresent?: readonly Attendance[];
};

/** One collective step on many households (architecture §2). */
export interface ActState {
  readonly phase: 'ABSENT' | 'LISTING' | 'CLOSING' | 'CLOSED' | 'VOIDED';
  readonly actId: string;
  /** What follows is absent before the act is opened only. */
  readonly kind?: ActKind;
  readonly level?: Level;
  readonly area?: string;
  readonly bodyKind?: 'VILLAGERS' | 'RESIDENTS';
  readonly listed: readonly ActItem[];
  /** Number of the newest attempt to close the list; 0 before the first. */
  readonly closing: number;
  /** The closed list. */
  readonly items: readonly ActItem[];
  /** Cases of the closed list for which the act is not finished, in its order. */
  readonly onAct: readonly string[];
  readonly meeting?: RecordedMeeting;
  readonly notice?: PostNoticeSheet['data'];
  /** Cases that took the sheet up: an interruption concerns them, be they still on it or thought complete (R10). */
  readonly hung: readonly string[];
  /** Who entered the posting: another has to confirm its result (R4). */
  readonly noticeRecordedBy?: string;
  readonly confirmation?: ConfirmSheetResult['data'];
  readonly request?: RequestComparisonBatch['data'];
  /** Lists that left the house, in their order: the first is number 1. */
  readonly exports: readonly { readonly source: string; readonly listDigest: string }[];
  readonly answered: readonly string[];
  /** Cases of which some answer lets nobody pass: not clear, or none. */
  readonly unclear: readonly string[];
  readonly ruling?: RecordRuling['data'];
  /** Ids of the events that were carried to the cases, with their names. */
  readonly causes: Readonly<Record<string, string>>;
  /** Corrected values by `caseId|field`; nothing before `|` where the step itself was corrected. */
  readonly corrected: Readonly<Record<string, string>>;
}

export const initialAct: ActState = {
  phase: 'ABSENT',
  actId: '',
  listed: [],
  closing: 0,
  items: [],
  onAct: [],
  hung: [],
  exports: [],
  answered: [],
  unclear: [],
  causes: {},
  corrected: {},
};

/** The step of the act has been recorded. */
export function isRecorded(state: ActState): boolean {
  return (state.meeting ?? state.notice ?? state.request ?? state.ruling) !== undefined;
}

/** Whom a list of now asks about: the persons of every case that still waits, in the order in which they were asked for (R9). */
export function askedAbout(state: ActState): readonly { readonly caseId: string; readonly person: string }[] {
  const waiting = new Set(state.onAct);
  return (state.request?.persons ?? []).flatMap(({ caseId, persons }) =>
    waiting.has(caseId) ? persons.map((person) => ({ caseId, person })) : [],
  );
}

/** The sources that were asked and have not answered yet. */
export function sourcesOpen(state: ActState): readonly string[] {
  return (state.request?.sources ?? []).filter((source) => !state.answered.includes(source));
}
