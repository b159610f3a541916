import { type CivilDate } from '#libs/kernel';
import { dueTerm, type Law } from '#libs/procedure';
import { optional } from './decide/part.js';
import { type CaseEvent } from './events.js';
import { type CaseFile } from './state.js';
import { durationOf } from './terms.js';

export type DeadlineRecomputed = Extract<CaseEvent, { type: 'case.DeadlineRecomputed.v1' }>;

/**
 * Open terms whose last day is another by `law`: the definition of the case under the calendar and the policy that now stand.
 * Those whose day stays are not among them. `today`: the day on which it is recorded.
 */
export function recomputedTerms(
  { terms, programYear }: Pick<CaseFile, 'terms' | 'programYear'>,
  law: Law,
  today: CivilDate,
  because: string,
): readonly DeadlineRecomputed[] {
  return terms.flatMap((term): readonly DeadlineRecomputed[] => {
    const { timer: id, part, round, no, startFact, from, level } = term;
    const timer = law.timers[id];
    if (timer === undefined) return [];
    const key = { timer: id, part, round, ...optional('no', no) };
    const duration = durationOf(law, id, part);
    const start = { ...key, startFact, from, level, recordedOn: today, programYear, ...optional('duration', duration) };
    const derivation = dueTerm(timer, start, law);
    if (derivation.dueOn === term.dueOn && derivation.missing === term.missing) return [];
    const days = { old: term.dueOn ?? null, new: derivation.dueOn ?? null };
    return [{ type: 'case.DeadlineRecomputed.v1', data: { ...key, ...days, because, derivation } }];
  });
}
