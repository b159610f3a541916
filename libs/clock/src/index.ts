export * from './port.js';
export * from './system-clock.js';
export * from './virtual-clock.js';
