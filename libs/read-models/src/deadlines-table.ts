import { pathOf } from './area-paths.js';
import { type CaseChanges } from './case-changes.js';
import { ringsOn } from './case-deadlines.js';
import { type CaseFold } from './case-fold.js';
import { type Database } from './database.js';
import { type Procedure } from './procedures.js';
import { type Table } from './table.js';

/** Before this day nothing rings for an open deadline; null where nothing rings at all. */
export const RINGS_FROM = 'rings_on';

/** Due moments of cases with their derivation. Whether one is overdue is asked on a day; no row knows what day it is. */
export const DEADLINES: Table = {
  name: 'deadlines',
  key: ['case_id', 'no'],
  schema: `
    CREATE TABLE IF NOT EXISTS deadlines (
      case_id TEXT NOT NULL, no INTEGER NOT NULL, household_id TEXT NOT NULL, path TEXT NOT NULL, program_year INTEGER NOT NULL,
      case_kind TEXT NOT NULL, kind TEXT NOT NULL, timer TEXT, part TEXT NOT NULL, round INTEGER NOT NULL, level TEXT,
      from_on TEXT NOT NULL, due_on TEXT, needs_calendar INTEGER NOT NULL, status TEXT NOT NULL, closed_on TEXT,
      about_no INTEGER, adopted TEXT, remind_on TEXT, reminded_on TEXT, missed_on TEXT, escalated_to TEXT, escalations INTEGER NOT NULL,
      rings_on TEXT, met_on_paper INTEGER NOT NULL, revision INTEGER NOT NULL, derivation TEXT NOT NULL,
      recomputed TEXT NOT NULL, PRIMARY KEY (case_id, no)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS deadlines_open ON deadlines (coalesce(due_on, '9999-12-31'), case_id, no) WHERE status = 'OPEN';
    CREATE INDEX IF NOT EXISTS deadlines_to_ring ON deadlines (${RINGS_FROM}) WHERE status = 'OPEN';`,
};

const INSERT = `INSERT INTO deadlines (case_id, no, household_id, path, program_year, case_kind, kind, timer, part, round, level,
    about_no, adopted, derivation, from_on, due_on, needs_calendar, status, closed_on, remind_on, reminded_on, missed_on,
    escalated_to, escalations, met_on_paper, revision, rings_on, recomputed)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]')`;
const UPDATE = `UPDATE deadlines SET from_on = ?, due_on = ?, needs_calendar = ?, status = ?, closed_on = ?, remind_on = ?,
    reminded_on = ?, missed_on = ?, escalated_to = ?, escalations = ?, met_on_paper = ?, revision = ?, rings_on = ?
  WHERE case_id = ? AND no = ?`;
const RECKON = 'UPDATE deadlines SET derivation = ?, level = ?, adopted = ? WHERE case_id = ? AND no = ?';
/** One more at the end of the list, which is the same text however many were written at once. */
const RECOMPUTED = "UPDATE deadlines SET recomputed = json_insert(recomputed, '$[#]', json(?)) WHERE case_id = ? AND no = ?";
const MOVE = 'UPDATE deadlines SET path = ? WHERE case_id = ?';

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
      db.run(UPDATE, ...state, caseId, no);
      if (reckoned !== undefined) db.run(RECKON, reckoned.derivation, level, reckoned.adopted, caseId, no);
    } else {
      const where = [caseId, no, fold.householdId, pathOf(fold.area), fold.programYear, fold.kind];
      const { adopted = null, derivation = '{}' } = reckoned ?? {};
      db.run(INSERT, ...where, kind, timer, part, round, level, aboutNo, adopted, derivation, ...state);
    }
    for (const one of changes.recomputed.get(no) ?? []) db.run(RECOMPUTED, JSON.stringify(one), caseId, no);
  }
  if (changes.moved) db.run(MOVE, pathOf(fold.area), caseId);
}
