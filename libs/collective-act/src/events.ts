import { type Event, type Finding } from '#libs/kernel';
import {
  type ActItem,
  type ConfirmSheetResult,
  type CorrectAct,
  type ExportComparisonList,
  type InterruptNoticeSheet,
  type ListCases,
  type OpenAct,
  type PostNoticeSheet,
  type RecordBatchResult,
  type RecordOutcomes,
  type RecordReadiness,
  type RecordRuling,
  type RequestComparisonBatch,
  type VoidAct,
} from './orders.js';
import { type RecordedMeeting } from './state.js';

// These names are stored. Never rename one or change what a field means: add a version and an upcast.

export type ActEvent =
  | Event<'act.ActOpened.v1', OpenAct['data']>
  | Event<'act.CasesListed.v1', ListCases['data']>
  | Event<'act.CaseUnlisted.v1', ActItem>
  /** A process now asks each case; `no` counts the attempts to close. */
  | Event<'act.ListClosing.v1', { readonly no: number; readonly items: readonly ActItem[] }>
  | Event<'act.ReadinessRecorded.v1', RecordReadiness['data']>
  | Event<
      'act.ListClosed.v1',
      {
        readonly items: readonly ActItem[];
        readonly leftOut: readonly { readonly caseId: string; readonly findings: readonly Finding[] }[];
      }
    >
  | Event<'act.MeetingHeld.v1', RecordedMeeting>
  | Event<'act.NoticeSheetPosted.v1', PostNoticeSheet['data']>
  | Event<'act.NoticeSheetInterrupted.v1', InterruptNoticeSheet['data']>
  | Event<'act.SheetResultConfirmed.v1', ConfirmSheetResult['data']>
  | Event<'act.ComparisonBatchRequested.v1', RequestComparisonBatch['data']>
  /** Before the file is given: who took it is the actor of the event; of how many persons, and by what digest it is known again. */
  | Event<
      'act.ComparisonListExported.v1',
      ExportComparisonList['data'] & { readonly listDigest: string; readonly persons: number }
    >
  | Event<'act.BatchResultReceived.v1', RecordBatchResult['data']>
  | Event<'act.RulingMade.v1', RecordRuling['data']>
  | Event<'act.OutcomesRecorded.v1', RecordOutcomes['data']>
  | Event<'act.ActCorrected.v1', CorrectAct['data']>
  | Event<'act.ActVoided.v1', VoidAct['data'] & { readonly caseIds: readonly string[] }>;
export type ActEventType = ActEvent['type'];
