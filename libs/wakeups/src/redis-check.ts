import { type RedisTrouble } from './port.js';

/** The oldest that bullmq recommends. */
const OLDEST = [6, 2] as const;

/** What is wrong with a Redis, by its own answer to `INFO`: a queue loses jobs where it evicts, or has no append-only file. */
export function troublesOf(info: string): readonly RedisTrouble[] {
  const told = new Map(
    info.split(/\r?\n/).flatMap((line) => {
      const at = line.indexOf(':');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
    }),
  );
  const troubles: RedisTrouble[] = [];
  const [major = 0, minor = 0] = (told.get('redis_version') ?? '').split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) troubles.push('REDIS_TOO_OLD');
  if (told.get('maxmemory_policy') !== 'noeviction') troubles.push('REDIS_EVICTS');
  if (told.get('aof_enabled') !== '1') troubles.push('REDIS_FORGETS');
  return troubles;
}
