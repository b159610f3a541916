import { pathOf } from './area-paths.js';
import { type CaseFold, openObjections } from './case-fold.js';
import { type Database } from './database.js';
import { type Procedure } from './procedures.js';
import { type Table, upsert } from './table.js';

/** One row per case: where it stands. `current_parts` is a JSON list in the order of the definition, `step` the step of the first; `findings` a JSON list of codes. */
export const CASE_STATUS: Table = {
  name: 'case_status',
  key: ['case_id'],
  schema: `
    CREATE TABLE IF NOT EXISTS case_status (
      case_id TEXT NOT NULL PRIMARY KEY, household_id TEXT NOT NULL, case_kind TEXT NOT NULL, origin TEXT NOT NULL,
      definition TEXT NOT NULL, path TEXT NOT NULL, program_year INTEGER NOT NULL, opened_on TEXT NOT NULL,
      phase TEXT NOT NULL, outcome TEXT, closed_on TEXT, step TEXT, step_no INTEGER, current_parts TEXT NOT NULL,
      last_type TEXT NOT NULL, last_step TEXT, last_on TEXT NOT NULL, last_position INTEGER NOT NULL,
      head_count INTEGER NOT NULL, open_objections INTEGER NOT NULL, on_act TEXT, held INTEGER NOT NULL, findings TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS case_status_by_area ON case_status (path, case_id);
    CREATE INDEX IF NOT EXISTS case_status_by_household ON case_status (household_id);`,
};

const UPSERT = upsert(
  CASE_STATUS,
  [
    'case_id',
    'household_id',
    'case_kind',
    'origin',
    'definition',
    'path',
    'program_year',
    'opened_on',
    'phase',
    'outcome',
    'closed_on',
    'step',
    'step_no',
    'current_parts',
    'last_type',
    'last_step',
    'last_on',
    'last_position',
    'head_count',
    'open_objections',
    'on_act',
    'held',
    'findings',
  ],
  // Indexed: set only where the case moved, so that its other changes leave the indexes alone.
  ['household_id', 'path'],
);
const MOVE = 'UPDATE case_status SET path = ? WHERE case_id = ?';

export function writeCaseStatus(db: Database, fold: CaseFold, procedure: Procedure | undefined, moved: boolean): void {
  const current = procedure === undefined ? [] : procedure.parts.filter(({ id }) => fold.ready[id] !== undefined);
  const path = pathOf(fold.area);
  db.run(
    UPSERT,
    fold.caseId,
    fold.householdId,
    fold.kind,
    fold.origin,
    fold.definition,
    path,
    fold.programYear,
    fold.openedOn,
    fold.phase,
    fold.outcome,
    fold.closedOn,
    current[0]?.step.code ?? null,
    current[0]?.step.no ?? null,
    JSON.stringify(current.map(({ id }) => id)),
    fold.last.type,
    fold.last.step,
    fold.last.on,
    fold.last.position,
    fold.headCount,
    openObjections(fold),
    fold.onAct,
    fold.held ? 1 : 0,
    JSON.stringify(fold.findings),
  );
  if (moved) db.run(MOVE, path, fold.caseId);
}
