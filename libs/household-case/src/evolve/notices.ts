import { addDays, type CivilDate, laterOf } from '#libs/kernel';
import { type NoticePosted, type NoticeView, type PartId } from '#libs/procedure';
import { type CaseFile } from '../state.js';
import { type Evolutions, type RecordedCaseEvent } from './evolution.js';
import { begin, finish } from './part-progress.js';

const withNotice = (state: CaseFile, part: PartId, change: Partial<NoticeView>): CaseFile => {
  const notice = state.notices[part];
  return notice === undefined ? state : { ...state, notices: { ...state.notices, [part]: { ...notice, ...change } } };
};

function posted(state: CaseFile, event: RecordedCaseEvent<'case.NoticePosted.v1' | 'case.AnnouncementPosted.v1'>): CaseFile {
  const { part, places, papers, runsFrom, earliestClose }: NoticePosted = event.data;
  const first = places.reduce((day, place) => (place.postedOn < day ? place.postedOn : day), runsFrom);
  const view: NoticeView = { places, runsFrom, earliestClose, elapsed: false, interruptions: 0 };
  return { ...begin(state, event, { on: first, papers }), notices: { ...state.notices, [part]: view } };
}

type Interrupted = RecordedCaseEvent<'case.NoticeInterrupted.v1'>['data'];

/** Whether an interruption took anything from the period: at a place that does not make it, or of days counted before, not. */
export const movesPeriod = ({ mode, missingDays }: Pick<Interrupted, 'mode' | 'missingDays'>): boolean =>
  mode === 'RESTART' || missingDays > 0;

/** The days that are missing now, each once. They are few: with more than the law allows the period begins again. */
function daysMissing(
  { missingFrom, restoredOn, runsFrom }: Interrupted,
  before: readonly CivilDate[] = [],
): readonly CivilDate[] {
  const days = new Set(before);
  for (let day = laterOf(missingFrom, runsFrom); day < restoredOn; day = addDays(day, 1)) days.add(day);
  return [...days].sort();
}

const completed = (
  state: CaseFile,
  event: RecordedCaseEvent<'case.NoticePeriodCompleted.v1' | 'case.AnnouncementCompleted.v1'>,
): CaseFile => finish(state, event, { papers: event.data.papers, persons: [event.data.confirmedBy] });

export const noticeEvolutions: Evolutions<
  | 'case.NoticePosted.v1'
  | 'case.AnnouncementPosted.v1'
  | 'case.NoticeCorrected.v1'
  | 'case.NoticeInterrupted.v1'
  | 'case.NoticePeriodElapsed.v1'
  | 'case.NoticePeriodCompleted.v1'
  | 'case.AnnouncementCompleted.v1'
> = {
  'case.NoticePosted.v1': posted,
  'case.AnnouncementPosted.v1': posted,
  'case.NoticeCorrected.v1': (state, { data }) =>
    data.restarts
      ? withNotice(state, data.part, { runsFrom: data.correctedOn, earliestClose: data.earliestClose, elapsed: false })
      : state,
  'case.NoticeInterrupted.v1': (state, { data }) => {
    // After the effect it is a lead, and the notice stays what it was.
    if (state.phase === 'CLOSED') return state;
    const before = state.notices[data.part];
    const told = withNotice(state, data.part, {
      interruptions: (before?.interruptions ?? 0) + 1,
      ...(movesPeriod(data) && {
        runsFrom: data.runsFrom,
        earliestClose: data.earliestClose,
        elapsed: before?.elapsed === true && before.earliestClose === data.earliestClose,
        missing: data.mode === 'RESTART' ? [] : daysMissing(data, before?.missing),
      }),
    });
    return data.awaitsRuling === true ? { ...told, held: { reason: 'INTERRUPTION_RECORDED_LATE', part: data.part } } : told;
  },
  // Folded again with a corrected posting, a bell of a day that is no longer the end has rung for nothing.
  'case.NoticePeriodElapsed.v1': (state, { data }) =>
    state.notices[data.part]?.earliestClose === data.due ? withNotice(state, data.part, { elapsed: true }) : state,
  'case.NoticePeriodCompleted.v1': completed,
  'case.AnnouncementCompleted.v1': completed,
};
