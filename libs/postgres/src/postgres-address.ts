import { readFileSync } from 'node:fs';
import { type ConnectionOptions } from 'node:tls';
import { postgres as words } from '#libs/terms';

/** The address is none of a PostgreSQL database. */
export class NoPostgresUrl extends Error {
  override readonly name = 'NoPostgresUrl';
  readonly code = 'NO_POSTGRES_URL';
  constructor() {
    // Not the address itself: it may hold a password.
    super(`${words.BAD_ADDRESS.zh} / ${words.BAD_ADDRESS.en}`);
  }
}

/** Where a database is and who asks. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly ssl: ConnectionOptions | false;
}

const SETTINGS: ReadonlySet<string> = new Set(['sslmode', 'sslrootcert']);

/**
 * Reads `postgres://user:password@host:port/database?sslmode=…&sslrootcert=file`. The modes mean what they mean to libpq: `require`
 * encrypts without asking who is there, `verify-ca` asks for the certificate, `verify-full` for the host name too; without
 * a mode nothing is encrypted. A setting that we do not know is refused: it might be the one that keeps a password safe.
 * @throws NoPostgresUrl
 */
export function readPostgresUrl(url: string): PostgresAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const database = decoded(parsed?.pathname.slice(1));
  const user = decoded(parsed?.username);
  const host = parsed?.hostname.replace(/^\[(.*)\]$/, '$1');
  if (parsed === undefined || !/^postgres(?:ql)?:$/.test(parsed.protocol) || !host || !user || !database)
    throw new NoPostgresUrl();
  for (const setting of parsed.searchParams.keys()) if (!SETTINGS.has(setting)) throw new NoPostgresUrl();
  return {
    host,
    port: parsed.port === '' ? 5432 : Number(parsed.port),
    user,
    password: parsed.password === '' ? undefined : decoded(parsed.password),
    database,
    ssl: encryption(parsed.searchParams.get('sslmode') ?? 'disable', parsed.searchParams.get('sslrootcert')),
  };
}

/** Host, port and database, to be shown: without account and settings. @throws NoPostgresUrl */
export function postgresAddressOf(url: string): string {
  const { host, port, database } = readPostgresUrl(url);
  return `${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}

/** Whether what passes is encrypted. @throws NoPostgresUrl */
export function isPostgresEncrypted(url: string): boolean {
  return readPostgresUrl(url).ssl !== false;
}

function encryption(mode: string, certificate: string | null): ConnectionOptions | false {
  const trust = certificate === null ? {} : { ca: readFileSync(certificate, 'utf8') };
  switch (mode) {
    case 'disable':
      return false;
    case 'require':
      return { ...trust, rejectUnauthorized: false };
    case 'verify-ca':
      return { ...trust, rejectUnauthorized: true, checkServerIdentity: () => undefined };
    case 'verify-full':
      return { ...trust, rejectUnauthorized: true };
    default:
      throw new NoPostgresUrl();
  }
}

function decoded(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? '');
  } catch {
    throw new NoPostgresUrl();
  }
}
