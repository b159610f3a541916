import { type CivilDate, type Order, type Sealed } from '#libs/kernel';
import {
  type AreaPath,
  type Attendance,
  type CaseOpened,
  type Criterion,
  type Evidence,
  type HouseholdSnapshot,
  type Level,
  type LostPhoto,
  type MeetingBody,
  type NoticePlace,
  type ObjectionTarget,
  type Papers,
  type PartId,
  type RegisterAnswer,
  type Signature,
  type Tally,
  type VoteMethod,
} from '#libs/procedure';

/** Names the part and round that an order is about; `act` where it comes from a collective step. */
interface AboutPart {
  readonly part: PartId;
  /** 1 where absent. A repeat of an older round is recognised by it. */
  readonly round?: number;
  readonly act?: string;
  /** Papers that arrive before their predecessor wait for it instead of being refused (domain.md R16). */
  readonly parkIfEarly?: boolean;
}

/** Opens the stream. Given by the process that follows `CaseAdmitted` of the register, never by a person. */
export type OpenCase = Order<'OpenCase', CaseOpened>;

export type SubmitApplication = Order<
  'SubmitApplication',
  AboutPart & {
    readonly by: 'HOUSEHOLD' | 'WRITTEN_FOR' | 'GROUP' | 'CADRES' | 'PLAN';
    readonly writer?: string;
    readonly membersListed: readonly string[];
    readonly authorisedBy: readonly string[];
    readonly papers: Papers;
    readonly statement?: Sealed;
  }
>;

/** An authorisation letter that came after the application. */
export type GrantQueryAuthorisation = Order<'GrantQueryAuthorisation', { readonly person: string; readonly papers: Papers }>;

export type RecordSurvey = Order<
  'RecordSurvey',
  AboutPart & {
    readonly visitedOn: CivilDate;
    readonly surveyors: readonly { readonly person: string; readonly offices: readonly string[] }[];
    readonly criteria: readonly { readonly code: Criterion; readonly result: 'MET' | 'NOT_MET' | 'NOT_APPLICABLE' }[];
    /** {@link IncomeAccount}, sealed. */
    readonly income: Sealed;
    readonly sharingIncome: number;
    readonly papers: Papers;
    readonly notes?: Sealed;
  }
>;

export type RecordVerification = Order<
  'RecordVerification',
  AboutPart & { readonly passed: boolean; readonly papers: Papers; readonly reason?: Sealed }
>;

/**
 * `presentPersons`, those of the roster who count, where the meeting is recorded for this case alone; `present` and
 * `rosterTotal` come with an act, which names all who sat there. `otherwisePresent`: who of them was not there in person for himself (R7).
 */
export type RecordReview = Order<
  'RecordReview',
  AboutPart & {
    readonly attempt: number;
    readonly body: MeetingBody;
    readonly heldOn: CivilDate;
    readonly method: VoteMethod;
    readonly presentPersons?: readonly string[];
    readonly otherwisePresent?: readonly Attendance[];
    readonly present?: number;
    readonly rosterTotal?: number;
    readonly recused: readonly string[];
    readonly tally: Tally;
    readonly comparisonReadOut: boolean;
    readonly ranking?: { readonly rank: number; readonly quota: number; readonly instrument: string };
    readonly papers: Papers;
  }
>;

/** After the inquorate attempts of the policy (R7). */
export type OrderSignedRoll = Order<
  'OrderSignedRoll',
  { readonly part: PartId; /** 1 where absent. */ readonly round?: number; readonly reason: Sealed; readonly papers: Papers }
>;

/** Once, by village or township, after a failed vote (domain.md §2.3). */
export type OrderReReview = Order<'OrderReReview', { readonly part: PartId; readonly reason: Sealed; readonly papers: Papers }>;

export type RequestComparison = Order<
  'RequestComparison',
  AboutPart & { readonly persons: readonly string[]; readonly sources: readonly string[] }
>;
export type RecordComparisonResult = Order<
  'RecordComparisonResult',
  AboutPart & {
    readonly source: string;
    readonly asOf: CivilDate;
    readonly receiptDigest: string;
    readonly answers: readonly RegisterAnswer[];
  }
>;
export type DispositionHit = Order<
  'DispositionHit',
  AboutPart & {
    readonly hit: string;
    /** Counts the dispositions of this hit, where a later receipt opened it again; 1 where absent. */
    readonly no?: number;
    readonly disposition: 'CONFIRMED' | 'EXPLAINED' | 'DATA_ERROR';
    readonly evidence: readonly Evidence[];
    readonly reason: Sealed;
  }
>;

/** The household's own decision (domain.md §3.4, R12): nobody may give it for the household. */
export type RecordConsent = Order<
  'RecordConsent',
  AboutPart & {
    readonly given: boolean;
    readonly signature: Signature;
    readonly papers: Papers;
    readonly recordedBy?: readonly string[];
    readonly reason?: Sealed;
  }
>;
/** `evidence`: by what a guardian or an attorney stands for the household (R12). */
export type RevokeConsent = Order<
  'RevokeConsent',
  { readonly signature: Signature; readonly evidence?: readonly Evidence[]; readonly reason?: Sealed }
>;

/** Used for notices and for the announcement. `printedEnd` is what stands on the paper: a wrong one is refused (R10). */
export type PostNotice = Order<
  'PostNotice',
  AboutPart & {
    readonly places: readonly NoticePlace[];
    readonly printedEnd: CivilDate;
    readonly contentDigest: string;
    readonly householdSize: number;
    readonly papers: Papers;
  }
>;
export type CorrectNotice = Order<
  'CorrectNotice',
  {
    readonly part: PartId;
    /** The round that hangs; the one that stands where absent. */
    readonly round?: number;
    readonly no: number;
    readonly field: 'NAME' | 'HEAD' | 'HEAD_COUNT' | 'PHONE' | 'TITLE';
    readonly correctedOn: CivilDate;
    readonly contentDigest: string;
    readonly papers: Papers;
  }
>;
export type InterruptNotice = Order<
  'InterruptNotice',
  {
    readonly part: PartId;
    /** The round that hung; the one that stands where absent. */
    readonly round?: number;
    /** Where it is told of the sheet of an act, by which the notice was posted. */
    readonly act?: string;
    /** Counts the interruptions told of this round, by the act or for the case alone. */
    readonly no: number;
    readonly place: string;
    readonly missingFrom: CivilDate;
    /** First day on which it hung again. */
    readonly restoredOn: CivilDate;
    readonly withdrawnByIssuer: boolean;
    readonly evidence: readonly Evidence[];
  }
>;
/** Given by a bell, role `clock`: says only that the day has come (R1). */
export type MarkNoticePeriodElapsed = Order<
  'MarkNoticePeriodElapsed',
  { readonly part: PartId; readonly round: number; readonly due: CivilDate }
>;
/** The report of the result: completes a notice or the announcement (R1). */
export type ConfirmNoticeResult = Order<
  'ConfirmNoticeResult',
  AboutPart & {
    /** Counts the reports of this round, where an interruption took one back (R10); 1 where absent. */
    readonly no?: number;
    readonly objections: 'NONE' | readonly number[];
    readonly endedOn: CivilDate;
    readonly papers: Papers;
    /** In place of the photo at the end, where that was lost (R10). */
    readonly lostPhoto?: LostPhoto;
  }
>;

export type RecordAudit = Order<
  'RecordAudit',
  AboutPart & {
    readonly decision: 'PASS' | 'REJECT';
    readonly onSiteCheck: boolean;
    readonly papers: Papers;
    readonly reason?: Sealed;
  }
>;
export type RecordApproval = Order<
  'RecordApproval',
  AboutPart & {
    readonly decision: 'APPROVE' | 'REJECT';
    readonly documentNo: string;
    readonly papers: Papers;
    readonly reason?: Sealed;
  }
>;
/** Between approval and effect, by the level that approved (R12). */
export type RevokeApproval = Order<
  'RevokeApproval',
  { readonly documentNo: string; readonly reason: Sealed; readonly papers: Papers }
>;
export type RecordFiling = Order<'RecordFiling', AboutPart & { readonly to: Level; readonly papers: Papers }>;

export type RaiseObjection = Order<
  'RaiseObjection',
  {
    readonly no: number;
    readonly target: ObjectionTarget;
    readonly part?: PartId;
    readonly receivedOn: CivilDate;
    readonly receivedBy: string;
    readonly anonymous: boolean;
    readonly objector?: Sealed;
    readonly facts: Sealed;
    readonly byHousehold: boolean;
    readonly against?: string;
  }
>;
/** Given again while the objection is open, with the reason, others investigate: the former stay in the log (§2.3). */
export type AssignInvestigation = Order<
  'AssignInvestigation',
  {
    readonly no: number;
    /** Counts the assignments of this objection; 1 where absent. */
    readonly assignment?: number;
    readonly level: Level;
    readonly investigators: readonly string[];
    readonly reason?: Sealed;
  }
>;
export type DecideObjection = Order<
  'DecideObjection',
  {
    readonly no: number;
    readonly outcome: 'UPHELD' | 'PARTLY' | 'DISMISSED' | 'NOT_ACCEPTED' | 'WITHDRAWN';
    readonly ground?: 'DUPLICATE' | 'NO_FACT' | 'OTHER_MATTER';
    readonly material: boolean;
    readonly decidedBy: readonly string[];
    readonly reason: Sealed;
    readonly evidence: readonly Evidence[];
  }
>;

/** To a named earlier part, with reason; what came after it is superseded, never deleted (domain.md §2.3). */
export type ReturnCase = Order<
  'ReturnCase',
  { readonly no: number; readonly to: PartId; readonly level: Level; readonly reason: Sealed; readonly papers: Papers }
>;
/**
 * The case goes over to other law than it has pinned, by the document and clause that order it (domain.md §2.2). `definition` and
 * `policy` are named as `id@version`, with or without their digest; the case keeps what is not named. The policy can only be the
 * one that now stands for its area and year. What the new law asks for otherwise is open again; nothing is deleted.
 */
export type MigrateCase = Order<
  'MigrateCase',
  {
    /** Counts the migrations of this case, from 1. */
    readonly no: number;
    readonly definition?: string;
    readonly policy?: string;
    readonly instrument: { readonly documentNo: string; readonly clause: string };
    /** A second person, of the county or above. */
    readonly confirmedBy: string;
    readonly reason: Sealed;
    readonly papers: Papers;
  }
>;
export type WithdrawCase = Order<
  'WithdrawCase',
  { readonly signature: Signature; readonly papers: Papers; readonly reason?: Sealed }
>;
export type LapseCase = Order<'LapseCase', { readonly reason: 'DEATH' | 'MOVED'; readonly papers: Papers }>;
/** A county ruling on an exit still open at the end of its window (R1, T21). */
export type DeferExit = Order<'DeferExit', { readonly toYear: number; readonly reason: Sealed; readonly papers: Papers }>;

/** 3 working days, T13. */
export type NotifyRejection = Order<'NotifyRejection', { readonly deliveredOn: CivilDate; readonly papers: Papers }>;
/** Within `recheckDays`, to the level above the decider (R13). */
export type RequestRecheck = Order<
  'RequestRecheck',
  {
    readonly requestedOn: CivilDate;
    readonly signature: Signature;
    /** By what a guardian or an attorney stands for the household (R12). */
    readonly evidence?: readonly Evidence[];
    readonly reason: Sealed;
  }
>;
export type DecideRecheck = Order<
  'DecideRecheck',
  {
    /** Counts the rechecks of this case; 1 where absent. */
    readonly no?: number;
    readonly outcome: 'CONFIRMED' | 'NEW_SURVEY' | 'RE_REVIEW';
    readonly level: Level;
    readonly decidedBy: readonly string[];
    readonly reason: Sealed;
    readonly papers: Papers;
  }
>;
/** A village contests a return or rejection, once (R13). */
export type ContestDecision = Order<
  'ContestDecision',
  {
    /** Counts the contests of this case; 1 where absent. */
    readonly no?: number;
    readonly contested: 'RETURN' | 'REJECTION';
    readonly reason: Sealed;
    readonly papers: Papers;
  }
>;
export type RuleOnContest = Order<
  'RuleOnContest',
  {
    /** Counts the contests of this case; 1 where absent. */
    readonly no?: number;
    readonly upheld: boolean;
    /** Where the contest is upheld: the part at which the case goes on. */
    readonly resumeAt?: PartId;
    readonly decidedBy: readonly string[];
    readonly reason: Sealed;
    readonly papers: Papers;
  }
>;

/** R3: both values stay visible; the law is evaluated again. */
export type CorrectRecord = Order<
  'CorrectRecord',
  {
    readonly no: number;
    /** Id of the event, or `act-<id>` for the newest that came by that act and has the field. */
    readonly event: string;
    /** Path in the event's data, such as `tally.votesFor`. */
    readonly field: string;
    readonly old: string;
    readonly new: string;
    readonly scanDigest: string;
    /** A vote, date, attendance or household needs a second person of the level above. */
    readonly confirmedBy?: string;
    readonly reason: Sealed;
  }
>;
export type ReassignEntry = Order<
  'ReassignEntry',
  {
    readonly no: number;
    readonly act: string;
    readonly part: PartId;
    readonly toCase: string;
    readonly confirmedBy: string;
    readonly reason: Sealed;
  }
>;
/** R2: by an officer of the level above who is not the recorder. */
export type AdmitBackfill = Order<
  'AdmitBackfill',
  { readonly no: number; readonly parts: readonly PartId[]; readonly reason: Sealed; readonly scanDigest: string }
>;

/** From the register, by a process (R14). */
export type NoteHouseholdChange = Order<
  'NoteHouseholdChange',
  {
    readonly change:
      'HEAD' | 'MEMBER_ADDED' | 'MEMBER_REMOVED' | 'IDENTITY_CORRECTED' | 'MEASURE' | 'SUPPORT' | 'DISASTER' | 'LAPSED';
    readonly on: CivilDate;
    readonly household: HouseholdSnapshot;
    readonly person?: string;
    /** Reason of the register, such as DEATH or MOVED_OUT. */
    readonly reason?: string;
    readonly cause: string;
  }
>;
/** R14: between steps only. */
export type TransferManagement = Order<
  'TransferManagement',
  { readonly no: number; readonly to: AreaPath; readonly confirmedByFrom: string; readonly confirmedByTo: string }
>;

/** A collective step asks for the case; `LeaveAct` frees it (architecture §2). Given by processes. */
export type JoinAct = Order<
  'JoinAct',
  {
    readonly act: string;
    readonly part: PartId;
    readonly round: number;
    /** Which closing of the list asks; 1 where absent. A case that had left is asked anew under the next number. */
    readonly no?: number;
  }
>;
/** `no` as in the `JoinAct` that it undoes. */
export type LeaveAct = Order<'LeaveAct', { readonly act: string; readonly no?: number }>;

/** A parked entry given again when its predecessor stands; by a process, in the words of the parked order. */
export type ReleaseParked = Order<'ReleaseParked', { readonly key: string }>;

/** After the effect: domain.md §2.1, row post. */
export type IssueConfirmationLetter = Order<
  'IssueConfirmationLetter',
  { readonly deliveredOn: CivilDate; readonly papers: Papers }
>;
export type IssueHandbook = Order<'IssueHandbook', { readonly issuedOn: CivilDate; readonly papers: Papers }>;
export type RecordRegistryEntry = Order<'RecordRegistryEntry', { readonly enteredOn: CivilDate; readonly system: string }>;

/** From the register, by a process: who answers for the support of a registered household is named (T16). */
export type NoteSupportPaired = Order<'NoteSupportPaired', { readonly on: CivilDate; readonly cause: string }>;
/** The list of the decided is made public, by the county's instrument (T26). `medium`: where. */
export type PublishDecidedList = Order<
  'PublishDecidedList',
  { readonly publishedOn: CivilDate; readonly medium: string; readonly documentNo: string; readonly papers: Papers }
>;
/** After its period the public copy of a notice is taken down (domain.md §7, T27). */
export type TakeDownNotice = Order<
  'TakeDownNotice',
  { readonly part: PartId; readonly round?: number; readonly takenDownOn: CivilDate; readonly papers: Papers }
>;

/** A term of the case, and the last day of which a bell speaks. */
export interface AboutTerm {
  readonly timer: string;
  readonly part: PartId;
  readonly round: number;
  /** Of an objection. */
  readonly no?: number;
  readonly due: CivilDate;
}
/** Given by a bell, role `clock`: each says only that a day has come (R1). */
export type RemindOfTerm = Order<'RemindOfTerm', AboutTerm>;
export type MarkTermMissed = Order<'MarkTermMissed', AboutTerm>;
export type EscalateTerm = Order<'EscalateTerm', AboutTerm>;
/** Open terms by the calendar and the policy that now stand. `no` counts the times; `because`: the notice or policy that changed. */
export type RecomputeTerms = Order<'RecomputeTerms', { readonly no: number; readonly because: string }>;

export type CaseOrder =
  | OpenCase
  | SubmitApplication
  | GrantQueryAuthorisation
  | RecordSurvey
  | RecordVerification
  | RecordReview
  | OrderSignedRoll
  | OrderReReview
  | RequestComparison
  | RecordComparisonResult
  | DispositionHit
  | RecordConsent
  | RevokeConsent
  | PostNotice
  | CorrectNotice
  | InterruptNotice
  | MarkNoticePeriodElapsed
  | ConfirmNoticeResult
  | RecordAudit
  | RecordApproval
  | RevokeApproval
  | RecordFiling
  | RaiseObjection
  | AssignInvestigation
  | DecideObjection
  | ReturnCase
  | MigrateCase
  | WithdrawCase
  | LapseCase
  | DeferExit
  | NotifyRejection
  | RequestRecheck
  | DecideRecheck
  | ContestDecision
  | RuleOnContest
  | CorrectRecord
  | ReassignEntry
  | AdmitBackfill
  | NoteHouseholdChange
  | TransferManagement
  | JoinAct
  | LeaveAct
  | ReleaseParked
  | IssueConfirmationLetter
  | IssueHandbook
  | RecordRegistryEntry
  | NoteSupportPaired
  | PublishDecidedList
  | TakeDownNotice
  | RemindOfTerm
  | MarkTermMissed
  | EscalateTerm
  | RecomputeTerms;

export type CaseOrderType = CaseOrder['type'];
