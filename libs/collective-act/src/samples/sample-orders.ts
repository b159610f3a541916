import { type ActItem, type ActKind, type ActOrder, type OpenAct, type RecordMeeting, type RecordOutcomes } from '../orders.js';
import { actSamples } from './act-samples.js';
import { asProcess, rehearse, type Rehearsal } from './rehearsal.js';

/** Part of a definition for each kind of act. */
const PART: Readonly<Record<ActKind, string>> = {
  MEETING: 'GROUP_REVIEW.REVIEW',
  NOTICE: 'VILLAGE_NOTICE.NOTICE',
  COMPARISON_BATCH: 'COMPARISON.COMPARISON',
  RULING: 'COUNTY.APPROVAL',
};

export const opening = (kind: ActKind = 'MEETING'): OpenAct => ({
  type: 'OpenAct',
  data: { ...actSamples['act.ActOpened.v1'].data, kind },
});

export const itemsFor = (kind: ActKind, ...cases: readonly string[]): readonly ActItem[] =>
  cases.map((caseId) => ({ caseId, part: PART[kind], round: 1 }));

export const listing = (items: readonly ActItem[], no = 1): ActOrder => ({ type: 'ListCases', data: { no, items } });
export const closing = (no = 1): ActOrder => ({ type: 'CloseList', data: { no } });

/** What the process reports: these cases joined, those did not. */
export function readiness(ready: readonly string[], others: readonly string[] = [], no = 1): ActOrder {
  const { findings } = actSamples['act.ListClosed.v1'].data.leftOut[0] ?? { findings: [] };
  return {
    type: 'RecordReadiness',
    data: {
      no,
      answers: [
        ...ready.map((caseId) => ({ caseId, ready: true, findings: [] })),
        ...others.map((caseId) => ({ caseId, ready: false, findings })),
      ],
    },
  };
}

/** An act of the kind whose list of these cases is closed. */
export function closedAct(kind: ActKind, ...cases: readonly string[]): Rehearsal {
  return rehearse()
    .after(opening(kind))
    .after(listing(itemsFor(kind, ...cases)))
    .after(closing())
    .after(readiness(cases), asProcess);
}

/** What the process reports of the newest event: who accepted, who refused. */
export function outcomes(cause: string, accepted: readonly string[], refused: readonly string[] = []): RecordOutcomes {
  const { findings } = actSamples['act.ListClosed.v1'].data.leftOut[0] ?? { findings: [] };
  return {
    type: 'RecordOutcomes',
    data: {
      no: 1,
      cause,
      outcomes: [
        ...accepted.map((caseId) => ({ caseId, accepted: true, findings: [] })),
        ...refused.map((caseId) => ({ caseId, accepted: false, findings })),
      ],
    },
  };
}

export function meeting(change: Partial<RecordMeeting['data']> = {}): RecordMeeting {
  const { rosterTotal: _total, present: _present, otherwisePresent: _otherwise, ...data } = actSamples['act.MeetingHeld.v1'].data;
  return { type: 'RecordMeeting', data: { ...data, ...change } };
}

export const posting: ActOrder = { type: 'PostNoticeSheet', data: actSamples['act.NoticeSheetPosted.v1'].data };
export const confirmation: ActOrder = { type: 'ConfirmSheetResult', data: actSamples['act.SheetResultConfirmed.v1'].data };
export const batch: ActOrder = { type: 'RequestComparisonBatch', data: actSamples['act.ComparisonBatchRequested.v1'].data };
export const receipt: ActOrder = { type: 'RecordBatchResult', data: actSamples['act.BatchResultReceived.v1'].data };
export const ruling: ActOrder = { type: 'RecordRuling', data: actSamples['act.RulingMade.v1'].data };
