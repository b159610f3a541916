import { pathOf } from './area-paths.js';
import { type CaseFold, openObjections } from './case-fold.js';
import { type Database } from './database.js';
import { type Procedure } from './procedures.js';
import { table } from './table.js';
import { change, put } from './writes.js';

/** One row per case: where it stands. `current_parts` is a JSON list in the order of the definition, `step` the step of the first; `findings` a JSON list of codes. */
export const CASE_STATUS = table({
  name: 'case_status',
  columns: {
    case_id: 'text',
    household_id: 'text',
    case_kind: 'text',
    origin: 'text',
    definition: 'text',
    path: 'text',
    program_year: 'integer',
    opened_on: 'text',
    phase: 'text',
    outcome: 'text?',
    closed_on: 'text?',
    step: 'text?',
    step_no: 'integer?',
    current_parts: 'text',
    last_type: 'text',
    last_step: 'text?',
    last_on: 'text',
    last_position: 'integer',
    head_count: 'integer',
    open_objections: 'integer',
    on_act: 'text?',
    held: 'integer',
    findings: 'text',
  },
  key: ['case_id'],
  indexes: ['case_status_by_area ON case_status (path, case_id)', 'case_status_by_household ON case_status (household_id)'],
});

// Indexed: set only where the case moved, so that its other changes leave the indexes alone.
const UPSERT = put(
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
  { kept: ['household_id', 'path'] },
);
const MOVE = change(CASE_STATUS, ['path'], ['case_id']);

export function writeCaseStatus(db: Database, fold: CaseFold, procedure: Procedure | undefined, moved: boolean): void {
  const current = procedure === undefined ? [] : procedure.parts.filter(({ id }) => fold.ready[id] !== undefined);
  const path = pathOf(fold.area);
  db.write(
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
  if (moved) db.write(MOVE, path, fold.caseId);
}
