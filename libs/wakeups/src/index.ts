export * from './embedded-bell.js';
export * from './port.js';
