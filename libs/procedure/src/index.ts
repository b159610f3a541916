export * from './case-view.js';
export * from './definition.js';
export * from './facts.js';
export * from './law.js';
export * from './policy.js';
