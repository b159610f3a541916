import { pathOf } from './area-paths.js';
import { type CaseFold, type NoticeFold, openObjections } from './case-fold.js';
import { type Database } from './database.js';
import { type Procedure } from './procedures.js';
import { type Table, upsert } from './table.js';

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

const UPSERT = upsert(
  NOTICE_BOARD,
  [
    'case_id',
    'no',
    'path',
    'village',
    'program_year',
    'case_kind',
    'kind',
    'part',
    'round',
    'level',
    'act',
    'places',
    'posted_on',
    'runs_from',
    'earliest_close',
    'elapsed',
    'completed_on',
    'status',
    'open_objections',
    'interruptions',
    'corrections',
    'head_count',
    'content_digest',
  ],
  ['path', 'village'],
);
const MOVE = 'UPDATE notice_board SET path = ?, village = ? WHERE case_id = ?';

export function writeNotice(
  db: Database,
  fold: CaseFold,
  no: number,
  notice: NoticeFold,
  procedure: Procedure | undefined,
): void {
  db.run(
    UPSERT,
    fold.caseId,
    no,
    pathOf(fold.area),
    fold.area.village,
    fold.programYear,
    fold.kind,
    notice.kind,
    notice.part,
    notice.round,
    procedure?.byId[notice.part]?.part.level ?? null,
    notice.act,
    JSON.stringify(notice.places),
    notice.postedOn,
    notice.runsFrom,
    notice.earliestClose,
    notice.elapsed ? 1 : 0,
    notice.completedOn,
    notice.status,
    openObjections(fold, notice.part),
    notice.interruptions,
    notice.corrections,
    notice.headCount,
    notice.contentDigest,
  );
}

export function moveNotices(db: Database, fold: CaseFold): void {
  db.run(MOVE, pathOf(fold.area), fold.area.village, fold.caseId);
}
