import { type Database } from './database.js';
import { table } from './table.js';
import { put, remove } from './writes.js';
import { type Task } from './task.js';

/** What offices have to do. `offices` is a JSON list; `owner` the case, household or incident that asks. */
export const TASKS = table({
  name: 'tasks',
  columns: {
    owner: 'text',
    key: 'text',
    kind: 'text',
    stream: 'text',
    household_id: 'text?',
    path: 'text',
    program_year: 'integer?',
    part: 'text?',
    level: 'text',
    offices: 'text',
    since_on: 'text',
    detail: 'text',
  },
  key: ['owner', 'key'],
  indexes: ['tasks_by_age ON tasks (since_on, owner, key)'],
});

const UPSERT = put(TASKS, [
  'owner',
  'key',
  'kind',
  'stream',
  'household_id',
  'path',
  'program_year',
  'part',
  'level',
  'offices',
  'since_on',
  'detail',
]);
const DELETE = remove(TASKS, ['owner', 'key']);

/** Whose tasks they are. */
export interface TaskOwner {
  readonly owner: string;
  readonly stream: string;
  readonly householdId: string | null;
  readonly path: string;
  readonly programYear: number | null;
}

export function writeTask(db: Database, { owner, stream, householdId, path, programYear }: TaskOwner, task: Task): void {
  const { key, kind, part, level, offices, since, detail } = task;
  db.write(
    UPSERT,
    owner,
    key,
    kind,
    stream,
    householdId,
    path,
    task.programYear ?? programYear,
    part,
    level,
    JSON.stringify(offices),
    since,
    JSON.stringify(detail),
  );
}

export function deleteTask(db: Database, owner: string, key: string): void {
  db.write(DELETE, owner, key);
}

/** Brings the tasks of an owner from `before`, as the table has them, to `after`; all of them where the owner has moved. */
export function writeTasks(
  db: Database,
  owner: TaskOwner,
  before: readonly Task[],
  after: readonly Task[],
  moved: boolean,
): void {
  for (const { key } of before) {
    if (!after.some((task) => task.key === key)) deleteTask(db, owner.owner, key);
  }
  for (const task of after) {
    const old = before.find(({ key }) => key === task.key);
    if (moved || old === undefined || !sameTask(old, task)) writeTask(db, owner, task);
  }
}

function sameTask(a: Task, b: Task): boolean {
  return (
    a.kind === b.kind &&
    a.since === b.since &&
    a.level === b.level &&
    a.part === b.part &&
    a.programYear === b.programYear &&
    JSON.stringify(a.detail) === JSON.stringify(b.detail)
  );
}
