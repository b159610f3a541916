import { type CivilDate, type Sealed } from '#libs/kernel';
import { type BranchView } from './branch-view.js';
import { type CaseKind, type Criterion, type Level, type PartId } from './definition.js';
import { type PartView } from './part-view.js';
import { type AreaPath, type HouseholdSnapshot, type NoticePlace, type ObjectionTarget, type RegisterAnswer } from './facts.js';

export { type PartView } from './part-view.js';

export interface ComparisonView {
  readonly part: PartId;
  readonly requested: readonly string[];
  /** Newest answer per `person|source`. */
  readonly answers: Readonly<Record<string, RegisterAnswer & { readonly source: string; readonly asOf: CivilDate }>>;
  /** Per `person|source|code`. */
  readonly dispositions: Readonly<Record<string, 'CONFIRMED' | 'EXPLAINED' | 'DATA_ERROR'>>;
}

export interface NoticeView {
  readonly places: readonly NoticePlace[];
  readonly runsFrom: CivilDate;
  readonly earliestClose: CivilDate;
  readonly elapsed: boolean;
  readonly interruptions: number;
  /** Days that were missing and by which the running period was extended: none of them counts again (R10). */
  readonly missing?: readonly CivilDate[];
}

export interface ObjectionView {
  readonly no: number;
  readonly target: ObjectionTarget;
  readonly part?: PartId;
  readonly receivedOn: CivilDate;
  readonly open: boolean;
  readonly outcome?: string;
  readonly investigators: readonly string[];
  /** The level that investigates, once assigned. */
  readonly level?: Level;
  readonly against?: string;
  readonly byHousehold: boolean;
  /** Commitment of its facts: the same facts do not hold twice (R11). */
  readonly factsCommitment: string;
  /** Where the facts can be opened, to be told from those of other objections. */
  readonly factsRef?: string;
  readonly duplicateOf?: number;
}

/** What the law may know of a case when it judges a fact. The state of a case is at least this. */
export interface CaseView extends BranchView {
  readonly phase: 'ABSENT' | 'OPEN' | 'CLOSED';
  readonly caseId: string;
  readonly householdId: string;
  readonly kind: CaseKind;
  readonly programYear: number;
  readonly openedOn: CivilDate;
  readonly area: AreaPath;
  readonly bodyKind: 'VILLAGERS' | 'RESIDENTS';
  readonly household: HouseholdSnapshot;
  readonly definition: string;
  readonly policy: string;
  readonly parts: Readonly<Record<PartId, PartView>>;
  readonly comparison?: ComparisonView;
  readonly notices: Readonly<Record<PartId, NoticeView>>;
  readonly objections: Readonly<Record<string, ObjectionView>>;
  readonly authorisedBy: readonly string[];
  readonly inquorate: Readonly<Record<PartId, number>>;
  readonly signedRollOrdered: readonly PartId[];
  readonly consentRefusals: number;
  /** Who decided at each level: nobody decides at two (domain.md §8, R4). */
  readonly deciders: Readonly<Partial<Record<Level, readonly string[]>>>;
  /** Who decided each part (verification, audit, approval), over all rounds: held against `deciders` by level. */
  readonly decidedBy: Readonly<Record<PartId, readonly string[]>>;
  /** What the survey of the current round found: held against the criteria by the verification (domain.md §2.4, §3.3). */
  readonly survey?: {
    readonly part: PartId;
    readonly criteria: readonly { readonly code: Criterion; readonly result: 'MET' | 'NOT_MET' | 'NOT_APPLICABLE' }[];
    readonly against?: 'BELOW' | 'AT_OR_ABOVE';
  };
  readonly income?: { readonly ref: Sealed; readonly sharing: number };
  /** The act on which the case stands, and for which part. */
  readonly onAct?: { readonly act: string; readonly part: PartId };
  /** Natural keys of orders whose old paper dates the level above admitted (R2). */
  readonly backfillAdmitted: readonly PartId[];
  /** Held: returned to after a correction, or waiting for a ruling; nothing else goes on. */
  readonly held?: { readonly reason: string; readonly part?: PartId };
  readonly outcome?: 'REGISTERED' | 'EXITED' | 'MONITORED' | 'REJECTED' | 'WITHDRAWN' | 'LAPSED' | 'DEFERRED';
  readonly closedOn?: CivilDate;
}
