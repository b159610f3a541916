import { type ActOrderType } from '#libs/collective-act';
import { type CaseOrderType } from '#libs/household-case';
import { type RegisterOrderType } from '#libs/household-register';

type AllOf<Type extends string> = Readonly<Record<Type, true>>;

/** Every order type by category of its stream; the compiler refuses a list that lacks one. */
const ORDER_TYPES: {
  case: AllOf<CaseOrderType>;
  household: AllOf<RegisterOrderType>;
  act: AllOf<ActOrderType>;
} = {
  case: {
    OpenCase: true,
    SubmitApplication: true,
    GrantQueryAuthorisation: true,
    RecordSurvey: true,
    RecordVerification: true,
    RecordReview: true,
    OrderSignedRoll: true,
    OrderReReview: true,
    RequestComparison: true,
    RecordComparisonResult: true,
    DispositionHit: true,
    RecordConsent: true,
    RevokeConsent: true,
    PostNotice: true,
    CorrectNotice: true,
    InterruptNotice: true,
    MarkNoticePeriodElapsed: true,
    ConfirmNoticeResult: true,
    RecordAudit: true,
    RecordApproval: true,
    RevokeApproval: true,
    RecordFiling: true,
    RaiseObjection: true,
    AssignInvestigation: true,
    DecideObjection: true,
    ReturnCase: true,
    WithdrawCase: true,
    LapseCase: true,
    DeferExit: true,
    NotifyRejection: true,
    RequestRecheck: true,
    DecideRecheck: true,
    ContestDecision: true,
    RuleOnContest: true,
    CorrectRecord: true,
    ReassignEntry: true,
    AdmitBackfill: true,
    NoteHouseholdChange: true,
    TransferManagement: true,
    JoinAct: true,
    LeaveAct: true,
    ReleaseParked: true,
    IssueConfirmationLetter: true,
    IssueHandbook: true,
    RecordRegistryEntry: true,
  },
  household: {
    EnrolHousehold: true,
    AddMember: true,
    RemoveMember: true,
    ChangeHead: true,
    CorrectIdentity: true,
    SplitHousehold: true,
    RecordMerge: true,
    SetPovertyAttribute: true,
    AdmitCase: true,
    RecordCaseResult: true,
    RecordCaseReopened: true,
    MoveManagement: true,
    MarkDeregistrationDue: true,
    Deregister: true,
    TakeOverStanding: true,
    PairSupport: true,
    DeliverMeasure: true,
    RecordDisaster: true,
    RuleOnDuplicatePerson: true,
    FlagDuplicatePerson: true,
  },
  act: {
    OpenAct: true,
    ListCases: true,
    UnlistCase: true,
    CloseList: true,
    RecordReadiness: true,
    RecordMeeting: true,
    PostNoticeSheet: true,
    InterruptNoticeSheet: true,
    ConfirmSheetResult: true,
    RequestComparisonBatch: true,
    ExportComparisonList: true,
    RecordBatchResult: true,
    RecordRuling: true,
    RecordOutcomes: true,
    CorrectAct: true,
    VoidAct: true,
  },
};

export function ordersOf(category: keyof typeof ORDER_TYPES): ReadonlySet<string> {
  return new Set(Object.keys(ORDER_TYPES[category]));
}
