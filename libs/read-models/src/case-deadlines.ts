import { type CivilDate } from '#libs/kernel';
import { type Duration, lastDayOf, NEEDS_CALENDAR, type PartId } from '#libs/procedure';
import { type CaseFold, type DeadlineFold, type DeadlineKind } from './case-fold.js';
import { type Procedure } from './procedures.js';

/** Adds an open deadline and answers its number. */
export function openDeadline(fold: CaseFold, deadline: Omit<DeadlineFold, 'no' | 'status' | 'closedOn'>): number {
  const { kind, timer, part, round, fromOn, dueOn, derivation } = deadline;
  const no = fold.deadlines.length;
  fold.deadlines.push({ no, kind, timer, part, round, fromOn, dueOn, status: 'OPEN', closedOn: null, derivation });
  return no;
}

/** A longest term: the first day is not counted (domain.md §5, day counting); working days wait for a calendar. */
function openTerm(fold: CaseFold, kind: DeadlineKind, part: PartId, round: number, term: Duration, from: CivilDate): number {
  const last = lastDayOf(from, term, 'EXCLUDE_START');
  const timer = term.timer ?? null;
  return openDeadline(fold, {
    kind,
    timer,
    part,
    round,
    fromOn: from,
    dueOn: last === NEEDS_CALENDAR ? null : last,
    derivation: JSON.stringify({
      timer,
      clause: term.basis.clause,
      mark: term.basis.mark,
      from,
      length: term.length,
      unit: term.unit,
      dayCount: 'EXCLUDE_START',
    }),
  });
}

/**
 * Brings ready parts and deadlines to where the parts and notices of `fold` stand after an event of the day `on`.
 * Answers the numbers of the deadlines that changed. Nothing is overdue here: that is asked on a day (domain.md R1).
 */
export function settle(fold: CaseFold, procedure: Procedure | undefined, on: CivilDate): readonly number[] {
  const known = fold.deadlines.length;
  const changed: number[] = [];
  if (procedure !== undefined) {
    for (const { id, part, after } of procedure.parts) {
      const progress = fold.parts[id];
      const round = progress?.round ?? 1;
      const was = fold.ready[id];
      const is =
        fold.phase === 'OPEN' && progress?.status !== 'DONE' && after.every((before) => fold.parts[before]?.status === 'DONE');
      if (was !== undefined && (!is || was.round !== round)) {
        const deadline = was.deadline === null ? undefined : fold.deadlines[was.deadline];
        if (deadline !== undefined) {
          const done = progress?.status === 'DONE';
          if (close(deadline, done ? 'MET' : 'CANCELLED', done ? progress.doneOn : on)) changed.push(deadline.no);
        }
        delete fold.ready[id];
      }
      if (is && fold.ready[id] === undefined) {
        const term = part.maxDuration;
        fold.ready[id] = {
          since: on,
          round,
          deadline: term === undefined ? null : openTerm(fold, 'MAX', id, round, term, on),
        };
      }
    }
    if (procedure.total !== null) settleTotal(fold, procedure, procedure.total, on, changed);
  }
  for (const notice of fold.notices) {
    const deadline = fold.deadlines[notice.deadline];
    if (deadline === undefined) continue;
    const moved = deadline.dueOn !== notice.earliestClose;
    deadline.dueOn = notice.earliestClose;
    const status = notice.elapsed ? 'MET' : notice.status === 'RUNNING' ? 'OPEN' : 'CANCELLED';
    if (close(deadline, status, status === 'OPEN' ? null : on) || moved) changed.push(deadline.no);
  }
  for (let no = known; no < fold.deadlines.length; no++) changed.push(no);
  return changed;
}

/** From the first part that was done to the effect; a case that ends otherwise cancels it (T14). */
function settleTotal(fold: CaseFold, procedure: Procedure, term: Duration, on: CivilDate, changed: number[]): void {
  const total = fold.deadlines.find((deadline) => deadline.kind === 'TOTAL');
  if (total === undefined) {
    const first = procedure.parts[0];
    if (first !== undefined && fold.parts[first.id]?.status === 'DONE') {
      openTerm(fold, 'TOTAL', procedure.effectAfter, 1, term, fold.parts[first.id]?.doneOn ?? on);
    }
    return;
  }
  const effect = fold.outcome === 'REGISTERED' || fold.outcome === 'EXITED' || fold.outcome === 'MONITORED';
  const status = fold.phase === 'OPEN' ? 'OPEN' : effect ? 'MET' : 'CANCELLED';
  if (close(total, status, status === 'OPEN' ? null : fold.closedOn)) changed.push(total.no);
}

function close(deadline: DeadlineFold, status: DeadlineFold['status'], on: CivilDate | null): boolean {
  if (deadline.status === status) return false;
  deadline.status = status;
  deadline.closedOn = on;
  return true;
}
