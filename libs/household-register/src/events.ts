import { type CivilDate, type Event, type Finding } from '#libs/kernel';
import { type AreaPath, type CaseKind, type CaseOpened } from '#libs/procedure';
import {
  type AddMember,
  type ChangeHead,
  type CorrectIdentity,
  type DeliverMeasure,
  type Deregister,
  type EnrolHousehold,
  type FlagDuplicatePerson,
  type Lineage,
  type MarkDeregistrationDue,
  type PairSupport,
  type RecordDisaster,
  type RecordMerge,
  type RemoveMember,
  type RuleOnDuplicatePerson,
  type SetPovertyAttribute,
  type SplitHousehold,
  type TakeOverStanding,
} from './orders.js';

// These names are stored. Never rename one or change what a field means: add a version and an upcast.

export type RegisterEvent =
  | Event<'household.HouseholdEnrolled.v1', Omit<EnrolHousehold['data'], 'lineage'>>
  /** Follows `HouseholdEnrolled` of a child of a split: it stands as its parent stood. */
  | Event<'household.StandingInherited.v1', Lineage>
  | Event<'household.MemberAdded.v1', AddMember['data']>
  | Event<'household.MemberRemoved.v1', RemoveMember['data']>
  | Event<'household.HeadChanged.v1', ChangeHead['data']>
  | Event<'household.IdentityCorrected.v1', CorrectIdentity['data']>
  | Event<'household.HouseholdSplit.v1', SplitHousehold['data']>
  | Event<'household.HouseholdMerged.v1', RecordMerge['data']>
  | Event<'household.HouseholdLapsed.v1', { readonly on: CivilDate; readonly reason: RemoveMember['data']['reason'] }>
  | Event<'household.PovertyAttributeSet.v1', SetPovertyAttribute['data']>
  /** A process opens the case with exactly these words. */
  | Event<
      'household.CaseAdmitted.v1',
      {
        readonly caseId: string;
        readonly kind: CaseKind;
        readonly no: number;
        readonly factsDigest?: string;
        readonly open: CaseOpened;
        /** Of the policy that the case pins, where it is not 0 (domain.md §3.5). */
        readonly deregistrationDelayDays?: number;
        /** Unmet findings that did not stop the admission, such as unchanged facts (R13). */
        readonly remarks: readonly Finding[];
      }
    >
  | Event<
      'household.CaseConcluded.v1',
      { readonly caseId: string; readonly kind: CaseKind; readonly outcome: string; readonly on: CivilDate }
    >
  | Event<'household.CaseReopened.v1', { readonly caseId: string; readonly kind: CaseKind; readonly no: number }>
  /** Spell n of being registered; n counts from 1 and grows with each return (domain.md §4.1). */
  | Event<
      'household.StandingRegistered.v1',
      {
        readonly caseId: string;
        readonly on: CivilDate;
        readonly programYear: number;
        readonly spell: number;
        readonly readmitted: boolean;
      }
    >
  | Event<
      'household.StandingExited.v1',
      {
        readonly caseId: string;
        readonly on: CivilDate;
        readonly programYear: number;
        readonly spell: number;
        /** First day on which it may be deregistered: `on` and the days of the pinned policy. Absent: at once. */
        readonly deregistrationDue?: CivilDate;
      }
    >
  | Event<
      'household.StandingMonitored.v1',
      { readonly caseId: string; readonly on: CivilDate; readonly programYear: number; readonly spell: number }
    >
  /** Deregistration: out of the count of the active poor; the file stays (domain.md §1.3). */
  | Event<'household.DeregistrationDue.v1', MarkDeregistrationDue['data']>
  | Event<
      'household.Deregistered.v1',
      { readonly caseId: string; readonly on: CivilDate; readonly papers?: Deregister['data']['papers'] }
    >
  | Event<
      'household.ManagementMoved.v1',
      { readonly caseId: string; readonly from: AreaPath; readonly to: AreaPath; readonly cause: string }
    >
  | Event<'household.StandingTakenOver.v1', TakeOverStanding['data']>
  | Event<'household.SupportPaired.v1', PairSupport['data']>
  | Event<'household.MeasureDelivered.v1', DeliverMeasure['data']>
  | Event<'household.DisasterRecorded.v1', RecordDisaster['data']>
  | Event<'household.DuplicatePersonFlagged.v1', FlagDuplicatePerson['data']>
  | Event<'household.DuplicatePersonRuled.v1', RuleOnDuplicatePerson['data']>;
export type RegisterEventType = RegisterEvent['type'];
