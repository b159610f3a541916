import { type Words } from './words.js';

const both = (zh: string, en: string): Words => ({ zh, en });
const listed = (list: readonly string[], separator: string): string => list.join(separator);

/** What the command `mingce` cannot do, and why: each wholly in one language. */
export const commandFaults = {
  cannotRead: (file: string, reason: string): Words => both(`${file}：无法读取（${reason}）`, `${file}: ${reason}`),
  cannotWrite: (file: string, reason: string): Words =>
    both(`${file}：无法写入（${reason}）`, `${file} cannot be written: ${reason}`),
  fileThere: (file: string): Words => both(`${file} 已存在，不覆盖`, `${file} is there and is not overwritten`),
  notTogether: (one: string, other: string): Words => both(`${one} 不能与 ${other} 一起用`, `${one} does not go with ${other}`),
  noLog: (reason: string): Words =>
    both(
      `这里没有日志（${reason}）；请先启动服务，或用 --data 指明其目录`,
      `${reason}; start the server first, or name its folder with --data`,
    ),
  tokenOfDoor: both(
    '服务要知道是谁：给出 --token，或设置 MINGCE_TOKEN（见 mingce token）',
    'the server asks who you are: give --token, or set MINGCE_TOKEN (see `mingce token`)',
  ),
  whoRecords: both(
    '请写明由谁录入：没有服务时用 --actor <人员>，有服务时用 --token',
    'say who records: --actor <person> without a server, or --token with one',
  ),
  serverHolds: (reason: string): Words =>
    both(
      `该目录正由服务使用（${reason}）：请给出 --token，由服务办理`,
      `${reason}; a server runs there: give --token to send the orders to it`,
    ),
  noLawFile: (reason: string, known: string): Words =>
    both(`${reason}；请指明 .json 文件，或 ${known} 之一`, `${reason}; name a .json file, or one of ${known}`),
  notJson: (file: string, reason: string): Words => both(`${file} 不是 JSON：${reason}`, `${file} is no JSON: ${reason}`),
  date: (option: string, said: string): Words =>
    both(`${option}：应为日期，如 2020-12-31，而不是“${said}”`, `${option}: a date such as 2020-12-31, not "${said}"`),
  format: (said: string, known: readonly string[]): Words =>
    both(`--format：应为 ${listed(known, ' 或 ')}，而不是“${said}”`, `--format: ${listed(known, ' or ')}, not "${said}"`),
  notOneOf:
    (option: string) =>
    (said: string, known: readonly string[]): Words =>
      both(`${option}：应为 ${listed(known, ' 或 ')}，而不是“${said}”`, `${option}: ${listed(known, ' or ')}, not "${said}"`),
  unknownEvent: (said: string): Words =>
    both(`此户的案件中没有“${said}”这一事件`, `no case of this household holds the event "${said}"`),
  noSuchDecision: (household: string, asked: { readonly case?: string; readonly revision?: string }): Words => {
    const [zh, en] = [
      [
        asked.case === undefined ? '' : `案件 ${asked.case}`,
        asked.revision === undefined ? '' : `版次为 ${asked.revision} 的事件`,
      ],
      [
        asked.case === undefined ? '' : `case ${asked.case}`,
        asked.revision === undefined ? '' : `event at revision ${asked.revision}`,
      ],
    ];
    const said = (parts: readonly string[], joint: string): string => parts.filter((part) => part !== '').join(joint);
    return both(
      `农户 ${household} 没有${said(zh ?? [], '中')}`,
      `household ${household} has no ${said((en ?? []).toReversed(), ' of ')}`,
    );
  },
  wholeNumber: (option: string, said: string): Words =>
    both(`${option}：应为整数，而不是“${said}”`, `${option}: a whole number, not "${said}"`),
  numberBetween: (option: string, said: string, least: number, most: number): Words =>
    both(
      `${option}：应为 ${least} 到 ${most} 的整数，而不是“${said}”`,
      `${option}: a whole number from ${least} to ${most}, not "${said}"`,
    ),
  unknownArea: (said: string): Words => both(`没有“${said}”这个地区`, `there is no area "${said}"`),
  duration: (said: string): Words =>
    both(`--ttl：应为时长，如 30m、8h、30d，而不是“${said}”`, `--ttl: a time such as 30m, 8h or 30d; not "${said}"`),
  notHeld: (person: string, office: string, area: string, held: readonly string[]): Words =>
    both(
      `${person} 今天不任 ${area} 的 ${office}；${held.length === 0 ? '没有此人任职的记录' : `现任：${listed(held, '、')}`}`,
      `${person} does not hold ${office} of ${area} today; ${held.length === 0 ? 'no office is known of this person' : `held: ${listed(held, ', ')}`}`,
    ),
  mayNotGive: (person: string, order: string, held: readonly string[]): Words =>
    both(
      `${person} 今天没有可以下达 ${order} 的职务；${held.length === 0 ? '没有此人任职的记录' : `现任：${listed(held, '、')}`}`,
      `${person} holds no office today that may give ${order}; ${held.length === 0 ? 'no office is known' : `held: ${listed(held, ', ')}`}`,
    ),
  tokenMayNot: (order: string, zh: readonly string[], en: readonly string[]): Words =>
    both(
      `令牌所属的账户不可下达 ${order}：${listed(zh, '；')}`,
      `the account of this token may not give ${order}: ${listed(en, '; ')}`,
    ),
  casesAreRead: (folder: string): Words =>
    both(
      `${folder} 中没有日志：要重新计算的案件从数据目录读取，即便命令下达给服务；请用 --data 指明服务的数据目录`,
      `${folder} holds no log: the cases to look at are read from the data folder, also where a server is given the orders; name the folder of the server with --data`,
    ),
  tokenNeeded: both(
    '服务须知道是谁：请给出 --token，或设置 MINGCE_TOKEN（见 mingce token）',
    'the server asks who you are: give --token, or set MINGCE_TOKEN (see `mingce token`)',
  ),
  serverSilent: (server: string, reason: string): Words =>
    both(`${server} 没有应答（${reason}）`, `${server} does not answer: ${reason}`),
  serverAnswers: (server: string, status: number, detail: string): Words =>
    both(`${server} 应答 ${status}：${detail}`, `${server} answers ${status}: ${detail}`),
  // A list of standings (domain.md R6).
  listTooLarge: (megabytes: number): Words =>
    both(`名单超过 ${megabytes} MB，请分开`, `the list is larger than ${megabytes} MB; divide it`),
  listNoCsv: (reason: string): Words => both(`名单不是CSV（${reason}）`, `the list is no CSV: ${reason}`),
  listEmpty: (columns: readonly string[]): Words =>
    both(
      `名单是空的；首行应为列名 ${listed(columns, ', ')}`,
      `the list is empty; its first line names the columns ${listed(columns, ', ')}`,
    ),
  columnMissing: (column: string, columns: readonly string[]): Words =>
    both(
      `缺少列“${column}”；首行应为 ${listed(columns, ', ')}`,
      `the column "${column}" is missing; the header is ${listed(columns, ', ')}`,
    ),
  cells: (expected: number, found: number): Words =>
    both(`应有 ${expected} 格，实有 ${found} 格`, `${expected} cells expected, ${found} found`),
  cellEmpty: (column: string): Words => both(`${column} 为空`, `${column} is empty`),
  cellTwice: (column: string, value: string, line: number): Words =>
    both(`${column} ${value} 已在第 ${line} 行`, `${column} ${value} stands in line ${line} already`),
  cellStanding: (said: string): Words =>
    both(`standing：应为 REGISTERED 或 EXITED，而不是“${said}”`, `standing: REGISTERED or EXITED, not "${said}"`),
  cellIdentifiedAt: (said: string): Words =>
    both(`identifiedAt：应为日期，如 2014-06-30，而不是“${said}”`, `identifiedAt: a date such as 2014-06-30, not "${said}"`),
  cellExitedAt: (said: string): Words =>
    both(
      `exitedAt：应为日期，如 2016-12-10，或空白，而不是“${said}”`,
      `exitedAt: a date such as 2016-12-10, or nothing; not "${said}"`,
    ),
  cellSpells: (said: string): Words =>
    both(`spells：应为从 1 起的整数，而不是“${said}”`, `spells: a whole number from 1, not "${said}"`),
  cellMemberNos: both(
    'memberNos：应为“人员:编号”，以“;”分隔，每人一次',
    'memberNos: person:number, joined by ";", each person once',
  ),
  total: (option: string, said: string, found: number): Words =>
    both(`${option} ${said}：名单为 ${found}`, `${option} ${said}: the list holds ${found}`),
} as const;

/** What the reader of the command line says of one that it cannot read, in English, and what that is in Chinese. */
const USAGE: readonly (readonly [RegExp, string])[] = [
  [/unknown command '([^']*)'/, '没有“$1”这一命令'],
  [/unknown option '([^']*)'/, '没有“$1”这一选项'],
  [/required option '([^']*)' not specified/, '缺少必须的选项 $1'],
  [/missing required argument '([^']*)'/, '缺少参数 $1'],
  [/option '([^']*)' argument missing/, '选项 $1 缺少值'],
  [/option '([^']*)' argument '([^']*)' is invalid\..*/, '选项 $1 的值“$2”不可用'],
  [/too many arguments.*/, '参数过多'],
];

/** The same in Chinese; absent where it says something else. */
export function usageInChinese(line: string): string | undefined {
  const known = USAGE.find(([form]) => form.test(line));
  const [form, said] = known ?? [];
  const found = form === undefined ? undefined : form.exec(line)?.[0];
  return form === undefined || said === undefined || found === undefined ? undefined : found.replace(form, said);
}
