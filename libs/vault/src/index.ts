export { canonicalJson, exactJson, NotJson, pointer } from './canonical.js';
export * from './memory-vault.js';
export * from './port.js';
export * from './seal-order.js';
export * from './sqlite-vault.js';
