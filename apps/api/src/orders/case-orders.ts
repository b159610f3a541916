import { type CaseOrder } from '#libs/household-case';
import {
  CASE_KINDS,
  type CaseKind,
  type Level,
  MEETING_BODIES,
  type MeetingBody,
  VOTE_METHODS,
  type VoteMethod,
} from '#libs/procedure';
import { Day, Digest, Flag, Id, Ids, ListOf, Maybe, Nested, NoneOrNumbers, OneOf, Part, Parts, Text, Whole } from './fields.js';
import { everyOrderOf } from './order-registry.js';
import {
  AboutPartData,
  AreaPathData,
  Attach,
  AttendanceData,
  CriterionResultData,
  EvidenceData,
  HouseholdSnapshotData,
  LevelOf,
  LostPhotoData,
  NoticePlaceData,
  PapersData,
  RankingData,
  RegisterAnswerData,
  SealedIncome,
  SealedText,
  SealedWords,
  SignatureData,
  SurveyorData,
  TallyData,
} from './shared-data.js';

class OpenCaseData {
  @Id() caseId!: string;
  @Id() householdId!: string;
  @OneOf(...CASE_KINDS) kind!: CaseKind;
  @OneOf('OWN', 'PROPOSED', 'MISSED', 'RELAPSE', 'PLAN') origin!: 'OWN' | 'PROPOSED' | 'MISSED' | 'RELAPSE' | 'PLAN';
  @Whole(1900, 2200) programYear!: number;
  @Nested(AreaPathData) area!: AreaPathData;
  @OneOf('VILLAGERS', 'RESIDENTS') bodyKind!: 'VILLAGERS' | 'RESIDENTS';
  @Nested(HouseholdSnapshotData) household!: HouseholdSnapshotData;
  @Id() definition!: string;
  @Id() policy!: string;
}

class SubmitApplicationData extends AboutPartData {
  @OneOf('HOUSEHOLD', 'WRITTEN_FOR', 'GROUP', 'CADRES', 'PLAN') by!: 'HOUSEHOLD' | 'WRITTEN_FOR' | 'GROUP' | 'CADRES' | 'PLAN';
  @Maybe(Id()) writer?: string;
  @Ids() membersListed!: string[];
  @Ids() authorisedBy!: string[];
  @Attach() papers!: PapersData;
  @Maybe(SealedWords()) statement?: SealedText;
}

class GrantQueryAuthorisationData {
  @Id() person!: string;
  @Attach() papers!: PapersData;
}

class RecordSurveyData extends AboutPartData {
  @Day() visitedOn!: string;
  @ListOf(SurveyorData) surveyors!: SurveyorData[];
  @ListOf(CriterionResultData) criteria!: CriterionResultData[];
  @Nested(SealedIncome) income!: SealedIncome;
  @Whole() sharingIncome!: number;
  @Attach() papers!: PapersData;
  @Maybe(SealedWords()) notes?: SealedText;
}

class RecordVerificationData extends AboutPartData {
  @Flag() passed!: boolean;
  @Attach() papers!: PapersData;
  @Maybe(SealedWords()) reason?: SealedText;
}

class RecordReviewData extends AboutPartData {
  @Whole(1) attempt!: number;
  @OneOf(...MEETING_BODIES) body!: MeetingBody;
  @Day() heldOn!: string;
  @OneOf(...VOTE_METHODS) method!: VoteMethod;
  @Maybe(Ids()) presentPersons?: string[];
  @Maybe(ListOf(AttendanceData)) otherwisePresent?: AttendanceData[];
  @Maybe(Whole()) present?: number;
  @Maybe(Whole()) rosterTotal?: number;
  @Ids() recused!: string[];
  @Nested(TallyData) tally!: TallyData;
  @Flag() comparisonReadOut!: boolean;
  @Maybe(Nested(RankingData)) ranking?: RankingData;
  @Attach() papers!: PapersData;
}

class PartForReasonData {
  @Part() part!: string;
  @SealedWords() reason!: SealedText;
  @Attach() papers!: PapersData;
}
class OrderSignedRollData extends PartForReasonData {
  @Maybe(Whole(1, 1_000)) round?: number;
}
class OrderReReviewData extends PartForReasonData {}

class RequestComparisonData extends AboutPartData {
  @Ids() persons!: string[];
  @Ids() sources!: string[];
}

class RecordComparisonResultData extends AboutPartData {
  @Id() source!: string;
  @Day() asOf!: string;
  @Digest() receiptDigest!: string;
  @ListOf(RegisterAnswerData) answers!: RegisterAnswerData[];
}

class DispositionHitData extends AboutPartData {
  @Id() hit!: string;
  @Maybe(Whole(1)) no?: number;
  @OneOf('CONFIRMED', 'EXPLAINED', 'DATA_ERROR') disposition!: 'CONFIRMED' | 'EXPLAINED' | 'DATA_ERROR';
  @ListOf(EvidenceData) evidence!: EvidenceData[];
  @SealedWords() reason!: SealedText;
}

class RecordConsentData extends AboutPartData {
  @Flag() given!: boolean;
  @Nested(SignatureData) signature!: SignatureData;
  @Attach() papers!: PapersData;
  @Maybe(Ids()) recordedBy?: string[];
  @Maybe(SealedWords()) reason?: SealedText;
}

class RevokeConsentData {
  @Nested(SignatureData) signature!: SignatureData;
  @Maybe(ListOf(EvidenceData)) evidence?: EvidenceData[];
  @Maybe(SealedWords()) reason?: SealedText;
}

class PostNoticeData extends AboutPartData {
  @ListOf(NoticePlaceData) places!: NoticePlaceData[];
  @Day() printedEnd!: string;
  @Digest() contentDigest!: string;
  @Whole(1) householdSize!: number;
  @Attach() papers!: PapersData;
}

class CorrectNoticeData {
  @Part() part!: string;
  @Maybe(Whole(1)) round?: number;
  @Whole(1) no!: number;
  @OneOf('NAME', 'HEAD', 'HEAD_COUNT', 'PHONE', 'TITLE') field!: 'NAME' | 'HEAD' | 'HEAD_COUNT' | 'PHONE' | 'TITLE';
  @Day() correctedOn!: string;
  @Digest() contentDigest!: string;
  @Attach() papers!: PapersData;
}

class InterruptNoticeData {
  @Part() part!: string;
  @Maybe(Whole(1)) round?: number;
  @Maybe(Id()) act?: string;
  @Whole(1) no!: number;
  @Id() place!: string;
  @Day() missingFrom!: string;
  @Day() restoredOn!: string;
  @Flag() withdrawnByIssuer!: boolean;
  @ListOf(EvidenceData) evidence!: EvidenceData[];
}

class MarkNoticePeriodElapsedData {
  @Part() part!: string;
  @Whole(1) round!: number;
  @Day() due!: string;
}

class ConfirmNoticeResultData extends AboutPartData {
  @Maybe(Whole(1)) no?: number;
  @NoneOrNumbers() objections!: 'NONE' | number[];
  @Day() endedOn!: string;
  @Attach() papers!: PapersData;
  @Maybe(Nested(LostPhotoData)) lostPhoto?: LostPhotoData;
}

class RecordAuditData extends AboutPartData {
  @OneOf('PASS', 'REJECT') decision!: 'PASS' | 'REJECT';
  @Flag() onSiteCheck!: boolean;
  @Attach() papers!: PapersData;
  @Maybe(SealedWords()) reason?: SealedText;
}

class RecordApprovalData extends AboutPartData {
  @OneOf('APPROVE', 'REJECT') decision!: 'APPROVE' | 'REJECT';
  @Text() documentNo!: string;
  @Attach() papers!: PapersData;
  @Maybe(SealedWords()) reason?: SealedText;
}

class RevokeApprovalData {
  @Text() documentNo!: string;
  @SealedWords() reason!: SealedText;
  @Attach() papers!: PapersData;
}

class RecordFilingData extends AboutPartData {
  @LevelOf() to!: Level;
  @Attach() papers!: PapersData;
}

class RaiseObjectionData {
  @Whole(1) no!: number;
  @OneOf('ENTRY', 'NOTICE', 'OMISSION') target!: 'ENTRY' | 'NOTICE' | 'OMISSION';
  @Maybe(Part()) part?: string;
  @Day() receivedOn!: string;
  @Id() receivedBy!: string;
  @Flag() anonymous!: boolean;
  @Maybe(SealedWords()) objector?: SealedText;
  @SealedWords() facts!: SealedText;
  @Flag() byHousehold!: boolean;
  @Maybe(Id()) against?: string;
}

class AssignInvestigationData {
  @Whole(1) no!: number;
  @Maybe(Whole(1)) assignment?: number;
  @LevelOf() level!: Level;
  @Ids() investigators!: string[];
  @Maybe(SealedWords()) reason?: SealedText;
}

class DecideObjectionData {
  @Whole(1) no!: number;
  @OneOf('UPHELD', 'PARTLY', 'DISMISSED', 'NOT_ACCEPTED', 'WITHDRAWN') outcome!:
    'UPHELD' | 'PARTLY' | 'DISMISSED' | 'NOT_ACCEPTED' | 'WITHDRAWN';
  @Maybe(OneOf('DUPLICATE', 'NO_FACT', 'OTHER_MATTER')) ground?: 'DUPLICATE' | 'NO_FACT' | 'OTHER_MATTER';
  @Flag() material!: boolean;
  @Ids() decidedBy!: string[];
  @SealedWords() reason!: SealedText;
  @ListOf(EvidenceData) evidence!: EvidenceData[];
}

class ReturnCaseData {
  @Whole(1) no!: number;
  @Part() to!: string;
  @LevelOf() level!: Level;
  @SealedWords() reason!: SealedText;
  @Attach() papers!: PapersData;
}

class InstrumentData {
  @Text() documentNo!: string;
  @Text() clause!: string;
}

class MigrateCaseData {
  @Whole(1) no!: number;
  @Maybe(Id()) definition?: string;
  @Maybe(Id()) policy?: string;
  @Nested(InstrumentData) instrument!: InstrumentData;
  @Id() confirmedBy!: string;
  @SealedWords() reason!: SealedText;
  @Attach() papers!: PapersData;
}

class WithdrawCaseData {
  @Nested(SignatureData) signature!: SignatureData;
  @Attach() papers!: PapersData;
  @Maybe(SealedWords()) reason?: SealedText;
}

class LapseCaseData {
  @OneOf('DEATH', 'MOVED') reason!: 'DEATH' | 'MOVED';
  @Attach() papers!: PapersData;
}

class DeferExitData {
  @Whole(1900, 2200) toYear!: number;
  @SealedWords() reason!: SealedText;
  @Attach() papers!: PapersData;
}

class NotifyRejectionData {
  @Day() deliveredOn!: string;
  @Attach() papers!: PapersData;
}

class RequestRecheckData {
  @Day() requestedOn!: string;
  @Nested(SignatureData) signature!: SignatureData;
  @Maybe(ListOf(EvidenceData)) evidence?: EvidenceData[];
  @SealedWords() reason!: SealedText;
}

class DecideRecheckData {
  @Maybe(Whole(1)) no?: number;
  @OneOf('CONFIRMED', 'NEW_SURVEY', 'RE_REVIEW') outcome!: 'CONFIRMED' | 'NEW_SURVEY' | 'RE_REVIEW';
  @LevelOf() level!: Level;
  @Ids() decidedBy!: string[];
  @SealedWords() reason!: SealedText;
  @Attach() papers!: PapersData;
}

class ContestDecisionData {
  @Maybe(Whole(1)) no?: number;
  @OneOf('RETURN', 'REJECTION') contested!: 'RETURN' | 'REJECTION';
  @SealedWords() reason!: SealedText;
  @Attach() papers!: PapersData;
}

class RuleOnContestData {
  @Maybe(Whole(1)) no?: number;
  @Flag() upheld!: boolean;
  @Maybe(Part()) resumeAt?: string;
  @Ids() decidedBy!: string[];
  @SealedWords() reason!: SealedText;
  @Attach() papers!: PapersData;
}

class CorrectRecordData {
  @Whole(1) no!: number;
  @Id() event!: string;
  @Id() field!: string;
  @Text() old!: string;
  @Text() new!: string;
  @Digest() scanDigest!: string;
  @Maybe(Id()) confirmedBy?: string;
  @SealedWords() reason!: SealedText;
}

class ReassignEntryData {
  @Whole(1) no!: number;
  @Id() act!: string;
  @Part() part!: string;
  @Id() toCase!: string;
  @Id() confirmedBy!: string;
  @SealedWords() reason!: SealedText;
}

class AdmitBackfillData {
  @Whole(1) no!: number;
  @Parts() parts!: string[];
  @SealedWords() reason!: SealedText;
  @Digest() scanDigest!: string;
}

class NoteHouseholdChangeData {
  @OneOf('HEAD', 'MEMBER_ADDED', 'MEMBER_REMOVED', 'IDENTITY_CORRECTED', 'MEASURE', 'SUPPORT', 'DISASTER', 'LAPSED') change!:
    'HEAD' | 'MEMBER_ADDED' | 'MEMBER_REMOVED' | 'IDENTITY_CORRECTED' | 'MEASURE' | 'SUPPORT' | 'DISASTER' | 'LAPSED';
  @Day() on!: string;
  @Nested(HouseholdSnapshotData) household!: HouseholdSnapshotData;
  @Maybe(Id()) person?: string;
  @Maybe(Id()) reason?: string;
  @Id() cause!: string;
}

class TransferManagementData {
  @Whole(1) no!: number;
  @Nested(AreaPathData) to!: AreaPathData;
  @Id() confirmedByFrom!: string;
  @Id() confirmedByTo!: string;
}

class JoinActData {
  @Id() act!: string;
  @Part() part!: string;
  @Whole(1) round!: number;
  @Maybe(Whole(1)) no?: number;
}

class LeaveActData {
  @Id() act!: string;
  @Maybe(Whole(1)) no?: number;
}

class ReleaseParkedData {
  @Id() key!: string;
}

class IssueConfirmationLetterData {
  @Day() deliveredOn!: string;
  @Attach() papers!: PapersData;
}

class IssueHandbookData {
  @Day() issuedOn!: string;
  @Attach() papers!: PapersData;
}

class RecordRegistryEntryData {
  @Day() enteredOn!: string;
  @Id() system!: string;
}

class NoteSupportPairedData {
  @Day() on!: string;
  @Id() cause!: string;
}

class PublishDecidedListData {
  @Day() publishedOn!: string;
  @Id() medium!: string;
  @Text() documentNo!: string;
  @Attach() papers!: PapersData;
}

class TakeDownNoticeData {
  @Part() part!: string;
  @Maybe(Whole(1)) round?: number;
  @Day() takenDownOn!: string;
  @Attach() papers!: PapersData;
}

class AboutTermData {
  @Id() timer!: string;
  @Part() part!: string;
  @Whole(1) round!: number;
  @Maybe(Whole(1)) no?: number;
  @Day() due!: string;
}

class RecomputeTermsData {
  @Whole(1) no!: number;
  @Text() because!: string;
}

/** Every order to a case; the compiler refuses a list that lacks one, and a class that does not say exactly its data. */
export const caseOrders = everyOrderOf<CaseOrder>()({
  OpenCase: OpenCaseData,
  SubmitApplication: SubmitApplicationData,
  GrantQueryAuthorisation: GrantQueryAuthorisationData,
  RecordSurvey: RecordSurveyData,
  RecordVerification: RecordVerificationData,
  RecordReview: RecordReviewData,
  OrderSignedRoll: OrderSignedRollData,
  OrderReReview: OrderReReviewData,
  RequestComparison: RequestComparisonData,
  RecordComparisonResult: RecordComparisonResultData,
  DispositionHit: DispositionHitData,
  RecordConsent: RecordConsentData,
  RevokeConsent: RevokeConsentData,
  PostNotice: PostNoticeData,
  CorrectNotice: CorrectNoticeData,
  InterruptNotice: InterruptNoticeData,
  MarkNoticePeriodElapsed: MarkNoticePeriodElapsedData,
  ConfirmNoticeResult: ConfirmNoticeResultData,
  RecordAudit: RecordAuditData,
  RecordApproval: RecordApprovalData,
  RevokeApproval: RevokeApprovalData,
  RecordFiling: RecordFilingData,
  RaiseObjection: RaiseObjectionData,
  AssignInvestigation: AssignInvestigationData,
  DecideObjection: DecideObjectionData,
  ReturnCase: ReturnCaseData,
  WithdrawCase: WithdrawCaseData,
  LapseCase: LapseCaseData,
  MigrateCase: MigrateCaseData,
  DeferExit: DeferExitData,
  NotifyRejection: NotifyRejectionData,
  RequestRecheck: RequestRecheckData,
  DecideRecheck: DecideRecheckData,
  ContestDecision: ContestDecisionData,
  RuleOnContest: RuleOnContestData,
  CorrectRecord: CorrectRecordData,
  ReassignEntry: ReassignEntryData,
  AdmitBackfill: AdmitBackfillData,
  NoteHouseholdChange: NoteHouseholdChangeData,
  TransferManagement: TransferManagementData,
  JoinAct: JoinActData,
  LeaveAct: LeaveActData,
  ReleaseParked: ReleaseParkedData,
  IssueConfirmationLetter: IssueConfirmationLetterData,
  IssueHandbook: IssueHandbookData,
  RecordRegistryEntry: RecordRegistryEntryData,
  NoteSupportPaired: NoteSupportPairedData,
  PublishDecidedList: PublishDecidedListData,
  TakeDownNotice: TakeDownNoticeData,
  RemindOfTerm: AboutTermData,
  MarkTermMissed: AboutTermData,
  EscalateTerm: AboutTermData,
  RecomputeTerms: RecomputeTermsData,
});
