import { troublesOf } from './redis-check.js';

const info = (version: string, policy: string, appending: 0 | 1): string =>
  `# Server\r\nredis_version:${version}\r\n# Memory\r\nmaxmemory_policy:${policy}\r\n# Persistence\r\naof_enabled:${appending}\r\n`;

describe('the Redis behind a bell', () => {
  it.each([
    ['is as it should be', info('7.0.15', 'noeviction', 1), []],
    ['is old enough to be refused', info('6.0.16', 'noeviction', 1), ['REDIS_TOO_OLD']],
    ['is the oldest that will do', info('6.2.0', 'noeviction', 1), []],
    ['throws away when full', info('7.0.15', 'allkeys-lru', 1), ['REDIS_EVICTS']],
    ['has no append-only file', info('7.0.15', 'noeviction', 0), ['REDIS_FORGETS']],
    ['has everything wrong', info('5.0.1', 'volatile-ttl', 0), ['REDIS_TOO_OLD', 'REDIS_EVICTS', 'REDIS_FORGETS']],
    ['tells nothing of itself', '', ['REDIS_TOO_OLD', 'REDIS_EVICTS', 'REDIS_FORGETS']],
  ])('%s', (_what, told, troubles) => {
    expect(troublesOf(told)).toEqual(troubles);
  });
});
