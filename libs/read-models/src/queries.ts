export * from './area-queries.js';
export * from './case-queries.js';
export {
  type BoardFilter,
  type DeadlineBoard,
  deadlineBoard,
  knownSteps,
  openOfOffice,
  overdueByLevel,
  type StateCounts,
  waitingByLevel,
} from './deadline-board.js';
export { DEADLINE_STATES, type DeadlineState } from './deadline-states.js';
export * from './derived-deadlines.js';
export * from './desk-queries.js';
export * from './digest-queries.js';
export * from './household-history-queries.js';
export { HISTORY_KINDS, type HistoryKind } from './household-history.projection.js';
export * from './household-lineage.js';
export * from './household-queries.js';
export { type Page, type Paged, UnknownCursor } from './paging.js';
export * from './inspection-finding-queries.js';
export * from './law-proposal-queries.js';
export * from './open-terms.js';
export * from './remark-queries.js';
