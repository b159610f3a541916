export * from './area-queries.js';
export * from './case-queries.js';
export * from './derived-deadlines.js';
export * from './desk-queries.js';
export * from './household-queries.js';
export { type Page, type Paged, UnknownCursor } from './paging.js';
