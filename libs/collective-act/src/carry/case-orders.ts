import { type CivilDate, type Order, type Sealed } from '#libs/kernel';
import {
  type Attendance,
  type Evidence,
  type LostPhoto,
  type MeetingBody,
  type NoticePlace,
  type Papers,
  type PartId,
  type RegisterAnswer,
  type Tally,
  type VoteMethod,
} from '#libs/procedure';
import { type ActItem } from '../orders.js';

/** The orders of a case that an act gives, in the case's own words: a domain lib does not import another. */
interface ByAct {
  readonly part: PartId;
  readonly round: number;
  readonly act: string;
}

export type JoinAct = Order<'JoinAct', ByAct & { readonly no: number }>;
export type LeaveAct = Order<'LeaveAct', { readonly act: string; readonly no: number }>;
export type RecordReview = Order<
  'RecordReview',
  ByAct & {
    readonly attempt: number;
    readonly body: MeetingBody;
    readonly heldOn: CivilDate;
    readonly method: VoteMethod;
    readonly present: number;
    readonly rosterTotal: number;
    /** All who sat there, by the name under which they may count: the case looks for its own among them (R7). */
    readonly presentPersons: readonly string[];
    /** Where anybody who counts was not there in person for himself. */
    readonly otherwisePresent?: readonly Attendance[];
    readonly recused: readonly string[];
    readonly tally: Tally;
    readonly comparisonReadOut: boolean;
    readonly ranking?: { readonly rank: number; readonly quota: number; readonly instrument: string };
    readonly papers: Papers;
  }
>;
export type PostNotice = Order<
  'PostNotice',
  ByAct & {
    readonly places: readonly NoticePlace[];
    readonly printedEnd: CivilDate;
    readonly contentDigest: string;
    readonly householdSize: number;
    readonly papers: Papers;
  }
>;
export type InterruptNotice = Order<
  'InterruptNotice',
  ByAct & {
    readonly no: number;
    readonly place: string;
    readonly missingFrom: CivilDate;
    readonly restoredOn: CivilDate;
    readonly withdrawnByIssuer: boolean;
    readonly evidence: readonly Evidence[];
  }
>;
export type ConfirmNoticeResult = Order<
  'ConfirmNoticeResult',
  ByAct & {
    readonly objections: 'NONE' | readonly number[];
    readonly endedOn: CivilDate;
    readonly papers: Papers;
    readonly lostPhoto?: LostPhoto;
  }
>;
export type RequestComparison = Order<
  'RequestComparison',
  ByAct & { readonly persons: readonly string[]; readonly sources: readonly string[] }
>;
export type RecordComparisonResult = Order<
  'RecordComparisonResult',
  ByAct & {
    readonly source: string;
    readonly asOf: CivilDate;
    readonly receiptDigest: string;
    readonly answers: readonly RegisterAnswer[];
  }
>;
export type RecordAudit = Order<
  'RecordAudit',
  ByAct & {
    readonly decision: 'PASS' | 'REJECT';
    readonly onSiteCheck: boolean;
    readonly papers: Papers;
    readonly reason?: Sealed;
  }
>;
export type RecordApproval = Order<
  'RecordApproval',
  ByAct & {
    readonly decision: 'APPROVE' | 'REJECT';
    readonly documentNo: string;
    readonly papers: Papers;
    readonly reason?: Sealed;
  }
>;
export type RecordVerification = Order<
  'RecordVerification',
  ByAct & { readonly passed: boolean; readonly papers: Papers; readonly reason?: Sealed }
>;
export type CorrectRecord = Order<
  'CorrectRecord',
  {
    readonly no: number;
    /** `act-<id>`: the fact of the case that came by this act. */
    readonly event: string;
    readonly field: string;
    readonly old: string;
    readonly new: string;
    readonly scanDigest: string;
    readonly confirmedBy: string;
    readonly reason: Sealed;
  }
>;

export type OrderToCase =
  | JoinAct
  | LeaveAct
  | RecordReview
  | PostNotice
  | InterruptNotice
  | ConfirmNoticeResult
  | RequestComparison
  | RecordComparisonResult
  | RecordAudit
  | RecordApproval
  | RecordVerification
  | CorrectRecord;

/** An order and the case to which it goes. */
export interface ToCase {
  readonly caseId: string;
  readonly order: OrderToCase;
}

/** The items of these cases, in the order of the list. */
export function itemsOf(items: readonly ActItem[], cases: readonly string[]): readonly ActItem[] {
  const wanted = new Set(cases);
  return items.filter(({ caseId }) => wanted.has(caseId));
}

/** Rows by their case, so that a list of any length is walked once. */
export function byCase<Row extends { readonly caseId: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.caseId, row]));
}
