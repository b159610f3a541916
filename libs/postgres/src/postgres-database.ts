import { Socket } from 'node:net';
import pg from 'pg';
import { postgresAddressOf, readPostgresUrl } from './postgres-address.js';
import { isPostgresAway, postgresFault } from './postgres-faults.js';

export interface PostgresOptions {
  /** `postgres://user:password@host:5432/database?sslmode=…`. */
  readonly url: string;
  /** Most connections at once; 10 where absent. */
  readonly connections?: number;
  /** In which unqualified names are looked for first, then in `public`; a plain name. */
  readonly schema?: string;
  /** Shown by `pg_stat_activity`. */
  readonly name?: string;
}

/** Where statements can be given: the database, or a transaction of it. */
export interface Queryable {
  query<Row extends object = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export interface TransactionOptions {
  /** How long one statement may take; a minute where absent. */
  readonly statementMs?: number;
}

const CONNECTIONS = 10;
const CONNECTS_WITHIN_MS = 5_000;
/** The server ends a statement that takes longer. */
const STATEMENT_MS = 60_000;
/** How much later we give up on a server that does not even say so. */
const SILENCE_MS = 5_000;
/** Of one who went away in the midst of a transaction, the locks are freed after this. */
const IDLE_IN_TRANSACTION_MS = 20_000;
const IDLE_CONNECTION_MS = 60_000;

const [INT8, NUMERIC, DATE, TIMESTAMP, TIMESTAMPTZ] = [20, 1700, 1082, 1114, 1184];

/** Not for the process: another user of the driver keeps his own ways. */
const types = new pg.TypeOverrides();
types.setTypeParser(INT8, exactNumber);
types.setTypeParser(NUMERIC, exactNumber);
for (const type of [DATE, TIMESTAMP, TIMESTAMPTZ]) types.setTypeParser(type, (text: string) => text);

/**
 * One database and its connections. int8 and numeric come as numbers (RangeError beyond 2^53), dates and times as the text that
 * PostgreSQL writes; bytea as Buffer. A statement may take a minute, a transaction may pause for 20 s. Whatever fails for want of
 * a server is PostgresUnreachable or PostgresRefused; connections come back by themselves when the server does.
 */
export class Postgres implements Queryable {
  /** Host, port and database, to be shown. */
  readonly address: string;
  /** For what builds its own statements; what its clients throw is put into words by {@link faultOf}. */
  readonly pool: pg.Pool;
  readonly #waiting: (() => void)[] = [];
  /** Of all connections, also of those that are being made. */
  readonly #sockets = new Set<Socket>();
  #free: number;
  #isLetGo = false;
  #closing: Promise<void> | undefined;

  /** Connects when first asked; see {@link reach}. @throws NoPostgresUrl */
  constructor({ url, connections = CONNECTIONS, name = 'mingce', schema }: PostgresOptions) {
    this.address = postgresAddressOf(url);
    this.#free = connections;
    this.pool = new pg.Pool({
      ...readPostgresUrl(url),
      max: connections,
      application_name: name,
      connectionTimeoutMillis: CONNECTS_WITHIN_MS,
      statement_timeout: STATEMENT_MS,
      query_timeout: STATEMENT_MS + SILENCE_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      idleTimeoutMillis: IDLE_CONNECTION_MS,
      keepAlive: true,
      stream: () => this.#socket(),
      types,
      ...(schema === undefined ? {} : { options: `-c search_path=${schema},public` }),
    });
    // A connection that is cut fails whoever uses it next, and is replaced; nobody need hear of it here.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Asks the server once. @throws PostgresUnreachable, PostgresRefused */
  async reach(): Promise<void> {
    await this.query('SELECT 1');
  }

  query<Row extends object = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#lend((client) => rowsOf<Row>(client, text, values, undefined));
  }

  /**
   * All that `work` does through the transaction is done, or none of it. READ COMMITTED, as PostgreSQL has it.
   * @throws what `work` throws, after everything was taken back.
   */
  transaction<T>(work: (transaction: Queryable) => Promise<T>, { statementMs }: TransactionOptions = {}): Promise<T> {
    return this.#lend(async (client) => {
      await client.query('BEGIN');
      try {
        if (statementMs !== undefined) await client.query(`SET LOCAL statement_timeout = ${Math.ceil(statementMs)}`);
        const answerMs = statementMs === undefined ? undefined : statementMs + SILENCE_MS;
        const done = await work({ query: (text, values = []) => rowsOf(client, text, values, answerMs) });
        await client.query('COMMIT');
        return done;
      } catch (error) {
        // Where the connection is gone, so is the transaction.
        if (!isPostgresAway(error)) await client.query('ROLLBACK');
        throw error;
      }
    });
  }

  /** What a client of {@link pool} threw, as a person needs it; an error of the statement itself as it is. */
  faultOf(error: unknown): unknown {
    return postgresFault(error, this.address, this.#isLetGo);
  }

  /**
   * Waits for a server that does not answer no longer: connections are cut, and whatever is asked or will be fails at once with
   * PostgresUnreachable. The server takes back what was not committed, when it notices. To be closed all the same.
   */
  letGo(): void {
    this.#isLetGo = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Waits for what is being asked, and for the server to take its leave. A second call does nothing. */
  close(): Promise<void> {
    this.#closing ??= this.pool.end();
    return this.#closing;
  }

  #socket(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // Not at once: whoever asks for it listens to it first.
    if (this.#isLetGo) setImmediate(() => socket.destroy());
    return socket;
  }

  async #lend<T>(use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    let client: pg.PoolClient | undefined;
    let cut = false;
    // Here and not in the pool, which would call it unreachable when many wait for one of a few connections.
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      client = await this.pool.connect();
      return await use(client);
    } catch (error) {
      cut = isPostgresAway(error);
      throw this.faultOf(error);
    } finally {
      client?.release(cut);
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}

async function rowsOf<Row extends object>(
  client: pg.PoolClient,
  text: string,
  values: readonly unknown[],
  answerMs: number | undefined,
): Promise<readonly Row[]> {
  const question = { text, values: [...values], ...(answerMs === undefined ? {} : { query_timeout: answerMs }) };
  return (await client.query<Row & pg.QueryResultRow>(question)).rows;
}

function exactNumber(text: string): number {
  const value = Number(text);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) throw new RangeError(`${text} is beyond 2^53`);
  return value;
}
