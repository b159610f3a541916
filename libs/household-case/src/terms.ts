import { type CivilDate, type Finding, type RecordedOf } from '#libs/kernel';
import {
  type CountedFrom,
  countedFrom,
  type DueTerm,
  dueTerm,
  type Duration,
  investigatingLevel,
  type Law,
  overWhenRecorded,
  type PartId,
  termKey,
  type TermStart,
  type Timer,
  type TimerEnd,
  type TimerStart,
} from '#libs/procedure';
import { type CaseEvent } from './events.js';
import { evolve, step } from './evolve.js';
import { changedBy } from './evolve/terms.js';
import { partView, recordedDay } from './evolve/part-progress.js';
import { type CaseFile } from './state.js';
import { type MetTerm, type TermChanges } from './term-changes.js';
import { countedSince, readySince, sinceDone } from './term-starts.js';

const EFFECTS: readonly (string | undefined)[] = ['REGISTERED', 'EXITED', 'MONITORED'];

/** Terms of the case itself end with it. The others are about what follows an ending, or an objection, and outlive it. */
const OF_THE_CASE: ReadonlySet<TimerEnd> = new Set<TimerEnd>(['PART_DONE', 'EFFECT']);
/** They are about an ending, and fall where the case is opened again. */
const OF_THE_ENDING: ReadonlySet<TimerEnd> = new Set<TimerEnd>([
  'REJECTION_NOTIFIED',
  'SUPPORT_PAIRED',
  'HANDBOOK_AND_ENTRY',
  'LIST_PUBLISHED',
]);

/** Whether a part may be worked at: its predecessors are done, it is not. What is only filed is filed after the effect, too. */
function isReady(law: Law, { phase, outcome, parts }: CaseFile, part: PartId): boolean {
  if (phase !== 'OPEN' && !(EFFECTS.includes(outcome) && law.parts[part]?.kind === 'filing')) return false;
  if (parts[part]?.status === 'DONE') return false;
  const before = law.after[part] ?? [];
  return before.every((one) => parts[one]?.status === 'DONE');
}

/** The paper date on which what the term waits for was done; absent while it is not. */
export function metOn(term: DueTerm, file: CaseFile, { type, data, metadata }: RecordedOf<CaseEvent>): CivilDate | undefined {
  switch (term.ends) {
    case 'PART_DONE': {
      const view = partView(file, term.part);
      if (view.round !== term.round || (view.status !== 'DONE' && view.status !== 'FAILED')) return undefined;
      return view.doneOn ?? metadata.occurredOn;
    }
    case 'EFFECT':
      return file.phase === 'CLOSED' && EFFECTS.includes(file.outcome) ? (file.closedOn ?? metadata.occurredOn) : undefined;
    case 'INVESTIGATION_ASSIGNED':
      return (type === 'case.InvestigationAssigned.v1' || type === 'case.ObjectionDecided.v1') && data.no === term.no
        ? metadata.occurredOn
        : undefined;
    case 'OBJECTION_DECIDED':
      return type === 'case.ObjectionDecided.v1' && data.no === term.no ? metadata.occurredOn : undefined;
    case 'REJECTION_NOTIFIED':
      return type === 'case.RejectionNotified.v1' ? data.deliveredOn : undefined;
    case 'SUPPORT_PAIRED':
      return file.supportPairedOn;
    case 'HANDBOOK_AND_ENTRY': {
      const [entry] = file.registryEntries;
      const issued = file.handbookIssuedOn;
      if (issued === undefined || entry === undefined) return undefined;
      return issued > entry.on ? issued : entry.on;
    }
    case 'LIST_PUBLISHED':
      return file.listPublishedOn;
    case 'COPY_TAKEN_DOWN':
      return type === 'case.NoticeCopyTakenDown.v1' && data.part === term.part && data.round === term.round
        ? data.takenDownOn
        : undefined;
    case 'DAY':
    case 'NOTHING':
      return undefined;
  }
}

function isCancelled(term: DueTerm, before: CaseFile, after: CaseFile, law: Law): boolean {
  if (before.definition !== after.definition || before.policy !== after.policy) {
    // The law to which the case goes over may not know the timer, or may not ask for it at this part.
    const { ends, timer, part } = term;
    const asked = ends === 'PART_DONE' ? law.parts[part]?.maxDuration?.timer : timer;
    if (before.phase === 'OPEN' && (law.timers[timer] === undefined || asked !== timer)) return true;
  }
  if (term.ends === 'PART_DONE') return !isReady(law, after, term.part) || partView(after, term.part).round !== term.round;
  if (OF_THE_CASE.has(term.ends)) return after.phase === 'CLOSED';
  if (term.ends === 'COPY_TAKEN_DOWN') return hangs(after, term) && !hangs(before, term);
  return OF_THE_ENDING.has(term.ends) && before.phase === 'CLOSED' && after.phase === 'OPEN';
}

/** Whether a notice of that round hangs: posted, and its end not confirmed. */
function hangs({ phase, parts }: CaseFile, { part, round }: Pick<DueTerm, 'part' | 'round'>): boolean {
  const view = parts[part];
  return phase === 'OPEN' && view?.status === 'RUNNING' && view.round === round;
}

/** Terms that begin by an event, by what starts them. */
class Beginnings {
  readonly started: DueTerm[] = [];
  private readonly recordedOn: CivilDate;
  constructor(
    private readonly before: CaseFile,
    private readonly after: CaseFile,
    private readonly event: RecordedOf<CaseEvent>,
    private readonly law: Law,
  ) {
    this.recordedOn = recordedDay(event.metadata.recordedAt);
  }

  find(): readonly DueTerm[] {
    const { before, after, event, law } = this;
    if (before.parts !== after.parts || before.phase !== after.phase || event.type === 'case.CaseMigrated.v1') {
      this.parts();
      this.total();
    }
    const { effect } = law.definition;
    if (before.phase === 'ABSENT' && after.kind === 'EXIT') this.by('EXIT_OPENED', effect.after, 1, after.openedOn);
    if (before.phase !== 'OPEN' && after.phase === 'OPEN') {
      this.by('CASE_OPENED', effect.after, 1, before.phase === 'ABSENT' ? after.openedOn : event.metadata.occurredOn);
    }
    if (before.phase !== 'CLOSED' && after.phase === 'CLOSED') {
      const on = after.closedOn ?? event.metadata.occurredOn;
      if (after.outcome === 'REJECTED') this.by('REJECTED', after.rejection?.part ?? effect.after, 1, on);
      if (after.outcome === 'REGISTERED') this.by('REGISTERED', effect.after, 1, on);
      if (EFFECTS.includes(after.outcome)) this.by('DECIDED', effect.after, 1, on);
    }
    if (event.type === 'case.ObjectionRaised.v1') {
      const { no, part, receivedOn } = event.data;
      this.by('OBJECTION_RAISED', part ?? effect.after, 1, receivedOn, no);
    }
    if (event.type === 'case.NoticePeriodCompleted.v1' || event.type === 'case.AnnouncementCompleted.v1') {
      const { part, round, endedOn } = event.data;
      this.by('NOTICE_COMPLETED', part, round, endedOn);
    } else this.noticesCutShort();
    return this.started;
  }

  /** The case ended, or was set back, while a notice hung: its copies are to come down as after its end (§7 privacy). */
  private noticesCutShort(): void {
    const { before, after, law, event } = this;
    if (before.phase === after.phase && event.type !== 'case.CaseReturned.v1') return;
    for (const part of law.order) {
      const { kind } = law.parts[part] ?? {};
      if (kind !== 'notice' && kind !== 'announcement') continue;
      const { round } = partView(before, part);
      if (!hangs(before, { part, round }) || hangs(after, { part, round }) || partView(after, part).status === 'DONE') continue;
      this.by('NOTICE_COMPLETED', part, round, event.metadata.occurredOn);
    }
  }

  private parts(): void {
    const { before, after, law, event } = this;
    for (const part of law.order) {
      const duration = law.parts[part]?.maxDuration;
      const timer = duration?.timer === undefined ? undefined : law.timers[duration.timer];
      // Where the policy says that nothing starts it, nothing could meet it either.
      if (timer === undefined || timer.starts === 'NOTHING' || !isReady(law, after, part)) continue;
      const { round } = partView(after, part);
      const goesOn = isReady(law, before, part) && partView(before, part).round === round;
      if (goesOn && (event.type !== 'case.CaseMigrated.v1' || this.runs(timer, part, round))) continue;
      const done = 'part' in event.data && law.after[part]?.includes(event.data.part ?? '') === true;
      // Where the case is set back or opened again, what was done before says nothing of when it may be worked at again.
      const since = done ? readySince(part, after, law) : undefined;
      const ordered = since ?? countedSince(event.metadata.occurredOn, event, undefined, after, law);
      this.start(timer, { part, round, ...ordered, duration });
    }
  }

  /** Whether the case has that term already: by the law from which it comes. */
  private runs({ id }: Timer, part: PartId, round: number): boolean {
    return this.before.terms.some((term) => term.timer === id && term.part === part && term.round === round);
  }

  /** From the first part to the effect; a case that is opened again goes on with the term that it had. */
  private total(): void {
    const { before, after, law, event } = this;
    const { total, effect } = law.definition;
    const timer = total?.timer === undefined ? undefined : law.timers[total.timer];
    if (timer === undefined || timer.starts === 'NOTHING' || after.phase !== 'OPEN') return;
    const [firstPart = ''] = law.order;
    const first = partView(after, firstPart);
    const begun = partView(before, firstPart).status !== 'DONE' && first.round === 1;
    const newly = event.type === 'case.CaseMigrated.v1' && !this.runs(timer, effect.after, 1);
    if (first.status !== 'DONE' || (!begun && before.phase !== 'CLOSED' && !newly)) return;
    const since = sinceDone(firstPart, first, after, law);
    if (since !== undefined) this.start(timer, { part: effect.after, round: 1, ...since, ...(total && { duration: total }) });
  }

  /** Every timer that this starts on a paper date; none of which a part of the definition is itself. */
  private by(starts: TimerStart, part: PartId, round: number, on: CivilDate, no?: number): void {
    for (const timer of timersBy(this.law, starts)) {
      this.start(timer, { part, round, ...this.countedFor(timer, part, on), ...(no === undefined ? {} : { no }) });
    }
  }

  /** A day of the calendar is that day, whenever the case opened. An objection counts from its receipt by anyone (R1). */
  private countedFor({ kind, starts }: Timer, part: PartId, on: CivilDate): CountedFrom {
    const { after, event, law } = this;
    if (kind === 'FIXED') return { from: on };
    if (starts !== 'OBJECTION_RAISED') return countedSince(on, event, part, after, law);
    return countedFrom(on, this.recordedOn, law.policy.parameters.backfillMaxDays.value, 'RECEIPT');
  }

  private start(timer: Timer, about: CountedFrom & { part: PartId; round: number; no?: number; duration?: Duration }): void {
    const { after, event, law, recordedOn } = this;
    const level =
      timer.fallsTo === 'OF_INVESTIGATION'
        ? investigatingLevel(law, after, about.part)
        : (law.parts[about.part]?.level ?? 'COUNTY');
    const start: TermStart = {
      ...about,
      timer: timer.id,
      startFact: event.type,
      recordedOn,
      level,
      programYear: after.programYear,
      tellAtOnce: about.no !== undefined && about.from < recordedOn,
    };
    const term = dueTerm(timer, start, law);
    // A case that opens after a day of the calendar never ran towards it.
    if (timer.starts === 'CASE_OPENED' && term.dueOn !== undefined && term.dueOn < term.from) return;
    // What it waits for may have been done before it began.
    if (metOn(term, after, event) === undefined) this.started.push(term);
  }
}

const byStart = new WeakMap<Law, Map<TimerStart, readonly Timer[]>>();

function timersBy(law: Law, starts: TimerStart): readonly Timer[] {
  const known = byStart.get(law) ?? new Map<TimerStart, readonly Timer[]>();
  byStart.set(law, known);
  const found = known.get(starts);
  if (found !== undefined) return found;
  const ofParts = new Set(law.order.map((part) => law.parts[part]?.maxDuration?.timer));
  const timers = Object.values(law.timers).filter((timer) => timer.starts === starts && !ofParts.has(timer.id));
  known.set(starts, timers);
  return timers;
}

/** What the definition of `law` says of the length of a timer at a part, or in all. */
export function durationOf({ parts, definition }: Law, timer: string, part: PartId): Duration | undefined {
  const own = parts[part]?.maxDuration;
  if (own?.timer === timer) return own;
  return definition.total?.timer === timer ? definition.total : undefined;
}

/** Those of the terms for which an event did what they wait for. `after`: the file as it makes it. */
export function metTerms(terms: readonly DueTerm[], after: CaseFile, event: RecordedOf<CaseEvent>): readonly MetTerm[] {
  return terms.flatMap((term) => {
    const on = metOn(term, after, event);
    return on === undefined ? [] : [{ term: termKey(term), on }];
  });
}

/** What an event does to the terms of its case, or nothing. `after` is the file as the event makes it, its terms apart. */
function termChanges(before: CaseFile, after: CaseFile, event: RecordedOf<CaseEvent>, law: Law): TermChanges | undefined {
  const met = metTerms(before.terms, after, event);
  const cancelled = before.terms
    .filter((term) => isCancelled(term, before, after, law))
    .map(termKey)
    .filter((key) => !met.some(({ term }) => term === key));
  const started = new Beginnings(before, after, event, law).find();
  if (met.length + cancelled.length + started.length === 0) return undefined;
  return {
    ...(started.length === 0 ? {} : { started }),
    ...(met.length === 0 ? {} : { met }),
    ...(cancelled.length === 0 ? {} : { cancelled }),
  };
}

/** They say nothing of the parts and facts for which terms wait. */
const NO_TERMS: ReadonlySet<string> = new Set<CaseEvent['type']>([
  'case.FindingNoted.v1',
  'case.EntryParked.v1',
  'case.JoinedAct.v1',
  'case.LeftAct.v1',
  'case.ComparisonRequested.v1',
  'case.ComparisonResultReceived.v1',
  'case.HitDispositioned.v1',
  'case.ReminderDue.v1',
  'case.DeadlineMissed.v1',
  'case.Escalated.v1',
  'case.NoticeCopyExpired.v1',
  'case.ExitWindowEnded.v1',
  'case.TransitionEnded.v1',
  'case.NoticePeriodElapsed.v1',
  'case.MetOnPaper.v1',
]);

/** What each event of an append does to the terms of its case: the desk writes it beside the event. */
export function termsOfAppend(
  before: CaseFile,
  events: readonly RecordedOf<CaseEvent>[],
  law: Law,
): readonly (TermChanges | undefined)[] {
  let file = before;
  // A correction folds the case again from what was kept of it.
  const fold = events.some(({ type }) => type === 'case.RecordCorrected.v1') ? evolve : step;
  return events.map((event) => {
    if (NO_TERMS.has(event.type)) return undefined;
    const after = fold(file, event);
    const changes = termChanges(file, after, event, law);
    file = changes === undefined ? after : { ...after, terms: changedBy(after.terms, changes) };
    return changes;
  });
}

/** The case after an append, with its terms. */
export function fileAfter(before: CaseFile, events: readonly RecordedOf<CaseEvent>[], law: Law): CaseFile {
  const due = termsOfAppend(before, events, law);
  return events.reduce((file, event, index) => {
    const changes = due[index];
    const after = evolve(file, event);
    return changes === undefined ? after : { ...after, terms: changedBy(after.terms, changes) };
  }, before);
}

/** What the law finds of the terms that an event begins, or moves to another day: those that were over when it was recorded. */
export function findingsOfTerms(changes: TermChanges | undefined, event: RecordedOf<CaseEvent>): readonly Finding[] {
  const { started = [] } = changes ?? {};
  const moved = event.type === 'case.DeadlineRecomputed.v1' && event.data.old !== event.data.new ? [event.data.derivation] : [];
  const recordedOn = recordedDay(event.metadata.recordedAt);
  return [...started, ...moved].flatMap((term) => overWhenRecorded(term, recordedOn) ?? []);
}
