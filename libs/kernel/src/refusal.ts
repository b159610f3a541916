import { type Finding } from './finding.js';

/** The answer of a decider that will not: a value, never thrown. It holds unmet blocking findings, at least one. */
export interface Refusal {
  readonly refused: readonly [Finding, ...Finding[]];
}

export function refuse(first: Finding, ...more: readonly Finding[]): Refusal {
  return { refused: [first, ...more] };
}

export function isRefusal(decision: object): decision is Refusal {
  return 'refused' in decision;
}

/** Shorthand for an unmet blocking finding. */
export function unmet(
  code: string,
  findingClass: Finding['class'],
  clause: string,
  required: Finding['required'],
  actual: Finding['actual'],
): Finding {
  return { code, class: findingClass, weight: 'BLOCKING', clause, required, actual, met: false };
}
