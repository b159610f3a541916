export * from './eventstoredb-event-store.js';
export * from './memory-event-store.js';
export * from './port.js';
export { SqliteEventReader } from './sqlite-event-reader.js';
export { SqliteEventStore, type SqliteOptions } from './sqlite-event-store.js';
export { NotAnEventLog } from './sqlite-log-file.js';
export { LogInUse } from './sqlite-writer-lock.js';
