import { type Vocabulary } from './words.js';

/** What a part of a step may be (domain.md §2.6). */
export const partKinds = {
  application: { zh: '申请', en: 'Application' },
  survey: { zh: '入户核查', en: 'Survey' },
  review: { zh: '民主评议', en: 'Review' },
  comparison: { zh: '信息比对', en: 'Comparison' },
  verification: { zh: '核实', en: 'Verification' },
  consent: { zh: '户认可', en: 'Consent' },
  notice: { zh: '公示', en: 'Notice' },
  audit: { zh: '审核', en: 'Audit' },
  approval: { zh: '审定（批准）', en: 'Approval' },
  announcement: { zh: '公告', en: 'Announcement' },
  filing: { zh: '备案（录入）', en: 'Filing' },
} as const satisfies Vocabulary;

export const caseKinds = {
  IDENTIFICATION: { zh: '精准识别', en: 'Identification' },
  EXIT: { zh: '脱贫退出', en: 'Exit' },
  MONITORING: { zh: '防止返贫监测', en: 'Monitoring' },
} as const satisfies Vocabulary;

/** Why a day is not worked: a weekend, or the holiday that the State Council gives. */
export const restReasons = {
  WEEKEND: { zh: '周末', en: 'Weekend' },
  NEW_YEAR: { zh: '元旦', en: 'New Year' },
  SPRING_FESTIVAL: { zh: '春节', en: 'Spring Festival' },
  QINGMING: { zh: '清明节', en: 'Qingming' },
  LABOUR_DAY: { zh: '劳动节', en: 'Labour Day' },
  DRAGON_BOAT: { zh: '端午节', en: 'Dragon Boat Festival' },
  MID_AUTUMN: { zh: '中秋节', en: 'Mid-Autumn Festival' },
  NATIONAL_DAY: { zh: '国庆节', en: 'National Day' },
  NATIONAL_DAY_AND_MID_AUTUMN: { zh: '国庆节、中秋节', en: 'National Day and Mid-Autumn Festival' },
  VICTORY_DAY: { zh: '抗战胜利纪念日', en: 'Victory Day' },
  SPECIAL_DAY: { zh: '特别假日', en: 'Special day off' },
} as const satisfies Vocabulary;

export const meetingBodies = {
  GROUP_MEETING: { zh: '村民小组会议', en: 'Group meeting' },
  REPRESENTATIVE_MEETING: { zh: '村民代表会议', en: "Representatives' meeting" },
  VILLAGE_MEETING: { zh: '村民会议', en: "Villagers' meeting" },
  PANEL: { zh: '评议小组', en: 'Review panel' },
} as const satisfies Vocabulary;

export const bodyKinds = {
  VILLAGERS: { zh: '村民', en: 'Villagers' },
  RESIDENTS: { zh: '居民', en: 'Residents' },
} as const satisfies Vocabulary;

export const voteMethods = {
  SECRET_BALLOT: { zh: '无记名投票', en: 'Secret ballot' },
  SHOW_OF_HANDS: { zh: '举手表决', en: 'Show of hands' },
  SIGNED_ROLL: { zh: '逐户签名表决', en: 'Signed roll' },
} as const satisfies Vocabulary;

export const reviewForms = {
  VOTE: { zh: '逐户表决', en: 'Vote' },
  RANKED_LIST: { zh: '规模内排序', en: 'Ranked list within a quota' },
} as const satisfies Vocabulary;

export const applicationForms = {
  APPLICATION: { zh: '农户申请', en: 'Application' },
  NOMINATION: { zh: '提名', en: 'Nomination' },
} as const satisfies Vocabulary;

/** Criteria of identification and exit (domain.md §2.4, §3.3). */
export const criteria = {
  INCOME: { zh: '收入', en: 'Income' },
  FOOD: { zh: '不愁吃', en: 'Enough food' },
  CLOTHING: { zh: '不愁穿', en: 'Enough clothing' },
  WATER: { zh: '饮水安全', en: 'Safe water' },
  EDUCATION: { zh: '义务教育', en: 'Compulsory education' },
  MEDICAL: { zh: '基本医疗', en: 'Basic medical care' },
  HOUSING: { zh: '住房安全', en: 'Safe housing' },
  NOT_IDENTIFIED_THIS_YEAR: { zh: '非当年识别', en: 'Not identified this year' },
  NO_DISASTER_THIS_YEAR: { zh: '当年未受灾', en: 'No disaster this year' },
  MEASURE_DELIVERED: { zh: '帮扶措施已落实', en: 'A support measure was delivered' },
  NO_DISABLED_WITHOUT_INCOME: { zh: '无因残无固定收入情形', en: 'No disabled member without regular income' },
  NO_SERIOUS_ILLNESS_UNDER_TREATMENT: { zh: '无大病在治情形', en: 'No serious illness under treatment' },
  SPENDING_WITHIN_INCOME: { zh: '无明显超收入的医疗、教育支出', en: 'Spending within income' },
  RELOCATED_MOVED_IN: { zh: '易地搬迁已入住', en: 'Relocated household has moved in' },
  NOT_SAFETY_NET_ONLY: { zh: '非仅靠兜底收入', en: 'Not on the safety net alone' },
} as const satisfies Vocabulary;

/** Registers that answer a comparison. */
export const sources = {
  VEHICLES: { zh: '公安车管', en: 'Vehicle register' },
  REAL_ESTATE: { zh: '住建、房管、不动产', en: 'Real estate register' },
  FISCAL_PAYROLL: { zh: '财政供养（财政、人社、编办）', en: 'Fiscal payroll' },
  MARKET_REGULATION: { zh: '市场监管（工商登记）', en: 'Market regulation' },
  ORGANISATION: { zh: '组织部门（村干部）', en: 'Organisation department' },
  AGRICULTURAL_MACHINERY: { zh: '农机、交通', en: 'Agricultural machinery and transport' },
  CIVIL_REGISTRY: { zh: '公安户籍', en: 'Civil registry' },
  EDUCATION: { zh: '教育', en: 'Education' },
  MEDICAL_INSURANCE: { zh: '医保', en: 'Medical insurance' },
  HOUSING: { zh: '住建', en: 'Housing' },
  WATER: { zh: '水利', en: 'Water' },
  CIVIL_AFFAIRS: { zh: '民政', en: 'Civil affairs' },
  HUMAN_RESOURCES: { zh: '人社', en: 'Human resources' },
  BANKS: { zh: '银行', en: 'Banks' },
} as const satisfies Vocabulary;

/** Red lines of domain.md §6.2. */
export const redLines = {
  R01: { zh: '消费型车辆', en: 'Car or van' },
  R02: { zh: '商品房、商铺、城镇自建房', en: 'Commercial flat, shop or house in town' },
  R03: { zh: '财政供养人员', en: 'On the fiscal payroll' },
  R04: { zh: '工商登记（实际经营）', en: 'Registered and operating business' },
  R05: { zh: '村干部', en: 'Village official in the household' },
  R06: { zh: '大型农机、工程机械、船舶', en: 'Large machinery or vessel' },
  R07: { zh: '长期雇工、种养大户', en: 'Employer or large-scale farmer' },
  R08: { zh: '自费留学', en: 'Study abroad at own cost' },
  R09: { zh: '商业养老保险', en: 'Commercial pension insurance' },
  R10: { zh: '违法行为拒不改正', en: 'Unlawful conduct not mended' },
  R11: { zh: '空挂户、人户分离、长期无人', en: 'Registered but not living there' },
  R12: { zh: '故意分户、并户', en: 'Split or merged to qualify' },
  R13: { zh: '死亡、服刑、失踪、不共享收支成员', en: 'Dead, imprisoned, missing or not sharing income' },
  R14: { zh: '存款超限', en: 'Savings above the limit' },
  R15: { zh: '对举报质疑不能合理解释', en: 'A complaint not explained' },
} as const satisfies Vocabulary;

export const severities = {
  HARD: { zh: '一票否决', en: 'Hard' },
  STRICT_CHECK: { zh: '从严核查', en: 'Strict check' },
  REVIEW: { zh: '评议核实', en: 'To be reviewed' },
  MEMBER: { zh: '只涉及成员', en: 'Concerns the member only' },
} as const satisfies Vocabulary;

export const comparisonResults = {
  HIT: { zh: '命中', en: 'Hit' },
  CLEAR: { zh: '无异常', en: 'Clear' },
  NOT_FOUND: { zh: '查无此人', en: 'Not found' },
  NOT_ANSWERED: { zh: '未答复', en: 'Not answered' },
  CONFIRMED: { zh: '属实', en: 'Confirmed' },
  EXPLAINED: { zh: '已合理说明', en: 'Explained' },
  DATA_ERROR: { zh: '数据错误', en: 'Error in the data' },
} as const satisfies Vocabulary;

/** Where a notice hangs. */
export const places = {
  VILLAGE_BOARD: { zh: '村公示栏', en: 'Village board' },
  NATURAL_VILLAGE: { zh: '各自然村', en: 'Each natural village' },
  TOWNSHIP_BOARD: { zh: '乡镇公示栏', en: 'Township board' },
  COUNTY_SITE: { zh: '县政府网站', en: 'County web site' },
} as const satisfies Vocabulary;

export const units = {
  cd: { zh: '日', en: 'calendar days' },
  wd: { zh: '个工作日', en: 'working days' },
  month: { zh: '个月', en: 'months' },
  year: { zh: '年', en: 'years' },
} as const satisfies Vocabulary;

export const failures = {
  REJECT: { zh: '不予通过', en: 'rejected' },
  DEFER: { zh: '延至下年', en: 'deferred' },
  HOLD: { zh: '暂缓', en: 'held' },
} as const satisfies Vocabulary;

/** How a case ended. */
export const outcomes = {
  REGISTERED: { zh: '已纳入建档立卡', en: 'Registered' },
  EXITED: { zh: '已脱贫退出', en: 'Exited' },
  MONITORED: { zh: '已纳入监测', en: 'Monitored' },
  REJECTED: { zh: '不予通过', en: 'Rejected' },
  WITHDRAWN: { zh: '已撤回', en: 'Withdrawn' },
  LAPSED: { zh: '自然终止', en: 'Lapsed' },
  DEFERRED: { zh: '延至下年', en: 'Deferred' },
  NOT_OPENED: { zh: '未立案', en: 'Not opened' },
} as const satisfies Vocabulary;

/** What a household is in the register. */
export const standings = {
  ORDINARY: { zh: '一般农户', en: 'Ordinary rural household' },
  REGISTERED: { zh: '建档立卡贫困户', en: 'Registered poor household' },
  EXITED: { zh: '脱贫户', en: 'Exited household' },
  MONITORED: { zh: '监测对象', en: 'Monitored household' },
  DEREGISTERED: { zh: '已销号', en: 'Deregistered' },
  LAPSED: { zh: '自然销户', en: 'Lapsed' },
} as const satisfies Vocabulary;

export const partStatuses = {
  NOT_STARTED: { zh: '未开始', en: 'Not started' },
  RUNNING: { zh: '进行中', en: 'Running' },
  DONE: { zh: '已完成', en: 'Done' },
  FAILED: { zh: '未通过', en: 'Failed' },
} as const satisfies Vocabulary;

export const rejectionReasons = {
  COMPARISON: { zh: '信息比对属实', en: 'A hit of the comparison was confirmed' },
  VOTED_DOWN: { zh: '评议未通过', en: 'Voted down' },
  OVER_QUOTA: { zh: '超出规模', en: 'Beyond the quota' },
  VERIFICATION_FAILED: { zh: '核实未通过', en: 'Verification failed' },
  NOT_ELIGIBLE: { zh: '不符合条件', en: 'Not eligible' },
  OBJECTION_UPHELD: { zh: '异议成立', en: 'An objection was upheld' },
  AUDIT: { zh: '乡镇审核未通过', en: 'Not passed by the township' },
  APPROVAL: { zh: '县级未批准', en: 'Not approved by the county' },
} as const satisfies Vocabulary;

export const objectionOutcomes = {
  UPHELD: { zh: '成立', en: 'Upheld' },
  PARTLY: { zh: '部分成立', en: 'Partly upheld' },
  DISMISSED: { zh: '不成立', en: 'Dismissed' },
  NOT_ACCEPTED: { zh: '不予受理', en: 'Not accepted' },
  WITHDRAWN: { zh: '已撤回', en: 'Withdrawn' },
} as const satisfies Vocabulary;

/** Classes of findings (domain.md R16). */
export const findingClasses = {
  INPUT: { zh: '填报有误', en: 'The entry is not usable' },
  ORDER: { zh: '顺序不符', en: 'Out of turn' },
  RIGHTS: { zh: '无此权限', en: 'Not entitled' },
  LAW: { zh: '不合规定', en: 'Against the procedure' },
} as const satisfies Vocabulary;

export const marks = {
  SOURCE: { zh: '有出处', en: 'from a source' },
  ASSUMPTION: { zh: '本系统假设', en: 'ours' },
} as const satisfies Vocabulary;

/** Collective acts (architecture §2). */
export const actKinds = {
  MEETING: { zh: '会议', en: 'Meeting' },
  NOTICE: { zh: '公示榜', en: 'Notice sheet' },
  COMPARISON_BATCH: { zh: '批量比对', en: 'Comparison batch' },
  RULING: { zh: '批量裁定', en: 'Ruling' },
} as const satisfies Vocabulary;

/** Rules between dates of a definition. */
export const dateRules = {
  NOT_BEFORE: { zh: '不早于', en: 'Not before' },
  MIN_GAP: { zh: '至少间隔', en: 'At least so much later' },
  SIGNED_WITHIN: { zh: '签字日期在期间内', en: 'Signed within' },
} as const satisfies Vocabulary;

export const povertyAttributes = {
  GENERAL: { zh: '一般贫困户', en: 'General' },
  DIBAO_POOR: { zh: '低保贫困户', en: 'Poor household on dibao' },
  DIBAO: { zh: '低保户', en: 'Household on dibao' },
  WUBAO: { zh: '五保户（特困供养）', en: 'Household on wubao' },
  SAFETY_NET: { zh: '政策兜底户', en: 'Safety-net household' },
} as const satisfies Vocabulary;

export const causeGroups = {
  NO_LABOUR_NO_ABILITY: { zh: '两无户', en: 'No work, no ability' },
  ILLNESS_DISASTER_SCHOOL: { zh: '两因户', en: 'By illness, disaster or school' },
  LACK_SKILL_CAPITAL: { zh: '两缺户', en: 'Lacks skill or capital' },
} as const satisfies Vocabulary;

export const measures = {
  INDUSTRY: { zh: '发展生产', en: 'Production' },
  RELOCATION: { zh: '易地搬迁', en: 'Relocation' },
  ECOLOGY: { zh: '生态补偿', en: 'Ecological compensation' },
  EDUCATION: { zh: '发展教育', en: 'Education' },
  SAFETY_NET: { zh: '社会保障兜底', en: 'Safety net' },
  HEALTH: { zh: '健康扶贫', en: 'Health' },
  EMPLOYMENT: { zh: '就业扶贫', en: 'Employment' },
  HOUSING: { zh: '危房改造', en: 'Housing' },
  LOAN: { zh: '小额信贷', en: 'Loan' },
} as const satisfies Vocabulary;
