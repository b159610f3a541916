import { type PartId } from '#libs/procedure';
import { type CaseChanges } from './case-changes.js';
import { openDeadline } from './case-deadlines.js';
import { type StoredCaseEvent } from './case-evolution.js';
import { type CaseFold, type NoticeFold } from './case-fold.js';

type Posted = Extract<StoredCaseEvent, { readonly type: 'case.NoticePosted.v1' | 'case.AnnouncementPosted.v1' }>;
type NoticeEvent =
  | Posted
  | Extract<
      StoredCaseEvent,
      {
        readonly type:
          | 'case.NoticeCorrected.v1'
          | 'case.NoticeInterrupted.v1'
          | 'case.NoticePeriodElapsed.v1'
          | 'case.NoticePeriodCompleted.v1'
          | 'case.AnnouncementCompleted.v1'
          | 'case.CompletionSuperseded.v1';
      }
    >;

/** The newest notice of a part, by its place: an older one of the same part counts no longer. */
function newestNotice(fold: CaseFold, part: PartId): number {
  return fold.notices.findLastIndex((notice) => notice.part === part);
}

/** What an event does to the notices of its case (domain.md R1, R10). */
export function noticeEvent(fold: CaseFold, event: NoticeEvent, changes: CaseChanges): void {
  changes.notices = true;
  switch (event.type) {
    case 'case.NoticePosted.v1':
    case 'case.AnnouncementPosted.v1':
      return posted(fold, event, changes);
    case 'case.CompletionSuperseded.v1':
      for (const part of event.data.parts) {
        const notice = fold.notices[newestNotice(fold, part)];
        if (notice === undefined) continue;
        notice.status = 'RUNNING';
        notice.completedOn = null;
      }
      return;
    default: {
      const no = newestNotice(fold, event.data.part);
      const notice = fold.notices[no];
      if (notice === undefined) return;
      if (event.type === 'case.NoticeCorrected.v1') {
        notice.corrections++;
        changes.contents.set(no, event.data.contentDigest);
        if (event.data.restarts) notice.runsFrom = event.data.correctedOn;
        prolong(notice, event.data.earliestClose);
      } else if (event.type === 'case.NoticeInterrupted.v1') {
        notice.interruptions++;
        notice.runsFrom = event.data.runsFrom;
        prolong(notice, event.data.earliestClose);
      } else if (event.type === 'case.NoticePeriodElapsed.v1') {
        notice.elapsed = true;
      } else {
        notice.elapsed = true;
        notice.completedOn = event.data.endedOn;
        notice.status = 'COMPLETED';
      }
    }
  }
}

function posted(fold: CaseFold, { type, data, metadata }: Posted, changes: CaseChanges): void {
  const { derivation } = data;
  const timer = typeof derivation === 'object' && derivation !== null && 'timer' in derivation ? derivation.timer : null;
  const term = { kind: 'MIN', timer: typeof timer === 'string' ? timer : null, part: data.part, round: data.round } as const;
  const deadline = openDeadline(
    fold,
    { ...term, fromOn: data.runsFrom, dueOn: data.earliestClose },
    JSON.stringify(derivation),
    changes,
  );
  changes.posted.set(fold.notices.length, {
    kind: type === 'case.NoticePosted.v1' ? 'NOTICE' : 'ANNOUNCEMENT',
    act: data.act ?? null,
    postedOn: metadata.occurredOn,
    places: data.places.map(({ place, postedOn }) => ({ place, postedOn })),
    contentDigest: data.contentDigest,
    headCount: data.householdSize,
  });
  fold.notices.push({
    deadline,
    part: data.part,
    round: data.round,
    runsFrom: data.runsFrom,
    earliestClose: data.earliestClose,
    elapsed: false,
    completedOn: null,
    status: 'RUNNING',
    interruptions: 0,
    corrections: 0,
  });
}

/** A later end means that the period is not over, whatever a bell has said before. */
function prolong(notice: NoticeFold, earliestClose: NoticeFold['earliestClose']): void {
  if (earliestClose > notice.earliestClose) notice.elapsed = false;
  notice.earliestClose = earliestClose;
}
