import { type Postgres, type PostgresOptions } from './postgres-database.js';

/**
 * Opens a database and asks its server once, so that whoever starts hears at once what is wrong with it.
 * @throws NoPostgresUrl where the address cannot be read; PostgresUnreachable where nobody answered within some seconds;
 * PostgresRefused where it is not trusted, does not let us in or has no such database.
 */
export async function openPostgres(options: PostgresOptions): Promise<Postgres> {
  // Only where it is chosen: whoever runs on one file does not load the driver.
  const { Postgres: Database } = await import('./postgres-database.js');
  const postgres = new Database(options);
  try {
    await postgres.reach();
    return postgres;
  } catch (error) {
    await postgres.close();
    throw error;
  }
}
