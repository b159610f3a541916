import { pathOf } from './area-paths.js';
import { type CaseChanges } from './case-changes.js';
import { ringsOn } from './case-deadlines.js';
import { type CaseFold } from './case-fold.js';
import { type Database } from './database.js';
import { type Procedure } from './procedures.js';
import { table } from './table.js';
import { add, append, change } from './writes.js';

/** Before this day nothing rings for an open deadline; null where nothing rings at all. */
export const RINGS_FROM = 'rings_on';

/** Due moments of cases with their derivation. Whether one is overdue is asked on a day; no row knows what day it is. */
export const DEADLINES = table({
  name: 'deadlines',
  columns: {
    case_id: 'text',
    no: 'integer',
    household_id: 'text',
    path: 'text',
    program_year: 'integer',
    case_kind: 'text',
    kind: 'text',
    timer: 'text?',
    part: 'text',
    round: 'integer',
    level: 'text?',
    from_on: 'text',
    due_on: 'text?',
    needs_calendar: 'integer',
    status: 'text',
    closed_on: 'text?',
    about_no: 'integer?',
    adopted: 'text?',
    remind_on: 'text?',
    reminded_on: 'text?',
    missed_on: 'text?',
    escalated_to: 'text?',
    escalations: 'integer',
    rings_on: 'text?',
    met_on_paper: 'integer',
    revision: 'integer',
    derivation: 'text',
    recomputed: 'text',
  },
  key: ['case_id', 'no'],
  indexes: [
    "deadlines_open ON deadlines (coalesce(due_on, '9999-12-31'), case_id, no) WHERE status = 'OPEN'",
    "deadlines_to_ring ON deadlines (rings_on) WHERE status = 'OPEN'",
  ],
});

/** What an open deadline says of itself and what its alarms say, again and again. */
const STATE = [
  'from_on',
  'due_on',
  'needs_calendar',
  'status',
  'closed_on',
  'remind_on',
  'reminded_on',
  'missed_on',
  'escalated_to',
  'escalations',
  'met_on_paper',
  'revision',
  'rings_on',
] as const;
const WHERE = ['case_id', 'no', 'household_id', 'path', 'program_year', 'case_kind'] as const;
const WHAT = ['kind', 'timer', 'part', 'round', 'level', 'about_no', 'adopted', 'derivation', 'recomputed'] as const;
const INSERT = add(DEADLINES, [...WHERE, ...WHAT, ...STATE]);
const UPDATE = change(DEADLINES, STATE, DEADLINES.key);
const RECKON = change(DEADLINES, ['derivation', 'level', 'adopted'], DEADLINES.key);
/** The same text however many were written at once. */
const RECOMPUTED = append(DEADLINES, 'recomputed', DEADLINES.key);
const MOVE = change(DEADLINES, ['path'], ['case_id']);

/** Writes the deadlines that changed: the new ones whole, of the others what may have changed. */
export function writeDeadlines(db: Database, fold: CaseFold, changes: CaseChanges, procedure: Procedure | undefined): void {
  const { caseId } = fold;
  for (const deadline of changes.deadlines.values()) {
    const { no, kind, timer, part, round, fromOn, dueOn, status, closedOn } = deadline;
    const { remindOn, remindedOn, missedOn, escalatedTo, escalations, metOnPaper, revision } = deadline;
    const alarms = [remindOn, remindedOn, missedOn, escalatedTo, escalations, metOnPaper ? 1 : 0, revision, ringsOn(deadline)];
    const state = [fromOn, dueOn, dueOn === null ? 1 : 0, status, closedOn, ...alarms];
    const aboutNo = changes.opened.get(no);
    const reckoned = changes.reckoned.get(no);
    const level = reckoned?.level ?? procedure?.byId[part]?.part.level ?? null;
    if (aboutNo === undefined) {
      db.write(UPDATE, ...state, caseId, no);
      if (reckoned !== undefined) db.write(RECKON, reckoned.derivation, level, reckoned.adopted, caseId, no);
    } else {
      const where = [caseId, no, fold.householdId, pathOf(fold.area), fold.programYear, fold.kind];
      const { adopted = null, derivation = '{}' } = reckoned ?? {};
      db.write(INSERT, ...where, kind, timer, part, round, level, aboutNo, adopted, derivation, '[]', ...state);
    }
    const recomputed = changes.recomputed.get(no);
    if (recomputed !== undefined) db.write(RECOMPUTED, recomputed.map((one) => JSON.stringify(one)).join(','), caseId, no);
  }
  if (changes.moved) db.write(MOVE, pathOf(fold.area), caseId);
}
