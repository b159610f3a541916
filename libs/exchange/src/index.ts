export * from './comparison-list.js';
export * from './exported-lists.js';
export * from './identities.js';
export * from './receipt-file.js';
export * from './sheet.js';
