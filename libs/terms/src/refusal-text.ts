import { findTerm, type TermCategory, termOf } from './dictionary.js';
import { phrases } from './phrases.js';
import { requirementCodes, requirementNames, requirements } from './requirements.js';
import { type Language } from './words.js';

/** As much of a finding as a sentence needs; a `Finding` of the kernel is one. */
export interface FindingWords {
  readonly code: string;
  readonly clause: string;
  readonly required: unknown;
  readonly actual: unknown;
}

/** How the log calls what no vocabulary holds, such as an area or a part; undefined for what it does not know. */
export type Named = (code: string) => string | undefined;

const NOBODY: Named = () => undefined;

/**
 * One sentence for one finding: what is not so, what is required, what was found, and the clause.
 * Codes that the dictionary knows are put into words; all others stand as they are.
 */
export function refusalText(finding: FindingWords, language: Language): string {
  const said = termOf('finding', finding.code)[language];
  const { clause } = phrases;
  return language === 'zh'
    ? `${said}：${requiredAndFound(finding, language)}（${clause.zh}：${finding.clause}）。`
    : `${said}: ${requiredAndFound(finding, language)} (${clause.en.toLowerCase()}: ${finding.clause}).`;
}

/** What is required and what was found, without what that means. */
export function requiredAndFound(
  { required, actual }: Pick<FindingWords, 'required' | 'actual'>,
  language: Language,
  named: Named = NOBODY,
): string {
  const { required: requires, actual: finds } = phrases;
  const [asked, found] = [valueText(required, language, named), valueText(actual, language, named)];
  return language === 'zh' ? `${requires.zh}${asked}，${finds.zh}${found}` : `${requires.en} ${asked}, ${finds.en} ${found}`;
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
  'rejection',
];

/** A value of a finding in words: lists with commas, records as `key value`, nothing as nothing. */
export function valueText(value: unknown, language: Language, named: Named = NOBODY): string {
  const comma = language === 'zh' ? '、' : ', ';
  if (value === null || value === undefined) return phrases.nothing[language];
  if (value === true || value === false) return phrases[value ? 'yes' : 'no'][language];
  if (typeof value === 'string') return named(value) ?? codeText(value, language);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) {
    return value.length === 0 ? phrases.nothing[language] : value.map((one) => valueText(one, language, named)).join(comma);
  }
  if (typeof value !== 'object') return phrases.nothing[language];
  return Object.entries(value)
    .map(([key, one]) => `${nameText(key, language)} ${valueText(one, language, named)}`)
    .join(comma);
}

function codeText(code: string, language: Language): string {
  for (const category of CODES) {
    const words = findTerm(category, code);
    if (words !== undefined) return words[language];
  }
  const timer = findTerm('timer', code)?.[language];
  if (timer !== undefined) return language === 'zh' ? `${timer}（${code}）` : `${timer} (${code})`;
  if (Object.hasOwn(requirementCodes, code)) return requirementCodes[code]?.[language] ?? code;
  const said = language === 'zh' && Object.hasOwn(requirements, code) ? requirements[code] : code;
  return shortened(said ?? code);
}

/** In English a name is its own word: `notBefore` is `not before`. */
function nameText(name: string, language: Language): string {
  if (language === 'zh' && Object.hasOwn(requirementNames, name)) return requirementNames[name] ?? name;
  const said = codeText(name, language);
  return said === name && language === 'en' ? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : said;
}

/** Law is named with as much of its digest as tells two versions apart; the whole of it stands in the finding. */
const shortened = (code: string): string => code.replace(/(@\d+#[0-9a-f]{8})[0-9a-f]{56}/g, '$1…');
