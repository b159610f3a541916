export * from './act-carrying.process.js';
export * from './context.js';
export { GUEST_CAPACITIES } from './decide/meeting.js';
export { MOST_CASES } from './decide/list.js';
export * from './decider.js';
export * from './events.js';
export * from './orders.js';
export * from './samples/act-samples.js';
export * from './state.js';
