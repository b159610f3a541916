import { initial } from '../state.js';
import { type Evolutions } from './evolution.js';
import { finish } from './part-progress.js';

const united = (a: readonly string[], b: readonly string[]): readonly string[] => [...new Set([...a, ...b])];

export const applicationEvolutions: Evolutions<
  'case.CaseOpened.v1' | 'case.ApplicationSubmitted.v1' | 'case.ExitNominated.v1' | 'case.QueryAuthorisationGranted.v1'
> = {
  'case.CaseOpened.v1': (_state, { data, metadata }) => ({
    ...initial,
    phase: 'OPEN',
    caseId: data.caseId,
    householdId: data.householdId,
    kind: data.kind,
    programYear: data.programYear,
    openedOn: metadata.occurredOn,
    area: data.area,
    bodyKind: data.bodyKind,
    household: data.household,
    definition: data.definition,
    policy: data.policy,
  }),
  'case.ApplicationSubmitted.v1': (state, event) => ({
    ...finish(state, event, { papers: event.data.papers }),
    authorisedBy: united(state.authorisedBy, event.data.authorisedBy),
  }),
  'case.ExitNominated.v1': (state, event) => ({
    ...finish(state, event, { papers: event.data.papers }),
    authorisedBy: united(state.authorisedBy, event.data.authorisedBy),
  }),
  'case.QueryAuthorisationGranted.v1': (state, { data }) => ({
    ...state,
    authorisedBy: united(state.authorisedBy, [data.person]),
  }),
};
