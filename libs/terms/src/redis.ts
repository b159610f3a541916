import { type Vocabulary } from './words.js';

/** What may be wrong with the Redis behind the bell (libs/wakeups, redis-check.ts). */
export const redis = {
  RINGS_LATER: {
    zh: '唤醒队列（Redis）有问题，程序照常运行，提醒可能迟到',
    en: 'the Redis behind the bell is not as it should be; the engine goes on, wake-ups may ring later',
  },
  RIGHT_AGAIN: {
    zh: '唤醒队列（Redis）已恢复正常',
    en: 'the Redis behind the bell is as it should be again',
  },
  REDIS_SILENT: { zh: '连接不上 Redis', en: 'Redis does not answer' },
  REDIS_TOO_OLD: { zh: 'Redis 版本过低，应不低于 6.2', en: 'Redis is older than 6.2' },
  REDIS_EVICTS: {
    zh: 'Redis 内存不足时会丢弃数据，应设 maxmemory-policy noeviction',
    en: 'Redis throws data away when it is full: set maxmemory-policy noeviction',
  },
  REDIS_FORGETS: {
    zh: 'Redis 重启后会丢失数据，应设 appendonly yes',
    en: 'Redis forgets everything when it is restarted: set appendonly yes',
  },
  NO_REDIS_URL: {
    zh: 'Redis 地址的格式为 redis://主机:端口/库号，使用 TLS 时为 rediss://',
    en: 'the address of a Redis has the form redis://host:port/database, or rediss:// with TLS',
  },
} as const satisfies Vocabulary;
