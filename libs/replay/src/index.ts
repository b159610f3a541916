export * from './decide-again.js';
export * from './difference.js';
export * from './recorded-append.js';
export * from './references.js';
export * from './replay.js';
export * from './stream-states.js';
