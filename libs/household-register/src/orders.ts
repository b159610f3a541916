import { type CivilDate, type Order, type Sealed } from '#libs/kernel';
import { type AreaPath, type CaseKind, type CaseOpened, type Papers, type Signature } from '#libs/procedure';

export type PovertyAttribute = 'GENERAL' | 'DIBAO_POOR' | 'DIBAO' | 'WUBAO' | 'SAFETY_NET';

/** Of the household in the register of the poor; being monitored is apart from it (domain.md §1.3, §4.3). */
export type Standing = 'NONE' | 'REGISTERED' | 'EXITED';

export interface NewMember {
  readonly person: string;
  readonly relation: string;
  /** Name, sealed under the person's key. */
  readonly name: Sealed;
  /** 18-digit identity number, sealed under the person's key. */
  readonly idNumber: Sealed;
  /** Worked out by the engine: the check digit of GB 11643 holds; where it does not, the entry is flagged until the police answer (R9). */
  readonly idCheckDigitHolds: boolean;
  /** Worked out by the engine: keyed digest of the identity number; equal numbers in two households can be seen without opening them (R14). */
  readonly idFingerprint: string;
  readonly bornOn?: CivilDate;
}

/** What a child of a split takes over from its parent: a split makes nobody poor and nobody rich (domain.md §4.2). */
export interface Lineage {
  readonly parent: string;
  readonly standing: Standing;
  readonly spell: number;
  readonly identifiedOn?: CivilDate;
  readonly exitedOn?: CivilDate;
  readonly monitoredOn?: CivilDate;
  readonly monitoringSpell?: number;
  /** Where they are so: out of the count; taken over, procedure not witnessed, which stays for ever (R6). */
  readonly deregistered?: true;
  /** Of the newest exit, while it is to come; and the case by which the parent exited. */
  readonly deregistrationDue?: CivilDate;
  readonly exitedBy?: string;
  readonly takenOver?: true;
  /** Help that the household has had, and the disaster that it met: an exit asks for them (§3.2, §3.3). */
  readonly measures?: readonly { readonly type: string; readonly on: CivilDate }[];
  readonly disasterOn?: CivilDate;
}

export type EnrolHousehold = Order<
  'EnrolHousehold',
  {
    readonly householdId: string;
    readonly hukouArea: AreaPath;
    readonly residenceArea: AreaPath;
    readonly managementArea: AreaPath;
    readonly bodyKind: 'VILLAGERS' | 'RESIDENTS';
    readonly head: string;
    readonly members: readonly NewMember[];
    readonly povertyAttribute?: PovertyAttribute;
    /** Only from the process that follows a split. */
    readonly lineage?: Lineage;
  }
>;
export type AddMember = Order<
  'AddMember',
  {
    readonly member: NewMember;
    /** `MERGED`: only from the process that follows a merge. */
    readonly reason: 'BIRTH' | 'MARRIED_IN' | 'MOVED_IN' | 'OMITTED' | 'MERGED';
    readonly on: CivilDate;
    readonly papers: Papers;
  }
>;
export type RemoveMember = Order<
  'RemoveMember',
  {
    readonly no: number;
    readonly person: string;
    readonly reason: 'DEATH' | 'MARRIED_OUT' | 'MOVED_OUT' | 'IMPRISONED' | 'MISSING';
    readonly on: CivilDate;
    readonly papers: Papers;
  }
>;
export type ChangeHead = Order<
  'ChangeHead',
  { readonly no: number; readonly head: string; readonly on: CivilDate; readonly papers: Papers }
>;
export type CorrectIdentity = Order<
  'CorrectIdentity',
  {
    readonly no: number;
    readonly person: string;
    readonly idNumber: Sealed;
    readonly idCheckDigitHolds: boolean;
    readonly idFingerprint: string;
    readonly papers: Papers;
  }
>;
export interface SplitChild {
  readonly householdId: string;
  readonly head: string;
  readonly members: readonly string[];
  /** Relation to the new head, of the members for whom it changes. */
  readonly relations?: Readonly<Record<string, string>>;
}
/** Children numbers conserve the members: every member goes to exactly one child (domain.md §4.2). */
export type SplitHousehold = Order<
  'SplitHousehold',
  {
    readonly no: number;
    readonly on: CivilDate;
    readonly children: readonly SplitChild[];
    readonly confirmedByVillage: string;
    readonly confirmedByTownship: string;
    readonly papers: Papers;
  }
>;
export type RecordMerge = Order<
  'RecordMerge',
  {
    readonly no: number;
    readonly on: CivilDate;
    readonly into: string;
    /** Relation to the head of `into`, of the members for whom it changes. */
    readonly relations?: Readonly<Record<string, string>>;
    readonly confirmedByVillage: string;
    readonly confirmedByTownship: string;
    readonly papers: Papers;
  }
>;
export type SetPovertyAttribute = Order<
  'SetPovertyAttribute',
  { readonly no: number; readonly attribute: PovertyAttribute; readonly causeGroup?: string }
>;

/** Asks for a case: the register alone decides whether it may open (architecture §2). */
export type AdmitCase = Order<
  'AdmitCase',
  {
    readonly kind: CaseKind;
    readonly origin: CaseOpened['origin'];
    /** Client-made number of the request within the household: 1, 2, … */
    readonly no: number;
    readonly definition: string;
    readonly programYear: number;
    /** Digest of the facts claimed, where a re-application is to be compared with the last one (R13). */
    readonly factsDigest?: string;
  }
>;
/** The result of a case, brought by a process. */
export type RecordCaseResult = Order<
  'RecordCaseResult',
  {
    readonly caseId: string;
    readonly outcome: 'REGISTERED' | 'EXITED' | 'MONITORED' | 'REJECTED' | 'WITHDRAWN' | 'LAPSED' | 'DEFERRED' | 'NOT_OPENED';
    readonly on: CivilDate;
    readonly programYear: number;
    /** Which closing of the case it is: 1, and one more after each reopening. Absent: told apart by outcome and date. */
    readonly no?: number;
  }
>;
/** A closed case that goes on after a recheck or contest. */
export type RecordCaseReopened = Order<'RecordCaseReopened', { readonly caseId: string; readonly no: number }>;
/** A case has moved the household to another place (R14); brought by a process. */
export type MoveManagement = Order<'MoveManagement', { readonly caseId: string; readonly to: AreaPath; readonly cause: string }>;
/** Given by a bell, role `clock`: says only that the day has come from which the household may be deregistered (R1, §3.5). */
export type MarkDeregistrationDue = Order<'MarkDeregistrationDue', { readonly caseId: string; readonly due: CivilDate }>;
/** Takes an exited household out of the count of the active poor, once it may be (§1.3, §3.5); `no` counts the exits. */
export type Deregister = Order<'Deregister', { readonly no: number; readonly on: CivilDate; readonly papers: Papers }>;
/** R6: the opening balance. */
export type TakeOverStanding = Order<
  'TakeOverStanding',
  {
    readonly householdNo: string;
    readonly memberNos: Readonly<Record<string, string>>;
    readonly standing: 'REGISTERED' | 'EXITED';
    readonly identifiedAt: CivilDate;
    readonly exitedAt?: CivilDate;
    readonly spells: number;
    readonly asOf: CivilDate;
    readonly fileDigest: string;
    readonly instrument: string;
    readonly confirmedBy: string;
  }
>;
export type PairSupport = Order<
  'PairSupport',
  { readonly no: number; readonly cadre: string; readonly unit: string; readonly from: CivilDate; readonly until?: CivilDate }
>;
export type DeliverMeasure = Order<
  'DeliverMeasure',
  {
    readonly no: number;
    readonly measure:
      'INDUSTRY' | 'RELOCATION' | 'ECOLOGY' | 'EDUCATION' | 'SAFETY_NET' | 'HEALTH' | 'EMPLOYMENT' | 'HOUSING' | 'LOAN';
    readonly amountFen: number;
    readonly on: CivilDate;
    readonly signature?: Signature;
  }
>;
export type RecordDisaster = Order<'RecordDisaster', { readonly no: number; readonly on: CivilDate; readonly kind: string }>;
/** Rules on a person found in two households (R14). */
export type RuleOnDuplicatePerson = Order<
  'RuleOnDuplicatePerson',
  {
    readonly person: string;
    readonly belongsHere: boolean;
    readonly decidedBy: string;
    readonly reason: Sealed;
    /** Which ruling on this person it is; 1 where absent. */
    readonly no?: number;
  }
>;
/** Given by a process where an identity fingerprint is found in two households. */
export type FlagDuplicatePerson = Order<'FlagDuplicatePerson', { readonly person: string; readonly otherHousehold: string }>;

export type RegisterOrder =
  | EnrolHousehold
  | AddMember
  | RemoveMember
  | ChangeHead
  | CorrectIdentity
  | SplitHousehold
  | RecordMerge
  | SetPovertyAttribute
  | AdmitCase
  | RecordCaseResult
  | RecordCaseReopened
  | MoveManagement
  | MarkDeregistrationDue
  | Deregister
  | TakeOverStanding
  | PairSupport
  | DeliverMeasure
  | RecordDisaster
  | RuleOnDuplicatePerson
  | FlagDuplicatePerson;
export type RegisterOrderType = RegisterOrder['type'];
