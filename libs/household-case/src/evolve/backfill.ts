import { type Evolutions } from './evolution.js';

export const backfillEvolutions: Evolutions<'case.BackfillAdmitted.v1'> = {
  'case.BackfillAdmitted.v1': (state, { data, metadata }) => ({
    ...state,
    backfillAdmitted: [...new Set([...state.backfillAdmitted, ...data.parts])],
    admittedBy: { ...state.admittedBy, ...Object.fromEntries(data.parts.map((part) => [part, metadata.performedBy])) },
  }),
};
