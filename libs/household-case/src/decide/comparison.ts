import { type CivilDate, isRefusal, refuse, unmet } from '#libs/kernel';
import { blocksCase, type ComparisonView, pendingOf, withAnswers } from '#libs/procedure';
import { type CaseEvent } from '../events.js';
import { type Given, type Proposals } from './handler.js';
import { about, failure, partOf } from './part.js';

interface AboutComparison {
  readonly part: string;
  readonly round?: number;
  readonly act?: string;
}

/** The comparison is passed of itself when every member has an answer of every source that lets him pass (R9). */
function passedIfComplete(data: AboutComparison, comparison: ComparisonView, { law, state }: Given): readonly CaseEvent[] {
  const part = partOf(law, data.part, 'comparison');
  if (isRefusal(part) || pendingOf(part, comparison, law.policy, state).length > 0) return [];
  const dates = Object.values(comparison.answers).map((answer) => answer.asOf);
  const [first, ...others] = dates;
  if (first === undefined) return [];
  const oldestAsOf = others.reduce<CivilDate>((oldest, asOf) => (asOf < oldest ? asOf : oldest), first);
  return [{ type: 'case.ComparisonPassed.v1', data: { ...about(data), oldestAsOf } }];
}

/** Asking registers, their receipts, and what becomes of hits (domain.md §2.1 step 4, §3.2 step 4, §6.2, R9). */
export const comparisonProposals: Proposals<'RequestComparison' | 'RecordComparisonResult' | 'DispositionHit'> = {
  RequestComparison: (data, { law }) => {
    const part = partOf(law, data.part, 'comparison');
    if (isRefusal(part)) return part;
    const { persons, sources } = data;
    return [{ type: 'case.ComparisonRequested.v1', data: { ...about(data), persons, sources } }];
  },

  RecordComparisonResult: (data, given) => {
    const part = partOf(given.law, data.part, 'comparison');
    if (isRefusal(part)) return part;
    const { source, asOf, receiptDigest, answers } = data;
    const received: CaseEvent = {
      type: 'case.ComparisonResultReceived.v1',
      data: { ...about(data), source, asOf, receiptDigest, answers },
    };
    const known = given.state.comparison ?? { part: data.part, requested: [], answers: {}, dispositions: {} };
    const renewed = new Set(answers.map((answer) => answer.person));
    const superseded = (given.state.comparisonSuperseded ?? []).filter((person) => !renewed.has(person));
    const view: Given = { ...given, state: { ...given.state, comparisonSuperseded: superseded } };
    return [received, ...passedIfComplete(data, withAnswers(known, data), view)];
  },

  /** A confirmed hit that bars the household ends or defers the case; any other lets the comparison go on. */
  DispositionHit: (data, given) => {
    const { law, state } = given;
    const part = partOf(law, data.part, 'comparison');
    if (isRefusal(part)) return part;
    const { hit, disposition, evidence, reason } = data;
    const [person = '', source = '', code = ''] = hit.split('|');
    const comparison = state.comparison;
    const answer = comparison?.answers[`${person}|${source}`];
    if (comparison === undefined || answer?.result !== 'HIT' || answer.code !== code) {
      return refuse(unmet('HIT_UNKNOWN', 'INPUT', 'R9', 'a hit of a receipt of this case, person|source|code', hit));
    }
    const settled: CaseEvent = {
      type: 'case.HitDispositioned.v1',
      data: { ...about(data), hit, disposition, evidence, reason },
    };
    if (disposition === 'CONFIRMED' && blocksCase(part, answer, law.policy, state)) {
      return [settled, ...failure({ part: data.part, reason: 'COMPARISON', text: reason }, given)];
    }
    const dispositions = { ...comparison.dispositions, [hit]: disposition };
    return [settled, ...passedIfComplete(data, { ...comparison, dispositions }, given)];
  },
};
