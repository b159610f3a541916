import { type StoredCaseEvent } from './case-evolution.js';
import { type CaseFold } from './case-fold.js';

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
    const missing: Record<string, string[]> = {};
    for (const source of sources) missing[source] = [...persons];
    fold.comparison = { part, since: on, sources: [...sources], missing, hits: {} };
    return;
  }
  const { comparison } = fold;
  if (comparison === null) return;
  switch (event.type) {
    case 'case.ComparisonResultReceived.v1': {
      const { source, answers } = event.data;
      let missing = comparison.missing[source] ?? [];
      for (const { person, result, code } of answers) {
        // NOT_ANSWERED and NOT_FOUND do not pass: the answer is still owed.
        if (result === 'HIT' || result === 'CLEAR') missing = missing.filter((other) => other !== person);
        const hit = `${person}|${source}|${code ?? ''}`;
        if (result === 'HIT' && !(hit in comparison.hits)) comparison.hits[hit] = on;
      }
      if (missing.length > 0) comparison.missing[source] = missing;
      else delete comparison.missing[source];
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
      for (const source of comparison.sources) {
        const missing = comparison.missing[source] ?? [];
        if (!missing.includes(person)) comparison.missing[source] = [...missing, person];
      }
      for (const hit of Object.keys(comparison.hits)) if (hit.startsWith(`${person}|`)) delete comparison.hits[hit];
    }
  }
}
