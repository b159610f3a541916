import { type Evolutions } from './evolution.js';
import { closed, decidedBy, fail } from './part-progress.js';

export const endingEvolutions: Evolutions<
  'case.CaseWithdrawn.v1' | 'case.CaseLapsed.v1' | 'case.ExitDeferred.v1' | 'case.ApprovalRevoked.v1'
> = {
  'case.CaseWithdrawn.v1': (state, { metadata }) => closed(state, 'WITHDRAWN', metadata.occurredOn),
  'case.CaseLapsed.v1': (state, { metadata }) => closed(state, 'LAPSED', metadata.occurredOn),
  'case.ExitDeferred.v1': (state, { data, metadata }) => {
    const { part, round, papers } = data;
    const ended =
      part === undefined || round === undefined || papers === undefined
        ? state
        : decidedBy(fail(state, { data: { part, round }, metadata }, { papers }), part, papers, metadata.performedBy);
    return { ...closed(ended, 'DEFERRED', metadata.occurredOn), deferredTo: data.toYear };
  },
  'case.ApprovalRevoked.v1': (state) => ({ ...state, approval: undefined }),
};
