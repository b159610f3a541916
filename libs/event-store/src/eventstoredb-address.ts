import { eventStore as words } from '#libs/terms';

/** The address is none of an event store. */
export class NoEventStoreUrl extends Error {
  override readonly name = 'NoEventStoreUrl';
  readonly code = 'NO_EVENT_STORE_URL';
  constructor() {
    // Not the address itself: it may hold a password.
    super(`${words.BAD_ADDRESS.zh} / ${words.BAD_ADDRESS.en}`);
  }
}

/** KurrentDB's own names of the protocol beside that of EventStoreDB: scheme, account, hosts, settings. */
const ADDRESS = /^(?:kurrentdb|kurrent|kdb|esdb)(\+discover)?:\/\/(?:[^@/]*@)?([^@?/]+)\/?(?:\?(.*))?$/;

/** Where the server is, to be shown: without account and settings. @throws NoEventStoreUrl */
export function addressOf(url: string): string {
  const [, , hosts] = ADDRESS.exec(url) ?? [];
  if (hosts === undefined) throw new NoEventStoreUrl();
  return hosts;
}

/** The same as the client spells it. @throws NoEventStoreUrl */
export function clientString(url: string): string {
  const [, discover = ''] = ADDRESS.exec(url) ?? [];
  addressOf(url);
  return `esdb${discover}${url.slice(url.indexOf('://'))}`;
}

/** Whether what passes is encrypted; it is unless `tls=false` was said. @throws NoEventStoreUrl */
export function isEncrypted(url: string): boolean {
  const [, , , settings = ''] = ADDRESS.exec(url) ?? [];
  addressOf(url);
  return !/(?:^|&)tls=false(?:&|$)/i.test(settings);
}
