import { ACT_FOLDS, ACTS } from './acts.projection.js';
import { AREA_OPENINGS, AREA_PARENTS, MANDATE_READINGS, READINGS_TOLD } from './area-openings.js';
import { AREA_PATHS } from './area-paths.js';
import { CASE_FOLDS } from './cases.projection.js';
import { CASE_STATUS } from './case-status-table.js';
import { DEADLINES } from './deadlines-table.js';
import { DIGESTS } from './digests.projection.js';
import { HOUSEHOLD_HISTORY } from './household-history.projection.js';
import { HOUSEHOLD_FOLDS, HOUSEHOLDS } from './households.projection.js';
import { FINDING_EVENTS, FINDINGS_ANSWERED, FINDINGS_RAISED } from './inspection-findings.projection.js';
import { INCIDENTS } from './incidents.projection.js';
import { LAW_PROPOSALS } from './law-proposals.projection.js';
import { NOTICE_BOARD } from './notice-board-table.js';
import { ORDER_KEYS } from './order-keys.projection.js';
import { PART_DESKS } from './part-desks.js';
import { DEFINITIONS } from './procedures.js';
import { REMARKS } from './remarks.projection.js';
import { STANDING_GROSS, STANDING_PRESENT } from './standing-counts.js';
import { type RowOf, type Table, table } from './table.js';
import { TASKS } from './tasks-table.js';

/** Of which form the tables are, and up to where they know the log. */
export const STATE = table({
  name: 'read_model_state',
  columns: { name: 'text', value: 'integer' },
  key: ['name'],
});

/** All that hold rows made of events, by name. */
export const TABLES = [
  ACT_FOLDS,
  ACTS,
  AREA_OPENINGS,
  AREA_PARENTS,
  AREA_PATHS,
  CASE_FOLDS,
  CASE_STATUS,
  DEADLINES,
  DEFINITIONS,
  DIGESTS,
  FINDING_EVENTS,
  FINDINGS_ANSWERED,
  FINDINGS_RAISED,
  HOUSEHOLD_FOLDS,
  HOUSEHOLD_HISTORY,
  HOUSEHOLDS,
  INCIDENTS,
  LAW_PROPOSALS,
  MANDATE_READINGS,
  NOTICE_BOARD,
  ORDER_KEYS,
  PART_DESKS,
  READINGS_TOLD,
  REMARKS,
  STANDING_GROSS,
  STANDING_PRESENT,
  TASKS,
] as const;

type Declared = (typeof TABLES)[number] | typeof STATE;

/** What a query may ask of, as Kysely knows it. */
export type Tables = { readonly [T in Declared as T['name']]: RowOf<T> };

/** Another number is another form: such tables are emptied when they are opened, and fill again from the log. */
export const FORMAT = 18;

/** Indexes and all, in the order in which they can be made. */
export const ALL_TABLES: readonly Table[] = [STATE, ...TABLES];
