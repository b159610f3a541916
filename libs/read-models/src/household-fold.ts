import { type RegisterEvent } from '#libs/household-register';
import { type CivilDate } from '#libs/kernel';
import { type AreaPath, type CaseKind } from '#libs/procedure';
import { type StoredCaseEvent, type StoredOf } from './projection.js';

export type StoredRegisterEvent = StoredOf<RegisterEvent>;
type Inherited = Extract<StoredRegisterEvent, { readonly type: 'household.StandingInherited.v1' }>;
type Enrolled = Extract<StoredRegisterEvent, { readonly type: 'household.HouseholdEnrolled.v1' }>;

/** A household as the lists and counts need it: small, mutable, safe for JSON, no `undefined`. */
export interface HouseholdFold {
  readonly householdId: string;
  readonly enrolledOn: CivilDate;
  readonly hukouArea: AreaPath;
  readonly residenceArea: AreaPath;
  /** Counts and desks follow this one, as the register says it (domain.md R14). */
  managementArea: AreaPath;
  phase: 'ENROLLED' | 'SPLIT' | 'MERGED' | 'LAPSED';
  head: string;
  readonly members: string[];
  attribute: string | null;
  causeGroup: string | null;
  standing: 'NONE' | 'REGISTERED' | 'EXITED';
  spell: number;
  identifiedOn: CivilDate | null;
  exitedOn: CivilDate | null;
  monitoredOn: CivilDate | null;
  deregisteredOn: CivilDate | null;
  /** First day on which it may be deregistered, while that is to be done (domain.md §3.5). */
  deregistrationDue: CivilDate | null;
  /** That day has come: a person is asked (R1). */
  deregistrationAsked: boolean;
  /** Programme year of the newest exit; null where it was taken over. */
  exitYear: number | null;
  /** Persons who were found in another household as well (R14); some may have left since. */
  readonly duplicates: Record<string, DuplicateFold>;
  /** What its cases have left to be looked into, by case and number (R1, R11). */
  readonly leads: Record<string, LeadFold>;
  /** R6: taken over, procedure not witnessed; for ever. */
  takenOver: boolean;
  parent: string | null;
  readonly cases: Record<string, AdmittedCase>;
  measures: number;
  /** The newest pairing. */
  support: SupportFold | null;
  disasterOn: CivilDate | null;
  lastOn: CivilDate;
}

export interface DuplicateFold {
  readonly otherHousehold: string;
  /** Flagged, or ruled upon. */
  readonly since: CivilDate;
  /** As it was ruled; null before. */
  readonly belongsHere: boolean | null;
}

/**
 * IDENTIFICATION: a family that was left out; it is no household of ours yet, so the lead stands with the one at whose notice it
 * was told. CORRECTION: what was found after the effect; a case of its own looks into it.
 */
export interface LeadFold {
  readonly caseId: string;
  readonly of: 'IDENTIFICATION' | 'CORRECTION';
  /** By which it came; null where an interruption or a correction told it. */
  readonly objection: number | null;
  readonly since: CivilDate;
}

/** Who answers for the help, until when where that is known (domain.md §2.1 post). */
export interface SupportFold {
  readonly cadre: string;
  readonly unit: string;
  readonly from: CivilDate;
  readonly until: CivilDate | null;
}

export interface AdmittedCase {
  readonly kind: CaseKind;
  readonly programYear: number;
  open: boolean;
  /** How its end was counted, so that a case that goes on can be taken out of the count again. */
  counted: CountedEnd | null;
}

export interface CountedEnd {
  readonly outcome: string;
  readonly area: AreaPath;
  readonly persons: number;
}

export function enrolledHousehold({ data, metadata }: Enrolled): HouseholdFold {
  return {
    householdId: data.householdId,
    enrolledOn: metadata.occurredOn,
    hukouArea: data.hukouArea,
    residenceArea: data.residenceArea,
    managementArea: data.managementArea,
    phase: 'ENROLLED',
    head: data.head,
    members: data.members.map(({ person }) => person),
    attribute: data.povertyAttribute ?? null,
    causeGroup: null,
    standing: 'NONE',
    spell: 0,
    identifiedOn: null,
    exitedOn: null,
    monitoredOn: null,
    deregisteredOn: null,
    deregistrationDue: null,
    deregistrationAsked: false,
    exitYear: null,
    duplicates: {},
    leads: {},
    takenOver: false,
    parent: null,
    cases: {},
    measures: 0,
    support: null,
    disasterOn: null,
    lastOn: metadata.occurredOn,
  };
}

/**
 * Changes `fold` by one event of its register after the enrolment. What it does not know changes nothing. `parent` is the
 * household from which it was split, where it was.
 */
export function evolveHousehold(fold: HouseholdFold, event: StoredRegisterEvent, parent?: HouseholdFold): void {
  fold.lastOn = event.metadata.occurredOn;
  switch (event.type) {
    case 'household.StandingInherited.v1':
      return inherit(fold, event, parent);
    case 'household.MemberAdded.v1':
      fold.members.push(event.data.member.person);
      return;
    case 'household.MemberRemoved.v1': {
      const index = fold.members.indexOf(event.data.person);
      if (index >= 0) fold.members.splice(index, 1);
      return;
    }
    case 'household.HeadChanged.v1':
      fold.head = event.data.head;
      return;
    case 'household.HouseholdSplit.v1':
      fold.phase = 'SPLIT';
      return;
    case 'household.HouseholdMerged.v1':
      fold.phase = 'MERGED';
      return;
    case 'household.HouseholdLapsed.v1':
      fold.phase = 'LAPSED';
      return;
    case 'household.PovertyAttributeSet.v1':
      fold.attribute = event.data.attribute;
      fold.causeGroup = event.data.causeGroup ?? fold.causeGroup;
      return;
    case 'household.CaseAdmitted.v1':
      fold.cases[event.data.caseId] = {
        kind: event.data.kind,
        programYear: event.data.open.programYear,
        open: true,
        counted: null,
      };
      for (const [key, lead] of Object.entries(fold.leads)) if (lead.of === 'CORRECTION') delete fold.leads[key];
      return;
    case 'household.CaseConcluded.v1': {
      const admitted = fold.cases[event.data.caseId];
      if (admitted === undefined) return;
      admitted.open = false;
      admitted.counted = { outcome: event.data.outcome, area: fold.managementArea, persons: fold.members.length };
      return;
    }
    case 'household.CaseReopened.v1': {
      const admitted = fold.cases[event.data.caseId];
      if (admitted === undefined) return;
      admitted.open = true;
      admitted.counted = null;
      return;
    }
    case 'household.StandingRegistered.v1':
      fold.standing = 'REGISTERED';
      fold.spell = event.data.spell;
      fold.identifiedOn = event.data.on;
      fold.exitedOn = null;
      fold.exitYear = null;
      return deregistration(fold, null, null);
    case 'household.StandingExited.v1':
      fold.standing = 'EXITED';
      fold.exitedOn = event.data.on;
      fold.exitYear = event.data.programYear;
      return deregistration(fold, fold.deregisteredOn, event.data.deregistrationDue ?? null);
    case 'household.StandingMonitored.v1':
      fold.monitoredOn = event.data.on;
      return;
    case 'household.DeregistrationDue.v1':
      fold.deregistrationAsked = true;
      return;
    case 'household.Deregistered.v1':
      return deregistration(fold, event.data.on, null);
    case 'household.ManagementMoved.v1':
      fold.managementArea = event.data.to;
      return;
    case 'household.StandingTakenOver.v1':
      fold.takenOver = true;
      fold.standing = event.data.standing;
      fold.spell = event.data.spells;
      fold.identifiedOn = event.data.identifiedAt;
      fold.exitedOn = event.data.exitedAt ?? null;
      return;
    case 'household.MeasureDelivered.v1':
      fold.measures++;
      return;
    case 'household.DuplicatePersonFlagged.v1': {
      const { person, otherHousehold } = event.data;
      fold.duplicates[person] = { otherHousehold, since: event.metadata.occurredOn, belongsHere: null };
      return;
    }
    case 'household.DuplicatePersonRuled.v1': {
      const { person, belongsHere } = event.data;
      const flagged = fold.duplicates[person];
      if (flagged !== undefined) fold.duplicates[person] = { ...flagged, since: event.metadata.occurredOn, belongsHere };
      return;
    }
    case 'household.SupportPaired.v1': {
      const { cadre, unit, from, until } = event.data;
      fold.support = { cadre, unit, from, until: until ?? null };
      return;
    }
    case 'household.DisasterRecorded.v1':
      fold.disasterOn = event.data.on;
      return;
    default:
      return;
  }
}

/** Changes `fold` by what one of its cases says of a lead. */
export function followLead({ leads }: HouseholdFold, caseId: string, event: StoredCaseEvent): void {
  const since = event.metadata.occurredOn;
  switch (event.type) {
    case 'case.IdentificationLeadOpened.v1': {
      const { objection } = event.data;
      leads[`${caseId}|objection ${objection}`] = { caseId, of: 'IDENTIFICATION', objection, since };
      return;
    }
    case 'case.CorrectionLeadOpened.v1': {
      const [[told = '', no = 0] = []] = Object.entries(event.data);
      leads[`${caseId}|${told} ${no}`] = { caseId, of: 'CORRECTION', objection: event.data.objection ?? null, since };
      return;
    }
    case 'case.ObjectionDecided.v1': {
      const key = `${caseId}|objection ${event.data.no}`;
      const lead = leads[key];
      if (lead === undefined) return;
      // The decision says what came of it; what was found to be wrong after the effect still waits for a case of its own.
      const founded = event.data.outcome === 'UPHELD' || event.data.outcome === 'PARTLY';
      if (lead.of === 'IDENTIFICATION' || !founded) delete leads[key];
      return;
    }
    default:
      return;
  }
}

function deregistration(fold: HouseholdFold, doneOn: CivilDate | null, due: CivilDate | null): void {
  fold.deregisteredOn = doneOn;
  fold.deregistrationDue = due;
  fold.deregistrationAsked = false;
}

/**
 * A child of a split stands as its parent stood, taken over where that was taken over (domain.md §4.2, R6), and what was asked
 * about the exit of the parent is asked about each child.
 */
function inherit(fold: HouseholdFold, { data }: Inherited, parent: HouseholdFold | undefined): void {
  fold.parent = data.parent;
  fold.standing = data.standing;
  fold.spell = data.spell;
  fold.identifiedOn = data.identifiedOn ?? null;
  fold.exitedOn = data.exitedOn ?? null;
  fold.monitoredOn = data.monitoredOn ?? null;
  fold.takenOver = data.takenOver === true;
  fold.measures = data.measures?.length ?? 0;
  fold.disasterOn = data.disasterOn ?? null;
  fold.exitYear = parent?.exitYear ?? null;
  fold.deregisteredOn = data.deregistered === true ? (parent?.deregisteredOn ?? null) : null;
  fold.deregistrationDue = data.deregistrationDue ?? null;
  fold.deregistrationAsked = parent?.deregistrationAsked ?? false;
}
