import { plainRule } from './card-words.js';
import { termOf } from './dictionary.js';
import { type FindingWords, type Named, requiredAndFound, valueText } from './refusal-text.js';
import { type Language } from './words.js';

/**
 * One line for one rule that something was held against: what is required and what was found, then the code and the clause. A rule that
 * is met is told as the household's card tells it (`plainRule`), and where the card only counts it, as that which was not seen; one that
 * is not met with all that stands in the finding.
 * @param named how the log calls areas, parts and papers; their codes stand where it is not given.
 */
export function ruleText(finding: FindingWords & { readonly met: boolean }, language: Language, named?: Named): string {
  const { code, met, clause } = finding;
  return `${met ? '✓' : '✗'} ${met ? metText(finding, language, named) : notMetText(finding, language, named)} [${code} · ${clause}]`;
}

function metText(finding: FindingWords & { readonly met: boolean }, language: Language, named?: Named): string {
  const plain = plainRule(finding);
  if (plain !== undefined) return `${plain.rule[language]}${language === 'zh' ? '：' : ': '}${plain.found[language]}`;
  const said = termOf('finding', finding.code)[language];
  const asked = valueText(finding.required, language, named);
  const told = requiredAndFound(finding, language, named);
  if (language === 'zh') return `未见“${said}”：${isNothing(finding.actual) ? `应为${asked}，无不符` : told}`;
  return `not seen, "${said}": ${isNothing(finding.actual) ? `required ${asked}, nothing found against it` : told}`;
}

function notMetText(finding: FindingWords, language: Language, named?: Named): string {
  const told = requiredAndFound(finding, language, named);
  return `${termOf('finding', finding.code)[language]}${language === 'zh' ? '：' : ': '}${told}`;
}

/** Of a rule that is met it is found that nobody and nothing stands against it. */
function isNothing(actual: unknown): boolean {
  if (actual === null || actual === undefined) return true;
  if (Array.isArray(actual)) return actual.length === 0;
  return typeof actual === 'object' && Object.values(actual).every((one) => Array.isArray(one) && one.length === 0);
}
