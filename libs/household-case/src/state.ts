import { type Actor, type CivilDate, type Instant, type JsonObject } from '#libs/kernel';
import { type AreaPath, type CaseKind, type CaseView, type DueTerm, type PartId } from '#libs/procedure';

/** An order that came before its predecessor and waits (domain.md R16). */
export interface ParkedEntry {
  readonly waitsFor: readonly PartId[];
  readonly order: JsonObject;
  readonly occurredOn: CivilDate;
  readonly performedBy: string;
  /** Who recorded it, and when: his rights, his hand and his day count when it is released (R2, R4). */
  readonly recordedBy: Actor;
  readonly recordedAt: Instant;
}

export interface CorrectionRecord {
  readonly no: number;
  readonly event: string;
  readonly field: string;
  readonly on: CivilDate;
}

/** What a return took from the case besides its parts: given back where a contest is upheld (R13). */
export type BeforeReturn = Pick<CaseView, 'notices' | 'comparison' | 'survey' | 'consent' | 'approval'>;

/** A term that runs, and what bells have said of it so far (domain.md R16). Which days were passed over stands in the log only. */
export interface OpenTerm extends Omit<DueTerm, 'calendar' | 'skipped' | 'workedWeekends' | 'suspensions'> {
  readonly remindedOn?: CivilDate;
  readonly missedOn?: CivilDate;
  /** How often it was told upward. */
  readonly escalations: number;
  /** By the calendar and the policy that stood when it was last recomputed, and not by those that the case pins. */
  readonly recomputed?: true;
}

/** A term that was missed and then met too late, on paper: a corrected date may show that it was in time (R3, R16). */
export interface MetLate {
  readonly term: OpenTerm;
  readonly on: CivilDate;
}

/** A case as its decider knows it: what the law may see, and what only orders need. */
export interface CaseFile extends CaseView {
  readonly parked: Readonly<Record<string, ParkedEntry>>;
  /** The newest release: what the same order makes was recorded by whoever had parked it, and then. */
  readonly released?: { readonly orderId: string; readonly by: Actor; readonly at: Instant };
  readonly corrections: readonly CorrectionRecord[];
  readonly beforeReturn?: BeforeReturn;
  readonly reassignedTo?: readonly string[];
  /** Day of the newest confirmed or unanswered hit: a withdrawal after it is marked (domain.md §2.3). */
  readonly lastHitOn?: CivilDate;
  readonly deferredTo?: number;
  readonly transfers: readonly { readonly from: AreaPath; readonly to: AreaPath; readonly on: CivilDate }[];
  readonly lettersIssuedOn?: CivilDate;
  readonly handbookIssuedOn?: CivilDate;
  readonly supportPairedOn?: CivilDate;
  readonly listPublishedOn?: CivilDate;
  /** Public copies of notices, by `part|round` (T27). */
  readonly copiesTakenDown: Readonly<Record<string, CivilDate>>;
  /** In the order in which they began. */
  readonly terms: readonly OpenTerm[];
  readonly metLate: readonly MetLate[];
  readonly registryEntries: readonly { readonly system: string; readonly on: CivilDate }[];
}

const NO_DATE = '' as CivilDate;
const NO_AREA: AreaPath = { village: '', township: '', county: '' };
const NO_KIND: CaseKind = 'IDENTIFICATION';

type LaterField = { [K in keyof CaseFile]-?: object extends Pick<CaseFile, K> ? K : never }[keyof CaseFile];

/**
 * What nothing is known of yet. Named one by one, and taken out again as `undefined` and by no rest pattern: all files of cases
 * then are objects of one shape, which makes it cheap to copy them with a change, as every event does.
 */
const later: Readonly<Record<LaterField, undefined>> = {
  comparison: undefined,
  survey: undefined,
  income: undefined,
  onAct: undefined,
  held: undefined,
  outcome: undefined,
  closedOn: undefined,
  rejection: undefined,
  returned: undefined,
  recheck: undefined,
  contests: undefined,
  approval: undefined,
  consent: undefined,
  consentAnew: undefined,
  reReviewed: undefined,
  surveyedBy: undefined,
  otherTeam: undefined,
  admittedBy: undefined,
  comparisonSuperseded: undefined,
  facts: undefined,
  released: undefined,
  beforeReturn: undefined,
  reassignedTo: undefined,
  lastHitOn: undefined,
  deferredTo: undefined,
  lettersIssuedOn: undefined,
  handbookIssuedOn: undefined,
  supportPairedOn: undefined,
  listPublishedOn: undefined,
};

/** Before `CaseOpened`: phase ABSENT, nothing known. */
export const initial: CaseFile = {
  ...later,
  phase: 'ABSENT',
  caseId: '',
  householdId: '',
  kind: NO_KIND,
  programYear: 0,
  openedOn: NO_DATE,
  area: NO_AREA,
  bodyKind: 'VILLAGERS',
  household: { members: [], head: '', standing: '', measures: [] },
  definition: '',
  policy: '',
  parts: {},
  notices: {},
  objections: {},
  authorisedBy: [],
  inquorate: {},
  signedRollOrdered: [],
  consentRefusals: 0,
  deciders: {},
  decidedBy: {},
  backfillAdmitted: [],
  parked: {},
  corrections: [],
  transfers: [],
  copiesTakenDown: {},
  terms: [],
  metLate: [],
  registryEntries: [],
};
