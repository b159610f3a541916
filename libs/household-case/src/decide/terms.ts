import { addDays, type CivilDate, type RecordedOf, refuse, type Refusal, unmet } from '#libs/kernel';
import { countsFrom, type Law, type Level, levelAbove, officeTold, termKey, type TermKey } from '#libs/procedure';
import { type CaseContext } from '../context.js';
import { type CaseEvent, type OfTerm } from '../events.js';
import { type CaseFile, type OpenTerm } from '../state.js';
import { type MetTerm } from '../term-changes.js';
import { partView } from '../evolve/part-progress.js';
import { type DeadlineRecomputed, recomputedTerm, recomputedTerms } from '../recomputed-terms.js';
import { movedStart, sinceDone } from '../term-starts.js';
import { fileAfter, findingsOfTerms, metOn, termsOfAppend } from '../terms.js';
import { type Given, type Proposals } from './handler.js';
import { optional } from './part.js';

const ofTerm = ({ timer, part, round, no }: TermKey, dueOn: CivilDate): OfTerm => ({
  timer,
  part,
  round,
  ...optional('no', no),
  dueOn,
});

/** The open term that a bell speaks of; absent where it was met or cancelled, or is due on another day by now. */
function termOf(data: TermKey & { readonly due: CivilDate }, state: CaseFile): OpenTerm | undefined {
  const key = termKey(data);
  return state.terms.find((term) => termKey(term) === key && term.dueOn === data.due);
}

/** A bell that rings before its day, or anybody else than a bell. */
function tooEarly(from: CivilDate, { actor, today }: CaseContext): Refusal | undefined {
  if (actor.role !== 'clock') return refuse(unmet('RECORDER_MAY_NOT', 'RIGHTS', 'R1', ['clock'], actor.role));
  if (today < from) return refuse(unmet('TERM_NOT_OVER', 'LAW', 'R1; §5', { notBefore: from }, today));
  return undefined;
}

function toldUpward(term: OpenTerm, dueOn: CivilDate, level: Level, { state, context }: Given): CaseEvent {
  const { group, village, township, county } = state.area;
  const own: Partial<Record<Level, string | undefined>> = { GROUP: group, VILLAGE: village, TOWNSHIP: township, COUNTY: county };
  const area = own[level] ?? context.areasAbove?.[level];
  const told = { times: term.escalations + 1, level, ...optional('area', area), office: officeTold(level) };
  return { type: 'case.Escalated.v1', data: { ...ofTerm(term, dueOn), ...told } };
}

/** What follows when the last day has passed; nothing of it decides anything (R1, R16). */
function missed(term: OpenTerm, dueOn: CivilDate, given: Given): readonly CaseEvent[] {
  const of = ofTerm(term, dueOn);
  switch (term.expiry) {
    case 'NOTICE_COPY_EXPIRED':
      return [{ type: 'case.NoticeCopyExpired.v1', data: of }];
    case 'EXIT_WINDOW_ENDED':
      return [{ type: 'case.ExitWindowEnded.v1', data: of }];
    case 'TRANSITION_ENDED':
      return [{ type: 'case.TransitionEnded.v1', data: of }];
    case 'MISSED':
      if (term.adopted === undefined) return [];
      return [
        { type: 'case.DeadlineMissed.v1', data: { ...of, level: term.level } },
        toldUpward(term, dueOn, term.escalatesTo, given),
      ];
    case 'GUARD':
    case 'NOTICE_PERIOD_ELAPSED':
      return [];
  }
}

/** Terms: what bells may say of them, and how a new calendar or policy changes them (ADR 0017). */
export const termProposals: Proposals<'RemindOfTerm' | 'MarkTermMissed' | 'EscalateTerm' | 'RecomputeTerms'> = {
  RemindOfTerm: (data, { state, context }) => {
    const term = termOf(data, state);
    const early = tooEarly(term?.remindOn ?? context.today, context);
    if (early !== undefined) return early;
    // However late the bell: where the county has not adopted the term nothing else is ever said of it (R16).
    if (term?.remindOn === undefined || term.remindedOn !== undefined || term.missedOn !== undefined) return [];
    return [{ type: 'case.ReminderDue.v1', data: { ...ofTerm(term, data.due), level: term.level } }];
  },

  MarkTermMissed: (data, given) => {
    const early = tooEarly(addDays(data.due, 1), given.context);
    if (early !== undefined) return early;
    const term = termOf(data, given.state);
    if (term === undefined || term.past === true || term.missedOn !== undefined) return [];
    return missed(term, data.due, given);
  },

  EscalateTerm: (data, given) => {
    const term = termOf(data, given.state);
    const early = tooEarly(addDays(term?.secondOn ?? data.due, 1), given.context);
    if (early !== undefined) return early;
    if (term?.secondOn === undefined || term.missedOn === undefined || term.escalations !== 1) return [];
    const level = levelAbove(term.escalatesTo);
    return level === undefined ? [] : [toldUpward(term, data.due, level, given)];
  },

  /** Open terms get the day that the calendar and the policy that now stand give them; the others keep theirs. */
  RecomputeTerms: ({ because }, { state, law, context }) =>
    recomputedTerms(state, context.standingLaw ?? law, context.today, because),
};

/** Said of a term that was missed, whose work turns out to have been done on a paper date that counts and is in time. */
function inTime(term: OpenTerm, on: CivilDate, counted: CivilDate): readonly CaseEvent[] {
  const { dueOn, missedOn, expiry } = term;
  if (expiry !== 'MISSED' || dueOn === undefined || missedOn === undefined || counted > dueOn) return [];
  return [{ type: 'case.MetOnPaper.v1', data: { ...ofTerm(term, dueOn), missedOn, on } }];
}

/**
 * Terms recorded as missed whose work turns out to have been done in time on paper (R16). How far back a paper date counts is as
 * with notices: not further than `backfillMaxDays` before its entry, unless the level above admitted it (R2).
 */
export function metOnPaper(met: readonly MetTerm[], { state, law, context }: Given): readonly CaseEvent[] {
  return state.terms.flatMap((term): readonly CaseEvent[] => {
    const on = met.find((one) => one.term === termKey(term))?.on;
    if (on === undefined) return [];
    const admitted = state.backfillAdmitted.includes(term.part);
    return inTime(term, on, countsFrom(on, context.today, law.policy.parameters.backfillMaxDays.value, admitted));
  });
}

/**
 * What a corrected date makes of terms (R3): those that counted from the wrong one count from the right one, with the old and the
 * new last day; and of one that was missed and met too late it may turn out that it was met in time. That counts back of the
 * entry of the work, not of the correction, as far as R2 lets it.
 */
export function afterCorrection(events: readonly RecordedOf<CaseEvent>[], { state, law, context }: Given): readonly CaseEvent[] {
  const correction = events.find(({ type }) => type === 'case.RecordCorrected.v1');
  if (correction?.type !== 'case.RecordCorrected.v1') return [];
  const after = fileAfter(state, events, law);
  const because = `RecordCorrected ${correction.data.no}`;
  const movedOf = (term: OpenTerm): DeadlineRecomputed | undefined => {
    const since = movedStart(term, state, after, law);
    const by = term.recomputed === true ? (context.standingLaw ?? law) : law;
    return since === undefined ? undefined : recomputedTerm(term, after, by, context.today, because, since);
  };
  const maxDays = law.policy.parameters.backfillMaxDays.value;
  const proven = state.metLate.flatMap(({ term, on: was }): readonly CaseEvent[] => {
    const on = metOn(term, after, correction);
    const moved = movedOf(term);
    if (on === undefined || (on === was && moved === undefined)) return [];
    const since = sinceDone(term.part, partView(after, term.part), after, law);
    const by = moved === undefined ? term : { ...term, ...optional('dueOn', moved.data.derivation.dueOn) };
    const said = inTime(by, on, since?.from ?? countsFrom(on, context.today, maxDays, false));
    return said.length === 0 || moved === undefined ? said : [moved, ...said];
  });
  return [...after.terms.flatMap((term) => movedOf(term) ?? []), ...proven];
}

/** What the law to which a case goes over makes of the terms that go on: those of which anything is another are said anew. */
export function afterMigration(events: readonly RecordedOf<CaseEvent>[], { state, context }: Given): readonly CaseEvent[] {
  const migration = events.find(({ type }) => type === 'case.CaseMigrated.v1');
  const { newLaw, standingLaw, today } = context;
  if (migration?.type !== 'case.CaseMigrated.v1' || newLaw === undefined) return [];
  const { terms, programYear } = fileAfter(state, events, newLaw);
  const because = `MigrateCase ${migration.data.no}`;
  const again = (law: Law, of: readonly OpenTerm[]) => recomputedTerms({ terms: of, programYear }, law, today, because);
  return [
    ...again(
      newLaw,
      terms.filter(({ recomputed }) => recomputed !== true),
    ),
    ...again(
      standingLaw ?? newLaw,
      terms.filter(({ recomputed }) => recomputed === true),
    ),
  ];
}

/** What is noted of terms that begin with these events and are over by then: whoever rules next is shown them (architecture §6). */
export function overWhenRecordedIn(events: readonly RecordedOf<CaseEvent>[], given: Given): readonly CaseEvent[] {
  const { state, law, context } = given;
  return termsOfAppend(state, events, context.newLaw ?? law).flatMap((changes, index): readonly CaseEvent[] => {
    const event = events[index];
    if (event === undefined) return [];
    return findingsOfTerms(changes, event).map((finding) => ({
      type: 'case.FindingNoted.v1',
      data: { finding, about: event.type },
    }));
  });
}
