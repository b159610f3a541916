import { z } from 'zod';

/** Kinds of parts. Each has one pure function that judges its facts (rules/); definitions only choose among them. */
export const PART_KINDS = [
  'application',
  'survey',
  'review',
  'comparison',
  'verification',
  'consent',
  'notice',
  'audit',
  'approval',
  'announcement',
  'filing',
] as const;
export type PartKind = (typeof PART_KINDS)[number];

/** Levels of authority, lowest first. Whose level an area has is a fact of that area (domain.md R8). */
export const LEVELS = ['HOUSEHOLD', 'GROUP', 'VILLAGE', 'TOWNSHIP', 'COUNTY', 'PREFECTURE', 'PROVINCE', 'NATION'] as const;
export type Level = (typeof LEVELS)[number];

/** Offices that may hold a signature slot or an appointment (domain.md §1.2, §8). */
export const OFFICES = [
  'GROUP_LEADER',
  'VILLAGE_SECRETARY',
  'VILLAGE_DIRECTOR',
  'COMMITTEE_MEMBER',
  'VILLAGE_SUPERVISOR',
  'VILLAGE_REPRESENTATIVE',
  'FIRST_SECRETARY',
  'RESIDENT_TEAM_LEADER',
  'RESIDENT_TEAM_MEMBER',
  'DATA_CLERK',
  'RESPONSIBLE_CADRE',
  'VILLAGE_LIAISON',
  'STATION_CLERK',
  'STATION_HEAD',
  'TOWNSHIP_PARTY_SECRETARY',
  'TOWNSHIP_HEAD',
  'COUNTY_POVERTY_OFFICER',
  'COUNTY_POVERTY_OFFICE_HEAD',
  'LEADING_GROUP_MEMBER',
  'LEADING_GROUP_HEAD',
  'LINE_DEPARTMENT_OFFICER',
  'FILING_OFFICER',
  'INSPECTOR',
  'INTEGRATOR',
  'PROGRAMME_ADMINISTRATOR',
] as const;
export type Office = (typeof OFFICES)[number];

const label = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const code = z.string().regex(/^[A-Z][A-Z0-9_]*$/);
/** `STEP.PART`, both codes. */
export const partId = z.string().regex(/^[A-Z][A-Z0-9_]*\.[A-Z][A-Z0-9_]*$/);
export type PartId = z.infer<typeof partId>;

/** Whether a row rests on a source (domain.md row) or is our own assumption, shown as ours wherever it appears. */
const basis = z.strictObject({ clause: z.string().min(1), mark: z.enum(['SOURCE', 'ASSUMPTION']) });

const fraction = z.strictObject({
  numerator: z.int().positive(),
  denominator: z.int().positive(),
  /** `true`: more than; `false`: at least. Compared in whole numbers: `count * denominator` against `total * numerator`. */
  strict: z.boolean(),
});

/** A term: `cd` calendar days, `wd` working days, `month`, `year` (domain.md §5). */
export const duration = z.strictObject({
  length: z.int().nonnegative(),
  unit: z.enum(['cd', 'wd', 'month', 'year']),
  /** Timer of domain.md §5, such as `T01`. */
  timer: z
    .string()
    .regex(/^T\d\d$/)
    .optional(),
  basis,
});

const evidenceSlot = z.strictObject({ slot: code, required: z.boolean(), label });
const sealSlot = z.strictObject({ org: code, required: z.boolean() });
/** A slot is filled by offices, not by persons: who lawfully holds two offices signs once, naming both (domain.md R4). */
const signatureSlot = z.strictObject({
  slot: code,
  /** Any of these offices fills the slot. Empty: the household signs. */
  offices: z.array(z.enum(OFFICES)),
  /** How many persons must sign in this slot; 0 where the slot may stay empty. */
  min: z.int().nonnegative(),
});

const onFail = z.enum(['REJECT', 'DEFER', 'HOLD']);

const partCommon = {
  code,
  label,
  level: z.enum(LEVELS),
  /** Offices whose act it is (performedBy). Empty: the household's. */
  performedBy: z.array(z.enum(OFFICES)),
  /** Offices that may enter it (recordedBy): recording is not deciding (domain.md R4). */
  recordedBy: z.array(z.enum(OFFICES)),
  evidence: z.array(evidenceSlot),
  seals: z.array(sealSlot),
  signatures: z.array(signatureSlot),
  /** Least number of different persons over all slots of this part; the offices of which at least one must be among them. */
  minDistinctPersons: z.int().positive().optional(),
  oneOfEach: z.array(z.array(z.enum(OFFICES))).optional(),
  minDuration: duration.optional(),
  maxDuration: duration.optional(),
  /** Parts that must be done before. Absent: the part before it in the definition. */
  after: z.array(partId).optional(),
  /** A part that runs beside this one instead of before it. */
  parallelWith: partId.optional(),
  onFail: onFail.optional(),
  /** `GATE`: a period closes only when none is open. `RETURN`: a material objection goes back to this part. */
  onObjection: z.strictObject({ mode: z.enum(['GATE', 'NONE']), returnTo: partId.optional() }).optional(),
  slogan: z.enum(['REVIEW', 'NOTICE', 'COMPARISON', 'ANNOUNCEMENT']).optional(),
  basis,
};

/** Exit and identification criteria (domain.md §2.4, §3.3). */
export const CRITERIA = [
  'INCOME',
  'FOOD',
  'CLOTHING',
  'WATER',
  'EDUCATION',
  'MEDICAL',
  'HOUSING',
  'NOT_IDENTIFIED_THIS_YEAR',
  'NO_DISASTER_THIS_YEAR',
  'MEASURE_DELIVERED',
  'NO_DISABLED_WITHOUT_INCOME',
  'NO_SERIOUS_ILLNESS_UNDER_TREATMENT',
  'SPENDING_WITHIN_INCOME',
  'RELOCATED_MOVED_IN',
  'NOT_SAFETY_NET_ONLY',
] as const;
export type Criterion = (typeof CRITERIA)[number];

export const MEETING_BODIES = ['GROUP_MEETING', 'REPRESENTATIVE_MEETING', 'VILLAGE_MEETING', 'PANEL'] as const;
export type MeetingBody = (typeof MEETING_BODIES)[number];
export const VOTE_METHODS = ['SECRET_BALLOT', 'SHOW_OF_HANDS', 'SIGNED_ROLL'] as const;
export type VoteMethod = (typeof VOTE_METHODS)[number];

const part = z.discriminatedUnion('kind', [
  z.strictObject({
    ...partCommon,
    kind: z.literal('application'),
    /** `APPLICATION`: the household applies. `NOMINATION`: the group or a plan names it, or it applies itself. */
    form: z.enum(['APPLICATION', 'NOMINATION']),
    /** Whose asset queries must be authorised before the comparison. */
    authorisation: z.enum(['ALL_ADULTS', 'NONE']),
  }),
  z.strictObject({
    ...partCommon,
    kind: z.literal('survey'),
    minSurveyors: z.int().positive(),
    maxSurveyors: z.int().positive().optional(),
    /** Least number of villagers' representatives among the surveyors. */
    minRepresentatives: z.int().nonnegative().optional(),
    line: z.enum(['identificationLine', 'exitLine', 'monitoringLine']),
    /** `BELOW_OR_UNMET`: income below the line, or a listed criterion unmet. `ALL_MET`: every criterion holds. `RISK`: as found. */
    passes: z.enum(['BELOW_OR_UNMET', 'ALL_MET', 'RISK']),
    criteria: z.array(z.enum(CRITERIA)),
  }),
  z.strictObject({
    ...partCommon,
    kind: z.literal('review'),
    body: z.enum(MEETING_BODIES),
    /** Quorum of each kind of body from a date on (domain.md R8, §2.5). */
    quorums: z
      .array(
        z.strictObject({
          bodyKind: z.enum(['VILLAGERS', 'RESIDENTS']),
          from: z.string().optional(),
          until: z.string().optional(),
          fraction,
          basis,
        }),
      )
      .min(1),
    majority: fraction,
    methods: z.array(z.enum(VOTE_METHODS)).min(1),
    form: z.enum(['VOTE', 'RANKED_LIST']),
    /** Result of the comparison must be read out at the meeting. */
    readOutComparison: z.boolean(),
  }),
  z.strictObject({
    ...partCommon,
    kind: z.literal('comparison'),
    sources: z.array(z.strictObject({ source: code, answers: z.array(code).min(1) })).min(1),
    /** `HARD_HITS`: a confirmed hard red line rejects. `ALL_ITEMS`: every item must be clear. */
    blocks: z.enum(['HARD_HITS', 'ALL_ITEMS']),
  }),
  z.strictObject({ ...partCommon, kind: z.literal('verification') }),
  z.strictObject({
    ...partCommon,
    kind: z.literal('consent'),
    /** Refusals in one year after which the exit is deferred (domain.md §3.4). */
    maxRefusals: z.int().positive(),
    /** A refusal sends the case back here. */
    returnTo: partId,
  }),
  z.strictObject({ ...partCommon, kind: z.literal('notice'), places: z.array(code).min(1) }),
  z.strictObject({
    ...partCommon,
    kind: z.literal('audit'),
    /** Share of households to be visited again, in permille; 0 where none is asked. */
    samplePermille: z.int().min(0).max(1000),
  }),
  z.strictObject({ ...partCommon, kind: z.literal('approval') }),
  z.strictObject({ ...partCommon, kind: z.literal('announcement'), places: z.array(code).min(1) }),
  z.strictObject({ ...partCommon, kind: z.literal('filing') }),
]);

const step = z.strictObject({ no: z.int().positive(), code, label, parts: z.array(part).min(1) });

/** An order between paper dates beyond the order of the parts (domain.md §3.2, the signature dates of EXIT-GZ). */
const dateRule = z.discriminatedUnion('kind', [
  /** The part's date is on or after the other's. */
  z.strictObject({ kind: z.literal('NOT_BEFORE'), part: partId, other: partId, basis }),
  /** The part's date is later than the other's by at least `days` (1 = strictly after). */
  z.strictObject({
    kind: z.literal('MIN_GAP'),
    part: partId,
    other: partId,
    days: z.int().positive(),
    timer: z.string().optional(),
    basis,
  }),
  /** The part's signatures are dated within the other's period, both ends included. */
  z.strictObject({ kind: z.literal('SIGNED_WITHIN'), part: partId, other: partId, basis }),
]);

export const CASE_KINDS = ['IDENTIFICATION', 'EXIT', 'MONITORING'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/**
 * A procedure as data: numbered steps (what the slogan counts), each of one or more parts.
 * Frozen by digest when published; pinned by each case (architecture §5; domain.md §2.6).
 */
export const definitionSchema = z.strictObject({
  id: z.string().regex(/^[A-Z][A-Z0-9-]*$/),
  version: z.int().positive(),
  kind: z.enum(CASE_KINDS),
  label,
  /** What the label claims: held against the steps by the self-check. */
  slogan: z.strictObject({
    steps: z.int().positive(),
    reviews: z.int().nonnegative(),
    notices: z.int().nonnegative(),
    comparisons: z.int().nonnegative(),
    announcements: z.int().nonnegative(),
  }),
  instrument: z.strictObject({ documentNo: z.string().min(1), title: z.string().min(1), basis }),
  /** Civil dates, both ends included. */
  effective: z.strictObject({ from: z.string(), until: z.string().optional(), basis }),
  /** Area for which it may be used; `CN` for all. */
  area: z.string().min(1),
  steps: z.array(step).min(1),
  dateRules: z.array(dateRule),
  /** When the last part that must precede it is done, the household is registered, exited or monitored. */
  effect: z.strictObject({ result: z.enum(['REGISTERED', 'EXITED', 'MONITORED']), after: partId, basis }),
  /** Longest time from application to effect (T14). */
  total: duration.optional(),
  /** What becomes of cases that are open under other law: those of which this part has begun keep theirs to the end. */
  transition: z.strictObject({ keepsFrom: partId, basis }).optional(),
});
export type Definition = z.infer<typeof definitionSchema>;
export type Step = Definition['steps'][number];
export type Part = Step['parts'][number];
export type PartOf<K extends PartKind> = Extract<Part, { kind: K }>;
export type DateRule = Definition['dateRules'][number];
export type Duration = z.infer<typeof duration>;
export type Fraction = z.infer<typeof fraction>;
export type Basis = z.infer<typeof basis>;
export type SignatureSlot = z.infer<typeof signatureSlot>;
