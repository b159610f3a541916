import { type StoredCaseEvent } from './projection.js';
import { type CaseFold, type ComparisonFold } from './case-fold.js';

type ComparisonEvent = Extract<
  StoredCaseEvent,
  {
    readonly type:
      | 'case.ComparisonRequested.v1'
      | 'case.ComparisonResultReceived.v1'
      | 'case.HitDispositioned.v1'
      | 'case.ComparisonPassed.v1'
      | 'case.ComparisonSuperseded.v1';
  }
>;

/** Which answers are missing and which hits await a disposition (domain.md R9). */
export function comparisonEvent(fold: CaseFold, event: ComparisonEvent): void {
  const on = event.metadata.occurredOn;
  if (event.type === 'case.ComparisonRequested.v1') {
    const { part, persons, sources } = event.data;
    // A further request adds persons: what is known of the others stands.
    if (fold.comparison?.part !== part) fold.comparison = { part, since: on, sources: [...sources], missing: {}, hits: {} };
    for (const source of sources) owe(fold.comparison, source, persons);
    return;
  }
  const { comparison } = fold;
  if (comparison === null) return;
  switch (event.type) {
    case 'case.ComparisonResultReceived.v1': {
      const { source, answers } = event.data;
      for (const { person, result, code } of answers) {
        const hit = `${person}|${source}|${code ?? ''}`;
        // The newest answer counts: an older hit of the same register is gone with it.
        forgetHits(comparison, `${person}|${source}|`, result === 'HIT' ? hit : undefined);
        // NOT_ANSWERED and NOT_FOUND do not pass: the answer is still owed.
        if (result === 'HIT' || result === 'CLEAR') settleAnswer(comparison, source, person);
        else owe(comparison, source, [person]);
        if (result === 'HIT' && !(hit in comparison.hits)) comparison.hits[hit] = on;
      }
      return;
    }
    case 'case.HitDispositioned.v1':
      comparison.hits[event.data.hit] = null;
      return;
    case 'case.ComparisonPassed.v1':
      for (const source of Object.keys(comparison.missing)) delete comparison.missing[source];
      return;
    case 'case.ComparisonSuperseded.v1': {
      const { person } = event.data;
      for (const source of comparison.sources) owe(comparison, source, [person]);
      forgetHits(comparison, `${person}|`, undefined);
    }
  }
}

/** Who has left the household need not be compared any more. */
export function leaveComparison(fold: CaseFold, person: string): void {
  const { comparison } = fold;
  if (comparison === null) return;
  for (const source of comparison.sources) settleAnswer(comparison, source, person);
  forgetHits(comparison, `${person}|`, undefined);
}

function owe(comparison: ComparisonFold, source: string, persons: readonly string[]): void {
  const missing = comparison.missing[source] ?? [];
  const more = persons.filter((person) => !missing.includes(person));
  if (more.length > 0) comparison.missing[source] = [...missing, ...more];
}

function settleAnswer(comparison: ComparisonFold, source: string, person: string): void {
  const missing = (comparison.missing[source] ?? []).filter((other) => other !== person);
  if (missing.length > 0) comparison.missing[source] = missing;
  else delete comparison.missing[source];
}

function forgetHits(comparison: ComparisonFold, of: string, but: string | undefined): void {
  for (const hit of Object.keys(comparison.hits)) if (hit.startsWith(of) && hit !== but) delete comparison.hits[hit];
}
