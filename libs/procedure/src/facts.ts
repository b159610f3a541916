import { type CivilDate, type Finding, type JsonValue, type Sealed } from '#libs/kernel';
import { type CaseKind, type Criterion, type Level, type MeetingBody, type PartId, type VoteMethod } from './definition.js';

/**
 * Facts: what the events of a case say. The law judges these (rules/), before they are appended and again when a
 * history is explained. They are stored: field names never change meaning.
 */

export type SignerCapacity = 'OFFICE' | 'SELF' | 'ADULT_MEMBER' | 'GUARDIAN' | 'ATTORNEY';
export type SigningMethod = 'WET' | 'FINGERPRINT' | 'E_SIGN' | 'REMOTE';

export interface Signature {
  readonly slot: string;
  readonly person: string;
  readonly capacity: SignerCapacity;
  /** Offices in which the person signs; several where he lawfully holds them (R4). Empty for the household. */
  readonly offices: readonly string[];
  readonly method: SigningMethod;
  readonly signedOn: CivilDate;
  /** Persons who saw a fingerprint or a remote consent. */
  readonly witnesses?: readonly string[];
}

export interface Evidence {
  readonly slot: string;
  /** SHA-256 of the scan, hex. */
  readonly digest: string;
  readonly date: CivilDate;
}

export interface SealMark {
  readonly org: string;
  readonly date: CivilDate;
  readonly digest: string;
}

/** The papers of a part. */
export interface Papers {
  readonly evidence: readonly Evidence[];
  readonly signatures: readonly Signature[];
  readonly seals: readonly SealMark[];
}

/** A fact of one part in one round; rounds count from 1 and grow when the case returns to the part. */
export interface OfPart {
  readonly part: PartId;
  readonly round: number;
  /** The act by which it came, where it was a collective step. */
  readonly act?: string;
}

export interface Member {
  readonly person: string;
  readonly relation: string;
  readonly bornOn?: CivilDate;
}

export interface HouseholdSnapshot {
  readonly members: readonly Member[];
  readonly head: string;
  readonly standing: string;
  readonly identifiedOn?: CivilDate;
  readonly measures: readonly { readonly type: string; readonly on: CivilDate }[];
  readonly disasterOn?: CivilDate;
}

export interface AreaPath {
  readonly group?: string;
  readonly village: string;
  readonly township: string;
  readonly county: string;
}

export interface CaseOpened {
  readonly caseId: string;
  readonly householdId: string;
  readonly kind: CaseKind;
  readonly origin: 'OWN' | 'PROPOSED' | 'MISSED' | 'RELAPSE' | 'PLAN';
  readonly programYear: number;
  readonly area: AreaPath;
  readonly bodyKind: 'VILLAGERS' | 'RESIDENTS';
  readonly household: HouseholdSnapshot;
  /** `id@version#digest`. */
  readonly definition: string;
  readonly policy: string;
}

/** What a case pins: each `id@version#digest`. */
export interface PinnedLaw {
  readonly definition: string;
  readonly policy: string;
}

export interface CaseMigrated {
  /** Counts the migrations of this case, from 1. */
  readonly no: number;
  readonly from: PinnedLaw;
  readonly to: PinnedLaw;
  /** What orders it: the document and its clause. */
  readonly instrument: { readonly documentNo: string; readonly clause: string };
  readonly confirmedBy: string;
  /** Parts that had begun and stand, in the order of the new definition. */
  readonly kept: readonly PartId[];
  /** Parts that the new law asks for otherwise than they were done: each with what it misses. */
  readonly again: readonly { readonly part: PartId; readonly because: readonly Finding[] }[];
  readonly papers: Papers;
  readonly reason: Sealed;
}

export interface ApplicationSubmitted extends OfPart {
  readonly by: 'HOUSEHOLD' | 'WRITTEN_FOR' | 'GROUP' | 'CADRES' | 'PLAN';
  readonly writer?: string;
  readonly membersListed: readonly string[];
  /** Adults who permit that registers be asked about them. */
  readonly authorisedBy: readonly string[];
  readonly papers: Papers;
  readonly statement?: Sealed;
}

export interface HomeVisitRecorded extends OfPart {
  readonly visitedOn: CivilDate;
  readonly surveyors: readonly { readonly person: string; readonly offices: readonly string[] }[];
  readonly criteria: readonly { readonly code: Criterion; readonly result: 'MET' | 'NOT_MET' | 'NOT_APPLICABLE' }[];
  /** Annual sums in fen: `{wage, business, property, transfer}`, business net of costs. */
  readonly income: Sealed;
  readonly sharingIncome: number;
  readonly papers: Papers;
  readonly notes?: Sealed;
}

/** Four income kinds, in fen, of the window of domain.md §2.4; business is net of its costs and may be negative. */
export interface IncomeAccount {
  readonly wage: number;
  readonly business: number;
  readonly property: number;
  readonly transfer: number;
}

export interface Tally {
  readonly votesFor: number;
  readonly against: number;
  readonly abstain: number;
}

export type AttendanceMode = 'IN_PERSON' | 'REMOTE' | 'WRITTEN';

/** One person at a meeting (R7). */
export interface Attendance {
  readonly person: string;
  /** `PROXY` where he votes for a household that is not his own. */
  readonly capacity: string;
  readonly mode: AttendanceMode;
  /** The person of the roster for whose household he speaks: at a group meeting only. */
  readonly speaksFor?: string;
}

export interface MeetingFact extends OfPart {
  readonly attempt: number;
  readonly body: MeetingBody;
  readonly heldOn: CivilDate;
  /** From the roster in force on `heldOn` (R7): never typed. */
  readonly rosterTotal: number;
  readonly present: number;
  /** Recused on this item: they stay present and leave the voters. */
  readonly recused: readonly string[];
  /** Named where the meeting was recorded for this case alone; on the act otherwise. */
  readonly presentPersons?: readonly string[];
  /** Those who count and were not there in person for themselves: from afar, in writing, or by whoever spoke for them. */
  readonly otherwisePresent?: readonly Attendance[];
}

export interface ReviewHeld extends MeetingFact {
  readonly method: VoteMethod;
  readonly tally: Tally;
  readonly comparisonReadOut: boolean;
  /** RANKED_LIST: place on the list, and the quota with the instrument that set it. */
  readonly ranking?: { readonly rank: number; readonly quota: number; readonly instrument: string };
  /** Of the household, counted as present and not recused, where an act knows by name who was present (R7). */
  readonly unrecused?: readonly string[];
  /** Passed only with votes of the household's own, who were not recused: it waits for a ruling of the township (R7). */
  readonly awaitsRuling?: true;
  readonly papers: Papers;
}

export type MeetingInquorate = MeetingFact;

export interface ComparisonRequested extends OfPart {
  readonly persons: readonly string[];
  readonly sources: readonly string[];
}

export interface RegisterAnswer {
  readonly person: string;
  readonly result: 'HIT' | 'CLEAR' | 'NOT_FOUND' | 'NOT_ANSWERED';
  /** Red line or item, of a HIT. */
  readonly code?: string;
  /** Since when what was found is so; held against `identifiedOn` (domain.md §6.2, rule 1). */
  readonly factDate?: CivilDate;
}

export interface ComparisonResultReceived extends OfPart {
  readonly source: string;
  readonly asOf: CivilDate;
  readonly receiptDigest: string;
  readonly answers: readonly RegisterAnswer[];
}

export interface HitDispositioned extends OfPart {
  /** `person|source|code` */
  readonly hit: string;
  readonly disposition: 'CONFIRMED' | 'EXPLAINED' | 'DATA_ERROR';
  readonly evidence: readonly Evidence[];
  readonly reason: Sealed;
}

export interface PartVerified extends OfPart {
  readonly passed: boolean;
  readonly papers: Papers;
  readonly reason?: Sealed;
}

export interface ConsentFact extends OfPart {
  readonly signature: Signature;
  readonly papers: Papers;
  /** Remote consent: the two cadres who recorded it. */
  readonly recordedBy?: readonly string[];
}

/** In place of a photo that was lost (R10): who says that the notice hung, and who of the level above waives the photo. */
export interface LostPhoto {
  readonly statedBy: readonly string[];
  readonly waivedBy: string;
  /** SHA-256 of the scan of the statement, hex. */
  readonly statement: string;
}

export interface NoticePlace {
  readonly place: string;
  readonly postedOn: CivilDate;
  /** SHA-256 of the photo, hex; empty where it was lost. */
  readonly photo: string;
  readonly lostPhoto?: LostPhoto;
}

export interface NoticePosted extends OfPart {
  readonly places: readonly NoticePlace[];
  readonly papers: Papers;
  /** Merkle root over the salted rows of the notice. */
  readonly contentDigest: string;
  readonly householdSize: number;
  /** The last day that is printed on the sheet (R10). */
  readonly printedEnd?: CivilDate;
  /** The last required place; the period runs from it (R10), or from the recording where R2 says so. */
  readonly runsFrom: CivilDate;
  /** First day on which it may close. */
  readonly earliestClose: CivilDate;
  /** In words of data: length, unit, day counting, start, clause. */
  readonly derivation: JsonValue;
}

export interface NoticePeriodCompleted extends OfPart {
  /** Said expressly (R1): none, or the numbers of the objections received. */
  readonly objections: 'NONE' | readonly number[];
  readonly endedOn: CivilDate;
  readonly papers: Papers;
  /** In place of the photo at the end, where that was lost. */
  readonly lostPhoto?: LostPhoto;
  readonly confirmedBy: string;
}

export interface AuditPassed extends OfPart {
  readonly onSiteCheck: boolean;
  readonly papers: Papers;
}

export interface Approved extends OfPart {
  readonly documentNo: string;
  readonly papers: Papers;
}

export interface FilingRecorded extends OfPart {
  readonly to: Level;
  readonly papers: Papers;
}

export type ObjectionTarget = 'ENTRY' | 'NOTICE' | 'OMISSION';

export interface ObjectionRaised {
  readonly no: number;
  readonly target: ObjectionTarget;
  /** The notice or announcement in whose time it falls; absent outside of any. */
  readonly part?: PartId;
  /** The day on which anyone received it (R1). */
  readonly receivedOn: CivilDate;
  readonly receivedBy: string;
  readonly anonymous: boolean;
  readonly objector?: Sealed;
  readonly facts: Sealed;
  /** The household's own objection in its exit notice counts as revoked consent until answered in person (R12). */
  readonly byHousehold: boolean;
  /** Person objected against, where it is an official. */
  readonly against?: string;
  /** An earlier objection with the same facts: this one is recorded and holds nothing (R11). */
  readonly duplicateOf?: number;
}

export interface ObjectionDecided {
  readonly no: number;
  readonly outcome: 'UPHELD' | 'PARTLY' | 'DISMISSED' | 'NOT_ACCEPTED' | 'WITHDRAWN';
  readonly ground?: 'DUPLICATE' | 'NO_FACT' | 'OTHER_MATTER';
  /** PARTLY: whether the corrected facts decide the case, which then returns to `returnTo`. */
  readonly material: boolean;
  readonly decidedBy: readonly string[];
  readonly reason: Sealed;
}
