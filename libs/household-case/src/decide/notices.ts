import { type CivilDate, isRefusal, refuse, type Refusal, unmet } from '#libs/kernel';
import {
  calendarMissing,
  countingOf,
  countsFrom,
  isYearMissing,
  lastPlaceOn,
  type Law,
  noticePeriod,
  type NoticePosted,
  periodOf,
  type PublicPart,
  type YearMissing,
} from '#libs/procedure';
import { type CaseEvent, type CorrectedPeriod as PostedPeriod } from '../events.js';
import { partView } from '../evolve/part-progress.js';
import { type Given, type Proposals } from './handler.js';
import { about, optional, partOf } from './part.js';

export const notHanging = (part: string, status: string): Refusal =>
  refuse(unmet('NOTICE_NOT_RUNNING', 'ORDER', 'R10', 'a notice or announcement that hangs', { part, status }));

/** The day from which a period counts in the books: not further back than R2 allows, unless the level above admitted it. */
export const countedFrom = (
  part: string,
  paperDate: CivilDate,
  { law, state, context }: Given,
  recordedOn: CivilDate = context.today,
): CivilDate =>
  countsFrom(paperDate, recordedOn, law.policy.parameters.backfillMaxDays.value, state.backfillAdmitted.includes(part));

/** The period of a notice that is posted, from the day from which it counts; without a minimum it may close at once (§5 T03). */
export function postedPeriod(part: PublicPart, runsFrom: CivilDate, law: Law): PostedPeriod | YearMissing {
  const period = noticePeriod(runsFrom, periodOf(part), countingOf(law));
  if (isYearMissing(period)) return period;
  const { earliestClose, derivation } = period;
  return { runsFrom, earliestClose: part.minDuration === undefined ? runsFrom : earliestClose, derivation };
}

function posted(part: PublicPart, data: Parameters<typeof noticeProposals.PostNotice>[0], given: Given) {
  const { places, printedEnd, contentDigest, householdSize, papers } = data;
  const runsFrom = countedFrom(data.part, lastPlaceOn(part, places) ?? given.context.occurredOn, given);
  const period = postedPeriod(part, runsFrom, given.law);
  if (isYearMissing(period)) return refuse(calendarMissing(period, data.part));
  const fact: NoticePosted = {
    ...about(data),
    places,
    papers,
    contentDigest,
    householdSize,
    printedEnd,
    ...period,
  };
  return fact;
}

/** Notices and announcements: places, corrections, and the result that a person confirms (R1, R2, R10). */
export const noticeProposals: Proposals<'PostNotice' | 'CorrectNotice' | 'MarkNoticePeriodElapsed' | 'ConfirmNoticeResult'> = {
  /** The period runs from the last required place; what it may close on is computed here and stored with its derivation. */
  PostNotice: (data, given) => {
    const part = partOf(given.law, data.part, 'notice', 'announcement');
    if (isRefusal(part)) return part;
    const fact = posted(part, data, given);
    if (isRefusal(fact)) return fact;
    return part.kind === 'notice'
      ? [{ type: 'case.NoticePosted.v1', data: fact }]
      : [{ type: 'case.AnnouncementPosted.v1', data: fact }];
  },

  /** Name, head or head count: that entry begins its period again. Phone or title: a slip on the running sheet (R10). */
  CorrectNotice: (data, given) => {
    const part = partOf(given.law, data.part, 'notice', 'announcement');
    if (isRefusal(part)) return part;
    const notice = given.state.notices[data.part];
    const status = given.state.parts[data.part]?.status ?? 'NOT_STARTED';
    if (notice === undefined || status !== 'RUNNING') return notHanging(data.part, status);
    const current = partView(given.state, data.part).round;
    if (data.round !== undefined && data.round !== current) {
      return refuse(unmet('ROUND_NOT_CURRENT', 'ORDER', '§2.3', current, data.round));
    }
    const { no, field, correctedOn, contentDigest, papers } = data;
    const restarts = field === 'NAME' || field === 'HEAD' || field === 'HEAD_COUNT';
    const runsFrom = countedFrom(data.part, correctedOn, given);
    const period = restarts ? noticePeriod(runsFrom, periodOf(part), countingOf(given.law)) : undefined;
    if (isYearMissing(period)) return refuse(calendarMissing(period, data.part));
    const corrected = {
      part: data.part,
      no,
      field,
      correctedOn,
      contentDigest,
      restarts,
      earliestClose: period?.earliestClose ?? notice.earliestClose,
      papers,
      ...(periodOf(part).unit === 'wd' ? optional('derivation', period?.derivation) : {}),
    };
    return [{ type: 'case.NoticeCorrected.v1', data: corrected }];
  },

  /** A bell may say that the day has come; that is all that follows (R1). */
  MarkNoticePeriodElapsed: (data, { law, state, context }) => {
    if (context.actor.role !== 'clock') {
      return refuse(unmet('RECORDER_MAY_NOT', 'RIGHTS', 'R1', ['clock'], context.actor.role));
    }
    const part = partOf(law, data.part, 'notice', 'announcement');
    if (isRefusal(part)) return part;
    const { round, due } = data;
    if (context.today < due) return refuse(unmet('NOTICE_PERIOD_NOT_OVER', 'LAW', 'R1; §5', { notBefore: due }, context.today));
    const view = state.parts[data.part];
    const notice = state.notices[data.part];
    const overtaken = view?.status !== 'RUNNING' || view.round !== round || notice?.earliestClose !== due || notice.elapsed;
    return overtaken ? [] : [{ type: 'case.NoticePeriodElapsed.v1', data: { part: data.part, round, due } }];
  },

  ConfirmNoticeResult: (data, { law, context }) => {
    const part = partOf(law, data.part, 'notice', 'announcement');
    if (isRefusal(part)) return part;
    const { objections, endedOn, papers, lostPhoto } = data;
    const confirmedBy = context.performedBy;
    const fact = { ...about(data), objections, endedOn, papers, ...optional('lostPhoto', lostPhoto), confirmedBy };
    const event: CaseEvent =
      part.kind === 'notice'
        ? { type: 'case.NoticePeriodCompleted.v1', data: fact }
        : { type: 'case.AnnouncementCompleted.v1', data: fact };
    return [event];
  },
};
