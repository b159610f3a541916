import { type Vocabulary } from './words.js';

/**
 * Finding codes: each says what is not so. Whoever adds a code to a decider or a rule adds its words here;
 * `findings.spec.ts` reads the sources and names those that are missing. Keep the list in alphabetical order.
 */
export const findings = {
  COMPARISON_STALE: { zh: '比对结果已过期', en: 'The comparison is stale' },
  DEFINITION_NOT_IN_FORCE: { zh: '该程序当日未施行', en: 'The definition was not in force on that day' },
  DEFINITION_NOT_SOUND: { zh: '程序定义未通过自检', en: 'The definition fails its self-check' },
  OBJECTION_RECORDED_LATE: { zh: '异议登记迟延', en: 'The objection was recorded late' },
  PERIOD_NOT_WITNESSED: {
    zh: '公示起止集中补录，期间未经见证',
    en: 'Start and end were entered closer together than the period',
  },
  PERSON_IN_TWO_HOUSEHOLDS: { zh: '同一人在两户中', en: 'A person stands in two households' },
  POLICY_NOT_SOUND: { zh: '政策参数有误', en: 'The policy set is not valid' },
  STEP_ALREADY_DONE: { zh: '该步骤已办结且内容不同', en: 'The step is already done in other words' },
} as const satisfies Vocabulary;
