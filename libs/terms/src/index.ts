export { commandLine } from './command-line.js';
export * from './deadline-sentence.js';
export * from './dictionary.js';
export { exchange, exchangeLabels, type Unreadable } from './exchange.js';
export { findings } from './findings.js';
export { redis } from './redis.js';
export * from './refusal-text.js';
export { scriptFaults, type ScriptWord } from './script-faults.js';
export * from './words.js';
