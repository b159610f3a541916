import { eventStore as words } from '#libs/terms';

/** The server was asked again and again and did not answer. What became of an append is open: give it again with the same ids. */
export class EventStoreUnreachable extends Error {
  override readonly name = 'EventStoreUnreachable';
  readonly code = 'EVENT_STORE_UNREACHABLE';
}

/** Something answers with what asking again does not mend: no trust, no rights, no event store. */
export class EventStoreRefused extends Error {
  override readonly name = 'EventStoreRefused';
  readonly code = 'EVENT_STORE_REFUSED';
}

type Fault = 'UNREACHABLE' | 'NOT_TRUSTED' | 'NOT_AN_EVENT_STORE' | 'DENIED';

/** Kinds of errors of the client that stay as they are, however often it is asked. */
const LASTING: ReadonlySet<string> = new Set(['access-denied', 'invalid-argument', 'stream-deleted', 'unsupported']);
/**
 * gRPC's codes of the same, for what the client has no kind for: INVALID_ARGUMENT, ALREADY_EXISTS, PERMISSION_DENIED,
 * FAILED_PRECONDITION, OUT_OF_RANGE, UNIMPLEMENTED. INTERNAL is not among them: a stream that was cut ends so.
 */
const LASTING_CODES: ReadonlySet<unknown> = new Set([3, 6, 7, 9, 11, 12]);

/**
 * Whether a second try may mend it. The client also rejects with nothing at all, where a connection was ended. Of a server that was
 * reached before, a handshake that fails is one that is being restarted; of any other it is the wrong address.
 */
export function mayPass(error: unknown, reached: boolean): boolean {
  const lasting = LASTING.has(typeOf(error)) || (typeOf(error) === 'unknown' && LASTING_CODES.has(codeOf(error)));
  return !lasting && (reached || kindOf(error) === 'UNREACHABLE');
}

/** What the client said, as a person needs it: in one line, zh and en, with the address and without the account. */
export function faultOf(
  error: unknown,
  { address, what, reached }: { readonly address: string; readonly what: string; readonly reached: boolean },
): EventStoreUnreachable | EventStoreRefused {
  const said = words[kindOf(error)](address, `${what}: ${reasonOf(error)}`);
  const Fault = mayPass(error, reached) ? EventStoreUnreachable : EventStoreRefused;
  return new Fault(`${said.zh} / ${said.en}`, { cause: error });
}

function kindOf(error: unknown): Fault {
  const type = typeOf(error);
  const message = messageOf(error);
  if (type === 'access-denied' || /PERMISSION_DENIED/.test(message)) return 'DENIED';
  if (/certificate|SSL routines/i.test(message)) return 'NOT_TRUSTED';
  if (/No connection .*Protocol error|UNIMPLEMENTED|Received HTTP status/.test(message)) return 'NOT_AN_EVENT_STORE';
  return 'UNREACHABLE';
}

const typeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'type' in error ? String(error.type) : '';

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const messageOf = (error: unknown): string => {
  const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
  return message === '' ? 'the connection was cut' : message;
};

/** Without what gRPC says around it. */
function reasonOf(error: unknown): string {
  const [, last] = /Last error: (?:Error: )?(.*?)\s*(?:\([^()]*Z\))?\.? Resolution note/s.exec(messageOf(error)) ?? [];
  return (last ?? messageOf(error)).replaceAll(/\s+/g, ' ').trim();
}
