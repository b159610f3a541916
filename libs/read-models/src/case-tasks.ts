import { type CivilDate, type JsonObject } from '#libs/kernel';
import { type CaseFold } from './case-fold.js';
import { deskOf, investigatingDesk, officesOf } from './desks.js';
import { type Procedure } from './procedures.js';
import { type Task } from './task.js';

/** What a case asks of offices at this moment, in the order of its definition, then objections and the rest. */
export function tasksOf(fold: CaseFold, procedure: Procedure | undefined): readonly Task[] {
  const tasks: Task[] = [];
  if (fold.phase === 'OPEN') {
    if (procedure !== undefined) partTasks(tasks, fold, procedure);
    parkedTasks(tasks, fold);
  } else {
    remedyTasks(tasks, fold);
  }
  objectionTasks(tasks, fold, procedure);
  return tasks;
}

function partTasks(tasks: Task[], fold: CaseFold, procedure: Procedure): void {
  for (const placed of procedure.parts) {
    const ready = fold.ready[placed.id];
    if (ready === undefined) continue;
    const { id, part } = placed;
    const common = { part: id, level: part.level, offices: officesOf(placed) };
    const running = fold.parts[id]?.status === 'RUNNING';
    if (running && (part.kind === 'notice' || part.kind === 'announcement')) {
      const notice = fold.notices.findLast((candidate) => candidate.part === id && candidate.status === 'RUNNING');
      // A period that still runs asks nothing of anybody; when it has elapsed, only a person can say how it went (R1).
      if (notice?.elapsed !== true) continue;
      const detail = { round: notice.round, earliestClose: notice.earliestClose };
      tasks.push({ key: `CONFIRM|${id}`, kind: 'CONFIRM_NOTICE_RESULT', ...common, since: notice.earliestClose, detail });
      continue;
    }
    if (running && fold.comparison?.part === id) {
      const { missing, hits, since } = fold.comparison;
      if (Object.keys(missing).length > 0) {
        tasks.push({ key: `ANSWERS|${id}`, kind: 'SUPPLY_ANSWERS', ...common, since, detail: { missing: countsOf(missing) } });
      }
      for (const [hit, found] of Object.entries(hits)) {
        if (found === null) continue;
        // Who compares says what a hit means; who writes the receipts down does not (domain.md §2.3).
        const offices = [...part.performedBy];
        tasks.push({ key: `HIT|${hit}`, kind: 'DISPOSITION_HIT', ...common, offices, since: found, detail: { hit } });
      }
      continue;
    }
    tasks.push({ key: `PART|${id}`, kind: 'WORK_PART', ...common, since: ready.since, detail: { round: ready.round } });
  }
}

function countsOf(missing: Readonly<Record<string, readonly string[]>>): JsonObject {
  return Object.fromEntries(Object.entries(missing).map(([source, persons]) => [source, persons.length]));
}

function parkedTasks(tasks: Task[], fold: CaseFold): void {
  for (const [key, { waitsFor, since, role }] of Object.entries(fold.parked)) {
    tasks.push({
      key: `PARKED|${key}`,
      kind: 'RELEASE_PARKED',
      part: waitsFor[0] ?? null,
      level: 'VILLAGE',
      offices: [role],
      since,
      detail: { order: key, waitsFor },
    });
  }
}

function remedyTasks(tasks: Task[], fold: CaseFold): void {
  const { rejection, recheckSince, contestSince } = fold;
  if (rejection !== null && rejection.notifiedOn === null) {
    const { part, level, on } = rejection;
    tasks.push({ key: 'LETTER', kind: 'DELIVER_REJECTION', part, level, offices: deskOf(level), since: on, detail: {} });
  }
  if (recheckSince !== null && rejection !== null) {
    const level = rejection.level === 'COUNTY' ? 'PREFECTURE' : rejection.level === 'TOWNSHIP' ? 'COUNTY' : 'TOWNSHIP';
    const { part } = rejection;
    tasks.push({ key: 'RECHECK', kind: 'DECIDE_RECHECK', part, level, offices: deskOf(level), since: recheckSince, detail: {} });
  }
  if (contestSince !== null) contestTask(tasks, fold, contestSince);
}

function contestTask(tasks: Task[], fold: CaseFold, since: CivilDate): void {
  const part = fold.rejection?.part ?? null;
  tasks.push({ key: 'CONTEST', kind: 'RULE_ON_CONTEST', part, level: 'COUNTY', offices: deskOf('COUNTY'), since, detail: {} });
}

function objectionTasks(tasks: Task[], fold: CaseFold, procedure: Procedure | undefined): void {
  if (fold.phase === 'OPEN' && fold.contestSince !== null) contestTask(tasks, fold, fold.contestSince);
  for (const { no, target, part, receivedOn, assigned, assignedOn, open } of fold.objections) {
    if (!open) continue;
    const level = assigned ?? investigatingDesk(fold, procedure, part);
    const detail = { no, target, receivedOn };
    tasks.push(
      assigned === null
        ? { key: `ASSIGN|${no}`, kind: 'ASSIGN_INVESTIGATION', part, level, offices: deskOf(level), since: receivedOn, detail }
        : {
            key: `DECIDE|${no}`,
            kind: 'DECIDE_OBJECTION',
            part,
            level,
            offices: deskOf(level),
            since: assignedOn ?? receivedOn,
            detail,
          },
    );
  }
}
