import { type ComparisonView, type PartId, withAnswers } from '#libs/procedure';
import { type CaseFile } from '../state.js';
import { type Evolutions } from './evolution.js';
import { begin, finish, note } from './part-progress.js';

const comparisonOf = (state: CaseFile, part: PartId): ComparisonView =>
  state.comparison?.part === part ? state.comparison : { part, requested: [], answers: {}, dispositions: {} };

export const comparisonEvolutions: Evolutions<
  'case.ComparisonRequested.v1' | 'case.ComparisonResultReceived.v1' | 'case.HitDispositioned.v1' | 'case.ComparisonPassed.v1'
> = {
  'case.ComparisonRequested.v1': (state, event) => {
    const comparison = comparisonOf(state, event.data.part);
    const requested = [...new Set([...comparison.requested, ...event.data.persons])];
    return { ...begin(state, event), comparison: { ...comparison, requested } };
  },
  'case.ComparisonResultReceived.v1': (state, event) => {
    const { part, answers } = event.data;
    const hit = answers.some((answer) => answer.result === 'HIT');
    const renewed = new Set(answers.map((answer) => answer.person));
    const superseded = state.comparisonSuperseded?.filter((person) => !renewed.has(person));
    return {
      ...note(state, event),
      comparison: withAnswers(comparisonOf(state, part), event.data),
      ...(superseded && { comparisonSuperseded: superseded }),
      ...(hit && { lastHitOn: event.metadata.occurredOn }),
    };
  },
  'case.HitDispositioned.v1': (state, event) => {
    const comparison = comparisonOf(state, event.data.part);
    const dispositions = { ...comparison.dispositions, [event.data.hit]: event.data.disposition };
    return { ...note(state, event), comparison: { ...comparison, dispositions } };
  },
  'case.ComparisonPassed.v1': (state, event) => finish(state, event),
};
