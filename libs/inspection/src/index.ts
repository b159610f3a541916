export { type InspectionContext } from './decide.js';
export * from './decider.js';
export * from './events.js';
export * from './orders.js';
export * from './samples/inspection-samples.js';
export { evolve as evolveInspection } from './evolve.js';
export * from './state.js';
