import { statSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { type Engine } from '#libs/application';
import { isEncrypted } from '#libs/event-store';
import { isPostgresEncrypted } from '#libs/postgres';
import { production as words } from '#libs/terms';
import { KEY_FILES } from './data-files.js';
import { type EventStoreOptions } from './log-of-choice.js';

export type Unsafe = Exclude<keyof typeof words, 'UNSAFE'>;

/** A setting with which real people are not to be served. */
export class UnsafeInProduction extends Error {
  override readonly name = 'UnsafeInProduction';
  readonly code = 'UNSAFE_IN_PRODUCTION';
  constructor(
    readonly faults: readonly Unsafe[],
    about = '',
  ) {
    const said = (['zh', 'en'] as const).map(
      (language) => `${words.UNSAFE[language]}: ${faults.map((fault) => words[fault][language]).join('; ')}`,
    );
    super(`${said.join(' / ')}${about === '' ? '' : ` (${about})`}`);
  }
}

/** Password of a new EventStoreDB or KurrentDB. */
const DEFAULT_PASSWORD = /^[^@/]*:changeit@/;
/** Passwords that whoever tries some tries first, besides the name of the user. */
const WELL_KNOWN: ReadonlySet<string> = new Set([
  'postgres',
  'password',
  'changeme',
  'changeit',
  'admin',
  'secret',
  '123456',
  'mingce',
  'redis',
]);
/** Published by the demo alone. */
const DEMO_DEFINITION = 'MONITOR-DEMO@1';

/** The servers that a house is to be opened on. */
export interface Servers {
  readonly eventStore?: EventStoreOptions;
  readonly redis?: { readonly url: string };
  readonly postgres?: { readonly url: string };
}

/** Before anything is opened. @throws UnsafeInProduction with all that is wrong. */
export function refuseUnsafeSettings({ eventStore, redis, postgres }: Servers): void {
  const faults: readonly Unsafe[] = [
    ...(eventStore === undefined ? [] : eventStoreFaults(eventStore.url)),
    ...(redis === undefined ? [] : redisFaults(redis.url)),
    ...(postgres === undefined ? [] : postgresFaults(postgres.url)),
  ];
  if (faults.length > 0) throw new UnsafeInProduction(faults);
}

function eventStoreFaults(url: string): readonly Unsafe[] {
  const faults: Unsafe[] = [];
  const [, rest = ''] = url.split('://');
  if (!isEncrypted(url)) faults.push('EVENT_STORE_NOT_ENCRYPTED');
  if (!rest.includes('@') && !/[?&]userCertFile=/i.test(rest)) faults.push('EVENT_STORE_WITHOUT_ACCOUNT');
  if (DEFAULT_PASSWORD.test(rest)) faults.push('EVENT_STORE_DEFAULT_PASSWORD');
  return faults;
}

/** One on this machine is as safe as the machine. An address that is none is refused by whoever connects. */
function redisFaults(url: string): readonly Unsafe[] {
  const address = URL.parse(url);
  if (address === null || isHere(address.hostname)) return [];
  return [
    ...(address.protocol === 'rediss:' ? [] : (['REDIS_NOT_ENCRYPTED'] as const)),
    ...passwordFaults(address, 'REDIS_WITHOUT_PASSWORD', 'REDIS_DEFAULT_PASSWORD'),
  ];
}

function postgresFaults(url: string): readonly Unsafe[] {
  const address = URL.parse(url);
  if (address === null) return [];
  return [
    ...(isHere(address.hostname) || isPostgresEncrypted(url) ? [] : (['POSTGRES_NOT_ENCRYPTED'] as const)),
    ...passwordFaults(address, 'POSTGRES_WITHOUT_PASSWORD', 'POSTGRES_DEFAULT_PASSWORD'),
  ];
}

function passwordFaults<F extends Unsafe>({ username, password }: URL, none: F, wellKnown: F): readonly F[] {
  const said = decodeURIComponent(password).toLowerCase();
  if (said === '') return [none];
  return said === decodeURIComponent(username).toLowerCase() || WELL_KNOWN.has(said) ? [wellKnown] : [];
}

function isHere(host: string): boolean {
  return host === '' || host === 'localhost' || host === '[::1]' || /^127\./.test(host);
}

/** What only the opened house shows. @throws UnsafeInProduction with all that is wrong. */
export function refuseUnsafeHouse({ engine }: { readonly engine: Engine }, dataFolder: string): void {
  const open = KEY_FILES.filter((name) => isOpen(join(dataFolder, name)));
  const faults: readonly Unsafe[] = [
    ...(engine.parts.bell.condition().troubles.includes('REDIS_EVICTS') ? (['REDIS_EVICTS'] as const) : []),
    ...(engine.lawBook.definition(DEMO_DEFINITION) === undefined ? [] : (['DEMO_DATA'] as const)),
    ...(open.length === 0 ? [] : (['KEYS_OPEN'] as const)),
  ];
  if (faults.length > 0) throw new UnsafeInProduction(faults, open.join(', '));
}

/** Windows keeps rights elsewhere than in the mode. */
function isOpen(file: string): boolean {
  if (platform() === 'win32') return false;
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & 0o077) !== 0;
}
