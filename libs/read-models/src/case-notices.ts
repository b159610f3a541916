import { type PartId, withValue } from '#libs/procedure';
import { type CaseChanges } from './case-changes.js';
import { openDeadline } from './case-deadlines.js';
import { type StoredCaseEvent } from './projection.js';
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

/** Another end has yet to come: that of before has come for nothing. */
function move(notice: NoticeFold, { runsFrom, earliestClose }: Pick<NoticeFold, 'runsFrom' | 'earliestClose'>): void {
  if (notice.earliestClose !== earliestClose) notice.elapsed = false;
  notice.runsFrom = runsFrom;
  notice.earliestClose = earliestClose;
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
        correctContent(changes, no, { contentDigest: event.data.contentDigest });
        if (!event.data.restarts) return;
        notice.runsFrom = event.data.correctedOn;
        notice.earliestClose = event.data.earliestClose;
        notice.elapsed = false;
      } else if (event.type === 'case.NoticeInterrupted.v1') {
        notice.interruptions++;
        move(notice, event.data);
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

function posted(fold: CaseFold, { id, type, data, metadata }: Posted, changes: CaseChanges): void {
  const { derivation } = data;
  const timer = typeof derivation === 'object' && derivation !== null && 'timer' in derivation ? derivation.timer : null;
  const term = { kind: 'MIN', timer: typeof timer === 'string' ? timer : null, part: data.part, round: data.round } as const;
  const deadline = openDeadline(
    fold,
    { ...term, fromOn: data.runsFrom, dueOn: data.earliestClose },
    { derivation: JSON.stringify(derivation), level: null, adopted: null },
    changes,
  );
  changes.posted.set(fold.notices.length, {
    kind: type === 'case.NoticePosted.v1' ? 'NOTICE' : 'ANNOUNCEMENT',
    act: data.act ?? null,
    postedOn: metadata.occurredOn,
    contentDigest: data.contentDigest,
    headCount: data.householdSize,
  });
  fold.notices.push({
    event: id,
    places: data.places.map(({ place, postedOn }) => ({ place, postedOn })),
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

function correctContent(changes: CaseChanges, no: number, content: { contentDigest?: string; headCount?: number }): void {
  changes.contents.set(no, { ...changes.contents.get(no), ...content });
}

type Correction = Extract<StoredCaseEvent, { readonly type: 'case.RecordCorrected.v1' }>['data'];

/** What a corrected record of its posting makes of a notice (R3); where that moves its period, the event says so. */
export function correctNotice(fold: CaseFold, corrected: Correction, changes: CaseChanges): void {
  const { event, field, new: value, period } = corrected;
  const no = fold.notices.findIndex((notice) => notice.event === event);
  const notice = fold.notices[no];
  if (notice === undefined) return;
  changes.notices = true;
  if (field === 'contentDigest') correctContent(changes, no, { contentDigest: value });
  else if (field === 'householdSize') correctContent(changes, no, { headCount: Number(value) });
  else if (field.endsWith('.postedOn')) {
    const stands = withValue({ places: notice.places }, field, value) as Pick<NoticeFold, 'places'>;
    notice.places = stands.places;
    if (period !== undefined) move(notice, period);
  }
}
