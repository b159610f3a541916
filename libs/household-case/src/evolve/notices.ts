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
    const missing = data.mode === 'RESTART' ? 0 : (before?.missingDays ?? 0) + data.missingDays;
    const told = withNotice(state, data.part, {
      runsFrom: data.runsFrom,
      earliestClose: data.earliestClose,
      elapsed: false,
      interruptions: (before?.interruptions ?? 0) + 1,
      missingDays: missing,
    });
    return data.awaitsRuling === true ? { ...told, held: { reason: 'INTERRUPTION_RECORDED_LATE', part: data.part } } : told;
  },
  'case.NoticePeriodElapsed.v1': (state, { data }) => withNotice(state, data.part, { elapsed: true }),
  'case.NoticePeriodCompleted.v1': completed,
  'case.AnnouncementCompleted.v1': completed,
};
