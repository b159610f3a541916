import { findTerm, type TermCategory, termOf } from './dictionary.js';
import { type FindingWords } from './refusal-text.js';
import { type Language, type Vocabulary, type Words } from './words.js';

const both = (zh: string, en: string): Words => ({ zh, en });

/** Headings of the card that tells a household why, or why not. */
export const card = {
  title: { zh: '办理结果明白卡', en: 'Why, or why not: the decision on a household' },
  household: { zh: '农户编号', en: 'Household' },
  householdNo: { zh: '户编号', en: 'Registry number' },
  head: { zh: '户主', en: 'Head' },
  masked: { zh: '（已遮蔽，送达时由经办人填写）', en: '(masked; filled in by hand on delivery)' },
  place: { zh: '所在地', en: 'Place' },
  procedure: { zh: '所依程序', en: 'Procedure' },
  instrument: { zh: '文件依据', en: 'Instrument' },
  year: { zh: '年度', en: 'Programme year' },
  result: { zh: '结果', en: 'Result' },
  reasonSealed: {
    zh: '（书面理由见送达的通知书，本卡不载）',
    en: '(the reasons in writing stand in the letter; this card does not hold them)',
  },
  steps: { zh: '逐步办理：要求什么、查明什么', en: 'Step by step: what was required, and what was found' },
  step: { zh: '环节', en: 'Step' },
  day: { zh: '日期', en: 'Date' },
  who: { zh: '办理', en: 'By' },
  officials: { zh: '签字、承办、录入', en: 'Who signed, performed and recorded it:' },
  notNamed: { zh: '姓名不显示', en: 'not named' },
  SIGNED: { zh: '签字', en: 'signed' },
  PERFORMED: { zh: '承办', en: 'performed' },
  RECORDED: { zh: '录入', en: 'recorded' },
  PRESENT: { zh: '到会表决', en: 'present to vote' },
  found: { zh: '办理情况与要求', en: 'What was done, and by which rules' },
  round: { zh: '第{n}轮', en: 'round {n}' },
  alsoChecked: { zh: '其余{n}项均符合', en: '{n} more, all met' },
  refusals: { zh: '未予受理的办理', en: 'What was refused' },
  remedies: { zh: '不同意怎么办', en: 'If you do not agree' },
  until: { zh: '至', en: 'until' },
  noLimit: { zh: '不限期', en: 'no time limit' },
  ours: { zh: '本系统假设', en: 'ours' },
  madeFrom: { zh: '本卡仅由办理记录生成', en: 'Made from the records of the procedure alone' },
  events: { zh: '条事件', en: 'events' },
  printedOn: { zh: '生成日期', en: 'Made on' },
  caseNo: { zh: '案件', en: 'Case' },
  delivered: { zh: '送达人签字', en: 'Delivered by' },
  received: { zh: '农户签收', en: 'Received by the household' },
  deliveredOn: { zh: '送达日期', en: 'Date of delivery' },
  allRules: { zh: '全部规则对照', en: 'All rules that were applied' },
} as const satisfies Vocabulary;

/** As much of a decision as its sentence needs; days are civil dates. */
export interface DecisionWords {
  /** An outcome of a case; `PENDING` while it goes on; `NOT_ADMITTED` where none was opened. */
  readonly outcome: string;
  readonly kind: string;
  readonly programYear: number | null;
  readonly on: string | null;
  readonly part: Words | null;
  readonly level: string | null;
  readonly reason: string | null;
  readonly documentNo: string | null;
  readonly toYear: number | null;
  /** Parts that may be worked at now. */
  readonly next: readonly Words[];
}

/** What was decided about the household, in one sentence. */
export function decisionText(said: DecisionWords, language: Language): string {
  return language === 'zh' ? decisionInChinese(said) : decisionInEnglish(said);
}

function decisionInChinese({
  outcome,
  kind,
  programYear,
  on,
  part,
  level,
  reason,
  documentNo,
  toYear,
  next,
}: DecisionWords): string {
  const document = documentNo === null ? '' : `，批准文号${documentNo}`;
  const why = [
    ...(level === null ? [] : [`由${termOf('level', level).zh}决定`]),
    ...(part === null ? [] : [`环节“${part.zh}”`]),
    ...(reason === null ? [] : [`理由：${termOf('rejection', reason).zh}`]),
  ].join('，');
  switch (outcome) {
    case 'REGISTERED':
    case 'EXITED':
    case 'MONITORED':
      return `自${on ?? ''}起${termOf('outcome', outcome).zh}（${programYear ?? ''}年度）${document}。`;
    case 'REJECTED':
      return `${on ?? ''}不予通过${why === '' ? '' : `：${why}`}。`;
    case 'DEFERRED':
      return `${on ?? ''}起，退出延至${toYear ?? ''}年度${why === '' ? '' : `：${why}`}。`;
    case 'PENDING':
      return `尚未办结${next.length === 0 ? '' : `：接下来办理${next.map(({ zh }) => `“${zh}”`).join('、')}`}。`;
    case 'NOT_ADMITTED':
      return '尚未立案。';
    default:
      return `${on ?? ''}${termOf('caseKind', kind).zh}${termOf('outcome', outcome).zh}。`;
  }
}

function decisionInEnglish({
  outcome,
  kind,
  programYear,
  on,
  part,
  level,
  reason,
  documentNo,
  toYear,
  next,
}: DecisionWords): string {
  const document = documentNo === null ? '' : `, document ${documentNo}`;
  const why = [
    ...(level === null ? [] : [`decided by the ${termOf('level', level).en.toLowerCase()}`]),
    ...(part === null ? [] : [`at "${part.en}"`]),
    ...(reason === null ? [] : [`because: ${termOf('rejection', reason).en.toLowerCase()}`]),
  ].join(', ');
  switch (outcome) {
    case 'REGISTERED':
    case 'EXITED':
    case 'MONITORED':
      return `${termOf('outcome', outcome).en} since ${on ?? ''} (programme year ${programYear ?? ''})${document}.`;
    case 'REJECTED':
      return `Not passed on ${on ?? ''}${why === '' ? '' : `: ${why}`}.`;
    case 'DEFERRED':
      return `From ${on ?? ''}: the exit is put off to ${toYear ?? ''}${why === '' ? '' : `: ${why}`}.`;
    case 'PENDING':
      return `Not decided yet${next.length === 0 ? '' : `; next: ${next.map(({ en }) => `"${en}"`).join(', ')}`}.`;
    case 'NOT_ADMITTED':
      return 'No case was opened yet.';
    default:
      return `${termOf('caseKind', kind).en}: ${termOf('outcome', outcome).en.toLowerCase()} on ${on ?? ''}.`;
  }
}

export const remedies = {
  NOTICE: {
    zh: '公示期内任何人都可以口头或书面提出异议，可以不具名；有未处理的异议，公示不得结束。向村、乡镇、县或12317提出',
    en: 'While the notice hangs anybody may object, in writing or not, named or not; it does not close while an objection is open. To the village, the township, the county, or 12317',
  },
  RECHECK: {
    zh: '可以向上一级申请复核一次，由未参与原决定的人员办理。申请交村、乡镇或县',
    en: 'Ask once for a recheck by the level above, by people who did not take the decision. Through the village, the township or the county',
  },
  RECHECK_REQUESTED: { zh: '已申请复核，尚待决定', en: 'A recheck was asked for and is not decided yet' },
  RECHECK_DONE: { zh: '复核已作出决定', en: 'The recheck was decided' },
  CONTEST: { zh: '村可以就此申辩一次，由县裁定', en: 'The village may contest it once; the county rules' },
  REAPPLY: { zh: '情况有变化时可以重新申请，随时受理', en: 'Apply again at any time' },
  AFTER_EFFECT: {
    zh: '生效以后仍可随时反映情况，另案核查纠正。向村、乡镇、县或12317提出',
    en: 'What is wrong may still be told at any time and is looked into by a case of its own. To the village, the township, the county, or 12317',
  },
  REVOKE_CONSENT: {
    zh: '认可退出的，在正式退出以前可以撤回；撤回等于不认可',
    en: 'Who agreed to the exit may take that back until the household has exited; it counts as a refusal',
  },
  WITHDRAW: { zh: '生效以前可以签字撤回申请', en: 'The application may be withdrawn, signed, until it takes effect' },
} as const satisfies Vocabulary;
export type Remedy = keyof typeof remedies;

type Data = Readonly<Record<string, unknown>>;
interface Rule {
  readonly rule: Words;
  readonly found: Words;
}
type Plain = (required: unknown, actual: unknown) => Rule;

const record = (value: unknown): Data => (typeof value === 'object' && value !== null ? (value as Data) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : Array.isArray(value) ? String(value.length) : '';
const named = (category: TermCategory, codes: unknown): Words => {
  const words = list(codes).map((code) => termOf(category, text(code)));
  return both(words.map(({ zh }) => zh).join('、'), words.map(({ en }) => en).join(', '));
};
const none = both('没有', 'none');
const complete = (missing: readonly unknown[], of: TermCategory): Words =>
  missing.length === 0 ? both('齐全', 'all there') : both(`缺${named(of, missing).zh}`, `missing: ${named(of, missing).en}`);
const withEach = (rule: Words, category: TermCategory, codes: unknown): Words => {
  const words = named(category, codes);
  return both(`${rule.zh}：${words.zh}`, `${rule.en}: ${words.en}`);
};
const yuan = (fen: unknown): string => (typeof fen === 'number' ? String(fen / 100) : '');

/** What a household is told of a rule: what it asks for in plain words, and what was found. Others are counted and listed apart. */
const PLAIN: Readonly<Record<string, Plain>> = {
  LINE_UNKNOWN: (required, actual) => ({
    rule: both(`${text(record(required)['year'])}年度收入标准`, `income line of ${text(record(required)['year'])}`),
    found: both(`每人每年${yuan(actual)}元`, `${yuan(actual)} yuan per person and year`),
  }),
  INCOME_NOT_BELOW_LINE: (_, actual) => ({
    rule: both('人均纯收入低于标准，或有一项未达标', 'income per head below the line, or an item unmet'),
    found: incomeFound(actual),
  }),
  INCOME_NOT_ABOVE_LINE: (_, actual) => ({
    rule: both('人均纯收入不低于退出标准', 'income per head not below the line of exit'),
    found: incomeFound(actual),
  }),
  CRITERION_NOT_MET: (_, actual) => ({
    rule: both('各项指标全部达标', 'every item is met'),
    found:
      list(actual).length === 0
        ? both('全部达标', 'all met')
        : both(`未达标：${named('criterion', actual).zh}`, `unmet: ${named('criterion', actual).en}`),
  }),
  NO_MEASURE_DELIVERED: (_, actual) => ({
    rule: both('帮扶措施已落实', 'help was delivered'),
    found: both(`${text(actual)}项`, `measures: ${text(actual)}`),
  }),
  TOO_FEW_SURVEYORS: (required, actual) => ({
    rule: both(`入户调查不少于${text(required)}人`, `at least ${text(required)} surveyors`),
    found: both(`${text(actual)}人`, text(actual)),
  }),
  TOO_FEW_PERSONS: (required, actual) => ({
    rule: both(`不少于${text(required)}名不同的人签字`, `at least ${text(required)} different persons sign`),
    found: both(`${text(actual)}人`, text(actual)),
  }),
  QUORUM_NOT_REACHED: (required, actual) => {
    const { present, rosterTotal } = record(actual);
    const fraction = text(record(required)['fraction']).replace('>=', '≥');
    return {
      rule: both(`到会人数${fraction}`, `present ${fraction}`),
      found: both(`应到${text(rosterTotal)}，到会${text(present)}`, `${text(present)} of ${text(rosterTotal)}`),
    };
  },
  VOTES_DO_NOT_ADD_UP: (required, actual) => {
    const { votesFor, against, abstain } = record(actual);
    const { voters, majority } = record(required);
    return {
      // Whoever knows the law adds how many of them must be for it; the rule itself asks that the numbers add up.
      rule:
        majority === undefined
          ? both(`票数与有表决权的${text(voters)}人相合`, `the votes are those of the ${text(voters)} who may vote`)
          : both(
              `有表决权${text(voters)}人，赞成${text(majority)}`,
              `${text(voters)} may vote, ${text(majority)} of them for it`,
            ),
      found: both(
        `赞成${text(votesFor)}，反对${text(against)}，弃权${text(abstain)}`,
        `${text(votesFor)} for, ${text(against)} against, ${text(abstain)} abstaining`,
      ),
    };
  },
  RANKING_MISSING: (_, actual) => ({
    rule: both('按规模排序，名次不超过规模', 'ranked within the quota'),
    found: both(
      `第${text(record(actual)['rank'])}名，规模${text(record(actual)['quota'])}`,
      `place ${text(record(actual)['rank'])} of a quota of ${text(record(actual)['quota'])}`,
    ),
  }),
  COMPARISON_NOT_READ_OUT: (_, actual) => ({
    rule: both('会上宣读信息比对结果', 'the comparison is read out at the meeting'),
    found: actual === true ? both('已宣读', 'read out') : both('未宣读', 'not read out'),
  }),
  COMPARISON_INCOMPLETE: (_, actual) => ({
    rule: both('各部门对每名成员均已答复', 'each register has answered for each member'),
    found:
      list(actual).length === 0
        ? both('均已答复', 'all have')
        : both(`未答复${list(actual).length}项`, `${list(actual).length} open`),
  }),
  HIT_NOT_DISPOSITIONED: (_, actual) => ({
    rule: both('比对发现的问题均已核实', 'each hit was looked into'),
    found:
      list(actual).length === 0
        ? both('均已核实', 'all were')
        : both(`未核实${list(actual).length}项`, `${list(actual).length} open`),
  }),
  NOTICE_PLACE_MISSING: (required, actual) => ({
    rule: withEach(both('张贴地点', 'places'), 'place', required),
    found: complete(list(record(actual)['missing']), 'place'),
  }),
  HEAD_COUNT_WRONG: (required, actual) => ({
    rule: both(`公示家庭人口${text(required)}人`, `head count ${text(required)} on the notice`),
    found: both(`${text(actual)}人`, text(actual)),
  }),
  NOTICE_PERIOD_NOT_OVER: (required, actual) => ({
    rule: both(
      `公示期满，${text(record(required)['notBefore'])}起方可结束`,
      `hung for its full time, until ${text(record(required)['notBefore'])}`,
    ),
    found: both(`${text(actual)}结束`, `ended ${text(actual)}`),
  }),
  OBJECTION_OPEN: (_, actual) => ({
    rule: both('没有未处理的异议', 'no objection is open'),
    found: list(actual).length === 0 ? none : both(`${list(actual).length}件`, String(list(actual).length)),
  }),
  EVIDENCE_MISSING: (required, actual) => ({
    rule: both(`材料${list(required).length}项`, `papers: ${list(required).length}`),
    found:
      list(record(actual)['missing']).length === 0
        ? both('齐全', 'all there')
        : both(`缺${list(record(actual)['missing']).length}项`, `${list(record(actual)['missing']).length} missing`),
  }),
  SEAL_MISSING: (required, actual) => ({
    rule: withEach(both('盖章', 'seals'), 'organisation', required),
    found: complete(list(record(actual)['missing']), 'organisation'),
  }),
  DOCUMENT_NO_MISSING: (_, actual) => ({
    rule: both('有批准文号', 'a document number'),
    found: both(text(actual), text(actual)),
  }),
  CONSENT_SIGNED_BY_CADRE: () => ({
    rule: both('由本户自己签字认可，干部不得代签', 'signed by the household itself, by no cadre for it'),
    found: both('本户签字', 'signed by the household'),
  }),
  IDENTIFIED_THIS_YEAR: (required, actual) => ({
    rule: both(
      `${text(record(required)['identifiedBefore'])}年以前纳入`,
      `registered before ${text(record(required)['identifiedBefore'])}`,
    ),
    found: both(`${text(actual)}纳入`, `registered ${text(actual)}`),
  }),
  RECHECK_TOO_LATE: (required, actual) => ({
    rule: both(
      `${text(record(required)['days'])}日内，即${text(record(required)['until'])}以前申请`,
      `asked within ${text(record(required)['days'])} days, by ${text(record(required)['until'])}`,
    ),
    found: both(`${text(actual)}申请`, `asked ${text(actual)}`),
  }),
  LEVEL_NOT_ABOVE_DECIDER: (required, actual) => ({
    rule: both(
      `由高于${termOf('level', text(record(required)['above'])).zh}的层级决定`,
      `decided above the ${termOf('level', text(record(required)['above'])).en.toLowerCase()}`,
    ),
    found: termOf('level', text(actual)),
  }),
  EFFECT_TOO_EARLY: (_, actual) => ({
    rule: both('规定的环节全部办完', 'every step is done'),
    found: list(record(actual)['missing']).length === 0 ? both('全部办完', 'all done') : both('未办完', 'not all done'),
  }),
};

function incomeFound(actual: unknown): Words {
  const { income, unmet } = record(actual);
  const side = income === 'BELOW' ? both('低于标准', 'below the line') : both('不低于标准', 'not below the line');
  const open = list(unmet);
  if (open.length === 0) return side;
  const words = named('criterion', open);
  return both(`${side.zh}，未达标：${words.zh}`, `${side.en}; unmet: ${words.en}`);
}

/** Told only where they are not met: papers are the offices' business. */
const UNMET_ONLY: ReadonlySet<string> = new Set([
  'EVIDENCE_MISSING',
  'SEAL_MISSING',
  'TOO_FEW_PERSONS',
  'HEAD_COUNT_WRONG',
  'EFFECT_TOO_EARLY',
  'NOTICE_PLACE_MISSING',
  'DOCUMENT_NO_MISSING',
]);

/** What a household is told of a finding; undefined for a rule that it is only told the number of. */
export function plainRule({ code, required, actual, met }: FindingWords & { readonly met: boolean }): Rule | undefined {
  if (!Object.hasOwn(PLAIN, code) || (met && UNMET_ONLY.has(code))) return undefined;
  return PLAIN[code]?.(required, actual);
}

/** An office, with who acted in it where that may be said. */
export function handText(
  { office, person }: { readonly office: string; readonly person: string | null },
  language: Language,
): string {
  const [open, close] = language === 'zh' ? ['（', '）'] : [' (', ')'];
  return `${officeText(office, language)}${person === null ? '' : `${open}${person}${close}`}`;
}

/** An office, a role of the engine, the household, or a body that meets. */
export function officeText(office: string, language: Language): string {
  if (office === 'HOUSEHOLD') return termOf('phrase', 'household')[language];
  return (findTerm('office', office) ?? findTerm('body', office) ?? termOf('role', office))[language];
}
