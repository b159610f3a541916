import { type RegisterOrder } from '#libs/household-register';
import { CASE_KINDS, type CaseKind } from '#libs/procedure';
import { Day, Digest, Flag, Id, Ids, ListOf, Maybe, Nested, OneOf, Text, TextById, Whole } from './fields.js';
import { everyOrderOf } from './order-registry.js';
import { AreaPathData, Attach, PapersData, SealedIdNumber, SealedText, SealedWords, SignatureData } from './shared-data.js';

type PovertyAttribute = 'GENERAL' | 'DIBAO_POOR' | 'DIBAO' | 'WUBAO' | 'SAFETY_NET';
type Outcome = 'REGISTERED' | 'EXITED' | 'MONITORED' | 'REJECTED' | 'WITHDRAWN' | 'LAPSED' | 'DEFERRED' | 'NOT_OPENED';
type Measure = 'INDUSTRY' | 'RELOCATION' | 'ECOLOGY' | 'EDUCATION' | 'SAFETY_NET' | 'HEALTH' | 'EMPLOYMENT' | 'HOUSING' | 'LOAN';

const Attribute = (): ReturnType<typeof OneOf<readonly ['GENERAL', 'DIBAO_POOR', 'DIBAO', 'WUBAO', 'SAFETY_NET']>> =>
  OneOf('GENERAL', 'DIBAO_POOR', 'DIBAO', 'WUBAO', 'SAFETY_NET');

class NewMemberData {
  @Id() person!: string;
  @Id() relation!: string;
  @SealedWords() name!: SealedText;
  @Nested(SealedIdNumber) idNumber!: SealedIdNumber;
  @Maybe(Day()) bornOn?: string;
}

class LineageData {
  @Id() parent!: string;
  @OneOf('NONE', 'REGISTERED', 'EXITED') standing!: 'NONE' | 'REGISTERED' | 'EXITED';
  @Whole() spell!: number;
  @Maybe(Day()) identifiedOn?: string;
  @Maybe(Day()) exitedOn?: string;
  @Maybe(Day()) monitoredOn?: string;
}

class EnrolHouseholdData {
  @Id() householdId!: string;
  @Nested(AreaPathData) hukouArea!: AreaPathData;
  @Nested(AreaPathData) residenceArea!: AreaPathData;
  @Nested(AreaPathData) managementArea!: AreaPathData;
  @OneOf('VILLAGERS', 'RESIDENTS') bodyKind!: 'VILLAGERS' | 'RESIDENTS';
  @Id() head!: string;
  @ListOf(NewMemberData) members!: NewMemberData[];
  @Maybe(Attribute()) povertyAttribute?: PovertyAttribute;
  @Maybe(Nested(LineageData)) lineage?: LineageData;
}

class AddMemberData {
  @Nested(NewMemberData) member!: NewMemberData;
  @OneOf('BIRTH', 'MARRIED_IN', 'MOVED_IN', 'OMITTED', 'MERGED') reason!:
    'BIRTH' | 'MARRIED_IN' | 'MOVED_IN' | 'OMITTED' | 'MERGED';
  @Day() on!: string;
  @Attach() papers!: PapersData;
}

class RemoveMemberData {
  @Whole(1) no!: number;
  @Id() person!: string;
  @OneOf('DEATH', 'MARRIED_OUT', 'MOVED_OUT', 'IMPRISONED', 'MISSING') reason!:
    'DEATH' | 'MARRIED_OUT' | 'MOVED_OUT' | 'IMPRISONED' | 'MISSING';
  @Day() on!: string;
  @Attach() papers!: PapersData;
}

class ChangeHeadData {
  @Whole(1) no!: number;
  @Id() head!: string;
  @Day() on!: string;
  @Attach() papers!: PapersData;
}

class CorrectIdentityData {
  @Whole(1) no!: number;
  @Id() person!: string;
  @Nested(SealedIdNumber) idNumber!: SealedIdNumber;
  @Attach() papers!: PapersData;
}

class SplitChildData {
  @Id() householdId!: string;
  @Id() head!: string;
  @Ids() members!: string[];
  @Maybe(TextById()) relations?: Record<string, string>;
}

class SplitHouseholdData {
  @Whole(1) no!: number;
  @Day() on!: string;
  @ListOf(SplitChildData) children!: SplitChildData[];
  @Id() confirmedByVillage!: string;
  @Id() confirmedByTownship!: string;
  @Attach() papers!: PapersData;
}

class RecordMergeData {
  @Whole(1) no!: number;
  @Day() on!: string;
  @Id() into!: string;
  @Maybe(TextById()) relations?: Record<string, string>;
  @Id() confirmedByVillage!: string;
  @Id() confirmedByTownship!: string;
  @Attach() papers!: PapersData;
}

class SetPovertyAttributeData {
  @Whole(1) no!: number;
  @Attribute() attribute!: PovertyAttribute;
  @Maybe(Id()) causeGroup?: string;
}

class AdmitCaseData {
  @OneOf(...CASE_KINDS) kind!: CaseKind;
  @OneOf('OWN', 'PROPOSED', 'MISSED', 'RELAPSE', 'PLAN') origin!: 'OWN' | 'PROPOSED' | 'MISSED' | 'RELAPSE' | 'PLAN';
  @Whole(1) no!: number;
  @Id() definition!: string;
  @Whole(1900, 2200) programYear!: number;
  @Maybe(Digest()) factsDigest?: string;
}

class RecordCaseResultData {
  @Id() caseId!: string;
  @OneOf('REGISTERED', 'EXITED', 'MONITORED', 'REJECTED', 'WITHDRAWN', 'LAPSED', 'DEFERRED', 'NOT_OPENED') outcome!: Outcome;
  @Day() on!: string;
  @Whole(1900, 2200) programYear!: number;
  @Maybe(Whole(1)) no?: number;
}

class RecordCaseReopenedData {
  @Id() caseId!: string;
  @Whole(1) no!: number;
}

class MoveManagementData {
  @Id() caseId!: string;
  @Nested(AreaPathData) to!: AreaPathData;
  @Id() cause!: string;
}

class MarkDeregistrationDueData {
  @Id() caseId!: string;
  @Day() due!: string;
}

class DeregisterData {
  @Whole(1) no!: number;
  @Day() on!: string;
  @Attach() papers!: PapersData;
}

class TakeOverStandingData {
  @Text() householdNo!: string;
  @TextById() memberNos!: Record<string, string>;
  @OneOf('REGISTERED', 'EXITED') standing!: 'REGISTERED' | 'EXITED';
  @Day() identifiedAt!: string;
  @Maybe(Day()) exitedAt?: string;
  @Whole(1) spells!: number;
  @Day() asOf!: string;
  @Digest() fileDigest!: string;
  @Text() instrument!: string;
  @Id() confirmedBy!: string;
}

class PairSupportData {
  @Whole(1) no!: number;
  @Id() cadre!: string;
  @Text() unit!: string;
  @Day() from!: string;
  @Maybe(Day()) until?: string;
}

class DeliverMeasureData {
  @Whole(1) no!: number;
  @OneOf('INDUSTRY', 'RELOCATION', 'ECOLOGY', 'EDUCATION', 'SAFETY_NET', 'HEALTH', 'EMPLOYMENT', 'HOUSING', 'LOAN')
  measure!: Measure;
  @Whole() amountFen!: number;
  @Day() on!: string;
  @Maybe(Nested(SignatureData)) signature?: SignatureData;
}

class RecordDisasterData {
  @Whole(1) no!: number;
  @Day() on!: string;
  @Id() kind!: string;
}

class RuleOnDuplicatePersonData {
  @Id() person!: string;
  @Flag() belongsHere!: boolean;
  @Id() decidedBy!: string;
  @SealedWords() reason!: SealedText;
  @Maybe(Whole(1)) no?: number;
}

class FlagDuplicatePersonData {
  @Id() person!: string;
  @Id() otherHousehold!: string;
}

/** Every order to a household. */
export const householdOrders = everyOrderOf<RegisterOrder>()({
  EnrolHousehold: EnrolHouseholdData,
  AddMember: AddMemberData,
  RemoveMember: RemoveMemberData,
  ChangeHead: ChangeHeadData,
  CorrectIdentity: CorrectIdentityData,
  SplitHousehold: SplitHouseholdData,
  RecordMerge: RecordMergeData,
  SetPovertyAttribute: SetPovertyAttributeData,
  AdmitCase: AdmitCaseData,
  RecordCaseResult: RecordCaseResultData,
  RecordCaseReopened: RecordCaseReopenedData,
  MoveManagement: MoveManagementData,
  MarkDeregistrationDue: MarkDeregistrationDueData,
  Deregister: DeregisterData,
  TakeOverStanding: TakeOverStandingData,
  PairSupport: PairSupportData,
  DeliverMeasure: DeliverMeasureData,
  RecordDisaster: RecordDisasterData,
  RuleOnDuplicatePerson: RuleOnDuplicatePersonData,
  FlagDuplicatePerson: FlagDuplicatePersonData,
});
