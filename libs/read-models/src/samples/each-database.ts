import { describeOnPostgres, PostgresServer } from '../../../postgres/src/contract/postgres-server.contract.js';
import { openPostgresReadModels } from '../open-postgres-read-models.js';
import { ReadModels } from '../read-models.js';

/** New read models, empty. */
export interface Fresh {
  (): Promise<ReadModels>;
  readonly database: 'SQLite' | 'PostgreSQL';
}

/** The same cases on each database that read models may stand in. */
export function onEachDatabase(cases: (fresh: Fresh) => void): void {
  const inMemory = (): Promise<ReadModels> => Promise.resolve(ReadModels.open(':memory:'));
  describe('in SQLite', () => cases(Object.assign(inMemory, { database: 'SQLite' as const })));
  inPostgres(cases);
}

/** On a PostgreSQL of their own; each read models in a schema of theirs. */
export function inPostgres(cases: (fresh: Fresh, server: () => PostgresServer) => void): void {
  describeOnPostgres('in PostgreSQL', () => {
    let server: PostgresServer;
    const opened: ReadModels[] = [];
    beforeAll(async () => {
      server = await PostgresServer.start();
    });
    afterAll(async () => {
      for (const models of opened) await models.close();
      await server.remove();
    });
    const ofItsOwn = async (): Promise<ReadModels> => {
      const schema = `models_${opened.length}`;
      const models = await openPostgresReadModels({ url: server.url, schema, connections: 1 });
      opened.push(models);
      return models;
    };
    cases(Object.assign(ofItsOwn, { database: 'PostgreSQL' as const }), () => server);
  });
}
