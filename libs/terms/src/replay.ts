import { type Vocabulary, type Words } from './words.js';

const both = (zh: string, en: string): Words => ({ zh, en });

/** What `mingce replay` and `mingce whatif` say. */
export const replayWords = {
  replaying: { zh: '重演', en: 'Replay' },
  trying: { zh: '试行', en: 'Trial' },
  allEqual: { zh: '凡可重演的决定，逐字节一致', en: 'every decision that can be taken again is the same to the byte' },
  notEqual: { zh: '有决定与所载不同', en: 'not every decision is what was recorded' },
  decisions: { zh: '项决定', en: 'decisions' },
  events: { zh: '个事件', en: 'events' },
  category: { zh: '流', en: 'stream' },
  EQUAL: { zh: '一致', en: 'equal' },
  DIFFERENT: { zh: '不同', en: 'different' },
  INPUT_ERASED: { zh: '密封内容已销毁', en: 'input erased' },
  INPUT_SEALED: { zh: '密封内容未启封', en: 'input sealed' },
  LAW_MISSING: { zh: '缺法规', en: 'law missing' },
  NO_DECISION: { zh: '非决定', en: 'no decision' },
  position: { zh: '位置', en: 'position' },
  revision: { zh: '修订号', en: 'revision' },
  recorded: { zh: '所载', en: 'recorded' },
  today: { zh: '今判', en: 'today' },
  underLaw: { zh: '依所试法规', en: 'under the law tried' },
  nothing: { zh: '（无）', en: '(nothing)' },
  more: { zh: '另有', en: 'and more:' },
  before: { zh: '此前', en: 'before' },
  notDecidedAgain: { zh: '未重演，不表示当时如何', en: 'not taken again; this says nothing of how it was decided then' },
  legend: {
    zh: '✓ 符合该项规则；✗ 不符合。每行为：应为什么、查明什么 [代码 · 依据]；代码指不符合的情形',
    en: '✓ the rule is met; ✗ it is not. Each line: what was required and what was found [code · clause]; the code names what is wrong where it is not met',
  },
  outcome: { zh: '结果', en: 'outcome' },
  refused: { zh: '不予受理', en: 'refused' },
  AS_GIVEN: {
    zh: '方式：照原样（同样的指令、同样的日期，首次不同即止）',
    en: 'mode: as given (the same orders on the same days; a case stops where it first could not have gone on)',
  },
  SHIFTED: {
    zh: '方式：顺延（仅因过早而不予受理的，移到首个合法日；其后各步保持原有间隔）',
    en: 'mode: shifted (orders refused only for being early move to the first lawful day; what follows keeps its gaps)',
  },
  law: { zh: '所试法规', en: 'law tried' },
  cases: { zh: '案件', en: 'cases' },
  noneConcerned: {
    zh: '没有案件涉及所试法规：程序只代替同一编号的各版本，标准代替同一地区同一年度的，日历代替同一年度的',
    en: 'no case is concerned: a definition stands in for the versions of its own id, a policy set for those of its area and year, a calendar for those of its year',
  },
  concerned: { zh: '其中涉及', en: 'concerned' },
  purpose: { zh: '启封目的', en: 'opened for' },
  opened: { zh: '启封密封内容', en: 'sealed values opened' },
  SAME: { zh: '不变', en: 'the same' },
  DATED_OTHERWISE: { zh: '日期不同', en: 'dated otherwise' },
  RECORDED_OTHERWISE: { zh: '记载不同', en: 'recorded otherwise' },
  ADMITTED: { zh: '原不受理者会受理', en: 'would be accepted' },
  DECIDED_OTHERWISE: { zh: '某步结论不同', en: 'decided otherwise' },
  ENDS_OTHERWISE: { zh: '结局不同', en: 'ends otherwise' },
  REFUSED: { zh: '会不予受理', en: 'would be refused' },
  NOT_AS_RECORDED: { zh: '依原法亦不能重演', en: 'not even the same under its own law' },
  endings: { zh: '结局', en: 'endings' },
  refusedFor: { zh: '不予受理的理由', en: 'refused for' },
  endedOnOtherDays: { zh: '结局日期不同', en: 'end on other days' },
  daysInAll: { zh: '天合计', en: 'days in all' },
  most: { zh: '最多', en: 'at most' },
  moved: { zh: '移动的指令', en: 'orders moved' },
  reprinted: { zh: '张榜截止日按所试法规重印', en: 'sheets with another printed last day' },
  area: { zh: '地区', en: 'area' },
  later: { zh: '天后', en: 'days later' },
} as const satisfies Vocabulary;

/** What `mingce replay` and `mingce whatif` cannot do, and why. */
export const replayFaults = {
  position: (option: string, said: string): Words =>
    both(
      `${option}：应为日志中的位置（非负整数），而不是“${said}”`,
      `${option}: a position of the log, a whole number from 0; not "${said}"`,
    ),
  onlyOne: (options: readonly string[]): Words =>
    both(`${options.join('、')} 只能给出其一`, `give only one of ${options.join(', ')}`),
  stepsOf: both('--steps 须与 --case、--household 或 --act 同用', '--steps needs --case, --household or --act'),
  noSuchStream: (stream: string, folder: string): Words =>
    both(`日志中没有 ${stream}（${folder}）`, `the log holds no ${stream} (${folder})`),
  noSuchLaw: (named: string): Words =>
    both(
      `${named}：既不是文件，也不是日志或本程序中的 名称@版本`,
      `${named} is no file, and no id@version of the log or of this program`,
    ),
  notJson: (named: string): Words => both(`${named} 不是 JSON`, `${named} is no JSON`),
  notLaw: (named: string, problems: readonly { readonly path: string; readonly code: string }[]): Words => {
    if (problems.some(({ code }) => code === 'NOT_A_LAW')) {
      return both(
        `${named} 既不是程序，也不是标准或日历：程序有 steps，标准有 parameters，日历有 holidays（见 docs/replay.md）`,
        `${named} is neither a definition (it has steps) nor a policy set (parameters) nor a calendar (holidays); see docs/replay.md`,
      );
    }
    const list = problems.slice(0, 5).map(({ path, code }) => `${path === '' ? '.' : path} ${code}`);
    return both(
      `${named} 未通过自检，不能试行：${list.join('；')}（见 mingce check）`,
      `${named} is not sound and cannot be tried: ${list.join('; ')} (see mingce check)`,
    );
  },
  mode: (said: string): Words =>
    both(`--mode：应为 as-given 或 shifted，而不是“${said}”`, `--mode: as-given or shifted, not "${said}"`),
  sealedDecisions: both(
    '需要密封内容的决定未重演；给出 --purpose <目的>（并 --actor 或 --token）即可启封，启封记入日志',
    'decisions that rest on sealed values were not taken again; --purpose <text>, with --actor or --token, opens them, and is recorded',
  ),
  whoOpens: both(
    '启封须记入日志：请用 --actor <人员> 或 --token 写明由谁启封',
    'what is opened is recorded: say by whom with --actor <person>, or --token where a server runs',
  ),
  serverOpens: (what: string): Words =>
    both(
      `${what}；服务正在运行：请给出 --token，由服务记录启封`,
      `${what}; a server runs there: give --token, so that it records what is opened`,
    ),
  sealed: both(
    '需要密封内容的案件未作判断；给出 --purpose <目的> 即可启封',
    'cases that need sealed values were not judged; --purpose <text> opens them',
  ),
} as const;
