import { type CivilDate } from '#libs/kernel';
import { type Calendar, type Duration, isYearMissing, type PartId, termEnd } from '#libs/procedure';
import { type CaseChanges } from './case-changes.js';
import { type CaseFold, type DeadlineFold, type DeadlineKind } from './case-fold.js';
import { type PlacedPart, type Procedure } from './procedures.js';

type NewDeadline = Pick<DeadlineFold, 'kind' | 'timer' | 'part' | 'round' | 'fromOn' | 'dueOn'>;

/** Adds an open deadline and answers its number; `derivation` is JSON text. */
export function openDeadline(fold: CaseFold, deadline: NewDeadline, derivation: string, changes: CaseChanges): number {
  const no = fold.deadlineCount++;
  const { kind, timer, part, round, fromOn, dueOn } = deadline;
  const alarms = { remindOn: null, remindedOn: null, missedOn: null, escalatedTo: null, escalations: 0, metOnPaper: false };
  const opened: DeadlineFold = { no, kind, timer, part, round, fromOn, dueOn, status: 'OPEN', closedOn: null, ...alarms };
  fold.deadlines[no] = opened;
  changes.deadlines.set(no, opened);
  changes.opened.set(no, { level: null, aboutNo: null, adopted: null });
  changes.derivations.set(no, derivation);
  return no;
}

/** A longest term: the first day is not counted (domain.md §5, day counting). No day is due where its year has no calendar. */
function openTerm(
  fold: CaseFold,
  about: { readonly kind: DeadlineKind; readonly part: PartId; readonly round: number },
  term: Duration,
  from: CivilDate,
  calendar: Calendar,
  changes: CaseChanges,
): number {
  const end = termEnd(from, term, { dayCount: 'EXCLUDE_START', calendar });
  const timer = term.timer ?? null;
  const { length, unit, basis } = term;
  const counted = isYearMissing(end) ? { missing: `CN-${end.missing}` } : end.counted;
  const derivation = { timer, clause: basis.clause, mark: basis.mark, from, length, unit, dayCount: 'EXCLUDE_START', ...counted };
  const deadline = { ...about, timer, fromOn: from, dueOn: isYearMissing(end) ? null : end.lastDay };
  return openDeadline(fold, deadline, JSON.stringify(derivation), changes);
}

/**
 * Brings ready parts and deadlines to where the parts and notices of `fold` stand after an event of the day `on`.
 * Nothing is overdue here: that is asked on a day (domain.md R1).
 */
export function settle(fold: CaseFold, procedure: Procedure | undefined, on: CivilDate, changes: CaseChanges): void {
  if (procedure !== undefined) {
    for (const placed of procedure.parts) settlePart(fold, placed, procedure.calendar, on, changes);
    if (procedure.total !== null) settleTotal(fold, procedure, procedure.total, on, changes);
  }
  if (changes.notices) settleNotices(fold, on, changes);
}

function settlePart(
  fold: CaseFold,
  { id, part, after }: PlacedPart,
  calendar: Calendar,
  on: CivilDate,
  changes: CaseChanges,
): void {
  const progress = fold.parts[id];
  const round = progress?.round ?? 1;
  const was = fold.ready[id];
  const done = progress?.status === 'DONE';
  const is = fold.phase === 'OPEN' && !done && after.every((before) => fold.parts[before]?.status === 'DONE');
  if (was !== undefined && (!is || was.round !== round)) {
    const deadline = was.deadline === null ? undefined : fold.deadlines[was.deadline];
    if (deadline !== undefined) {
      close(deadline, done ? 'MET' : 'CANCELLED', done ? progress.doneOn : on, changes);
      delete fold.deadlines[deadline.no];
    }
    delete fold.ready[id];
  }
  if (!is || fold.ready[id] !== undefined) return;
  const term = part.maxDuration;
  const deadline = term === undefined ? null : openTerm(fold, { kind: 'MAX', part: id, round }, term, on, calendar, changes);
  fold.ready[id] = { since: on, round, deadline };
}

/** From the first part that was done to the effect; a case that ends otherwise cancels it (T14). */
function settleTotal(fold: CaseFold, procedure: Procedure, term: Duration, on: CivilDate, changes: CaseChanges): void {
  if (fold.total === null) {
    const first = fold.parts[procedure.parts[0]?.id ?? ''];
    if (first?.status !== 'DONE') return;
    const about = { kind: 'TOTAL', part: procedure.effectAfter, round: 1 } as const;
    fold.total = openTerm(fold, about, term, first.doneOn ?? on, procedure.calendar, changes);
    return;
  }
  const total = fold.deadlines[fold.total];
  if (total === undefined) return;
  const effect = fold.outcome === 'REGISTERED' || fold.outcome === 'EXITED' || fold.outcome === 'MONITORED';
  close(total, fold.phase === 'OPEN' ? 'OPEN' : effect ? 'MET' : 'CANCELLED', fold.closedOn, changes);
}

/** The end of a period is met when it has come, whether or not anybody has said yet how it went. */
function settleNotices(fold: CaseFold, on: CivilDate, changes: CaseChanges): void {
  for (const notice of fold.notices) {
    const deadline = fold.deadlines[notice.deadline];
    if (deadline === undefined) continue;
    if (deadline.dueOn !== notice.earliestClose || deadline.fromOn !== notice.runsFrom) {
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
  changes.deadlines.set(deadline.no, deadline);
}
