import { type Proposals } from './handler.js';

/** Old paper dates count only after the level above has admitted them (R2); one admission may cover several parts. */
export const backfillProposals: Proposals<'AdmitBackfill'> = {
  AdmitBackfill: (data) => [{ type: 'case.BackfillAdmitted.v1', data }],
};
