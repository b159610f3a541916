export { BullmqBell, type BullmqBellOptions, NoRedisUrl } from './bullmq-bell.js';
export * from './bullmq-look.js';
export * from './embedded-bell.js';
export * from './port.js';
