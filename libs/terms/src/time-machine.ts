import { findTerm, type TermCategory, termOf } from './dictionary.js';
import { phrases } from './phrases.js';
import { type Named } from './refusal-text.js';
import { type Language, type Vocabulary, type Words } from './words.js';

const both = (zh: string, en: string): Words => ({ zh, en });

/** `household-h1`: what it is, and which. */
function streamText(stream: string, language: Language): string {
  const [, category = '', id = ''] = /^(household|case)-(.+)$/.exec(stream) ?? [];
  const what = { household: both('农户', 'household'), case: both('案件', 'case') }[category];
  return what === undefined ? stream : `${what[language]} ${id}`;
}

/** Why nothing can be said about a day. */
export const dayFaults = {
  NO_SUCH_DAY: (found: string): Words =>
    both(
      `“${found}”不是历上的日子；应为年-月-日，如2020-02-29`,
      `"${found}" is no day of the calendar; expected YYYY-MM-DD, such as 2020-02-29`,
    ),
  DAY_IN_FUTURE: (found: string, today: string): Words =>
    both(`${found}尚未到来；今天是${today}`, `${found} has not come yet; today is ${today}`),
  DAY_BEFORE_FIRST_EVENT: (of: string, found: string, first: string | null): Words =>
    first === null
      ? both(
          `${streamText(of, 'zh')}：到那一天为止尚无任何已知记录（所问：${found}）`,
          `${streamText(of, 'en')}: nothing was known of it by then (asked about ${found})`,
        )
      : both(
          `${streamText(of, 'zh')}自${first}起才有记录，${found}尚无可述`,
          `${streamText(of, 'en')} begins on ${first}; nothing is told of ${found}`,
        ),
  DAYS_IN_WRONG_ORDER: (earlier: string, later: string): Words =>
    both(
      `后一视图的日子${later}早于前一视图的${earlier}`,
      `the day ${later} of the second view is before ${earlier} of the first`,
    ),
} as const;
export type DayFault = keyof typeof dayFaults;

/** Headings of the views and what they are about. */
export const timeMachine = {
  about: { zh: '关于', en: 'about' },
  register: { zh: '登记', en: 'Register' },
  cases: { zh: '案件', en: 'Cases' },
  acts: { zh: '集体事项', en: 'Acts' },
  events: { zh: '事件', en: 'events' },
  differences: { zh: '差异', en: 'Differences' },
  noDifference: { zh: '两个视图并无差异', en: 'the two views do not differ' },
  since: { zh: '自', en: 'since' },
  decision: { zh: '决定', en: 'Decision' },
  stoodThere: { zh: '作出时案卷已有', en: 'The file held when it was decided' },
  stoodInRegister: { zh: '作出时登记已有', en: 'The register held' },
  toldLater: { zh: '此后才记录的以前之事', en: 'What was recorded only afterwards of earlier days' },
  nothingLater: {
    zh: '此后没有补录以前之事，也没有更正',
    en: 'nothing of earlier days was recorded afterwards, and nothing corrected',
  },
} as const satisfies Vocabulary;

const subjects = {
  PHASE: { zh: '户的状态', en: 'the household' },
  HUKOU_AREA: { zh: '户籍地', en: 'hukou area' },
  RESIDENCE_AREA: { zh: '居住地', en: 'area of residence' },
  MANAGEMENT_AREA: { zh: '管理地', en: 'managing area' },
  HEAD: { zh: '户主', en: 'head' },
  MEMBER: { zh: '家庭成员', en: 'member' },
  IDENTITY: { zh: '证件信息', en: 'identity' },
  ATTRIBUTE: { zh: '贫困户属性', en: 'poverty attribute' },
  STANDING: { zh: '身份', en: 'standing' },
  MONITORING: { zh: '监测', en: 'monitoring' },
  DEREGISTERED: { zh: '销号', en: 'deregistration' },
  CASE: { zh: '案件', en: 'case' },
  SUPPORT: { zh: '结对帮扶', en: 'support' },
  MEASURE: { zh: '帮扶措施', en: 'measure' },
  DISASTER: { zh: '受灾', en: 'disaster' },
  DUPLICATE: { zh: '一人两户', en: 'person in two households' },
  EVENT: { zh: '事项', en: 'event' },
  FIELD: { zh: '记录', en: 'record' },
  CASE_PHASE: { zh: '办理状态', en: 'state of the case' },
  CASE_OUTCOME: { zh: '办理结果', en: 'outcome' },
  PART: { zh: '环节', en: 'part' },
} as const satisfies Vocabulary;

const codes = {
  ABSENT: { zh: '尚未立案', en: 'not opened' },
  OPEN: { zh: '在办', en: 'open' },
  CLOSED: { zh: '已办结', en: 'closed' },
  ENROLLED: { zh: '在册', en: 'enrolled' },
  SPLIT: { zh: '已分户', en: 'split' },
  MERGED: { zh: '已合户', en: 'merged' },
  parts: { zh: '环节', en: 'parts' },
  closesFrom: { zh: '最早可结束', en: 'closes from' },
  openObjections: { zh: '未处理异议', en: 'open objections' },
  openTerms: { zh: '未了期限', en: 'open terms' },
  members: { zh: '成员', en: 'members' },
  listed: { zh: '已列入', en: 'listed' },
  closedOver: { zh: '已封', en: 'closed over' },
  waiting: { zh: '待办结', en: 'waiting' },
  into: { zh: '成为', en: 'into' },
  relation: { zh: '关系', en: 'relation' },
  bornOn: { zh: '出生', en: 'born' },
  spell: { zh: '第几次纳入', en: 'spell' },
  caseId: { zh: '案件', en: 'case' },
  programYear: { zh: '年度', en: 'year' },
  takenOver: { zh: '承接（程序未见证）', en: 'taken over, procedure not witnessed' },
  inheritedFrom: { zh: '承继自', en: 'inherited from' },
  cadre: { zh: '责任人', en: 'cadre' },
  unit: { zh: '单位', en: 'unit' },
  amountFen: { zh: '金额（分）', en: 'fen' },
  idCheckDigitHolds: { zh: '校验码相符', en: 'check digit holds' },
  otherHousehold: { zh: '另一户', en: 'other household' },
  belongsHere: { zh: '归属本户', en: 'belongs here' },
  instrument: { zh: '依据', en: 'instrument' },
  identifiedOn: { zh: '纳入', en: 'identified' },
  exitedOn: { zh: '退出', en: 'exited' },
} as const satisfies Vocabulary;

/** How far a collective act is. */
export const actPhases: Readonly<Record<string, Words>> = {
  ABSENT: { zh: '尚未立项', en: 'not opened' },
  LISTING: { zh: '正在列入', en: 'cases are listed' },
  CLOSING: { zh: '名单待封', en: 'the list is closing' },
  CLOSED: { zh: '名单已封', en: 'the list is closed' },
  VOIDED: { zh: '已作废', en: 'voided' },
};

/** Fields in which a slip is corrected (domain.md R3); a number within a list stands for itself. */
const fields = {
  occurredOn: { zh: '纸面日期', en: 'paper date' },
  tally: { zh: '票数（赞成/反对/弃权）', en: 'votes (for/against/abstained)' },
  presentAndTally: { zh: '到会人数与票数', en: 'those present and their votes' },
  present: { zh: '到会人数', en: 'those present' },
  heldOn: { zh: '会议日期', en: 'day of the meeting' },
  method: { zh: '方式', en: 'method' },
  visitedOn: { zh: '入户日期', en: 'day of the visit' },
  sharingIncome: { zh: '分摊收入人数', en: 'persons sharing the income' },
  signedOn: { zh: '签字日期', en: 'day of signing' },
  date: { zh: '日期', en: 'date' },
  digest: { zh: '材料摘要', en: 'digest of the paper' },
  postedOn: { zh: '张贴日期', en: 'day of posting' },
  photo: { zh: '照片', en: 'photo' },
  contentDigest: { zh: '公示内容摘要', en: 'digest of the notice' },
  householdSize: { zh: '家庭人口数', en: 'head count' },
  endedOn: { zh: '结束日期', en: 'day of its end' },
  result: { zh: '结果', en: 'result' },
  documentNo: { zh: '文号', en: 'document number' },
  asOf: { zh: '数据截至', en: 'as-of date' },
  factDate: { zh: '事实发生日期', en: 'date of the fact' },
  onSiteCheck: { zh: '是否入户抽查', en: 'check on site' },
  person: { zh: '人员', en: 'person' },
} as const satisfies Vocabulary;

/** Told by itself, without the name of the field before it. */
const SELF_TOLD: ReadonlySet<string> = new Set(['phase', 'standing', 'kind', 'outcome', 'measure', 'attribute', 'causeGroup']);
/** Of no use to whoever reads a sentence. */
const UNTOLD: ReadonlySet<string> = new Set(['commitment', 'on']);

const CATEGORIES: readonly TermCategory[] = [
  'standing',
  'outcome',
  'status',
  'povertyAttribute',
  'causeGroup',
  'measure',
  'caseKind',
  'event',
  'level',
  'actKind',
];

export function subjectText(subject: string, language: Language): string {
  return Object.hasOwn(subjects, subject) ? subjects[subject as keyof typeof subjects][language] : subject;
}

/** What the register or a case says of one thing, in words; nothing as nothing. What `named` knows is called as it calls it. */
export function stateText(value: unknown, language: Language, named: Named = () => undefined): string {
  if (value === null || value === undefined) return phrases.nothing[language];
  if (typeof value === 'boolean') return phrases[value ? 'yes' : 'no'][language];
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return named(value) ?? codeText(value, language);
  const comma = language === 'zh' ? '、' : ', ';
  if (Array.isArray(value)) return value.map((one) => stateText(one, language, named)).join(comma);
  if (typeof value !== 'object') return phrases.nothing[language];
  return Object.entries(value)
    .filter(([name, member]) => member !== null && !UNTOLD.has(name))
    .map(([name, member]) =>
      SELF_TOLD.has(name)
        ? stateText(member, language, named)
        : `${named(name) ?? codeText(name, language)} ${stateText(member, language, named)}`,
    )
    .join(comma);
}

function codeText(code: string, language: Language): string {
  if (Object.hasOwn(codes, code)) return codes[code as keyof typeof codes][language];
  const found = CATEGORIES.map((category) => findTerm(category, code)).find((words) => words !== undefined);
  return found?.[language] ?? code;
}

/** As much of a {@link DifferenceWords} as tells who recorded it and when; days are civil dates. */
export interface RecordedWords {
  readonly recordedOn: string;
  readonly office: string;
  readonly person: string;
}

/** As much of a difference as a sentence needs. */
export interface DifferenceWords {
  readonly how: 'RECORDED_LATER' | 'CORRECTED' | 'HAPPENED';
  readonly subject: string;
  readonly key: string;
  /** Of a part: what its definition calls it. */
  readonly label: Words | null;
  readonly on: string | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly by: RecordedWords | null;
}

/** What is otherwise, since when, why one did not know it before, and who recorded it. */
export function differenceText(said: DifferenceWords, language: Language): string {
  return language === 'zh' ? differenceInChinese(said) : differenceInEnglish(said);
}

function differenceInChinese({ how, subject, key, label, on, before, after, by }: DifferenceWords): string {
  const who = by === null ? '' : `，${by.recordedOn}由${officeText(by, 'zh')}录入`;
  const day = on === null ? '' : `${on} `;
  const [was, is] = [stateText(before, 'zh'), stateText(after, 'zh')];
  if (subject === 'FIELD') return `更正：${day}${fieldText(key, 'zh')}由“${before as string}”改为“${after as string}”${who}。`;
  const reason = { RECORDED_LATER: '后来才录入：', CORRECTED: '更正：', HAPPENED: '' }[how];
  if (subject === 'EVENT') {
    return after === null
      ? `更正：${day}${was}不在此日之前（其日期已更正）${who}。`
      : `${reason}${day}${is}${how === 'RECORDED_LATER' ? '，当时尚未录入' : ''}${who}。`;
  }
  const which = label === null ? (key === '' ? '' : `（${key}）`) : `“${label.zh}”`;
  const named = `${subjectText(subject, 'zh')}${which}`;
  const change = before === null ? is : after === null ? `不再是“${was}”` : `由“${was}”变为“${is}”`;
  return `${reason}${day}${named}：${change}${who}。`;
}

function differenceInEnglish({ how, subject, key, label, on, before, after, by }: DifferenceWords): string {
  const who = by === null ? '' : `, recorded on ${by.recordedOn} by ${officeText(by, 'en')}`;
  const day = on === null ? '' : `${on} `;
  const [was, is] = [stateText(before, 'en'), stateText(after, 'en')];
  if (subject === 'FIELD') {
    return `Corrected: ${day}${fieldText(key, 'en')} from "${before as string}" to "${after as string}"${who}.`;
  }
  const reason = { RECORDED_LATER: 'Recorded only later: ', CORRECTED: 'Corrected: ', HAPPENED: '' }[how];
  if (subject === 'EVENT') {
    return after === null
      ? `Corrected: ${day}${was} was not by this day, its date was set right${who}.`
      : `${reason}${day}${is}${who}.`;
  }
  const which = label === null ? key : `"${label.en}"`;
  const named = [subjectText(subject, 'en'), which].filter((word) => word !== '').join(' ');
  const change = before === null ? is : after === null ? `no longer "${was}"` : `from "${was}" to "${is}"`;
  return `${reason}${day}${named}: ${change}${who}.`;
}

/** `case.ReviewHeld.v1 tally`: what the event is called, and its field. */
function fieldText(key: string, language: Language): string {
  const [type = '', field = ''] = key.split(' ');
  return `${termOf('event', type)[language]}${language === 'zh' ? '的' : ', '}${fieldName(field, language)}`;
}

/** Of a path such as `places.0.postedOn` what its last step is called, and which one it is. */
function fieldName(path: string, language: Language): string {
  const steps = path.split('.');
  const nth = steps.find((step) => /^\d+$/.test(step));
  const last = steps.findLast((step) => !/^\d+$/.test(step)) ?? path;
  const name = Object.hasOwn(fields, last) ? fields[last as keyof typeof fields][language] : last;
  return nth === undefined ? name : `${name} ${Number(nth) + 1}`;
}

function officeText({ office, person }: RecordedWords, language: Language): string {
  const words = findTerm('office', office) ?? termOf('role', office);
  return office === 'process' || office === 'clock'
    ? words[language]
    : `${words[language]}${language === 'zh' ? `（${person}）` : ` (${person})`}`;
}

/** By what it was told how much of the log was known; what follows from that is said with it. */
export interface KnownWords {
  readonly day: string | null;
  readonly by: 'CHECKPOINT' | 'RECORDED_TIME' | 'WHOLE_LOG';
  readonly because: 'NO_LEDGER' | 'LEDGER_YOUNGER' | null;
  readonly checkpoint: { readonly size: number; readonly signedAt: string } | null;
}

export function knownText({ day, by, because, checkpoint }: KnownWords, language: Language): string {
  const zh = language === 'zh';
  if (by === 'WHOLE_LOG') return zh ? '按日志中现有的全部记录' : 'as the whole log now tells it';
  if (by === 'CHECKPOINT') {
    const { size = 0, signedAt = '' } = checkpoint ?? {};
    return zh
      ? `按${day ?? ''}日终所知：以${signedAt}签发的检查点为准（${size}条）`
      : `as known at the end of ${day ?? ''}: by the checkpoint signed at ${signedAt}, over ${size} events`;
  }
  const younger = because === 'LEDGER_YOUNGER';
  return zh
    ? `按${day ?? ''}日终所知：仅以系统自记的录入时间为准（${younger ? '账本的首个检查点晚于该日' : '没有账本'}），未经检查点证明`
    : `as known at the end of ${day ?? ''}: by the recorded times alone, which no checkpoint proves (${younger ? 'the first checkpoint of the ledger is later' : 'there is no ledger'})`;
}

/** As much of what was told later as a sentence needs. */
export interface ToldLaterWords extends RecordedWords {
  readonly how: 'RECORDED_LATER' | 'CORRECTED';
  readonly type: string;
  readonly on: string;
  readonly daysLater: number;
  readonly corrected: { readonly field: string; readonly old: string; readonly new: string; readonly type: string } | null;
}

/** One thing of earlier days that was recorded only after a decision. */
export function toldLaterText(said: ToldLaterWords, language: Language): string {
  const { type, on, recordedOn, daysLater, corrected } = said;
  const who = officeText(said, language);
  const what = termOf('event', corrected?.type ?? type)[language];
  if (corrected !== null) {
    const { field, old, new: next } = corrected;
    return language === 'zh'
      ? `${recordedOn}（决定后${daysLater}日）更正：${on} ${what}的${fieldName(field, 'zh')}由“${old}”改为“${next}”，${who}录入。`
      : `Corrected on ${recordedOn}, ${daysLater} days after: ${what} of ${on}, ${fieldName(field, 'en')} from "${old}" to "${next}", by ${who}.`;
  }
  const reason = said.how === 'CORRECTED';
  return language === 'zh'
    ? `${recordedOn}（决定后${daysLater}日）才${reason ? '更正' : '录入'}：${on} ${what}，${who}录入。`
    : `${reason ? 'Corrected' : 'Recorded only'} on ${recordedOn}, ${daysLater} days after: ${what} of ${on}, by ${who}.`;
}

/** A value that was set right: of which field, what stood there, and what is right. */
export function correctionText(
  { field, old, new: next }: { readonly field: string; readonly old: string; readonly new: string },
  language: Language,
): string {
  const name = fieldName(field, language);
  return language === 'zh' ? `${name}由“${old}”改为“${next}”` : `${name} from "${old}" to "${next}"`;
}
