import { pathOf } from './area-paths.js';
import { type CaseFold, type DeadlineFold } from './case-fold.js';
import { type Database } from './database.js';
import { type Procedure } from './procedures.js';
import { type Table, upsert } from './table.js';

/** Due moments of cases with their derivation. Whether one is overdue is asked on a day; no row knows what day it is. */
export const DEADLINES: Table = {
  name: 'deadlines',
  key: ['case_id', 'no'],
  schema: `
    CREATE TABLE IF NOT EXISTS deadlines (
      case_id TEXT NOT NULL, no INTEGER NOT NULL, household_id TEXT NOT NULL, path TEXT NOT NULL, program_year INTEGER NOT NULL,
      case_kind TEXT NOT NULL, kind TEXT NOT NULL, timer TEXT, part TEXT NOT NULL, round INTEGER NOT NULL, level TEXT,
      from_on TEXT NOT NULL, due_on TEXT, needs_calendar INTEGER NOT NULL, status TEXT NOT NULL, closed_on TEXT,
      derivation TEXT NOT NULL, PRIMARY KEY (case_id, no)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS deadlines_open ON deadlines (coalesce(due_on, '9999-12-31'), case_id, no) WHERE status = 'OPEN';`,
};

const UPSERT = upsert(DEADLINES, [
  'case_id',
  'no',
  'household_id',
  'path',
  'program_year',
  'case_kind',
  'kind',
  'timer',
  'part',
  'round',
  'level',
  'from_on',
  'due_on',
  'needs_calendar',
  'status',
  'closed_on',
  'derivation',
]);

export function writeDeadline(db: Database, fold: CaseFold, deadline: DeadlineFold, procedure: Procedure | undefined): void {
  db.run(
    UPSERT,
    fold.caseId,
    deadline.no,
    fold.householdId,
    pathOf(fold.area),
    fold.programYear,
    fold.kind,
    deadline.kind,
    deadline.timer,
    deadline.part,
    deadline.round,
    procedure?.byId[deadline.part]?.part.level ?? null,
    deadline.fromOn,
    deadline.dueOn,
    deadline.dueOn === null ? 1 : 0,
    deadline.status,
    deadline.closedOn,
    deadline.derivation,
  );
}
