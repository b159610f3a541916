import { type CivilDate, type Order, type Sealed } from '#libs/kernel';
import { type CaseKind, type Level } from '#libs/procedure';

// These names are stored. Never rename one or change what a field means: add a version and an upcast.

/** A mandate to inspect an area, given by the office above to persons by name (domain.md §8, R17); begins `inspection-<id>`. */
export type OpenInspection = Order<
  'OpenInspection',
  {
    readonly id: string;
    readonly area: string;
    /** Who inspects: the body to which reads and exports under this mandate are sealed until it closes. */
    readonly body: string;
    /** The document by which it was ordered. */
    readonly instrument: string;
    /** First and last day of the mandate. */
    readonly from: CivilDate;
    readonly until: CivilDate;
    readonly inspectors: readonly string[];
  }
>;

/** By what cases are told apart before some of each are drawn. */
export interface Strata {
  /** Areas of this level make strata; absent, area does not matter. */
  readonly level?: Extract<Level, 'GROUP' | 'VILLAGE' | 'TOWNSHIP' | 'COUNTY'>;
  /** Whether kinds of cases make strata. */
  readonly byKind: boolean;
}

/**
 * Cases to be looked at, by a draw that nobody could foresee: it names a size that the log has not reached, and is made from the
 * root over its first so many events, which hold this order too. Recomputable by anyone who has the log and a checkpoint.
 */
export type OrderSample = Order<
  'OrderSample',
  {
    readonly no: number;
    /** Number of events over which the root is taken. */
    readonly atSize: number;
    readonly strata: Strata;
    /** Only cases of this kind; of every kind where absent. */
    readonly kind?: CaseKind;
    /** From each stratum so many at least, or all where it holds fewer; and this share of it, rounded up. */
    readonly least: number;
    readonly share: { readonly of: number; readonly outOf: number };
  }
>;

/** An event of the log, wherever it stands. */
export interface EventNamed {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
}

/** What an inspector found: in which events, against which rule, in his words (R17). */
export type RaiseFinding = Order<
  'RaiseFinding',
  {
    readonly no: number;
    readonly events: readonly EventNamed[];
    /** Clause, row of the law, or code of a finding. */
    readonly rule: string;
    readonly statement: Sealed;
    /** Whose office is to answer, within the area of the mandate; that one itself where absent. */
    readonly area?: string;
  }
>;

/**
 * What the office concerned says to a finding, also after the mandate is over (domain.md R17, §4.6): accepted, with the events by which
 * it was put right where there are some, or contested.
 */
export type AnswerFinding = Order<
  'AnswerFinding',
  {
    readonly finding: number;
    /** Counts the answers to this finding. */
    readonly no: number;
    readonly answer: 'ACCEPTED' | 'CONTESTED';
    /** To which the answer points, such as a correction; may be empty. */
    readonly events: readonly EventNamed[];
    readonly statement: Sealed;
  }
>;

/**
 * What was read or taken under a mandate, by the event that recorded it: what one stream holds, or what all of an area does. Neither where
 * whom it was about is destroyed.
 */
export interface ReadUnderMandate extends EventNamed {
  readonly about?: string;
  readonly area?: string;
}

/** The mandate is over: what was read under it is no longer sealed to the body (R17). */
export type CloseInspection = Order<'CloseInspection', { readonly on: CivilDate; readonly report?: string }>;

export type InspectionOrder = OpenInspection | OrderSample | RaiseFinding | AnswerFinding | CloseInspection;
export type InspectionOrderType = InspectionOrder['type'];
