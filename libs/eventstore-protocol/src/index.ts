export { Refusal } from './refusal.js';
export * from './server.js';
