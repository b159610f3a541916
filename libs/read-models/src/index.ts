export * from './compare.js';
export { type Row, type SqlValue } from './database.js';
export * from './other-form.js';
export * from './other-writer.js';
export * from './open-postgres-read-models.js';
export * from './queries.js';
export * from './read-models.js';
export * from './rebuild.js';
export * from './samples/synthetic-log.js';
