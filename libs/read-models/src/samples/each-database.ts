import { describeOnPostgres, type PostgresServer } from '../../../postgres/src/contract/postgres-server.contract.js';
import { openPostgresReadModels } from '../open-postgres-read-models.js';
import { ReadModels } from '../read-models.js';
import { TABLES } from '../tables.js';

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

/** On a PostgreSQL of their own; each read models in a schema of theirs, until their test, or the last of those for which they are, has ended. */
export function inPostgres(cases: (fresh: Fresh, server: () => PostgresServer) => void): void {
  describeOnPostgres('in PostgreSQL', (on) => {
    let schemas = 0;
    /** Of tests that have ended: emptied, they are made quicker than new ones. */
    const free: string[] = [];
    const ofAll = new Map<string, ReadModels>();
    const ofTest = new Map<string, ReadModels>();
    let inUse = ofAll;
    beforeEach(() => {
      inUse = ofTest;
    });
    afterEach(async () => {
      inUse = ofAll;
      for (const [schema, models] of ofTest) {
        await models.close();
        free.push(schema);
      }
      ofTest.clear();
    });
    afterAll(async () => {
      for (const models of ofAll.values()) await models.close();
    });
    const ofItsOwn = async (): Promise<ReadModels> => {
      const used = free.pop();
      if (used !== undefined) await on.server.ask(emptied(used));
      const schema = used ?? `models_${++schemas}`;
      const models = await openPostgresReadModels({ url: on.server.url, schema, connections: 1 });
      inUse.set(schema, models);
      return models;
    };
    cases(Object.assign(ofItsOwn, { database: 'PostgreSQL' as const }), () => on.server);
  });
}

function emptied(schema: string): string {
  const rows = TABLES.map(({ name }) => `DELETE FROM ${schema}.${name};`);
  return [...rows, `UPDATE ${schema}.read_model_state SET value = -1 WHERE name = 'checkpoint';`].join('\n');
}
