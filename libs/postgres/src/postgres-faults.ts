import { postgres as words } from '#libs/terms';

/**
 * The server does not answer, is being restarted, or the connection was cut. What became of a transaction that was being
 * committed is open: look before it is done again, or do what may be done twice.
 */
export class PostgresUnreachable extends Error {
  override readonly name = 'PostgresUnreachable';
  readonly code = 'POSTGRES_UNREACHABLE';
  /** The server was let go of here: asking again is of no use. */
  readonly forGood: boolean;
  constructor(message: string, { forGood = false, ...options }: ErrorOptions & { readonly forGood?: boolean } = {}) {
    super(message, options);
    this.forGood = forGood;
  }
}

/** The server answers with what asking again does not mend: no trust, no rights, no such database. */
export class PostgresRefused extends Error {
  override readonly name = 'PostgresRefused';
  readonly code = 'POSTGRES_REFUSED';
}

/** The tables were made by a later release, which this one does not know. */
export class PostgresNewer extends Error {
  override readonly name = 'PostgresNewer';
  readonly code = 'POSTGRES_NEWER';
  constructor(address: string, component: string, step: string) {
    const said = words.NEWER(address, component, step);
    super(`${said.zh} / ${said.en}`);
  }
}

type Fault = 'UNREACHABLE' | 'NOT_TRUSTED' | 'DENIED' | 'NO_DATABASE';

/**
 * States of PostgreSQL (its manual, appendix A) that pass when it is asked again: 08 connection exceptions, 53 out of connections,
 * memory or disk, 57 operator intervention: shut down, starting up, a statement that took too long, 25P03 idle in a transaction.
 */
const PASSING = /^(?:08|53|57)|^25P03$/;
/** Of the system: the socket could not be had, or was cut. */
const SOCKET = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ECONNABORTED)$/;
/** Of the driver, which gives these no code. */
const CUT =
  /Connection terminated|connection error|not queryable|Query read timeout|timeout exceeded|Client was closed|has been closed/i;
const TLS = /certificate|does not support SSL|SSL routines|self-signed|Hostname\/IP does not match/i;

/** Whether it is the connection that failed and not the statement. */
export function isPostgresAway(error: unknown): boolean {
  return error instanceof PostgresUnreachable || kindOf(error) === 'UNREACHABLE';
}

/**
 * What server or driver said of the connection, as a person needs it: in one line, zh and en, with the address and without the
 * account. An error of the statement itself is given back as it is. `forGood`: the server was let go of here.
 */
export function postgresFault(error: unknown, address: string, forGood = false): unknown {
  const kind = kindOf(error);
  if (kind === undefined || error instanceof PostgresUnreachable || error instanceof PostgresRefused) return error;
  const said = words[kind](address, reasonOf(error));
  const message = `${said.zh} / ${said.en}`;
  if (kind === 'UNREACHABLE') return new PostgresUnreachable(message, { cause: error, forGood });
  return new PostgresRefused(message, { cause: error });
}

function kindOf(error: unknown): Fault | undefined {
  const code = textOf(error, 'code');
  const message = textOf(error, 'message');
  if (code === '3D000') return 'NO_DATABASE';
  if (/^28/.test(code) || code === '42501') return 'DENIED';
  if (PASSING.test(code) || SOCKET.test(code)) return 'UNREACHABLE';
  if (/^(?:ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_)/.test(code) || TLS.test(message)) return 'NOT_TRUSTED';
  return CUT.test(message) ? 'UNREACHABLE' : undefined;
}

/** Where a name has several addresses, each of them failed in its own way: the first will do. */
function reasonOf(error: unknown): string {
  const [first] = typeof error === 'object' && error !== null && 'errors' in error ? (error.errors as readonly unknown[]) : [];
  return textOf(first ?? error, 'message')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const textOf = (error: unknown, what: 'code' | 'message'): string =>
  typeof error === 'object' && error !== null && what in error ? String((error as Record<typeof what, unknown>)[what]) : '';
