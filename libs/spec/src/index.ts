export * from './deep-freeze.js';
export * from './spec-for.js';
