import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { describeOn, freePort } from '#libs/spec';
import { openPostgres } from '../open-postgres.js';
import { type Postgres } from '../postgres-database.js';

const STARTS_WITHIN_MS = 30_000;
const USER = 'mingce';
const PASSWORD = 'not-a-secret';
/** Nothing survives the machine, all survives the process; no file is larger than it must be. */
const SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'shared_buffers=16MB',
  'max_connections=100',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_wal_size=64MB',
  'timezone=UTC',
];

const BINARIES = folderOfBinaries();
const MISSING =
  "PostgreSQL is not here: install Debian's package postgresql, or name the folder of initdb and postgres by MINGCE_POSTGRES_BIN";

/** Who the server runs as: it refuses to be root. */
interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A PostgreSQL of our own: a child process on a free port, with a temporary folder. */
export class PostgresServer {
  #child: ChildProcess | undefined;
  #databases = 0;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly account: Account | undefined,
  ) {}

  static async start(): Promise<PostgresServer> {
    const account = otherThanRoot();
    const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
    give(folder, account);
    const server = new PostgresServer(await freePort(), folder, account);
    run('cp', ['-a', `${template(account)}/.`, join(folder, 'data')], account);
    await server.begin();
    return server;
  }

  /** The first database. */
  get url(): string {
    return this.urlOf('postgres');
  }

  urlOf(database: string, { user = USER, password = PASSWORD } = {}): string {
    return `postgres://${user}:${password}@127.0.0.1:${this.port}/${database}`;
  }

  /** An empty database on this server, by its address. */
  async database(): Promise<string> {
    const name = `db_${++this.#databases}`;
    await this.ask(`CREATE DATABASE ${name}`);
    return this.urlOf(name);
  }

  /** Begins, or begins again on the same port with what it has. */
  async begin(): Promise<void> {
    const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
    const child = spawn(
      join(BINARIES ?? '', 'postgres'),
      ['-D', join(this.folder, 'data'), '-p', String(this.port), ...settings],
      { stdio: 'ignore', ...this.account },
    );
    this.#child = child;
    for (let waited = 0; ; waited += 20) {
      const reason = await this.ask('SELECT 1').then(
        () => undefined,
        (error: unknown) => error,
      );
      if (reason === undefined) return;
      if (waited > STARTS_WITHIN_MS || child.exitCode !== null) {
        throw new Error(`PostgreSQL did not begin on port ${this.port}`, { cause: reason });
      }
      await pause(20);
    }
  }

  /** Cuts whoever is connected, and ends as one that is told to. */
  stop(): Promise<void> {
    return this.#end('SIGINT');
  }

  /** At once, as a power cut; it recovers at the next {@link begin}. */
  crash(): Promise<void> {
    return this.#end('SIGQUIT');
  }

  /** It no longer answers, and its connections stay. */
  freeze(): void {
    this.#tell('STOP');
  }

  thaw(): void {
    this.#tell('CONT');
  }

  /** Cuts all connections but stays. */
  async cut(): Promise<void> {
    await this.ask('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = $1', [
      'client backend',
    ]);
  }

  async remove(): Promise<void> {
    await this.crash();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Asks beside whoever is tested. */
  async ask(text: string, values: readonly unknown[] = [], url = this.url): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Record<string, unknown>>(text, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** Each connection has a process of its own. */
  #tell(signal: 'STOP' | 'CONT'): void {
    const { pid } = this.#child ?? {};
    if (pid === undefined) return;
    process.kill(pid, `SIG${signal}`);
    spawnSync('pkill', [`-${signal}`, '-P', String(pid)]);
  }

  async #end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    await new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill(signal);
    });
  }
}

/** A data folder as initdb makes it, made once per machine and copied for each server. */
function template(account: Account | undefined): string {
  const version = spawnSync(join(BINARIES ?? '', 'postgres'), ['--version'], { encoding: 'utf8' }).stdout.replaceAll(
    /[^\w.]+/g,
    '-',
  );
  const home = join(tmpdir(), `mingce-postgres-${version}${account?.uid ?? process.getuid?.() ?? ''}`);
  const made = join(home, 'data');
  if (existsSync(made)) return made;
  if (!existsSync(home)) mkdirSync(home, { recursive: true, mode: 0o700 });
  give(home, account);
  const draft = mkdtempSync(join(home, 'draft-'));
  give(draft, account);
  const passwordFile = join(draft, 'password');
  writeFileSync(passwordFile, PASSWORD);
  give(passwordFile, account);
  const how = ['-U', USER, '-A', 'password', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C', '-N', '--wal-segsize=1'];
  run(join(BINARIES ?? '', 'initdb'), ['-D', join(draft, 'data'), ...how], account);
  try {
    renameSync(join(draft, 'data'), made);
  } catch (error) {
    // Another was quicker, with the same.
    if (!existsSync(made)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return made;
}

function run(program: string, args: readonly string[], account: Account | undefined): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', cwd: '/', ...account });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`);
}

function give(path: string, account: Account | undefined): void {
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}

function otherThanRoot(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (what: string): number => Number(spawnSync('id', [what, 'postgres'], { encoding: 'utf8' }).stdout);
  const account = { uid: idOf('-u'), gid: idOf('-g') };
  if (!(account.uid > 0)) throw new Error('PostgreSQL refuses to run as root, and there is no user "postgres" to run it as');
  return account;
}

/** On the PATH, or where Debian puts them. */
function folderOfBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const named = process.env['MINGCE_POSTGRES_BIN'];
  const folders =
    named === undefined ? [...(process.env['PATH'] ?? '').split(':'), ...versions.map((it) => join(debian, it, 'bin'))] : [named];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** What the tests of a suite stand on. */
export interface OnPostgres {
  /** Of the suite alone: it may be stopped, crashed and cut, and goes on for the next test. */
  readonly server: PostgresServer;
  /** A database of the test alone, empty at its beginning. */
  readonly postgres: Postgres;
}

/** `describe` on a server and, for each test, a database on it: opened before all that the suite does, closed after it. */
export function describeOnDatabase(name: string, suite: (on: OnPostgres) => void): void {
  describeOnPostgres(name, (own) => {
    let postgres: Postgres;
    beforeEach(async () => {
      postgres = await openPostgres({ url: await own.server.database() });
    });
    suite({
      get server() {
        return own.server;
      },
      get postgres() {
        return postgres;
      },
    });
    afterEach(() => postgres.close());
  });
}

/** `describe` on a server: see {@link describeOn}. */
export function describeOnPostgres(name: string, suite: (on: Pick<OnPostgres, 'server'>) => void): void {
  describeWherePostgres(name, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await PostgresServer.start();
    });
    suite({
      get server() {
        return server;
      },
    });
    afterAll(() => server.remove());
  });
}

/** `describe` where servers can be started, which the suite does itself. */
export function describeWherePostgres(name: string, suite: () => void): void {
  const isThere = BINARIES !== undefined;
  describeOn({ name: 'PostgreSQL', isThere, missing: MISSING, neededBy: 'MINGCE_NEEDS_POSTGRES' }, name, suite);
}
