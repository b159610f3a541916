import { type CivilDate } from '#libs/kernel';
import { type CountedFrom, type DueTerm, dueTerm, type Law, type TermStart } from '#libs/procedure';
import { optional } from './decide/part.js';
import { type CaseEvent, type TermDifference } from './events.js';
import { type CaseFile, type OpenTerm } from './state.js';
import { durationOf } from './terms.js';

export type DeadlineRecomputed = Extract<CaseEvent, { type: 'case.DeadlineRecomputed.v1' }>;

/** The day of the second period, or the calendar that it waits for. */
const second = ({ secondOn, secondMissing }: Pick<DueTerm, 'secondOn' | 'secondMissing'>): string | undefined =>
  secondOn ?? secondMissing;

/** All that a policy says of a term besides its last day, as it stands and as it would be. A reminder that was given is over. */
function differences(term: OpenTerm, derivation: DueTerm, today: CivilDate): readonly TermDifference[] {
  const reminder = ({ remindOn }: Pick<DueTerm, 'remindOn'>): CivilDate | undefined =>
    remindOn !== undefined && remindOn >= today ? remindOn : undefined;
  const compared: readonly (readonly [TermDifference['what'], string | undefined, string | undefined])[] = [
    ['ADOPTED', term.adopted, derivation.adopted],
    ['REMINDER', reminder(term), reminder(derivation)],
    ['SECOND_PERIOD', second(term), second(derivation)],
    ['LEVEL', term.level, derivation.level],
    ['ESCALATION', term.escalatesTo, derivation.escalatesTo],
  ];
  return compared.flatMap(([what, old = null, now = null]) => (old === now ? [] : [{ what, old, new: now }]));
}

/** A term as it is by `law`, `today`; `since`: from when it counts. Absent where the policy has no such timer. */
function reckonedAgain(
  term: OpenTerm,
  { programYear }: Pick<CaseFile, 'programYear'>,
  law: Law,
  today: CivilDate,
  since: CountedFrom,
): DueTerm | undefined {
  const timer = law.timers[term.timer];
  if (timer === undefined) return undefined;
  const { part, round, no, startFact, dueOn, adopted, past, remindOn, remindedOn, missedOn, escalatesTo } = term;
  const start: TermStart = {
    timer: term.timer,
    part,
    round,
    ...optional('no', no),
    startFact,
    ...since,
    level: timer.fallsTo === 'OF_PART' ? (law.parts[part]?.level ?? term.level) : term.level,
    recordedOn: today,
    programYear,
    ...optional('duration', durationOf(law, term.timer, part)),
  };
  const first = dueTerm(timer, start, law);
  const sameDay = first.dueOn === dueOn;
  const overBefore = missedOn !== undefined || (sameDay && first.adopted === adopted && past !== true);
  const again = overBefore ? dueTerm(timer, { ...start, overBefore }, law) : first;
  // What was reminded, or has its bell ringing, is not reminded of the same day a second time.
  const rung = sameDay && remindOn !== undefined && (remindedOn !== undefined || remindOn <= today);
  // Who was told already stays told; from there it goes up.
  const staysMissed = missedOn !== undefined && again.dueOn !== undefined && again.dueOn < today;
  return { ...again, ...(rung ? { remindOn } : {}), ...(staysMissed ? { escalatesTo } : {}) };
}

/** An open term as it is by `law`, counted from `since`; absent where nothing of it is another, its first day included. */
export function recomputedTerm(
  term: OpenTerm,
  file: Pick<CaseFile, 'programYear'>,
  law: Law,
  today: CivilDate,
  because: string,
  since: CountedFrom,
): DeadlineRecomputed | undefined {
  const derivation = reckonedAgain(term, file, law, today, since);
  if (derivation === undefined) return undefined;
  const changed = differences(term, derivation, today);
  const sameDay = derivation.dueOn === term.dueOn && derivation.missing === term.missing;
  if (sameDay && changed.length === 0 && since.from === term.from) return undefined;
  const { timer, part, round, no } = term;
  const days = { old: term.dueOn ?? null, new: derivation.dueOn ?? null };
  const data = { timer, part, round, ...optional('no', no), ...days, because, changed, derivation };
  return { type: 'case.DeadlineRecomputed.v1', data };
}

/**
 * Open terms of which something is another by `law`: the definition of the case under the calendar and the policy that now
 * stand. Their last day; or by what instrument they were adopted, when they are reminded, when the second period ends, whom they
 * fall to, and who is told. Those of which nothing is are not among them. `today`: the day on which it is recorded.
 */
export function recomputedTerms(
  file: Pick<CaseFile, 'terms' | 'programYear'>,
  law: Law,
  today: CivilDate,
  because: string,
): readonly DeadlineRecomputed[] {
  return file.terms.flatMap((term) => recomputedTerm(term, file, law, today, because, countedBefore(term)) ?? []);
}

const countedBefore = ({ from, startedOn, counts }: OpenTerm): CountedFrom => ({
  from,
  ...optional('startedOn', startedOn),
  ...optional('counts', counts),
});
