import { type TermChanges } from '#libs/household-case';
import { addDays, type CivilDate, civilDateOf } from '#libs/kernel';
import { type DueTerm, termKey, type TermKey } from '#libs/procedure';
import { type CaseChanges, type Reckoned } from './case-changes.js';
import { type CaseFold, type DeadlineFold } from './case-fold.js';
import { type PlacedPart, type Procedure } from './procedures.js';
import { type StoredCaseEvent } from './projection.js';

type NewDeadline = Pick<DeadlineFold, 'kind' | 'timer' | 'part' | 'round' | 'fromOn' | 'dueOn'>;
type Alarms = Pick<DeadlineFold, 'term' | 'remindOn' | 'missOn' | 'furtherOn'>;

const NO_ALARMS: Alarms = { term: null, remindOn: null, missOn: null, furtherOn: null };

interface Opened {
  readonly aboutNo?: number;
  readonly alarms?: Alarms;
}

/** Adds an open deadline and answers its number. */
export function openDeadline(
  fold: CaseFold,
  deadline: NewDeadline,
  reckoned: Reckoned,
  changes: CaseChanges,
  { aboutNo, alarms = NO_ALARMS }: Opened = {},
): number {
  const no = fold.deadlineCount++;
  const { kind, timer, part, round, fromOn, dueOn } = deadline;
  const recorded = { remindedOn: null, missedOn: null, escalatedTo: null, escalations: 0, metOnPaper: false, revision: 0 };
  const opened: DeadlineFold = {
    no,
    kind,
    timer,
    part,
    round,
    fromOn,
    dueOn,
    status: 'OPEN',
    closedOn: null,
    adopted: reckoned.adopted,
    ...alarms,
    ...recorded,
  };
  fold.deadlines[no] = opened;
  changes.deadlines.set(no, opened);
  changes.opened.set(no, aboutNo ?? null);
  changes.reckoned.set(no, reckoned);
  return no;
}

/** On which days a bell has something to say of a term. */
function alarmsOf(term: DueTerm): Alarms {
  const { dueOn, past, remindOn = null, secondOn, adopted, expiry } = term;
  if (dueOn === undefined) return { ...NO_ALARMS, term: termKey(term) };
  // Of what was past when it was recorded only an objection's office is told, once.
  if (past === true) return { ...NO_ALARMS, term: termKey(term), remindOn };
  const tells = expiry === 'MISSED' ? adopted !== undefined : expiry !== 'GUARD';
  return {
    term: termKey(term),
    remindOn,
    missOn: tells ? addDays(dueOn, 1) : null,
    furtherOn: secondOn === undefined ? null : addDays(secondOn, 1),
  };
}

function reckonedFrom(term: DueTerm): Reckoned {
  return { derivation: JSON.stringify(term), level: term.level, adopted: term.adopted ?? null };
}

function openTerm(fold: CaseFold, term: DueTerm, changes: CaseChanges): void {
  const { kind, timer, part, round, from: fromOn, dueOn = null, no } = term;
  const deadline = { kind, timer, part, round, fromOn, dueOn };
  const opened = { alarms: alarmsOf(term), ...(no === undefined ? {} : { aboutNo: no }) };
  openDeadline(fold, deadline, reckonedFrom(term), changes, opened);
}

/** An open term, or one that was missed and may still turn out to have been done in time, by what the log names it. */
export function openTermOf(fold: CaseFold, key: string): DeadlineFold | undefined {
  for (const no in fold.deadlines) if (fold.deadlines[no]?.term === key) return fold.deadlines[no];
  return undefined;
}

/** What the event itself says of the terms of its case: begun, met, cancelled, and what bells and calendars made of them (ADR 0017). */
export function termEvent(fold: CaseFold, event: StoredCaseEvent, changes: CaseChanges): void {
  const { due, occurredOn } = event.metadata;
  if (due !== undefined) {
    const { started = [], met = [], cancelled = [] } = JSON.parse(due) as TermChanges;
    for (const { term, on } of met) closeTerm(fold, term, 'MET', on, changes);
    for (const term of [...cancelled, ...started.map(termKey)]) closeTerm(fold, term, 'CANCELLED', occurredOn, changes);
    for (const term of started) openTerm(fold, term, changes);
  }
  progress(fold, event, changes);
}

function closeTerm(fold: CaseFold, key: string, status: 'MET' | 'CANCELLED', on: CivilDate, changes: CaseChanges): void {
  const deadline = openTermOf(fold, key);
  if (deadline === undefined) return;
  if (deadline.status === 'OPEN') close(deadline, status, on, changes);
  else delete fold.deadlines[deadline.no];
  // It is missed in the log and may still turn out to have been done in time: that is said in the same append.
  if (deadline.missedOn === null) delete fold.deadlines[deadline.no];
}

function progress(fold: CaseFold, event: StoredCaseEvent, changes: CaseChanges): void {
  const on = event.metadata.occurredOn;
  const change = (key: TermKey, with_: (deadline: DeadlineFold) => void): void => {
    const deadline = openTermOf(fold, termKey(key));
    if (deadline === undefined) return;
    with_(deadline);
    changes.deadlines.set(deadline.no, deadline);
  };
  switch (event.type) {
    case 'case.ReminderDue.v1':
      return change(event.data, (deadline) => (deadline.remindedOn = on));
    case 'case.DeadlineMissed.v1':
    case 'case.NoticeCopyExpired.v1':
    case 'case.ExitWindowEnded.v1':
    case 'case.TransitionEnded.v1':
      return change(event.data, (deadline) => (deadline.missedOn = on));
    case 'case.Escalated.v1': {
      const { level, times } = event.data;
      return change(event.data, (deadline) => {
        deadline.escalatedTo = level;
        deadline.escalations = times;
      });
    }
    case 'case.MetOnPaper.v1':
      return change(event.data, (deadline) => (deadline.metOnPaper = true));
    case 'case.DeadlineRecomputed.v1': {
      const { derivation, old, new: next, because, changed = [] } = event.data;
      return change(event.data, (deadline) => {
        // One that was missed, and would be over by the new day too, stays missed; a reminder of a day that stays was given.
        const { past: _past, ...open } = derivation;
        const { missedOn, remindedOn, dueOn } = deadline;
        const staysMissed = missedOn !== null && open.dueOn !== undefined && open.dueOn < civilDateOf(event.metadata.recordedAt);
        const reminded = staysMissed || dueOn === (open.dueOn ?? null) ? remindedOn : null;
        Object.assign(deadline, alarmsOf(staysMissed ? open : derivation), { remindedOn: reminded });
        if (!staysMissed) Object.assign(deadline, { missedOn: null, escalatedTo: null, escalations: 0 });
        deadline.fromOn = derivation.from;
        deadline.adopted = derivation.adopted ?? null;
        deadline.dueOn = derivation.dueOn ?? null;
        deadline.revision++;
        changes.reckoned.set(deadline.no, reckonedFrom(derivation));
        const recomputed = { on, old, new: next, because, changed };
        changes.recomputed.set(deadline.no, [...(changes.recomputed.get(deadline.no) ?? []), recomputed]);
      });
    }
    default:
  }
}

/** The day on which a bell next has something to say of an open deadline; null where none has. */
export function ringsOn(deadline: DeadlineFold): CivilDate | null {
  const { kind, dueOn, remindOn, remindedOn, missOn, missedOn, furtherOn, escalations } = deadline;
  if (kind === 'MIN') return dueOn;
  const days = [
    remindedOn === null && missedOn === null ? remindOn : null,
    missedOn === null ? missOn : null,
    missedOn !== null && escalations === 1 ? furtherOn : null,
  ];
  return days.reduce((first, day) => (day !== null && (first === null || day < first) ? day : first), null);
}

/** Brings ready parts and notices to where those of `fold` stand after an event of the day `on`. Nothing is overdue here (R1). */
export function settle(fold: CaseFold, procedure: Procedure | undefined, on: CivilDate, changes: CaseChanges): void {
  for (const placed of procedure?.parts ?? []) settlePart(fold, placed, on);
  if (changes.notices) settleNotices(fold, on, changes);
}

function settlePart(fold: CaseFold, { id, after }: PlacedPart, on: CivilDate): void {
  const progress = fold.parts[id];
  const round = progress?.round ?? 1;
  const was = fold.ready[id];
  const is =
    fold.phase === 'OPEN' && progress?.status !== 'DONE' && after.every((before) => fold.parts[before]?.status === 'DONE');
  if (was !== undefined && (!is || was.round !== round)) delete fold.ready[id];
  if (is && fold.ready[id] === undefined) fold.ready[id] = { since: on, round };
}

/** The end of a period is met when it has come, whether or not anybody has said yet how it went. */
function settleNotices(fold: CaseFold, on: CivilDate, changes: CaseChanges): void {
  for (const notice of fold.notices) {
    const deadline = fold.deadlines[notice.deadline];
    if (deadline === undefined) continue;
    if (deadline.dueOn !== notice.earliestClose || deadline.fromOn !== notice.runsFrom) {
      deadline.revision++;
      deadline.fromOn = notice.runsFrom;
      deadline.dueOn = notice.earliestClose;
      changes.deadlines.set(deadline.no, deadline);
    }
    const status = notice.elapsed ? 'MET' : notice.status === 'RUNNING' ? 'OPEN' : 'CANCELLED';
    close(deadline, status, status === 'OPEN' ? null : on, changes);
  }
}

function close(deadline: DeadlineFold, status: DeadlineFold['status'], on: CivilDate | null, changes: CaseChanges): void {
  if (deadline.status === status) return;
  deadline.status = status;
  deadline.closedOn = on;
  deadline.revision++;
  changes.deadlines.set(deadline.no, deadline);
}
