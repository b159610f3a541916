import { type Vocabulary } from './words.js';

/** Terms of domain.md §5, by what they are about. */
export const timers = {
  T01: { zh: '村级公示期', en: 'Village notice' },
  T02: { zh: '乡镇公示期', en: 'Township notice' },
  T03: { zh: '县级公告期', en: 'County announcement' },
  T04: { zh: '监测对象公示期', en: 'Notice of monitoring' },
  T05: { zh: '各级签字间隔', en: 'Gap between signatures of two levels' },
  T06: { zh: '入户核查期限', en: 'Survey after the application' },
  T07: { zh: '信息比对答复期限', en: 'Result of the comparison' },
  T08: { zh: '比对后评议期限', en: 'Review meeting after the comparison' },
  T09: { zh: '乡镇审核期限', en: 'Township audit' },
  T10: { zh: '县级审定期限', en: 'County approval' },
  T11: { zh: '异议首次答复期限', en: 'First answer to an objection' },
  T12: { zh: '异议处理期限', en: 'Decision of an objection' },
  T13: { zh: '不予通过告知书期限', en: 'Letter of rejection' },
  T14: { zh: '监测识别全程期限', en: 'Monitoring case in all' },
  T15: { zh: '线上及热线申请受理期限', en: 'Application by app or hotline accepted' },
  T16: { zh: '结对帮扶期限', en: 'Support pairing' },
  T17: { zh: '系统录入与手册发放期限', en: 'Registry entry and handbook' },
  T18: { zh: '退出后跟踪期', en: 'Tracking after the exit' },
  T19: { zh: '风险稳定消除观察期', en: 'Stable before the risk is struck out' },
  T20: { zh: '过渡期截止', en: 'End of the transition period' },
  T21: { zh: '年度退出窗口', en: 'Window of the year for exits' },
  T22: { zh: '村、乡镇自评期限', en: 'Self-assessment of village and township' },
  T23: { zh: '县级申请国家核查期限', en: 'County applies for the national check' },
  T24: { zh: '整改事项期限', en: 'Item of rectification' },
  T25: { zh: '帮扶干部走访', en: 'Visit of the cadre' },
  T26: { zh: '名单信息公开期限', en: 'Publication of the decided list' },
  T27: { zh: '公开件撤下期限', en: 'Public copy taken down' },
} as const satisfies Vocabulary;

/** What a new policy changes of a term that runs, besides its last day. */
export const termDifferences = {
  ADOPTED: { zh: '县级采用依据', en: 'adopted by' },
  REMINDER: { zh: '提醒日', en: 'reminder' },
  SECOND_PERIOD: { zh: '再次上报截止日', en: 'end of the second period' },
  LEVEL: { zh: '承办层级', en: 'falls to' },
  ESCALATION: { zh: '逾期上报层级', en: 'told to, if missed' },
} as const satisfies Vocabulary;

/** What a term is: nothing may end before it, or something should be done by it. */
export const termKinds = {
  MIN: { zh: '最短', en: 'shortest term' },
  MAX: { zh: '最长', en: 'longest term' },
  TOTAL: { zh: '全程最长', en: 'longest term in all' },
  FIXED: { zh: '固定日期', en: 'fixed day' },
} as const satisfies Vocabulary;

/** Whether the first day counts (domain.md §5). */
export const dayCounts = {
  EXCLUDE_START: { zh: '当日不计，次日起算', en: 'that day not counted' },
  INCLUDE_START: { zh: '当日计入', en: 'that day counted' },
} as const satisfies Vocabulary;

/** Why a term counts from another day than the paper date of what started it, or from an old one all the same (domain.md R1, R2). */
export const countedBy = {
  RECORDING: { zh: '录入过迟，不自纸面日期起算', en: 'entered too late to count from its paper date' },
  ADMISSION: { zh: '上级准予补录，自纸面日期起算', en: 'its old paper date admitted by the level above' },
  RECEIPT: { zh: '自收到异议之日起算', en: 'counted from the receipt of the objection, however late it was entered' },
} as const satisfies Vocabulary;

/** How an interruption of a notice changed its period (domain.md R10). */
export const interruptionModes = {
  EXTEND: { zh: '顺延', en: 'extended' },
  RESTART: { zh: '重新计算', en: 'begun again' },
} as const satisfies Vocabulary;

export const timerKinds = {
  MIN: { zh: '最短', en: 'least' },
  MAX: { zh: '最长', en: 'most' },
  FIXED: { zh: '固定日期', en: 'fixed day' },
  RECURRING: { zh: '定期', en: 'recurring' },
} as const satisfies Vocabulary;

export const timerStarts = {
  NOTICE_POSTED: { zh: '公示（公告）张贴', en: 'the notice is posted' },
  PART_READY: { zh: '该环节可以办理', en: 'its part may be worked at' },
  SIGNED_BELOW: { zh: '下一级签字', en: 'the level below has signed' },
  FIRST_PART_DONE: { zh: '首个环节办结', en: 'the first part is done' },
  OBJECTION_RAISED: { zh: '收到异议', en: 'an objection is received' },
  REJECTED: { zh: '决定不予通过', en: 'the case is rejected' },
  REGISTERED: { zh: '登记生效', en: 'the household is registered' },
  DECIDED: { zh: '审定名单形成', en: 'the decided list is formed' },
  NOTICE_COMPLETED: { zh: '公示（公告）结束', en: 'the notice has ended' },
  EXIT_OPENED: { zh: '退出程序启动', en: 'an exit is opened' },
  CASE_OPENED: { zh: '程序启动或重新启动', en: 'the case is opened, or opened again' },
  NOTHING: { zh: '尚无启动事实', en: 'not started by anything yet' },
} as const satisfies Vocabulary;

export const timerEnds = {
  DAY: { zh: '到期之日', en: 'the day itself' },
  PART_DONE: { zh: '该环节办结', en: 'its part is done' },
  EFFECT: { zh: '程序生效', en: 'the procedure takes effect' },
  INVESTIGATION_ASSIGNED: { zh: '指派核查', en: 'an investigation is assigned' },
  OBJECTION_DECIDED: { zh: '异议办结', en: 'the objection is decided' },
  REJECTION_NOTIFIED: { zh: '送达告知书', en: 'the letter is delivered' },
  SUPPORT_PAIRED: { zh: '落实帮扶责任人', en: 'a responsible cadre is named' },
  HANDBOOK_AND_ENTRY: { zh: '发放手册并录入系统', en: 'handbook issued and registry entry made' },
  LIST_PUBLISHED: { zh: '公开审定名单', en: 'the decided list is published' },
  COPY_TAKEN_DOWN: { zh: '撤下公开件', en: 'the public copy is taken down' },
  NOTHING: { zh: '无', en: 'nothing' },
} as const satisfies Vocabulary;

/** What a bell records when the day has passed; it decides nothing (domain.md R1). */
export const timerExpiries = {
  NOTICE_PERIOD_ELAPSED: { zh: '公示期满，待确认结果', en: 'the period has elapsed; a person confirms the result' },
  GUARD: { zh: '仅作限制', en: 'a guard only' },
  MISSED: {
    zh: '逾期；仅县级采用该期限的予以记录并上报',
    en: 'missed and told upward, only where the county has adopted the term',
  },
  NOTICE_COPY_EXPIRED: { zh: '公开件超期', en: 'the public copy is out of date' },
  EXIT_WINDOW_ENDED: { zh: '列出未办结退出，待县级裁定', en: 'the open exits are listed for a ruling of the county' },
  TRANSITION_ENDED: {
    zh: '向县级列明未办结程序；另有决定前按原定政策办理',
    en: 'the open cases are named to the county; each goes on under the policy that it pins until an order moves it',
  },
} as const satisfies Vocabulary;

/** What an office is told of a term (domain.md R16). */
export const digestKinds = {
  REMINDER: { zh: '期限将届', en: 'Coming up' },
  MISSED: { zh: '已逾期', en: 'Missed' },
  ESCALATED: { zh: '逾期上报', en: 'Missed below, told upward' },
  COPY_EXPIRED: { zh: '公开件超期未撤', en: 'Public copy out of date' },
  WINDOW_ENDED: { zh: '年度窗口届满未办结', en: 'Open at the end of its window' },
  TRANSITION_ENDED: {
    zh: '过渡期已结束，程序未办结；另有决定前按原定政策办理',
    en: 'The transition period has ended; the case goes on under the policy that it pins until an order moves it',
  },
} as const satisfies Vocabulary;
