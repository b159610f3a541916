import { type JsonValue } from '#libs/kernel';
import { type Step } from '#libs/replay';
import { type Language, refusalText, replayWords as words, termOf } from '#libs/terms';
import { differenceLines } from './difference-lines.js';

/** One decision as a person reads it: who and when, what stood before, what each rule found, what came of it. */
export function stepText(step: Step, language: Language): string {
  const { on, orderType, performedBy, actor, before, findings, outcome, verdict, difference } = step;
  // What sealed values would have told is not known here: that nothing came of it now says nothing of then.
  const undecided = verdict === 'INPUT_SEALED' || verdict === 'INPUT_ERASED' || verdict === 'LAW_MISSING';
  const refused = 'refused' in outcome && !undecided;
  const came = undecided
    ? words.notDecidedAgain[language]
    : 'refused' in outcome
      ? `${words.refused[language]}: ${outcome.refused.map(({ code }) => code).join(', ')}`
      : outcome.events.map((type) => termOf('event', type)[language]).join(' · ');
  return [
    `${on}  ${undecided ? '?' : refused ? '⊘' : '▶'} ${termOf('order', orderType)[language]} (${orderType})  ${performedBy}${performedBy === actor.id ? '' : ` ← ${actor.id}`}  ${step.stream} @${step.decidedAtRevision}`,
    ...(Object.keys(before).length === 0 ? [] : [`    ${words.before[language]}: ${briefly(before)}`]),
    ...findings.flatMap(({ event, findings: found }) => [
      ...(found.length === 0 ? [] : [`    ${termOf('event', event)[language]}`]),
      ...found.map((finding) =>
        finding.met ? `      ✓ ${finding.code} (${finding.clause})` : `      ✗ ${finding.code} ${refusalText(finding, language)}`,
      ),
    ]),
    ...(refused && 'refused' in outcome
      ? outcome.refused.map((finding) => `      ✗ ${finding.code} ${refusalText(finding, language)}`)
      : []),
    `    ${words.outcome[language]}: ${came}  [${words[verdict][language]}]`,
    ...(difference === undefined ? [] : differenceLines(difference, language)),
  ].join('\n');
}

/** `phase OPEN, parts SURVEY DONE, REVIEW RUNNING`. */
function briefly(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map((item) => briefly(item as JsonValue)).join(', ');
  return Object.entries(value)
    .map(
      ([name, member]) => `${name} ${typeof member === 'object' && member !== null ? `{${briefly(member)}}` : briefly(member)}`,
    )
    .join(', ');
}
