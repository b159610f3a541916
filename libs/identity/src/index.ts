export * from './appointment.decider.js';
export * from './area.decider.js';
export * from './directory.js';
export * from './events.js';
export * from './identity-number.js';
export * from './permission-table.js';
export * from './permit.js';
export * from './tokens.js';
