import { deskOf } from './desks.js';
import { type DuplicateFold, type HouseholdFold } from './household-fold.js';
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
  for (const [person, duplicate] of Object.entries(duplicates)) {
    if (members.includes(person) && duplicate.belongsHere !== true) tasks.push(duplicateTask(person, duplicate));
  }
  for (const [key, { caseId, of, objection, since }] of Object.entries(fold.leads)) {
    const detail = { of, caseId, ...(objection === null ? {} : { objection }) };
    const desk = { level: 'TOWNSHIP', offices: deskOf('TOWNSHIP') } as const;
    tasks.push({ key: `LEAD|${key}`, kind: 'FOLLOW_UP_LEAD', part: null, ...desk, since, detail });
  }
  return tasks;
}

/** No household is registered with a person in doubt: the township rules where he belongs, the village takes him off (R14). */
function duplicateTask(person: string, { otherHousehold, since, belongsHere }: DuplicateFold): Task {
  const common = { key: `DUPLICATE|${person}`, part: null, since, detail: { person, otherHousehold } };
  return belongsHere === false
    ? { ...common, kind: 'REMOVE_MEMBER', level: 'VILLAGE', offices: deskOf('VILLAGE') }
    : { ...common, kind: 'RULE_ON_DUPLICATE_PERSON', level: 'TOWNSHIP', offices: deskOf('TOWNSHIP') };
}
