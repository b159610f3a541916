import { type InspectionOrder } from '#libs/inspection';
import { CASE_KINDS, type CaseKind } from '#libs/procedure';
import { Day, Digest, Flag, Id, Ids, ListOf, Maybe, Nested, OneOf, Text, Whole } from './fields.js';
import { everyOrderOf } from './order-registry.js';
import { type SealedText, SealedWords } from './shared-data.js';

class OpenInspectionData {
  @Id() id!: string;
  @Id() area!: string;
  @Text() body!: string;
  @Text() instrument!: string;
  @Day() from!: string;
  @Day() until!: string;
  @Ids() inspectors!: string[];
}

const STRATA_LEVELS = ['GROUP', 'VILLAGE', 'TOWNSHIP', 'COUNTY'] as const;

class StrataData {
  /** Areas of this level make strata; absent, area does not matter. */
  @Maybe(OneOf(...STRATA_LEVELS)) level?: (typeof STRATA_LEVELS)[number];
  @Flag() byKind!: boolean;
}

class ShareData {
  @Whole() of!: number;
  @Whole(1) outOf!: number;
}

class OrderSampleData {
  @Whole(1) no!: number;
  /** Number of events over which the root is taken: more than the log holds now. */
  @Whole(1) atSize!: number;
  @Nested(StrataData) strata!: StrataData;
  /** Of every kind where absent. */
  @Maybe(OneOf(...CASE_KINDS)) kind?: CaseKind;
  /** From each stratum so many at least. */
  @Whole() least!: number;
  /** And this share of it, rounded up. */
  @Nested(ShareData) share!: ShareData;
}

class EventNamedData {
  @Id() stream!: string;
  @Whole() revision!: number;
  @Id() id!: string;
}

class RaiseFindingData {
  @Whole(1) no!: number;
  @ListOf(EventNamedData, 500) events!: EventNamedData[];
  /** Clause, row of the law, or code of a finding. */
  @Text() rule!: string;
  @SealedWords() statement!: SealedText;
  /** Whose office is to answer; that of the mandate where absent. */
  @Maybe(Id()) area?: string;
}

const ANSWERS = ['ACCEPTED', 'CONTESTED'] as const;

class AnswerFindingData {
  /** Number of the finding. */
  @Whole(1) finding!: number;
  /** Of the answer, among those to this finding. */
  @Whole(1) no!: number;
  @OneOf(...ANSWERS) answer!: (typeof ANSWERS)[number];
  /** By which it was put right, or to which the answer points; may be empty. */
  @ListOf(EventNamedData, 500) events!: EventNamedData[];
  @SealedWords() statement!: SealedText;
}

class CloseInspectionData {
  @Day() on!: string;
  /** Digest of the report. */
  @Maybe(Digest()) report?: string;
}

export const inspectionOrders = everyOrderOf<InspectionOrder>()({
  OpenInspection: OpenInspectionData,
  OrderSample: OrderSampleData,
  RaiseFinding: RaiseFindingData,
  AnswerFinding: AnswerFindingData,
  CloseInspection: CloseInspectionData,
});
