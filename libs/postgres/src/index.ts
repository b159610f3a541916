export { openPostgres } from './open-postgres.js';
export { isPostgresEncrypted, NoPostgresUrl, postgresAddressOf } from './postgres-address.js';
export { type Postgres, type PostgresOptions, type Queryable } from './postgres-database.js';
export { isPostgresAway, PostgresNewer, PostgresRefused, PostgresUnreachable } from './postgres-faults.js';
export { assertHeld, type Lease, LeaseLost, PostgresLeases } from './postgres-leases.js';
export { type Patience, patiently } from './postgres-patience.js';
export { migrate, type Migration } from './postgres-migrations.js';
