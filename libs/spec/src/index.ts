export * from './deep-freeze.js';
export * from './from-sources.js';
export * from './on-server.js';
export * from './read-pdf.js';
export * from './spec-for.js';
export * from './timeline.js';
export * from './until.js';
