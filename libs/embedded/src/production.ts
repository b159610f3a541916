import { statSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { type Engine } from '#libs/application';
import { isEncrypted } from '#libs/event-store';
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
/** Published by the demo alone. */
const DEMO_DEFINITION = 'MONITOR-DEMO@1';

/** Before anything is opened. @throws UnsafeInProduction with all that is wrong. */
export function refuseUnsafeSettings(eventStore: EventStoreOptions | undefined): void {
  if (eventStore === undefined) return;
  const faults: Unsafe[] = [];
  const [, rest = ''] = eventStore.url.split('://');
  if (!isEncrypted(eventStore.url)) faults.push('EVENT_STORE_NOT_ENCRYPTED');
  if (!rest.includes('@') && !/[?&]userCertFile=/i.test(rest)) faults.push('EVENT_STORE_WITHOUT_ACCOUNT');
  if (DEFAULT_PASSWORD.test(rest)) faults.push('EVENT_STORE_DEFAULT_PASSWORD');
  if (faults.length > 0) throw new UnsafeInProduction(faults);
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
