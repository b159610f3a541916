export * from './cloud-event.js';
export * from './cursor.js';
export * from './event-schemas.js';
export * from './follow.js';
export * from './server-sent-event.js';
export * from './stream-areas.js';
