export { queueOf, type RedisOptions } from './bell-of-choice.js';
export * from './build.js';
export * from './founding.js';
export * from './log-of-choice.js';
export { AnotherLog, keepLog, LOG_FILE } from './log-of-folder.js';
export * from './open-embedded.js';
export * from './surroundings.js';
export { StatesOfTheLog } from './states-of-the-log.js';
export { ThreadedProjections } from './threaded-projections.js';
