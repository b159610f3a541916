import { type JsonValue } from './json.js';

/**
 * What a finding is about (domain.md R16): INPUT the data are unusable; ORDER the step is out of turn;
 * RIGHTS the person may not; LAW the procedure forbids it.
 */
export type FindingClass = 'INPUT' | 'ORDER' | 'RIGHTS' | 'LAW';

/** BLOCKING: unmet, it refuses. REMARK: unmet, the event stands and the finding is shown to the next ruling. */
export type FindingWeight = 'BLOCKING' | 'REMARK';

/** One rule held against one fact. */
export interface Finding {
  /** `UPPER_SNAKE`; an unmet one says what is not so. Stored: never renamed. */
  readonly code: string;
  readonly class: FindingClass;
  readonly weight: FindingWeight;
  /** Where the rule stands: a row of domain.md, an instrument, or `assumption`. */
  readonly clause: string;
  readonly required: JsonValue;
  readonly actual: JsonValue;
  readonly met: boolean;
}

/** The findings that stop an order: unmet and blocking, in the order in which the rules stand. */
export function blocking(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => !finding.met && finding.weight === 'BLOCKING');
}

/** Unmet findings that do not stop the order. */
export function remarks(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => !finding.met && finding.weight === 'REMARK');
}
