import { type ActOrder } from '#libs/collective-act';
import { type Level, MEETING_BODIES, type MeetingBody, VOTE_METHODS, type VoteMethod } from '#libs/procedure';
import { Day, Digest, Flag, Id, Ids, ListOf, Maybe, Nested, Numbers, OneOf, Part, Text, Whole } from './fields.js';
import { everyOrderOf } from './order-registry.js';
import {
  Attach,
  AttendanceData,
  FindingData,
  LevelOf,
  LostPhotoData,
  NoticePlaceData,
  PapersData,
  RankingData,
  RegisterAnswerData,
  SealedText,
  SealedWords,
  TallyData,
} from './shared-data.js';

class SheetData {
  @Whole(1) no!: number;
  @Whole(1) of!: number;
}

class OpenActData {
  @Id() actId!: string;
  @OneOf('MEETING', 'NOTICE', 'COMPARISON_BATCH', 'RULING') kind!: 'MEETING' | 'NOTICE' | 'COMPARISON_BATCH' | 'RULING';
  @LevelOf() level!: Level;
  @Id() area!: string;
  @OneOf('VILLAGERS', 'RESIDENTS') bodyKind!: 'VILLAGERS' | 'RESIDENTS';
  @Nested(SheetData) sheet!: SheetData;
}

class ActItemData {
  @Id() caseId!: string;
  @Part() part!: string;
  @Whole(1) round!: number;
}

class ListCasesData {
  @Whole(1) no!: number;
  @ListOf(ActItemData) items!: ActItemData[];
}

class UnlistCaseData {
  @Id() caseId!: string;
  @Maybe(Whole(1)) no?: number;
}

class CloseListData {
  @Whole(1) no!: number;
}

class ReadinessData {
  @Id() caseId!: string;
  @Flag() ready!: boolean;
  @ListOf(FindingData) findings!: FindingData[];
}

class RecordReadinessData {
  @Whole(1) no!: number;
  @ListOf(ReadinessData) answers!: ReadinessData[];
}

class MeetingItemResultData {
  @Id() caseId!: string;
  @Ids() recused!: string[];
  @Nested(TallyData) tally!: TallyData;
  @Maybe(Nested(RankingData)) ranking?: RankingData;
}

class RecordMeetingData {
  @Whole(1) attempt!: number;
  @OneOf(...MEETING_BODIES) body!: MeetingBody;
  @Day() heldOn!: string;
  @Text() place!: string;
  @OneOf(...VOTE_METHODS) method!: VoteMethod;
  @ListOf(AttendanceData) attendance!: AttendanceData[];
  @Flag() comparisonReadOut!: boolean;
  @ListOf(MeetingItemResultData) items!: MeetingItemResultData[];
  @Attach() papers!: PapersData;
  @Maybe(SealedWords()) minutes?: SealedText;
}

class SheetRowData {
  @Id() caseId!: string;
  @Whole(1) householdSize!: number;
}

class PostNoticeSheetData {
  @ListOf(NoticePlaceData) places!: NoticePlaceData[];
  @Day() printedEnd!: string;
  @Digest() contentDigest!: string;
  @ListOf(SheetRowData) rows!: SheetRowData[];
  @Attach() papers!: PapersData;
}

class InterruptNoticeSheetData {
  @Whole(1) no!: number;
  @Id() place!: string;
  @Day() missingFrom!: string;
  @Day() restoredOn!: string;
  @Flag() withdrawnByIssuer!: boolean;
  @Digest() photo!: string;
}

class ObjectionsOfCaseData {
  @Id() caseId!: string;
  @Numbers() numbers!: number[];
}

class ConfirmSheetResultData {
  @Whole(1) no!: number;
  @Day() endedOn!: string;
  @ListOf(ObjectionsOfCaseData) objections!: ObjectionsOfCaseData[];
  @Ids() except!: string[];
  @Attach() papers!: PapersData;
  @Maybe(Nested(LostPhotoData)) lostPhoto?: LostPhotoData;
}

class PersonsOfCaseData {
  @Id() caseId!: string;
  @Ids() persons!: string[];
}

class RequestComparisonBatchData {
  @Ids() sources!: string[];
  @ListOf(PersonsOfCaseData) persons!: PersonsOfCaseData[];
  @Attach() papers!: PapersData;
}

class ExportComparisonListData {
  @Whole(1) no!: number;
  @Id() source!: string;
  @Id() confirmedBy!: string;
}

class AnswersOfCaseData {
  @Id() caseId!: string;
  @ListOf(RegisterAnswerData) answers!: RegisterAnswerData[];
}

class RecordBatchResultData {
  @Id() source!: string;
  @Day() asOf!: string;
  @Digest() receiptDigest!: string;
  @ListOf(AnswersOfCaseData) answers!: AnswersOfCaseData[];
}

class ExceptionData {
  @Id() caseId!: string;
  @OneOf('REJECT', 'LEFT_OUT') decision!: 'REJECT' | 'LEFT_OUT';
  @SealedWords() reason!: SealedText;
}

class RecordRulingData {
  @OneOf('PASS', 'APPROVE', 'VERIFIED') decision!: 'PASS' | 'APPROVE' | 'VERIFIED';
  @Text() documentNo!: string;
  @Flag() onSiteCheck!: boolean;
  @ListOf(ExceptionData) except!: ExceptionData[];
  @Attach() papers!: PapersData;
}

class OutcomeData {
  @Id() caseId!: string;
  @Flag() accepted!: boolean;
  @ListOf(FindingData) findings!: FindingData[];
}

class RecordOutcomesData {
  @Whole(1) no!: number;
  @Id() cause!: string;
  @ListOf(OutcomeData) outcomes!: OutcomeData[];
}

class CorrectActData {
  @Whole(1) no!: number;
  @Maybe(Id()) caseId?: string;
  @Id() field!: string;
  @Text() old!: string;
  @Text() new!: string;
  @Digest() scanDigest!: string;
  @Id() confirmedBy!: string;
  @SealedWords() reason!: SealedText;
}

class VoidActData {
  @SealedWords() reason!: SealedText;
  @Maybe(Id()) confirmedBy?: string;
}

/** Every order to a collective act. */
export const actOrders = everyOrderOf<ActOrder>()({
  OpenAct: OpenActData,
  ListCases: ListCasesData,
  UnlistCase: UnlistCaseData,
  CloseList: CloseListData,
  RecordReadiness: RecordReadinessData,
  RecordMeeting: RecordMeetingData,
  PostNoticeSheet: PostNoticeSheetData,
  InterruptNoticeSheet: InterruptNoticeSheetData,
  ConfirmSheetResult: ConfirmSheetResultData,
  RequestComparisonBatch: RequestComparisonBatchData,
  ExportComparisonList: ExportComparisonListData,
  RecordBatchResult: RecordBatchResultData,
  RecordRuling: RecordRulingData,
  RecordOutcomes: RecordOutcomesData,
  CorrectAct: CorrectActData,
  VoidAct: VoidActData,
});
