export * from './compare.js';
export * from './database.js';
export * from './queries.js';
export * from './read-models.js';
export * from './rebuild.js';
export * from './samples/synthetic-log.js';
