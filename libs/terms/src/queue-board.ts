import { type Vocabulary } from './words.js';

/** The page before the look into the queue of wake-ups. */
export const queueBoard = {
  title: { zh: '唤醒队列（只读）', en: 'Queue of wake-ups (to be read only)' },
  token: { zh: '业务规则管理员的访问令牌', en: 'Access token of a programme administrator' },
  enter: { zh: '进入', en: 'Enter' },
  note: {
    zh: '令牌只用于换取十五分钟的会话，不写入地址。',
    en: 'The token is exchanged for a session of fifteen minutes and stands in no address.',
  },
} as const satisfies Vocabulary;
