import { type Vocabulary } from './words.js';

/** What the program does not start with where NODE_ENV=production (libs/embedded, production.ts). */
export const production = {
  UNSAFE: { zh: 'NODE_ENV=production 时不启动', en: 'not started with NODE_ENV=production' },
  EVENT_STORE_NOT_ENCRYPTED: {
    zh: 'MINGCE_EVENTSTORE_URL 含 tls=false，到事件库的连接未加密',
    en: 'MINGCE_EVENTSTORE_URL says tls=false: what passes to the event store is not encrypted',
  },
  EVENT_STORE_WITHOUT_ACCOUNT: {
    zh: 'MINGCE_EVENTSTORE_URL 中没有用户与密码（或 userCertFile），人人可写事件库',
    en: 'MINGCE_EVENTSTORE_URL names neither user and password nor a userCertFile: anybody may write to the event store',
  },
  EVENT_STORE_DEFAULT_PASSWORD: {
    zh: '事件库仍用默认密码',
    en: 'the event store still has its default password',
  },
  REDIS_NOT_ENCRYPTED: {
    zh: 'Redis 在另一主机上而连接未加密，应使用 rediss://',
    en: 'the Redis is on another host and what passes to it is not encrypted: use rediss://',
  },
  REDIS_WITHOUT_PASSWORD: {
    zh: 'Redis 在另一主机上而 MINGCE_REDIS_URL 中没有密码',
    en: 'the Redis is on another host and MINGCE_REDIS_URL names no password',
  },
  REDIS_DEFAULT_PASSWORD: {
    zh: 'Redis 的密码人人猜得到',
    en: 'the password of the Redis is one that everybody guesses',
  },
  POSTGRES_NOT_ENCRYPTED: {
    zh: 'PostgreSQL 在另一主机上而连接未加密，应在 MINGCE_POSTGRES_URL 中设 sslmode=verify-full',
    en: 'the PostgreSQL is on another host and what passes to it is not encrypted: say sslmode=verify-full in MINGCE_POSTGRES_URL',
  },
  POSTGRES_WITHOUT_PASSWORD: {
    zh: 'MINGCE_POSTGRES_URL 中没有密码',
    en: 'MINGCE_POSTGRES_URL names no password',
  },
  POSTGRES_DEFAULT_PASSWORD: {
    zh: 'PostgreSQL 的密码人人猜得到',
    en: 'the password of the PostgreSQL is one that everybody guesses',
  },
  REDIS_EVICTS: {
    zh: 'Redis 内存不足时会丢弃数据，应设 maxmemory-policy noeviction',
    en: 'Redis throws data away when it is full: set maxmemory-policy noeviction',
  },
  DEMO_DATA: {
    zh: '数据目录是演示村的：其账号人人可读',
    en: 'the data folder is that of the demo, whose accounts were printed for everybody to read',
  },
  KEYS_OPEN: {
    zh: '密钥文件可被其他用户读取，应为 600',
    en: 'key files can be read by other users of the machine: they must be 600',
  },
} as const satisfies Vocabulary;
