import { type EventStoreOptions, eventStoreIn, type RedisOptions } from '#libs/embedded';
import { distributed as words } from '#libs/terms';

export const ROLES = ['api', 'worker'] as const;
const LONGEST_STOP_SECONDS = 3_600;
/** What a process does: serves people, or does what follows from what they did. */
export type Role = (typeof ROLES)[number];

/** Where the three servers are, and what this process does of the work. */
export interface Deployment {
  readonly eventStore: EventStoreOptions;
  readonly redis: RedisOptions;
  readonly postgres: { readonly url: string };
  readonly roles: readonly Role[];
  /** Folder of the keys that all processes have in common: `MINGCE_KEYS`; the data folder where absent. */
  readonly keysFolder?: string;
  /** How long it stops in order before what does not answer is let go: `MINGCE_STOP_SECONDS`; 20 s where absent. Milliseconds. */
  readonly stopWithinMs?: number;
}

/** Servers and roles that do not go together. */
export class NoDeployment extends Error {
  override readonly name = 'NoDeployment';
  readonly code = 'NO_DEPLOYMENT';
}

/**
 * As the environment has it: `MINGCE_EVENTSTORE_URL`, `MINGCE_REDIS_URL`, `MINGCE_POSTGRES_URL` and `MINGCE_ROLE`, `api,worker` where
 * that is not set, and `MINGCE_STOP_SECONDS`. Undefined where neither a PostgreSQL nor a role is named: one process on one data folder.
 * @throws NoDeployment where one of the three is missing, a role is none, or the seconds are no number.
 */
export function deploymentIn(
  environment: Readonly<Record<string, string | undefined>>,
  said: string | undefined = environment['MINGCE_ROLE'],
): Deployment | undefined {
  const at = (name: string): string => environment[name] ?? '';
  const postgres = at('MINGCE_POSTGRES_URL');
  if (postgres === '' && (said ?? '') === '') return undefined;
  const roles = rolesIn(said ?? '');
  const missing = ['MINGCE_EVENTSTORE_URL', 'MINGCE_REDIS_URL', 'MINGCE_POSTGRES_URL'].filter((name) => at(name) === '');
  const eventStore = eventStoreIn(environment);
  if (missing.length > 0 || eventStore === undefined) throw faultOf(words.SERVICES_MISSING(missing.join(', ')));
  const keys = at('MINGCE_KEYS') === '' ? {} : { keysFolder: at('MINGCE_KEYS') };
  const stop = at('MINGCE_STOP_SECONDS') === '' ? {} : { stopWithinMs: stopSecondsIn(at('MINGCE_STOP_SECONDS')) * 1_000 };
  return { eventStore, redis: { url: at('MINGCE_REDIS_URL') }, postgres: { url: postgres }, roles, ...keys, ...stop };
}

function stopSecondsIn(said: string): number {
  const seconds = /^\d{1,4}$/.test(said) ? Number(said) : 0;
  if (seconds < 1 || seconds > LONGEST_STOP_SECONDS) throw faultOf(words.STOP_SECONDS_UNREADABLE(said));
  return seconds;
}

function rolesIn(said: string): readonly Role[] {
  if (said === '') return ROLES;
  const named = said.split(',').map((role) => role.trim());
  if (!named.every((role): role is Role => ROLES.includes(role as Role))) throw faultOf(words.ROLE_UNKNOWN(said));
  return ROLES.filter((role) => named.includes(role));
}

const faultOf = ({ zh, en }: { readonly zh: string; readonly en: string }): NoDeployment => new NoDeployment(`${zh} / ${en}`);
