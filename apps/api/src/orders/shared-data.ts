import { CRITERIA, LEVELS, type Criterion } from '#libs/procedure';
import { type JsonValue } from '#libs/kernel';
import { Day, Digest, Flag, Id, IdNumber, Ids, Json, ListOf, Maybe, Nested, OneOf, Part, Text, Whole } from './fields.js';

/** Text typed by people, or a name: it comes in clear and lies sealed under somebody's key from then on. */
export class SealedText {
  @Id() under!: string;
  @Text() value!: string;
}

export class SealedIdNumber {
  @Id() under!: string;
  @IdNumber() value!: string;
}

/** Annual sums in fen; business is net of its costs and may be negative (domain.md §2.4). */
export class IncomeAccountData {
  @Whole() wage!: number;
  @Whole(-1_000_000_000_000) business!: number;
  @Whole() property!: number;
  @Whole() transfer!: number;
}

export class SealedIncome {
  @Id() under!: string;
  @Nested(IncomeAccountData) value!: IncomeAccountData;
}

export class SignatureData {
  @Id() slot!: string;
  @Id() person!: string;
  @OneOf('OFFICE', 'SELF', 'ADULT_MEMBER', 'GUARDIAN', 'ATTORNEY') capacity!:
    'OFFICE' | 'SELF' | 'ADULT_MEMBER' | 'GUARDIAN' | 'ATTORNEY';
  @Ids() offices!: string[];
  @OneOf('WET', 'FINGERPRINT', 'E_SIGN', 'REMOTE') method!: 'WET' | 'FINGERPRINT' | 'E_SIGN' | 'REMOTE';
  @Day() signedOn!: string;
  @Maybe(Ids()) witnesses?: string[];
}

export class EvidenceData {
  @Id() slot!: string;
  @Digest() digest!: string;
  @Day() date!: string;
}

export class SealMarkData {
  @Id() org!: string;
  @Day() date!: string;
  @Digest() digest!: string;
}

/** The papers of a part: scans by digest, signatures, seals. */
export class PapersData {
  @ListOf(EvidenceData) evidence!: EvidenceData[];
  @ListOf(SignatureData) signatures!: SignatureData[];
  @ListOf(SealMarkData) seals!: SealMarkData[];
}

export class AreaPathData {
  @Maybe(Id()) group?: string;
  @Id() village!: string;
  @Id() township!: string;
  @Id() county!: string;
}

export class AttendanceData {
  @Id() person!: string;
  @Id() capacity!: string;
  @OneOf('IN_PERSON', 'REMOTE', 'WRITTEN') mode!: 'IN_PERSON' | 'REMOTE' | 'WRITTEN';
  @Maybe(Id()) speaksFor?: string;
}

export class TallyData {
  @Whole() votesFor!: number;
  @Whole() against!: number;
  @Whole() abstain!: number;
}

export class RankingData {
  @Whole(1) rank!: number;
  @Whole(1) quota!: number;
  @Text() instrument!: string;
}

export class NoticePlaceData {
  @Id() place!: string;
  @Day() postedOn!: string;
  @Digest() photo!: string;
}

export class LostPhotoData {
  @Ids() statedBy!: string[];
  @Id() waivedBy!: string;
  @Digest() statement!: string;
}

export class RegisterAnswerData {
  @Id() person!: string;
  @OneOf('HIT', 'CLEAR', 'NOT_FOUND', 'NOT_ANSWERED') result!: 'HIT' | 'CLEAR' | 'NOT_FOUND' | 'NOT_ANSWERED';
  @Maybe(Id()) code?: string;
  @Maybe(Day()) factDate?: string;
}

export class SurveyorData {
  @Id() person!: string;
  @Ids() offices!: string[];
}

export class CriterionResultData {
  @OneOf(...CRITERIA) code!: Criterion;
  @OneOf('MET', 'NOT_MET', 'NOT_APPLICABLE') result!: 'MET' | 'NOT_MET' | 'NOT_APPLICABLE';
}

export class MemberData {
  @Id() person!: string;
  @Id() relation!: string;
  @Maybe(Day()) bornOn?: string;
}

export class MeasureData {
  @Id() type!: string;
  @Day() on!: string;
}

export class HouseholdSnapshotData {
  @ListOf(MemberData) members!: MemberData[];
  @Id() head!: string;
  @Id() standing!: string;
  @Maybe(Day()) identifiedOn?: string;
  @ListOf(MeasureData) measures!: MeasureData[];
  @Maybe(Day()) disasterOn?: string;
}

export class FindingData {
  @Id() code!: string;
  @OneOf('INPUT', 'ORDER', 'RIGHTS', 'LAW') class!: 'INPUT' | 'ORDER' | 'RIGHTS' | 'LAW';
  @OneOf('BLOCKING', 'REMARK') weight!: 'BLOCKING' | 'REMARK';
  @Text() clause!: string;
  @Json() required!: JsonValue;
  @Json() actual!: JsonValue;
  @Flag() met!: boolean;
}

/** An order about one part of a case in one round. */
export class AboutPartData {
  @Part() part!: string;
  @Maybe(Whole(1, 1_000)) round?: number;
  @Maybe(Id()) act?: string;
  @Maybe(Flag()) parkIfEarly?: boolean;
}

export const Attach = (): ReturnType<typeof Nested<PapersData>> => Nested(PapersData);
export const SealedWords = (): ReturnType<typeof Nested<SealedText>> => Nested(SealedText);
export const LevelOf = (): ReturnType<typeof OneOf<typeof LEVELS>> => OneOf(...LEVELS);
