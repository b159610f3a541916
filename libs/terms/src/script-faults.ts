import { type Words } from './words.js';

const both = (zh: string, en: string): Words => ({ zh, en });

const WHAT = {
  key: both('键', 'key'),
  symbol: both('符号', 'symbol'),
  office: both('职务', 'office'),
  level: both('层级', 'level'),
  caseKind: both('程序种类', 'kind of case'),
  step: both('步骤', 'step'),
  body: both('会议', 'body'),
  order: both('指令', 'order'),
  event: both('事件', 'event'),
  slot: both('材料栏', 'slot'),
  column: both('列', 'column'),
} as const;

const NOTHING = both('没有任何事件', 'nothing');
const quoted = (names: readonly string[], language: keyof Words): string =>
  names.length === 0 ? NOTHING[language] : names.join(', ');

/** What a word of a script was to be. */
export type ScriptWord = keyof typeof WHAT;

/** What a script says that cannot be understood, cannot be done or does not hold: each wholly in one language. */
export const scriptFaults = {
  unknown: (what: ScriptWord, word: string, near: string | undefined, known: readonly string[]): Words => {
    const { zh, en } = WHAT[what];
    const list = known.join(', ');
    return both(
      `已知的${zh}，而不是 "${word}"${near === undefined ? '' : `；是否为 "${near}"？`}（已知：${list === '' ? '无' : list}）`,
      `${en} "${word}" is not known${near === undefined ? '' : `; did you mean "${near}"?`} (known: ${list === '' ? 'none' : list})`,
    );
  },
  unknownKeyOf: (event: string, unknown: Words): Words => both(`${event}：应为${unknown.zh}`, `${event}: ${unknown.en}`),
  unknownOrder: (unknown: Words): Words =>
    both(`应为${unknown.zh}；给其他流的指令须写明 "target"`, `${unknown.en}; an order to another stream names its "target"`),
  oneObject: (reason?: string): Words =>
    reason === undefined
      ? both(
          '每行一个 JSON 对象，如 {"advanceTo": "2020-03-10T09:00:00+08:00"}',
          'one JSON object on the line, such as {"advanceTo": "2020-03-10T09:00:00+08:00"}',
        )
      : both('每行一个 JSON 对象；本行不是 JSON', `one JSON object on the line: ${reason}`),
  actor: both('"actor"：人员，或职务，如 "DATA_CLERK"', '"actor": a person, or an office such as "DATA_CLERK"'),
  order: both('"order"：指令类型，如 "RecordReview"', '"order": the type of the order, such as "RecordReview"'),
  set: both('"set"：由名称和值组成的对象', '"set": an object of names and values'),
  use: both('"use": "county"；没有其他布景', '"use": "county"; there is no other fixture'),
  through: both(
    '"through"：程序中的环节，如 "SURVEY.VERIFICATION"',
    '"through": a part of the definition, such as "SURVEY.VERIFICATION"',
  ),
  oneThing: (one: string, other: string): Words =>
    both(`每行只说一件事，不能同时有 "${one}" 和 "${other}"`, `one thing on a line, not "${one}" and "${other}"`),
  oneOf: (kinds: readonly string[]): Words => {
    const list = kinds.map((kind) => `"${kind}"`).join(', ');
    return both(`以下之一：${list}`, `one of ${list}`);
  },
  expect: both(
    '"expect"：事件列表，如 {"type": "ReviewHeld", "data": {…}}；不应有事件时为空列表',
    '"expect": a list of events {"type": "ReviewHeld", "data": {…}}; an empty list where nothing is to happen',
  ),
  expectRefused: both(
    '"expectRefused"：至少一个代码的列表，如 ["QUORUM_NOT_REACHED"]',
    '"expectRefused": a list of codes, at least one, such as ["QUORUM_NOT_REACHED"]',
  ),
  text: (key: string): Words => both(`"${key}"：文字`, `"${key}": text`),
  texts: (key: string): Words => both(`"${key}"：文字列表`, `"${key}": a list of texts`),
  flag: (key: string): Words => both(`"${key}"：true 或 false`, `"${key}": true or false`),
  object: (key: string): Words => both(`"${key}"：对象 {…}`, `"${key}": an object {…}`),
  moment: (key: string): Words =>
    both(
      `"${key}"：带时差的时刻，如 "2020-03-02T09:00:00+08:00"`,
      `"${key}": a moment with its offset, such as "2020-03-02T09:00:00+08:00"`,
    ),
  day: (key: string, such: string): Words => both(`"${key}"：日期，如 "${such}"`, `"${key}": a date, such as "${such}"`),
  dayOfCalendar: both('"on"：日历上有的日期，如 "2020-02-29"', '"on": a date of the calendar, such as "2020-02-29"'),
  noSuchDay: (found: string): Words =>
    both(`"on"：应为日历上有的日期，而不是 "${found}"`, `"on": a date of the calendar, not "${found}"`),
  noSuchDayAt: (path: string, found: string): Words =>
    both(
      `${path}：应为日历上有的日期，如 "2020-02-29"，而不是 "${found}"`,
      `${path}: a date of the calendar such as "2020-02-29", not "${found}"`,
    ),
  wholeNumber: (name: string, most: number): Words =>
    both(`"${name}"：1 至 ${most} 的整数`, `"${name}": a whole number from 1 to ${most}`),
  county: both('"county"：地区代码，如 "CN-GZ-CHANGSHUN"', '"county": an area code such as "CN-GZ-CHANGSHUN"'),
  bodyKind: both('"bodyKind"："VILLAGERS" 或 "RESIDENTS"', '"bodyKind": "VILLAGERS" or "RESIDENTS"'),
  rosterCount: (body: string, most: number): Words =>
    both(`$roster(${body},n)：n 为 0 至 ${most}`, `$roster(${body},n): n from 0 to ${most}`),
  papers: (found?: string): Words =>
    found === undefined
      ? both('"papers"："complete" 或对象', '"papers": "complete", or an object')
      : both(`"papers"："complete" 或对象，而不是 "${found}"`, `"papers": "complete", or an object; not "${found}"`),
  papersOfNoPart: both(
    '"complete" 只用于有环节的指令；请改写 {"signedBy": […], "evidence": […]}',
    '"complete" papers need an order about a part of the case; write {"signedBy": […], "evidence": […]} instead',
  ),
  noCase: (id: string): Words => both(`没有案件 ${id}`, `there is no case ${id}`),
  noPart: (part: string, definition: string, known: readonly string[]): Words => {
    const list = known.length === 0 ? '' : `: ${known.join(', ')}`;
    return both(`${part} 不是 ${definition} 的环节${list.replace(': ', '：')}`, `${part} is no part of ${definition}${list}`);
  },
  caseEnded: (outcome: string, before: string): Words =>
    both(`案件在 ${before} 之前已结束（${outcome}）`, `the case has ended (${outcome}) before ${before}`),
  notReached: (part: string): Words =>
    both(`无法走到 ${part}；之前没有可做的环节`, `${part} cannot be reached; nothing before it is ready`),
  calendarNeeded: (part: string, year: string): Words =>
    both(
      `${part} 的期限按工作日计；请先发布日历 CN-${year}`,
      `the period of ${part} is in working days; publish the calendar CN-${year}`,
    ),
  refused: (order: string, target?: string): Words =>
    target === undefined
      ? both(`${order} 未被受理`, `${order} was refused`)
      : both(`给 ${target} 的 ${order} 未被受理`, `${order} for ${target} was refused`),
  unreadable: (order: string, reason: string): Words =>
    both(`${order} 的数据无法读取`, `the data of ${order} cannot be read: ${reason}`),
  ofEngine: (message: string): Words => both('引擎无法执行本行', message),
  timeGoesOn: (now: string, wanted: string): Words =>
    both(`时间只能向前：现在已是 ${now}，${wanted} 已过`, `time goes on only: it is ${now} already, ${wanted} is past`),
  noTarget: (category: string, order: string): Words =>
    both(
      `尚无 ${category} 可接收 ${order}；请写明 "target"`,
      `there is no ${category} yet to which ${order} could go; name its "target"`,
    ),
  dryRunRecorded: both('预演留下了记录', 'a dry run recorded something'),
  orderRefused: (codes: readonly string[]): Words =>
    both(`指令未被受理：${codes.join(', ')}`, `the order was refused: ${codes.join(', ')}`),
  nothingToRefuse: both('本行之前没有可被拒绝的指令', 'there is no order before this line that could be refused'),
  notRefused: (events: readonly string[]): Words =>
    both(`指令未被拒绝；结果为 ${quoted(events, 'zh')}`, `the order was not refused; it gave ${quoted(events, 'en')}`),
  otherEvents: (wanted: readonly string[], found: readonly string[]): Words =>
    both(
      `应为 ${quoted(wanted, 'zh')}；实为 ${quoted(found, 'zh')}`,
      `expected ${quoted(wanted, 'en')}; it was ${quoted(found, 'en')}`,
    ),
  otherStream: (name: string, wanted: string, found: string): Words =>
    both(`${name}：应在 ${wanted}；实在 ${found}`, `${name}: expected in ${wanted}; it was in ${found}`),
  otherValue: (path: string, wanted: string, found: string | undefined): Words =>
    both(`${path}：应为 ${wanted}；实为 ${found ?? '空'}`, `${path}: expected ${wanted}; it was ${found ?? 'nothing'}`),
  notSealed: (path: string, wanted: string, found: string | undefined): Words =>
    both(
      `${path}：应为密封的 ${wanted}；实为 ${found ?? '空'}`,
      `${path}: expected a sealed ${wanted}; it was ${found ?? 'nothing'}`,
    ),
  otherSealed: (path: string, wanted: string, opened: string): Words =>
    both(`${path}：应为密封的 ${wanted}；启封为 ${opened}`, `${path}: expected a sealed ${wanted}; it opens to ${opened}`),
  refusalUnexpected: (codes: readonly string[]): Words =>
    both(`未被受理，而脚本没有预期：${codes.join(', ')}`, `refused, and the script does not expect it: ${codes.join(', ')}`),
  incidentUnexpected: both('发生了异常，而脚本没有预期', 'an incident was raised, and the script does not expect it'),
};
