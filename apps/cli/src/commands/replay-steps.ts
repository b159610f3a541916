import { type Step } from '#libs/replay';
import { namedIn, type Names } from '#libs/audit';
import { actPhases, type Language, type Named, replayWords as words, ruleText, stateText, termOf } from '#libs/terms';
import { differenceLines } from './difference-lines.js';

/** One decision as a person reads it: who and when, what stood before, what each rule found, what came of it. */
export function stepText(step: Step, names: Names, language: Language): string {
  const { on, orderType, performedBy, actor, before, findings, outcome, verdict, difference } = step;
  const named = namedIn(step.definition ?? null, names, language);
  // What sealed values would have told is not known here: that nothing came of it now says nothing of then.
  const undecided = verdict === 'INPUT_SEALED' || verdict === 'INPUT_ERASED' || verdict === 'LAW_MISSING';
  const refused = 'refused' in outcome && !undecided;
  const came = undecided
    ? words.notDecidedAgain[language]
    : 'refused' in outcome
      ? `${words.refused[language]}: ${outcome.refused.map(({ code }) => `${termOf('finding', code)[language]} [${code}]`).join(language === 'zh' ? '、' : ', ')}`
      : outcome.events.map((type) => termOf('event', type)[language]).join(' · ');
  return [
    `${on}  ${undecided ? '?' : refused ? '⊘' : '▶'} ${termOf('order', orderType)[language]} (${orderType})  ${performedBy}${performedBy === actor.id ? '' : ` ← ${actor.id}`}  ${step.stream} @${step.decidedAtRevision}`,
    ...(Object.keys(before).length === 0 ? [] : [`    ${words.before[language]}: ${beforeText(step, language, named)}`]),
    ...findings.flatMap(({ event, findings: found }) => [
      ...(found.length === 0 ? [] : [`    ${termOf('event', event)[language]}`]),
      ...found.map((finding) => `      ${ruleText(finding, language, named)}`),
    ]),
    ...(refused && 'refused' in outcome ? outcome.refused.map((finding) => `      ${ruleText(finding, language, named)}`) : []),
    `    ${words.outcome[language]}: ${came}  [${words[verdict][language]}]`,
    ...(difference === undefined ? [] : differenceLines(difference, language)),
  ].join('\n');
}

/** In short what stood before; an act is as far as its list is, and what is empty is not told. */
function beforeText({ stream, before }: Step, language: Language, named: Named): string {
  const { phase, ...rest } = before;
  const ofAct = stream.startsWith('act-') && typeof phase === 'string' ? actPhases[phase]?.[language] : undefined;
  const told = Object.entries(rest).filter(([, value]) => typeof value !== 'object' || Object.keys(value ?? {}).length > 0);
  return stateText({ phase: ofAct ?? phase, ...Object.fromEntries(told) }, language, named);
}
