import { z } from 'zod';
import { timersSchema } from './timer.js';

/** One number of the law and where it stands. */
const param = <T extends z.ZodType>(value: T) =>
  z.strictObject({ value, clause: z.string().min(1), mark: z.enum(['SOURCE', 'ASSUMPTION']) });

const redLine = z.strictObject({
  code: z.string().regex(/^R\d\d$/),
  severity: z.enum(['HARD', 'STRICT_CHECK', 'REVIEW', 'MEMBER']),
  clause: z.string().min(1),
  mark: z.enum(['SOURCE', 'ASSUMPTION']),
});

/** The parameters of domain.md §6. Money in fen; days are calendar days unless the name says otherwise. */
export const policyParameters = z.strictObject({
  /** Yuan lines are kept in fen per person and year. */
  identificationLine: param(z.int().positive().nullable()),
  exitLine: param(z.int().positive().nullable()),
  monitoringLine: param(z.int().positive().nullable()),
  redLines: z.array(redLine),
  /** §5 day counting: with EXCLUDE_START a notice posted on D closes at the earliest at the start of D+n+1. */
  dayCount: param(z.enum(['EXCLUDE_START', 'INCLUDE_START'])),
  /** R2: how far a paper date may lie before its entry and still be counted from. */
  backfillMaxDays: param(z.int().nonnegative()),
  /** R9: an older comparison is stale at the approval. */
  comparisonMaxAgeDays: param(z.int().positive()),
  /** R9: whether a missing authorisation blocks that person's comparison. */
  authorisationRequired: param(z.boolean()),
  /** R5. */
  exitSameYear: param(z.enum(['ALLOW', 'FINDING', 'REFUSE'])),
  /** R4: pairs of offices that one person may lawfully hold and sign for at once. */
  officePairs: param(z.array(z.tuple([z.string(), z.string()]))),
  /** R7: how votes may be given besides in person. */
  remoteAttendance: param(z.boolean()),
  proxyVoting: param(z.boolean()),
  /** R7: inquorate attempts after which the township may order a signed roll. */
  inquorateAttempts: param(z.int().positive()),
  /** R10: beyond so many missing days an interruption restarts the period. */
  interruptionMaxMissingDays: param(z.int().nonnegative()),
  /** R13. */
  recheckDays: param(z.int().positive()),
  /** §3.5: 0 nationally, 365 in Guangxi. */
  deregistrationDelayDays: param(z.int().nonnegative()),
  /** §5, by their id. */
  timers: timersSchema,
});
export type PolicyParameters = z.infer<typeof policyParameters>;

/** A set of one area and year; overrides what stands above it: national ← province ← county (domain.md §6.3). */
export const policySetSchema = z.strictObject({
  id: z.string().regex(/^[A-Z][A-Z0-9-]*$/),
  version: z.int().positive(),
  area: z.string().min(1),
  year: z.int(),
  parent: z.string().optional(),
  parameters: policyParameters.partial(),
});
export type PolicySet = z.infer<typeof policySetSchema>;

/** A set merged with all above it: complete, frozen, pinned by each case. */
export interface Policy {
  readonly id: string;
  readonly version: number;
  readonly area: string;
  readonly year: number;
  readonly parameters: PolicyParameters;
  /** Timers that a province or county sets: they stand above what a definition says of its own parts. Absent: none. */
  readonly localTimers?: readonly string[];
}
