import { pathOf } from './area-paths.js';
import { type CaseChanges } from './case-changes.js';
import { type CaseFold, openObjections } from './case-fold.js';
import { type Database } from './database.js';
import { type Procedure } from './procedures.js';
import { type Table } from './table.js';

/** One row per household on a notice or announcement, running and past. No names: the events hold none. */
export const NOTICE_BOARD: Table = {
  name: 'notice_board',
  key: ['case_id', 'no'],
  schema: `
    CREATE TABLE IF NOT EXISTS notice_board (
      case_id TEXT NOT NULL, no INTEGER NOT NULL, path TEXT NOT NULL, village TEXT NOT NULL, program_year INTEGER NOT NULL,
      case_kind TEXT NOT NULL, kind TEXT NOT NULL, part TEXT NOT NULL, round INTEGER NOT NULL, level TEXT, act TEXT,
      places TEXT NOT NULL, posted_on TEXT NOT NULL, runs_from TEXT NOT NULL, earliest_close TEXT NOT NULL,
      elapsed INTEGER NOT NULL, completed_on TEXT, status TEXT NOT NULL, open_objections INTEGER NOT NULL,
      interruptions INTEGER NOT NULL, corrections INTEGER NOT NULL, head_count INTEGER NOT NULL, content_digest TEXT NOT NULL,
      PRIMARY KEY (case_id, no)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS notice_board_by_area ON notice_board (path, case_id, no);`,
};

const INSERT = `INSERT INTO notice_board (case_id, no, path, village, program_year, case_kind, kind, part, round, level, act,
    posted_on, head_count, content_digest, places, runs_from, earliest_close, elapsed, completed_on, status, open_objections,
    interruptions, corrections)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const UPDATE = `UPDATE notice_board SET places = ?, runs_from = ?, earliest_close = ?, elapsed = ?, completed_on = ?, status = ?,
  open_objections = ?, interruptions = ?, corrections = ? WHERE case_id = ? AND no = ?`;
const CORRECT = `UPDATE notice_board SET content_digest = coalesce(?, content_digest), head_count = coalesce(?, head_count)
  WHERE case_id = ? AND no = ?`;
const MOVE = 'UPDATE notice_board SET path = ?, village = ? WHERE case_id = ?';

/** Writes all notices of a case: the new ones whole, of the others what may have changed. */
export function writeNotices(db: Database, fold: CaseFold, changes: CaseChanges, procedure: Procedure | undefined): void {
  const { caseId } = fold;
  fold.notices.forEach((notice, no) => {
    const state = [
      JSON.stringify(notice.places),
      notice.runsFrom,
      notice.earliestClose,
      notice.elapsed ? 1 : 0,
      notice.completedOn,
      notice.status,
      openObjections(fold, notice.part),
      notice.interruptions,
      notice.corrections,
    ];
    const posted = changes.posted.get(no);
    if (posted === undefined) {
      db.run(UPDATE, ...state, caseId, no);
    } else {
      const { kind, act, postedOn, headCount, contentDigest } = posted;
      const level = procedure?.byId[notice.part]?.part.level ?? null;
      const where = [caseId, no, pathOf(fold.area), fold.area.village, fold.programYear, fold.kind];
      const what = [kind, notice.part, notice.round, level, act, postedOn, headCount, contentDigest];
      db.run(INSERT, ...where, ...what, ...state);
    }
    const content = changes.contents.get(no);
    if (content !== undefined) db.run(CORRECT, content.contentDigest ?? null, content.headCount ?? null, caseId, no);
  });
  if (changes.moved) db.run(MOVE, pathOf(fold.area), fold.area.village, caseId);
}
