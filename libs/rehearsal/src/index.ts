export * from './account.js';
export { compareEvents } from './compare.js';
export * from './course.js';
export * from './fixtures/county.js';
export * from './nearest.js';
export { rehearse } from './rehearse.js';
export * from './report.js';
export * from './script.js';
export * from './stage.js';
