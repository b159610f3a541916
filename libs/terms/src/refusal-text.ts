import { findTerm, type TermCategory, termOf } from './dictionary.js';
import { phrases } from './phrases.js';
import { requirementNames, requirements } from './requirements.js';
import { type Language } from './words.js';

/** As much of a finding as a sentence needs; a `Finding` of the kernel is one. */
export interface FindingWords {
  readonly code: string;
  readonly clause: string;
  readonly required: unknown;
  readonly actual: unknown;
}

/**
 * One sentence for one finding: what is not so, what is required, what was found, and the clause.
 * Codes that the dictionary knows are put into words; all others stand as they are.
 */
export function refusalText(finding: FindingWords, language: Language): string {
  const said = termOf('finding', finding.code)[language];
  const required = valueText(finding.required, language);
  const actual = valueText(finding.actual, language);
  const { required: requires, actual: finds, clause } = phrases;
  return language === 'zh'
    ? `${said}：${requires.zh}${required}，${finds.zh}${actual}（${clause.zh}：${finding.clause}）。`
    : `${said}: ${requires.en} ${required}, ${finds.en} ${actual} (${clause.en.toLowerCase()}: ${finding.clause}).`;
}

/** Where a bare code is looked for: the first vocabulary that has it gives its words. */
const CODES: readonly TermCategory[] = [
  'office',
  'level',
  'organisation',
  'place',
  'body',
  'bodyKind',
  'voteMethod',
  'criterion',
  'source',
  'redLine',
  'comparison',
  'kind',
  'caseKind',
  'standing',
  'outcome',
  'objection',
  'status',
  'order',
  'event',
  'role',
];

/** A value of a finding in words: lists with commas, records as `key value`, nothing as nothing. */
export function valueText(value: unknown, language: Language): string {
  const comma = language === 'zh' ? '、' : ', ';
  if (value === null || value === undefined) return phrases.nothing[language];
  if (value === true || value === false) return phrases[value ? 'yes' : 'no'][language];
  if (typeof value === 'string') return codeText(value, language);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) {
    return value.length === 0 ? phrases.nothing[language] : value.map((one) => valueText(one, language)).join(comma);
  }
  if (typeof value !== 'object') return phrases.nothing[language];
  return Object.entries(value)
    .map(([key, one]) => `${nameText(key, language)} ${valueText(one, language)}`)
    .join(comma);
}

function codeText(code: string, language: Language): string {
  for (const category of CODES) {
    const words = findTerm(category, code);
    if (words !== undefined) return words[language];
  }
  const said = language === 'zh' && Object.hasOwn(requirements, code) ? requirements[code] : code;
  return shortened(said ?? code);
}

function nameText(name: string, language: Language): string {
  const known = language === 'zh' && Object.hasOwn(requirementNames, name) ? requirementNames[name] : undefined;
  return known ?? codeText(name, language);
}

/** Law is named with as much of its digest as tells two versions apart; the whole of it stands in the finding. */
const shortened = (code: string): string => code.replace(/(@\d+#[0-9a-f]{8})[0-9a-f]{56}/g, '$1…');
