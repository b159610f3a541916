import { type CivilDate, type Event, type Finding, type JsonObject, type Sealed } from '#libs/kernel';
import {
  type ApplicationSubmitted,
  type Approved,
  type AreaPath,
  type CaseMigrated,
  type AuditPassed,
  type CaseOpened,
  type ComparisonRequested,
  type ComparisonResultReceived,
  type ConsentFact,
  type DueTerm,
  type Evidence,
  type FilingRecorded,
  type HitDispositioned,
  type HomeVisitRecorded,
  type HouseholdSnapshot,
  type Level,
  type MeetingInquorate,
  type NoticePeriodCompleted,
  type NoticePosted,
  type ObjectionDecided,
  type ObjectionRaised,
  type OfPart,
  type Papers,
  type PartId,
  type PartVerified,
  type ReviewHeld,
  type Signature,
  type TermKey,
} from '#libs/procedure';

// These names are stored. Never rename one or change what a field means: add a version and an upcast.

export type RejectionReason =
  'COMPARISON' | 'VOTED_DOWN' | 'OVER_QUOTA' | 'VERIFICATION_FAILED' | 'NOT_ELIGIBLE' | 'OBJECTION_UPHELD' | 'AUDIT' | 'APPROVAL';

export interface CaseRejected {
  /** The part that failed and the level that decided: remedies go to the level above (R13). */
  readonly part: PartId;
  readonly level: Level;
  readonly reason: RejectionReason;
  readonly text?: Sealed;
  readonly decidedBy: readonly string[];
  /** Where the part itself was decided so: its round, its act and its papers. */
  readonly round?: number;
  readonly act?: string;
  readonly papers?: Papers;
}

export interface CaseReturned {
  readonly to: PartId;
  readonly level: Level | 'LAW';
  readonly because:
    | 'RULING'
    | 'OBJECTION'
    | 'CORRECTION'
    | 'HOUSEHOLD_CHANGED'
    | 'CONSENT_REFUSED'
    | 'RECHECK'
    | 'CONTEST'
    | 'RE_REVIEW'
    | 'NEW_LAW';
  /** Results that no longer count; they stay in the log. */
  readonly superseded: readonly PartId[];
  readonly reason?: Sealed;
}

/** A term and its last day, as a bell speaks of it. */
export type OfTerm = TermKey & { readonly dueOn: CivilDate };

/** What a policy changes of an open term besides its last day: days, levels and instruments; null where there is none. */
export interface TermDifference {
  readonly what: 'ADOPTED' | 'REMINDER' | 'SECOND_PERIOD' | 'LEVEL' | 'ESCALATION';
  readonly old: string | null;
  readonly new: string | null;
}

/** Of a notice whose day of posting was corrected: from when and to when it hangs, and how that was reached. */
export type CorrectedPeriod = Pick<NoticePosted, 'runsFrom' | 'earliestClose' | 'derivation'>;

export type CaseEvent =
  | Event<'case.CaseOpened.v1', CaseOpened>
  | Event<'case.ApplicationSubmitted.v1', ApplicationSubmitted>
  | Event<'case.ExitNominated.v1', ApplicationSubmitted>
  | Event<'case.QueryAuthorisationGranted.v1', { readonly person: string; readonly papers: Papers }>
  | Event<'case.HomeVisitRecorded.v1', HomeVisitRecorded>
  | Event<
      'case.IncomeAccountRecorded.v1',
      OfPart & {
        readonly income: Sealed;
        readonly sharingIncome: number;
        readonly line: string;
        readonly against: 'BELOW' | 'AT_OR_ABOVE';
      }
    >
  | Event<'case.VillageVerificationPassed.v1', PartVerified>
  | Event<'case.VillageVerificationFailed.v1', PartVerified>
  | Event<'case.ReviewHeld.v1', ReviewHeld & { readonly result: 'PASSED' | 'FAILED' }>
  | Event<'case.MeetingInquorate.v1', MeetingInquorate>
  | Event<'case.SignedRollOrdered.v1', { readonly part: PartId; readonly reason: Sealed; readonly papers: Papers }>
  | Event<'case.ReReviewOrdered.v1', { readonly part: PartId; readonly reason: Sealed; readonly papers: Papers }>
  | Event<'case.ComparisonRequested.v1', ComparisonRequested>
  | Event<'case.ComparisonResultReceived.v1', ComparisonResultReceived>
  | Event<'case.HitDispositioned.v1', HitDispositioned>
  | Event<'case.ComparisonPassed.v1', OfPart & { readonly oldestAsOf: CivilDate }>
  | Event<'case.ComparisonSuperseded.v1', { readonly part: PartId; readonly person: string }>
  | Event<'case.ExitConsentGiven.v1', ConsentFact>
  | Event<'case.ExitConsentRefused.v1', ConsentFact & { readonly reason?: Sealed }>
  | Event<
      'case.ExitConsentRevoked.v1',
      { readonly signature: Signature; readonly evidence?: readonly Evidence[]; readonly reason?: Sealed }
    >
  | Event<'case.NoticePosted.v1', NoticePosted>
  | Event<'case.AnnouncementPosted.v1', NoticePosted>
  | Event<
      'case.NoticeCorrected.v1',
      {
        readonly part: PartId;
        readonly no: number;
        readonly field: string;
        readonly correctedOn: CivilDate;
        readonly contentDigest: string;
        readonly restarts: boolean;
        readonly earliestClose: CivilDate;
        readonly papers: Papers;
        /** Of a period in working days that begins again: by which calendar it was counted. */
        readonly derivation?: JsonObject;
      }
    >
  | Event<
      'case.NoticeInterrupted.v1',
      {
        readonly part: PartId;
        readonly act?: string;
        readonly no: number;
        /** Found between approval and effect: it waits for a ruling, which returns the case to the notice (R1). */
        readonly awaitsRuling?: true;
        readonly place: string;
        readonly missingFrom: CivilDate;
        readonly restoredOn: CivilDate;
        readonly missingDays: number;
        readonly mode: 'EXTEND' | 'RESTART';
        readonly runsFrom: CivilDate;
        readonly earliestClose: CivilDate;
        /** Where working days were counted: by which calendar. */
        readonly derivation?: JsonObject;
        readonly evidence: readonly Evidence[];
      }
    >
  | Event<'case.NoticePeriodElapsed.v1', OfPart & { readonly due: CivilDate }>
  | Event<'case.NoticePeriodCompleted.v1', NoticePeriodCompleted>
  | Event<'case.AnnouncementCompleted.v1', NoticePeriodCompleted>
  | Event<
      'case.CompletionSuperseded.v1',
      { readonly parts: readonly PartId[]; readonly objection?: number; readonly interruption?: number }
    >
  | Event<'case.TownshipAuditPassed.v1', AuditPassed>
  | Event<'case.CountyApproved.v1', Approved>
  | Event<'case.ApprovalRevoked.v1', { readonly documentNo: string; readonly reason: Sealed; readonly papers: Papers }>
  | Event<'case.FilingRecorded.v1', FilingRecorded>
  | Event<'case.ObjectionRaised.v1', ObjectionRaised>
  | Event<'case.IdentificationLeadOpened.v1', { readonly objection: number; readonly facts: Sealed }>
  /** After the effect: what an objection, an interruption or a correction says is looked into by a case of its own (R1, R3). */
  | Event<
      'case.CorrectionLeadOpened.v1',
      { readonly objection?: number; readonly interruption?: number; readonly correction?: number }
    >
  | Event<
      'case.InvestigationAssigned.v1',
      {
        readonly no: number;
        readonly level: Level;
        readonly investigators: readonly string[];
        /** Who investigated until then, and why no longer. */
        readonly replaced?: readonly string[];
        readonly reason?: Sealed;
      }
    >
  | Event<'case.ObjectionDecided.v1', ObjectionDecided & { readonly evidence: readonly Evidence[] }>
  | Event<'case.CaseReturned.v1', CaseReturned>
  /** What of it must be done again is returned to by the events that follow it. */
  | Event<'case.CaseMigrated.v1', CaseMigrated>
  | Event<'case.CaseRejected.v1', CaseRejected>
  | Event<
      'case.CaseWithdrawn.v1',
      { readonly signature: Signature; readonly papers: Papers; readonly reason?: Sealed; readonly afterHit: boolean }
    >
  | Event<'case.CaseLapsed.v1', { readonly reason: 'DEATH' | 'MOVED'; readonly papers: Papers }>
  | Event<
      'case.ExitDeferred.v1',
      {
        readonly toYear: number;
        readonly because: 'CONSENT' | 'REVIEW' | 'RULING';
        readonly reason?: Sealed;
        /** Where a part itself was decided so: the part, its round, its act and its papers. */
        readonly part?: PartId;
        readonly round?: number;
        readonly act?: string;
        readonly papers?: Papers;
      }
    >
  | Event<'case.RejectionNotified.v1', { readonly deliveredOn: CivilDate; readonly papers: Papers }>
  | Event<
      'case.RecheckRequested.v1',
      {
        readonly requestedOn: CivilDate;
        readonly signature: Signature;
        readonly evidence?: readonly Evidence[];
        readonly reason: Sealed;
      }
    >
  | Event<
      'case.RecheckDecided.v1',
      {
        readonly outcome: 'CONFIRMED' | 'NEW_SURVEY' | 'RE_REVIEW';
        readonly level: Level;
        readonly decidedBy: readonly string[];
        readonly reason: Sealed;
        readonly papers: Papers;
      }
    >
  | Event<
      'case.DecisionContested.v1',
      { readonly contested: 'RETURN' | 'REJECTION'; readonly reason: Sealed; readonly papers: Papers }
    >
  | Event<
      'case.ContestRuled.v1',
      {
        readonly upheld: boolean;
        readonly resumeAt?: PartId;
        readonly decidedBy: readonly string[];
        readonly reason: Sealed;
        readonly papers: Papers;
      }
    >
  | Event<
      'case.RecordCorrected.v1',
      {
        readonly no: number;
        readonly event: string;
        readonly field: string;
        readonly old: string;
        readonly new: string;
        readonly scanDigest: string;
        readonly confirmedBy?: string;
        readonly reason: Sealed;
        /** Findings of the corrected fact, judged again; empty where it is still lawful. */
        readonly unlawful: readonly Finding[];
        /** Where the corrected posting moves the period of the notice that hangs: its start and end, counted anew (R10). */
        readonly period?: CorrectedPeriod;
      }
    >
  | Event<
      'case.EntryReassigned.v1',
      {
        readonly no: number;
        readonly act: string;
        readonly part: PartId;
        readonly toCase: string;
        readonly confirmedBy: string;
        readonly reason: Sealed;
      }
    >
  | Event<
      'case.BackfillAdmitted.v1',
      { readonly no: number; readonly parts: readonly PartId[]; readonly reason: Sealed; readonly scanDigest: string }
    >
  | Event<
      'case.EntryParked.v1',
      {
        readonly key: string;
        readonly waitsFor: readonly PartId[];
        readonly order: JsonObject;
        readonly occurredOn: CivilDate;
        readonly performedBy: string;
      }
    >
  | Event<'case.EntryReleased.v1', { readonly key: string }>
  | Event<
      'case.HouseholdChanged.v1',
      {
        readonly change: string;
        readonly on: CivilDate;
        readonly household: HouseholdSnapshot;
        readonly person?: string;
        readonly cause: string;
      }
    >
  | Event<
      'case.ManagementTransferred.v1',
      { readonly from: AreaPath; readonly to: AreaPath; readonly confirmedByFrom: string; readonly confirmedByTo: string }
    >
  | Event<'case.JoinedAct.v1', { readonly act: string; readonly part: PartId; readonly round: number }>
  | Event<'case.LeftAct.v1', { readonly act: string }>
  | Event<'case.HouseholdRegistered.v1', { readonly on: CivilDate; readonly programYear: number }>
  | Event<'case.HouseholdExited.v1', { readonly on: CivilDate; readonly programYear: number }>
  | Event<'case.HouseholdMonitored.v1', { readonly on: CivilDate; readonly programYear: number }>
  | Event<'case.ConfirmationLetterIssued.v1', { readonly deliveredOn: CivilDate; readonly papers: Papers }>
  | Event<'case.HandbookIssued.v1', { readonly issuedOn: CivilDate; readonly papers: Papers }>
  | Event<'case.RegistryEntryRecorded.v1', { readonly enteredOn: CivilDate; readonly system: string }>
  | Event<'case.SupportPaired.v1', { readonly on: CivilDate; readonly cause: string }>
  | Event<
      'case.DecidedListPublished.v1',
      { readonly publishedOn: CivilDate; readonly medium: string; readonly documentNo: string; readonly papers: Papers }
    >
  | Event<'case.NoticeCopyTakenDown.v1', OfPart & { readonly takenDownOn: CivilDate; readonly papers: Papers }>
  /** By a bell. They decide nothing (R1). */
  | Event<'case.ReminderDue.v1', OfTerm & { readonly level: Level }>
  | Event<'case.DeadlineMissed.v1', OfTerm & { readonly level: Level }>
  /** One level up, the first time with the missing, again after the second period. `area` where the level has one above the case. */
  | Event<
      'case.Escalated.v1',
      OfTerm & { readonly times: number; readonly level: Level; readonly area?: string; readonly office: string }
    >
  | Event<'case.NoticeCopyExpired.v1', OfTerm>
  /** The exit is still open at the end of its window: listed for a ruling of the county, and nothing else (R1). */
  | Event<'case.ExitWindowEnded.v1', OfTerm>
  /** Still open when the transition period is over (T20): named to the county, it goes on under the policy that it pins (R1). */
  | Event<'case.TransitionEnded.v1', OfTerm>
  /** Done in time and entered late: it supersedes the missing (R16). */
  | Event<'case.MetOnPaper.v1', OfTerm & { readonly missedOn: CivilDate; readonly on: CivilDate }>
  /** Under the calendar and the policy that now stand, or from a corrected date; `old` and `new` are last days, null where a calendar is missing. */
  | Event<
      'case.DeadlineRecomputed.v1',
      TermKey & {
        readonly old: CivilDate | null;
        readonly new: CivilDate | null;
        readonly because: string;
        /** What besides the last day is another; absent in logs of before it was said. */
        readonly changed?: readonly TermDifference[];
        readonly derivation: DueTerm;
      }
    >
  /** A finding that did not stop its event and is shown to the next ruling. */
  | Event<'case.FindingNoted.v1', { readonly finding: Finding; readonly about: string }>;

export type CaseEventType = CaseEvent['type'];
