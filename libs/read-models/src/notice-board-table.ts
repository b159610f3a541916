import { pathOf } from './area-paths.js';
import { type CaseChanges } from './case-changes.js';
import { type CaseFold, openObjections } from './case-fold.js';
import { type Database } from './database.js';
import { type Procedure } from './procedures.js';
import { table } from './table.js';
import { add, change } from './writes.js';

/** One row per household on a notice or announcement, running and past. No names: the events hold none. */
export const NOTICE_BOARD = table({
  name: 'notice_board',
  columns: {
    case_id: 'text',
    no: 'integer',
    path: 'text',
    village: 'text',
    program_year: 'integer',
    case_kind: 'text',
    kind: 'text',
    part: 'text',
    round: 'integer',
    level: 'text?',
    act: 'text?',
    places: 'text',
    posted_on: 'text',
    runs_from: 'text',
    earliest_close: 'text',
    elapsed: 'integer',
    completed_on: 'text?',
    status: 'text',
    open_objections: 'integer',
    interruptions: 'integer',
    corrections: 'integer',
    head_count: 'integer',
    content_digest: 'text',
  },
  key: ['case_id', 'no'],
  indexes: ['notice_board_by_area ON notice_board (path, case_id, no)'],
});

/** What may change as long as it hangs. */
const STATE = [
  'places',
  'runs_from',
  'earliest_close',
  'elapsed',
  'completed_on',
  'status',
  'open_objections',
  'interruptions',
  'corrections',
] as const;
const WHERE = ['case_id', 'no', 'path', 'village', 'program_year', 'case_kind'] as const;
const WHAT = ['kind', 'part', 'round', 'level', 'act', 'posted_on', 'head_count', 'content_digest'] as const;
const INSERT = add(NOTICE_BOARD, [...WHERE, ...WHAT, ...STATE]);
const UPDATE = change(NOTICE_BOARD, STATE, NOTICE_BOARD.key);
const CONTENT = change(NOTICE_BOARD, ['content_digest'], NOTICE_BOARD.key);
const HEAD_COUNT = change(NOTICE_BOARD, ['head_count'], NOTICE_BOARD.key);
const MOVE = change(NOTICE_BOARD, ['path', 'village'], ['case_id']);

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
      db.write(UPDATE, ...state, caseId, no);
    } else {
      const { kind, act, postedOn } = posted;
      const level = procedure?.byId[notice.part]?.part.level ?? null;
      const where = [caseId, no, pathOf(fold.area), fold.area.village, fold.programYear, fold.kind];
      const what = [kind, notice.part, notice.round, level, act, postedOn, posted.headCount, posted.contentDigest];
      db.write(INSERT, ...where, ...what, ...state);
    }
    const { contentDigest, headCount } = changes.contents.get(no) ?? {};
    if (contentDigest !== undefined) db.write(CONTENT, contentDigest, caseId, no);
    if (headCount !== undefined) db.write(HEAD_COUNT, headCount, caseId, no);
  });
  if (changes.moved) db.write(MOVE, pathOf(fold.area), fold.area.village, caseId);
}
