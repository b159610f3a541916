import { deskOf } from './desks.js';
import { type HouseholdFold } from './household-fold.js';
import { type Task } from './task.js';

/** What the register of a household asks of offices at this moment; nothing of one that was split or merged or has lapsed. */
export function tasksOfHousehold(fold: HouseholdFold): readonly Task[] {
  if (fold.phase !== 'ENROLLED') return [];
  const tasks: Task[] = [];
  const { deregistrationAsked, deregistrationDue, exitYear, duplicates, members } = fold;
  // The county deregisters, a person and no bell (domain.md R1, §3.5).
  if (deregistrationAsked && deregistrationDue !== null) {
    tasks.push({
      key: 'DEREGISTER',
      kind: 'DEREGISTER',
      part: null,
      level: 'COUNTY',
      offices: deskOf('COUNTY'),
      since: deregistrationDue,
      ...(exitYear === null ? {} : { programYear: exitYear }),
      detail: {},
    });
  }
  // Until it is ruled where somebody belongs, no household with him is registered (R14).
  for (const [person, { otherHousehold, since }] of Object.entries(duplicates)) {
    if (!members.includes(person)) continue;
    tasks.push({
      key: `DUPLICATE|${person}`,
      kind: 'RULE_ON_DUPLICATE_PERSON',
      part: null,
      level: 'TOWNSHIP',
      offices: deskOf('TOWNSHIP'),
      since,
      detail: { person, otherHousehold },
    });
  }
  return tasks;
}
