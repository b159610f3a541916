import { type Evolutions } from './evolution.js';

export const backfillEvolutions: Evolutions<'case.BackfillAdmitted.v1'> = {
  'case.BackfillAdmitted.v1': (state) => state,
};
