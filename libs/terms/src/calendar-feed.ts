import { type Vocabulary } from './words.js';

/** Words of the calendar of an office. */
export const calendarFeed = {
  title: { zh: '明册期限', en: 'Mingce terms' },
  due: { zh: '截止', en: 'due' },
  overdue: { zh: '逾期', en: 'Overdue' },
  mayEnd: { zh: '可结束', en: 'may end' },
  case: { zh: '案号', en: 'Case' },
  household: { zh: '户', en: 'Household' },
  onlyNext: { zh: '只列最近到期的', en: 'Only those due next:' },
} as const satisfies Vocabulary;
