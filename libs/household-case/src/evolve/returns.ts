import { type Evolutions } from './evolution.js';
import { supersede } from './part-progress.js';

export const returnEvolutions: Evolutions<'case.CaseReturned.v1' | 'case.ReReviewOrdered.v1' | 'case.SignedRollOrdered.v1'> = {
  'case.CaseReturned.v1': (state, { data, metadata }) => ({
    ...supersede(state, data.superseded),
    returned: {
      no: (state.returned?.no ?? 0) + 1,
      to: data.to,
      level: data.level,
      because: data.because,
      on: metadata.occurredOn,
      decidedBy: metadata.performedBy,
    },
  }),
  'case.ReReviewOrdered.v1': (state, { data }) => ({ ...state, reReviewed: [...(state.reReviewed ?? []), data.part] }),
  'case.SignedRollOrdered.v1': (state, { data }) => ({
    ...state,
    signedRollOrdered: [...state.signedRollOrdered, data.part],
  }),
};
