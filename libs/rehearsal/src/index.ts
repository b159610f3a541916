export * from './account.js';
export { compareEvents } from './compare.js';
export * from './course.js';
export * from './fixtures/county.js';
export * from './nearest.js';
export * from './open-engine.js';
export * from './rehearse.js';
export * from './script.js';
export * from './stage.js';
