import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { type DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** Lists are asked with few shapes; past this many the oldest are prepared again when they come back. */
const KEPT = 200;

/** Kysely over `node:sqlite`: its own dialect wants another driver. For reading only; statements are prepared once and kept. */
export class NodeSqliteDialect implements Dialect {
  constructor(private readonly db: DatabaseSync) {}

  createDriver(): Driver {
    return new ReadingDriver(this.db);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): SqliteAdapter {
    return new SqliteAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

class ReadingDriver implements Driver {
  private readonly connection: ReadingConnection;

  constructor(db: DatabaseSync) {
    this.connection = new ReadingConnection(db);
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(this.connection);
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return give(connection, 'BEGIN');
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return give(connection, 'COMMIT');
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return give(connection, 'ROLLBACK');
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve();
  }

  /** The file is closed by whoever opened it. */
  destroy(): Promise<void> {
    return Promise.resolve();
  }
}

class ReadingConnection implements DatabaseConnection {
  private readonly statements = new Map<string, StatementSync>();

  constructor(private readonly db: DatabaseSync) {}

  executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return new Promise((resolve) => {
      resolve({ rows: this.prepared(sql).all(...(parameters as readonly SQLInputValue[])) as R[] });
    });
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new TypeError('rows are read page by page');
  }

  private prepared(sql: string): StatementSync {
    const known = this.statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.db.prepare(sql);
    const [oldest] = this.statements.keys();
    if (this.statements.size >= KEPT && oldest !== undefined) this.statements.delete(oldest);
    this.statements.set(sql, statement);
    return statement;
  }
}

async function give(connection: DatabaseConnection, sql: string): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw(sql));
}
