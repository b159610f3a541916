import { amount, inNumber } from './amounts.js';
import { type TermCategory, termOf } from './dictionary.js';
import { termDifference, type TermDifferenceWords } from './term-difference.js';
import { termName, type TermWords } from './term-name.js';
import { type Language } from './words.js';

/** As much of a due date and its derivation as a sentence needs. Days are civil dates. */
export interface DeadlineWords extends TermWords {
  readonly kind: string;
  /** The first day, and the wire name of the event that began the term where it is known. */
  readonly from: string;
  readonly startFact: string | null;
  /** Why another day counts than the paper date, or an old one does; null where neither is so. */
  readonly counts: string | null;
  /** The paper date, where another day counts. */
  readonly startedOn: string | null;
  readonly length: number;
  readonly unit: string;
  readonly dayCount: string;
  readonly clause: string;
  readonly mark: string;
  /** Versions of the calendar by which working days were counted, `id@version#digest`; none for calendar days. */
  readonly calendar: readonly string[];
  readonly skipped: readonly { readonly day: string; readonly because: string }[];
  readonly workedWeekends: readonly string[];
  /** The filing period that ended on a rest day moved from there (Civil Code art. 203). */
  readonly movedFrom: string | null;
  /** Where a notice hangs: its period runs from the last of them (R10). */
  readonly places: readonly { readonly place: string; readonly postedOn: string }[];
  readonly interruptions: readonly {
    readonly missingFrom: string;
    readonly restoredOn: string;
    readonly missingDays: number;
    readonly mode: string;
  }[];
  /** Days on which a correction slip made the period begin again. */
  readonly restartedOn: readonly string[];
  /** The calendar that has to be published before the day can be told, such as `CN-2027`. */
  readonly missing: string | null;
  /** The calendar that has to be published before the end of the second period can be told; null where it is told, or there is none. */
  readonly secondMissing: string | null;
  /** The last day of the term; null where {@link missing}. */
  readonly lastDay: string | null;
  /** The first day on which a notice may end; null for every other term. */
  readonly mayEndOn: string | null;
  /** It was over when its cause was recorded: nobody missed it. */
  readonly past: boolean;
  /** The day on which its office is told of it all the same. */
  readonly toldOn: string | null;
  /** By what instrument the county has adopted the term (domain.md R16); null where it has not. */
  readonly adopted: string | null;
  /** Counted again by another calendar or policy, in this order; `old` and `new` are last days, null where a calendar was missing. */
  readonly recomputed: readonly {
    readonly on: string;
    readonly old: string | null;
    readonly new: string | null;
    readonly because: string;
    /** What else is another. */
    readonly changed: readonly TermDifferenceWords[];
  }[];
}

/** How a due date was reached, in one sentence: rule, start, counting, what was left out, added or interrupted, result, clause. */
export function deadlineSentence(deadline: DeadlineWords, language: Language): string {
  return language === 'zh' ? inChinese(deadline) : inEnglish(deadline);
}

function inChinese(said: DeadlineWords): string {
  const word = (category: TermCategory, code: string): string => termOf(category, code).zh;
  const { kind, from, startFact, counts, startedOn, length, unit, dayCount, movedFrom, missing, lastDay, mayEndOn } = said;
  const { past, toldOn, adopted, secondMissing } = said;
  const name = `${termName(said, 'zh')}${word('termKind', kind)}`;
  const recounted = said.recomputed.map(({ on, old, new: next, because, changed }) => {
    const day = old === next ? '届满日不变' : old === null ? '原因缺日历无法推定' : `原${old}届满`;
    return `${on}因${because}重新计算（${[day, ...changed.map((one) => termDifference(one, 'zh'))].join('；')}）`;
  });
  const counted = [
    `${name}${amount(length, unit, 'zh')}`,
    ...said.places.map(({ place, postedOn }) => `${postedOn}张贴于${word('place', place)}`),
    `自${from}${startFact === null ? '' : `（${word('event', startFact)}）`}起，${word('dayCount', dayCount)}`,
    ...(counts === null ? [] : [`${word('countedBy', counts)}${startedOn === null ? '' : `（${startedOn}）`}`]),
    ...(said.calendar.length === 0 ? [] : [`按工作日历${said.calendar.map(version).join('、')}计`]),
    ...(said.skipped.length === 0 ? [] : [`不计${restsIn(said, 'zh')}`]),
    ...(said.workedWeekends.length === 0 ? [] : [`${said.workedWeekends.join('、')}调休上班计入`]),
    ...(movedFrom === null ? [] : [`${movedFrom}为休息日，顺延至下一工作日`]),
    ...said.interruptions.map(
      ({ missingFrom, restoredOn, missingDays, mode }) =>
        `${missingFrom}起缺失${amount(missingDays, 'cd', 'zh')}、${restoredOn}恢复，期间${word('interruption', mode)}`,
    ),
    ...said.restartedOn.map((day) => `${day}更正后重新计算`),
    ...recounted,
    missing !== null || lastDay === null
      ? `所需工作日历${missing ?? ''}尚未发布，无法推定届满日`
      : `${lastDay}届满${mayEndOn === null ? '' : `，${mayEndOn}起方可结束`}`,
    ...(secondMissing === null ? [] : [`再次上报截止日须待工作日历${secondMissing}发布后推定`]),
  ];
  const clauses = kind === 'FIXED' ? [`${name}为${lastDay ?? missing ?? ''}`, ...recounted] : counted;
  const over = past ? `，录入时已届满，${toldOn === null ? '不再提醒' : `${toldOn}告知承办单位`}` : '';
  const basis = `${said.clause}，${word('mark', said.mark)}${adopted === null ? '' : `，县级采用：${adopted}`}`;
  return `${clauses.join('，')}${over}（依据：${basis}）。`;
}

function inEnglish(said: DeadlineWords): string {
  const word = (category: TermCategory, code: string): string => termOf(category, code).en;
  const { kind, from, startFact, counts, startedOn, length, unit, dayCount, movedFrom, missing, lastDay, mayEndOn } = said;
  const { past, toldOn, adopted, secondMissing } = said;
  const name = `${termName(said, 'en')}: ${word('termKind', kind)}`;
  const recounted = said.recomputed.map(({ on, old, new: next, because, changed }) => {
    const day = old === next ? 'its last day stays' : old === null ? 'no day could be told before' : `until then ${old}`;
    return `counted again on ${on} because of ${because} (${[day, ...changed.map((one) => termDifference(one, 'en'))].join('; ')})`;
  });
  const counted = [
    `${name} of ${amount(length, unit, 'en')}`,
    ...said.places.map(({ place, postedOn }) => `posted at ${word('place', place)} on ${postedOn}`),
    `from ${from}${startFact === null ? '' : ` (${word('event', startFact)})`}, ${word('dayCount', dayCount)}`,
    ...(counts === null ? [] : [`${word('countedBy', counts)}${startedOn === null ? '' : ` (${startedOn})`}`]),
    ...(said.calendar.length === 0 ? [] : [`by calendar ${said.calendar.map(version).join(', ')}`]),
    ...(said.skipped.length === 0 ? [] : [`leaving out ${restsIn(said, 'en')}`]),
    ...(said.workedWeekends.length === 0
      ? []
      : [`counting the ${inNumber(said.workedWeekends.length, 'adjusted workdays')} ${said.workedWeekends.join(', ')}`]),
    ...(movedFrom === null ? [] : [`${movedFrom} being a rest day, moved to the next working day`]),
    ...said.interruptions.map(
      ({ missingFrom, restoredOn, missingDays, mode }) =>
        `${word('interruption', mode)} for ${amount(missingDays, 'cd', 'en')} missing from ${missingFrom} until hung again on ${restoredOn}`,
    ),
    ...said.restartedOn.map((day) => `begun again by the correction of ${day}`),
    ...recounted,
    missing !== null || lastDay === null
      ? `no day can be told before calendar ${missing ?? ''} is published`
      : `the last day is ${lastDay}${mayEndOn === null ? '' : `, it may end on ${mayEndOn}`}`,
    ...(secondMissing === null ? [] : [`no end of the second period can be told before calendar ${secondMissing} is published`]),
  ];
  const clauses = kind === 'FIXED' ? [`${name} ${lastDay ?? missing ?? ''}`, ...recounted] : counted;
  const over = past
    ? `, over when it was recorded: ${toldOn === null ? 'nobody is reminded' : `its office is told on ${toldOn}`}`
    : '';
  const basis = `${said.clause}, ${word('mark', said.mark)}${adopted === null ? '' : `, adopted by the county: ${adopted}`}`;
  return `${clauses.join(', ')}${over} (clause: ${basis}).`;
}

/** `CN-2018@1#0f3a…` is known to people as `CN-2018@1`. */
const version = (ref: string): string => ref.replace(/#.*$/, '');

/** Days passed over, those of one reason that follow each other as one span. */
function restsIn({ skipped }: DeadlineWords, language: Language): string {
  const spans: { first: string; last: string; readonly because: string }[] = [];
  for (const { day, because } of skipped) {
    const span = spans.at(-1);
    if (span?.because === because && isNextDay(span.last, day)) span.last = day;
    else spans.push({ first: day, last: day, because });
  }
  const said = spans.map(({ first, last, because }) => {
    const words = termOf('rest', because);
    if (language === 'zh') return `${first === last ? first : `${first}至${last}`}${words.zh}`;
    return `${first === last ? first : `${first} to ${last}`} (${words.en})`;
  });
  return said.join(language === 'zh' ? '、' : ', ');
}

function isNextDay(day: string, next: string): boolean {
  return Date.parse(next) - Date.parse(day) === 86_400_000;
}
