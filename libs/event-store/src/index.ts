export * from './eventstoredb-event-store.js';
export * from './memory-event-store.js';
export * from './port.js';
export * from './sqlite-event-store.js';
