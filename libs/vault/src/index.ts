export { canonicalJson, exactJson, NotJson, pointer } from './canonical.js';
export * from './memory-vault.js';
export { needsOf } from './needs-of.js';
export * from './port.js';
export { openPostgresVault, type PostgresVaultOptions } from './postgres-vault.js';
export { readyToOpen } from './ready-to-open.js';
export * from './seal-order.js';
export * from './sqlite-vault.js';
