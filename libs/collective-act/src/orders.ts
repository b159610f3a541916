import { type CivilDate, type Finding, type Order, type Sealed } from '#libs/kernel';
import {
  type Attendance,
  type Level,
  type LostPhoto,
  type MeetingBody,
  type NoticePlace,
  type Papers,
  type PartId,
  type RegisterAnswer,
  type Tally,
  type VoteMethod,
} from '#libs/procedure';

/**
 * MEETING one sitting with one item per case; NOTICE one sheet with one row per case; COMPARISON_BATCH one list to the
 * departments; RULING one document on a whole list, audit, approval or verification (architecture §2, domain.md R15).
 */
export type ActKind = 'MEETING' | 'NOTICE' | 'COMPARISON_BATCH' | 'RULING';

/** A case on an act, for one part in one round. A meeting may carry items of several procedures (R7). */
export interface ActItem {
  readonly caseId: string;
  readonly part: PartId;
  readonly round: number;
}

export type OpenAct = Order<
  'OpenAct',
  {
    readonly actId: string;
    readonly kind: ActKind;
    readonly level: Level;
    /** The area whose act it is: a group, village, township or county. */
    readonly area: string;
    readonly bodyKind: 'VILLAGERS' | 'RESIDENTS';
    /** A larger list goes in numbered parts of at most 500 cases each. */
    readonly sheet: { readonly no: number; readonly of: number };
  }
>;
export type ListCases = Order<'ListCases', { readonly no: number; readonly items: readonly ActItem[] }>;
/** `no`: which taking off of this case it is; 1 where absent. */
export type UnlistCase = Order<'UnlistCase', { readonly caseId: string; readonly no?: number }>;
/** Asks each listed case whether it is ready; the list closes when all have answered. */
export type CloseList = Order<'CloseList', { readonly no: number }>;
/** Brought by a process: who joined, and who could not and why. */
export type RecordReadiness = Order<
  'RecordReadiness',
  {
    readonly no: number;
    readonly answers: readonly { readonly caseId: string; readonly ready: boolean; readonly findings: readonly Finding[] }[];
  }
>;

export interface MeetingItemResult {
  readonly caseId: string;
  readonly recused: readonly string[];
  readonly tally: Tally;
  readonly ranking?: { readonly rank: number; readonly quota: number; readonly instrument: string };
}
export type RecordMeeting = Order<
  'RecordMeeting',
  {
    readonly attempt: number;
    readonly body: MeetingBody;
    readonly heldOn: CivilDate;
    readonly place: string;
    readonly method: VoteMethod;
    readonly attendance: readonly Attendance[];
    readonly comparisonReadOut: boolean;
    readonly items: readonly MeetingItemResult[];
    readonly papers: Papers;
    readonly minutes?: Sealed;
  }
>;
export type PostNoticeSheet = Order<
  'PostNoticeSheet',
  {
    readonly places: readonly NoticePlace[];
    readonly printedEnd: CivilDate;
    readonly contentDigest: string;
    readonly rows: readonly { readonly caseId: string; readonly householdSize: number }[];
    readonly papers: Papers;
  }
>;
export type InterruptNoticeSheet = Order<
  'InterruptNoticeSheet',
  {
    readonly no: number;
    readonly place: string;
    readonly missingFrom: CivilDate;
    readonly restoredOn: CivilDate;
    readonly withdrawnByIssuer: boolean;
    readonly photo: string;
  }
>;
/** The report of the notice result for the sheet; objections by case, all others "none". */
export type ConfirmSheetResult = Order<
  'ConfirmSheetResult',
  {
    readonly no: number;
    readonly endedOn: CivilDate;
    readonly objections: readonly { readonly caseId: string; readonly numbers: readonly number[] }[];
    /** Cases that cannot close yet and stay on the sheet. */
    readonly except: readonly string[];
    readonly papers: Papers;
    /** In place of the photo at the end, where that was lost (R10). */
    readonly lostPhoto?: LostPhoto;
  }
>;
export type RequestComparisonBatch = Order<
  'RequestComparisonBatch',
  {
    readonly sources: readonly string[];
    readonly persons: readonly { readonly caseId: string; readonly persons: readonly string[] }[];
    readonly papers: Papers;
  }
>;
/**
 * R9: the list for one source leaves the house as a file. `no` counts the lists of this act and stands in each of them;
 * `confirmedBy` is the second person.
 */
export type ExportComparisonList = Order<
  'ExportComparisonList',
  { readonly no: number; readonly source: string; readonly confirmedBy: string }
>;
export type RecordBatchResult = Order<
  'RecordBatchResult',
  {
    readonly source: string;
    readonly asOf: CivilDate;
    readonly receiptDigest: string;
    readonly answers: readonly { readonly caseId: string; readonly answers: readonly RegisterAnswer[] }[];
  }
>;
/** The whole list as attached, except …: one document number, one decision per case (R15). */
export type RecordRuling = Order<
  'RecordRuling',
  {
    readonly decision: 'PASS' | 'APPROVE' | 'VERIFIED';
    readonly documentNo: string;
    readonly onSiteCheck: boolean;
    readonly except: readonly { readonly caseId: string; readonly decision: 'REJECT' | 'LEFT_OUT'; readonly reason: Sealed }[];
    readonly papers: Papers;
  }
>;
/** What became of the act in each case; brought by a process, refusals included. */
export type RecordOutcomes = Order<
  'RecordOutcomes',
  {
    readonly no: number;
    readonly cause: string;
    readonly outcomes: readonly { readonly caseId: string; readonly accepted: boolean; readonly findings: readonly Finding[] }[];
  }
>;
/**
 * R3: fans out to the cases on the list. `field` is a path in the recorded step (`heldOn`, `papers`), with `caseId` in its
 * item (`tally.votesFor`); `old` and `new` are texts, lists and numbers as JSON.
 */
export type CorrectAct = Order<
  'CorrectAct',
  {
    readonly no: number;
    readonly caseId?: string;
    readonly field: string;
    readonly old: string;
    readonly new: string;
    readonly scanDigest: string;
    readonly confirmedBy: string;
    readonly reason: Sealed;
  }
>;
export type VoidAct = Order<'VoidAct', { readonly reason: Sealed; readonly confirmedBy?: string }>;

export type ActOrder =
  | OpenAct
  | ListCases
  | UnlistCase
  | CloseList
  | RecordReadiness
  | RecordMeeting
  | PostNoticeSheet
  | InterruptNoticeSheet
  | ConfirmSheetResult
  | RequestComparisonBatch
  | ExportComparisonList
  | RecordBatchResult
  | RecordRuling
  | RecordOutcomes
  | CorrectAct
  | VoidAct;
export type ActOrderType = ActOrder['type'];
