import { type EventMetadata, type RecordedOf } from '#libs/kernel';
import { type DueTerm, termKey } from '#libs/procedure';
import { type CaseEvent } from '../events.js';
import { type CaseFile, type MetLate, type OpenTerm } from '../state.js';
import { type TermChanges } from '../term-changes.js';
import { type Evolutions, type RecordedCaseEvent } from './evolution.js';
import { recordedDay } from './part-progress.js';

type TermEventType =
  | 'case.ReminderDue.v1'
  | 'case.DeadlineMissed.v1'
  | 'case.Escalated.v1'
  | 'case.NoticeCopyExpired.v1'
  | 'case.ExitWindowEnded.v1'
  | 'case.TransitionEnded.v1'
  | 'case.DeadlineRecomputed.v1';
type TermEvent = RecordedCaseEvent<TermEventType>;

/** What a bell or a new calendar says of a term is kept with the term, not with the case. */
const PROGRESS: Readonly<Record<TermEventType, (term: OpenTerm, event: TermEvent) => OpenTerm>> = {
  'case.ReminderDue.v1': (term, { metadata }) => ({ ...term, remindedOn: metadata.occurredOn }),
  'case.DeadlineMissed.v1': (term, { metadata }) => ({ ...term, missedOn: metadata.occurredOn }),
  'case.NoticeCopyExpired.v1': (term, { metadata }) => ({ ...term, missedOn: metadata.occurredOn }),
  'case.TransitionEnded.v1': (term, { metadata }) => ({ ...term, missedOn: metadata.occurredOn }),
  'case.ExitWindowEnded.v1': (term, { metadata }) => ({ ...term, missedOn: metadata.occurredOn }),
  'case.Escalated.v1': (term) => ({ ...term, escalations: term.escalations + 1 }),
  'case.DeadlineRecomputed.v1': (term, event) =>
    event.type === 'case.DeadlineRecomputed.v1' ? recomputed(term, event.data.derivation, event.metadata) : term,
};

function opened(term: DueTerm): OpenTerm {
  const { calendar: _calendar, skipped: _skipped, workedWeekends: _workedWeekends, suspensions: _suspensions, ...kept } = term;
  return { ...kept, escalations: 0 };
}

/**
 * One that was missed, and would be over by the new day too, stays missed and is told upward from there. What was reminded of a day
 * that stays is not reminded of it again.
 */
function recomputed(before: OpenTerm, derivation: DueTerm, { orderType, recordedAt }: EventMetadata): OpenTerm {
  const standing = orderType === 'RecomputeTerms' || before.recomputed === true;
  const after: OpenTerm = { ...opened(derivation), ...(standing ? { recomputed: true } : {}) };
  const today = recordedDay(recordedAt);
  const { missedOn, remindedOn, escalations } = before;
  const staysMissed = missedOn !== undefined && after.dueOn !== undefined && after.dueOn < today;
  const reminded = remindedOn !== undefined && (staysMissed || after.dueOn === before.dueOn) ? { remindedOn } : {};
  if (!staysMissed) return { ...after, ...reminded };
  const { past: _past, ...open } = after;
  return { ...open, ...reminded, missedOn, escalations };
}

const isTermEvent = (event: RecordedOf<CaseEvent>): event is TermEvent => Object.hasOwn(PROGRESS, event.type);

/** Terms are read from what the desk wrote beside the event, and from what bells said of them (ADR 0017). */
export function termsAfter(terms: readonly OpenTerm[], event: RecordedOf<CaseEvent>): readonly OpenTerm[] {
  const { due } = event.metadata;
  const changed = due === undefined ? terms : changedBy(terms, JSON.parse(due) as TermChanges);
  if (!isTermEvent(event)) return changed;
  const key = termKey(event.data);
  return changed.map((term) => (termKey(term) === key ? PROGRESS[event.type](term, event) : term));
}

/** The terms after what an event does to them. */
export function changedBy(
  terms: readonly OpenTerm[],
  { started = [], met = [], cancelled = [] }: TermChanges,
): readonly OpenTerm[] {
  const gone = new Set([...met.map(({ term }) => term), ...cancelled, ...started.map(termKey)]);
  return [...terms.filter((term) => !gone.has(termKey(term))), ...started.map(opened)];
}

/** Of the terms that were missed, those that an event meets; what turns out to have been in time is none of them any more. */
function metLateAfter({ terms, metLate }: CaseFile, event: RecordedOf<CaseEvent>): readonly MetLate[] {
  if (event.type === 'case.MetOnPaper.v1') {
    const key = termKey(event.data);
    return metLate.filter(({ term }) => termKey(term) !== key);
  }
  const { due } = event.metadata;
  if (due === undefined || !terms.some(({ missedOn }) => missedOn !== undefined)) return metLate;
  const { met = [] } = JSON.parse(due) as TermChanges;
  const late = terms.flatMap((term) => {
    const on = met.find((one) => one.term === termKey(term))?.on;
    return on === undefined || term.missedOn === undefined || term.expiry !== 'MISSED' ? [] : [{ term, on }];
  });
  return late.length === 0 ? metLate : [...metLate, ...late];
}

/** The file with its terms as they stand after the event: a correction folds the file anew, and knows nothing of them. */
export function withTerms(before: CaseFile, after: CaseFile, event: RecordedOf<CaseEvent>): CaseFile {
  const terms = termsAfter(before.terms, event);
  const metLate = metLateAfter(before, event);
  return terms === after.terms && metLate === after.metLate ? after : { ...after, terms, metLate };
}

const unchanged = (state: CaseFile): CaseFile => state;

export const termEvolutions: Evolutions<TermEventType | 'case.MetOnPaper.v1'> = {
  'case.ReminderDue.v1': unchanged,
  'case.DeadlineMissed.v1': unchanged,
  'case.Escalated.v1': unchanged,
  'case.NoticeCopyExpired.v1': unchanged,
  'case.ExitWindowEnded.v1': unchanged,
  'case.TransitionEnded.v1': unchanged,
  'case.DeadlineRecomputed.v1': unchanged,
  'case.MetOnPaper.v1': unchanged,
};
