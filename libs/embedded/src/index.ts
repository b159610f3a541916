export * from './build.js';
export * from './founding.js';
export * from './open-embedded.js';
export * from './surroundings.js';
