import { type CivilDate } from '#libs/kernel';
import { type AreaPath, type CaseKind, type Level, type ObjectionTarget, type PartId } from '#libs/procedure';

/**
 * A case as the projections need it: small, mutable, safe for JSON, no `undefined`. Kept between batches; its rows are made of it.
 * Lists hold old rounds too: what was once shown stays to be shown.
 */
export interface CaseFold {
  readonly caseId: string;
  readonly householdId: string;
  readonly kind: CaseKind;
  readonly origin: string;
  /** Another one where the case goes over to other law. */
  definition: string;
  readonly programYear: number;
  readonly openedOn: CivilDate;
  area: AreaPath;
  phase: 'OPEN' | 'CLOSED';
  outcome: string | null;
  closedOn: CivilDate | null;
  head: string;
  headCount: number;
  /** Until the county has ruled on a contested return (domain.md R13). */
  held: boolean;
  /** Codes of what was found and did not stop its event, each once: the next ruling is shown them (R2). */
  readonly findings: string[];
  onAct: string | null;
  onActPart: PartId | null;
  last: LastStep;
  readonly parts: Record<PartId, PartFold>;
  /** Parts that may be worked at, by part. */
  ready: Record<PartId, ReadyFold>;
  readonly objections: ObjectionFold[];
  readonly notices: NoticeFold[];
  /** Those that may still change, by number; what is over for good stands in its table only. */
  readonly deadlines: Record<string, DeadlineFold>;
  /** How many deadlines there have been. */
  deadlineCount: number;
  comparison: ComparisonFold | null;
  /** Who consented in the current round. */
  consent: { readonly part: PartId; readonly person: string } | null;
  takenBack: TakenBack | null;
  readonly parked: Record<string, ParkedFold>;
  rejection: RejectionFold | null;
  recheckSince: CivilDate | null;
  contestSince: CivilDate | null;
  /** What the newest contest was about. */
  contested: 'RETURN' | 'REJECTION' | null;
}

export interface LastStep {
  type: string;
  step: string | null;
  on: CivilDate;
  position: number;
}

export interface PartFold {
  round: number;
  status: 'NOT_STARTED' | 'RUNNING' | 'DONE' | 'FAILED';
  doneOn: CivilDate | null;
  /** The event that ended it and the field from which its day was read: a correction may change the day (R3). */
  by: { readonly event: string; readonly field: string } | null;
}

/** What a return by ruling took away: an upheld contest gives it back (R13). */
export interface TakenBack {
  readonly parts: Readonly<Record<PartId, PartFold>>;
  readonly comparison: ComparisonFold | null;
  readonly consent: CaseFold['consent'];
}

export interface ReadyFold {
  readonly since: CivilDate;
  readonly round: number;
}

export interface ObjectionFold {
  readonly no: number;
  readonly target: ObjectionTarget;
  readonly part: PartId | null;
  readonly receivedOn: CivilDate;
  /** Level that investigates, once assigned, and since when. */
  assigned: Level | null;
  assignedOn: CivilDate | null;
  open: boolean;
}

export interface NoticeFold {
  /** The event of its posting. */
  readonly event: string;
  places: readonly { readonly place: string; readonly postedOn: CivilDate }[];
  /** The end of its period among the deadlines. */
  deadline: number;
  readonly part: PartId;
  readonly round: number;
  runsFrom: CivilDate;
  earliestClose: CivilDate;
  elapsed: boolean;
  completedOn: CivilDate | null;
  status: 'RUNNING' | 'COMPLETED' | 'SUPERSEDED' | 'ENDED';
  interruptions: number;
  corrections: number;
}

export type DeadlineKind = 'MIN' | 'MAX' | 'TOTAL' | 'FIXED';
export type DeadlineStatus = 'OPEN' | 'MET' | 'CANCELLED';

export interface DeadlineFold {
  readonly no: number;
  readonly kind: DeadlineKind;
  readonly timer: string | null;
  /** The part that must end; for TOTAL the part that carries the effect. */
  readonly part: PartId;
  readonly round: number;
  fromOn: CivilDate;
  /** Null where a calendar of working days is needed to tell. */
  dueOn: CivilDate | null;
  status: DeadlineStatus;
  closedOn: CivilDate | null;
  /** By what the log names a term, but for the ends of notices. */
  readonly term: string | null;
  /** By what instrument the county has adopted it (domain.md R16). */
  adopted: string | null;
  /** First day on which it is to be remembered; null where nobody is reminded. */
  remindOn: CivilDate | null;
  remindedOn: CivilDate | null;
  /** Days on which a bell records that it was missed, and that the second period is over; null where it records nothing. */
  missOn: CivilDate | null;
  furtherOn: CivilDate | null;
  /** Day on which it was recorded as missed: only of a term that the county has adopted (domain.md R16). */
  missedOn: CivilDate | null;
  escalatedTo: Level | null;
  escalations: number;
  /** Missed in the log, done in time on paper. */
  metOnPaper: boolean;
  /** How often its day or its standing has changed since it began, or it was recomputed. */
  revision: number;
}

export interface ComparisonFold {
  readonly part: PartId;
  readonly since: CivilDate;
  /** Persons whose answer is missing, by source; a source that has answered for all is not named. */
  readonly missing: Record<string, string[]>;
  readonly sources: readonly string[];
  /** Hits by `person|source|code`, each with the day since which it awaits its disposition; null once dispositioned. */
  readonly hits: Record<string, CivilDate | null>;
}

export interface ParkedFold {
  readonly waitsFor: readonly PartId[];
  readonly since: CivilDate;
  readonly role: string;
}

export interface RejectionFold {
  readonly part: PartId;
  readonly level: Level;
  readonly on: CivilDate;
  notifiedOn: CivilDate | null;
}

export function openObjections(fold: CaseFold, part?: PartId): number {
  let count = 0;
  for (const objection of fold.objections) if (objection.open && (part === undefined || objection.part === part)) count++;
  return count;
}
