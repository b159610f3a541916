import { type PartId } from '#libs/procedure';
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

/** The newest notice of a part: an older one of the same part counts no longer. */
function newestNotice(fold: CaseFold, part: PartId): NoticeFold | undefined {
  return fold.notices.findLast((notice) => notice.part === part);
}

/** What an event does to the notices of its case (domain.md R1, R10). */
export function noticeEvent(fold: CaseFold, event: NoticeEvent): void {
  switch (event.type) {
    case 'case.NoticePosted.v1':
    case 'case.AnnouncementPosted.v1':
      return posted(fold, event);
    case 'case.CompletionSuperseded.v1':
      for (const part of event.data.parts) {
        const notice = newestNotice(fold, part);
        if (notice === undefined) continue;
        notice.status = 'RUNNING';
        notice.completedOn = null;
      }
      return;
    default: {
      const notice = newestNotice(fold, event.data.part);
      if (notice === undefined) return;
      if (event.type === 'case.NoticeCorrected.v1') {
        notice.corrections++;
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

function posted(fold: CaseFold, { type, data, metadata }: Posted): void {
  const { derivation } = data;
  const timer = typeof derivation === 'object' && derivation !== null && 'timer' in derivation ? derivation.timer : null;
  const deadline = openDeadline(fold, {
    kind: 'MIN',
    timer: typeof timer === 'string' ? timer : null,
    part: data.part,
    round: data.round,
    fromOn: data.runsFrom,
    dueOn: data.earliestClose,
    derivation: JSON.stringify(derivation),
  });
  fold.notices.push({
    deadline,
    part: data.part,
    round: data.round,
    kind: type === 'case.NoticePosted.v1' ? 'NOTICE' : 'ANNOUNCEMENT',
    act: data.act ?? null,
    postedOn: metadata.occurredOn,
    places: data.places.map(({ place, postedOn }) => ({ place, postedOn })),
    contentDigest: data.contentDigest,
    headCount: data.householdSize,
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
