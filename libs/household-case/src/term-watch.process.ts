import { addDays, type CivilDate, type Order, type Process, type RecordedOf, startOfDay, type Wakeup } from '#libs/kernel';
import { termKey, type TermKey } from '#libs/procedure';
import { type CaseEvent } from './events.js';
import { termsAfter } from './evolve/terms.js';
import { type AboutTerm } from './orders.js';
import { type OpenTerm } from './state.js';

/** The open terms of a case. The same object while no event changes them. */
export interface WatchedTerms {
  readonly stream: string;
  readonly terms: readonly OpenTerm[];
}

type Ring = Order<'RemindOfTerm' | 'MarkTermMissed' | 'EscalateTerm', AboutTerm>;

/** A ring at the start of a day; its id holds the moment and what it is about. */
function ring(stream: string, type: Ring['type'], { timer, part, round, no }: TermKey, due: CivilDate, on: CivilDate): Wakeup {
  const about: AboutTerm = { timer, part, round, ...(no === undefined ? {} : { no }), due };
  const order: Ring = { type, data: about };
  const id = `${type}-${stream}-${termKey(about).replaceAll('|', '-')}-${due}-${on}`;
  return { id, dueAt: startOfDay(on), order: { target: stream, order, onRefusal: 'report' } };
}

/** Reminder, missing, second period: each at most once, and only where it would record something. Of what was past, no missing. */
function rings(stream: string, term: OpenTerm): readonly Wakeup[] {
  const { dueOn, remindOn, remindedOn, missedOn, secondOn, past, adopted, expiry, escalations } = term;
  if (dueOn === undefined) return [];
  const told = remindedOn !== undefined || missedOn !== undefined;
  const reminder = remindOn === undefined || told ? [] : [ring(stream, 'RemindOfTerm', term, dueOn, remindOn)];
  if (past === true) return reminder;
  const tells = expiry === 'MISSED' ? adopted !== undefined : expiry !== 'GUARD';
  return [
    ...reminder,
    ...(!tells || missedOn !== undefined ? [] : [ring(stream, 'MarkTermMissed', term, dueOn, addDays(dueOn, 1))]),
    ...(secondOn === undefined || missedOn === undefined || escalations !== 1
      ? []
      : [ring(stream, 'EscalateTerm', term, dueOn, addDays(secondOn, 1))]),
  ];
}

function evolve(state: WatchedTerms, event: RecordedOf<CaseEvent>): WatchedTerms {
  const terms = termsAfter(state.terms, event);
  return terms === state.terms ? state : { stream: event.stream, terms };
}

/**
 * Rings for the longest terms: on the day of the reminder, on the day after the last, and on the day after the second period.
 * A term that was not adopted only reminds (domain.md R16); nothing is decided by any of it (R1).
 */
export const termWatch: Process<WatchedTerms, CaseEvent> = {
  name: 'term-watch',
  category: 'case',
  initial: { stream: '', terms: [] },
  evolve,
  react: () => undefined,
  wakeups: ({ stream, terms }) => terms.flatMap((term) => rings(stream, term)),
};
