import { type Decision, unmet } from '#libs/kernel';
import { type LostPhoto } from '#libs/procedure';
import { type ActContext } from '../context.js';
import { type ActEvent } from '../events.js';
import { type ConfirmSheetResult, type InterruptNoticeSheet, type PostNoticeSheet } from '../orders.js';
import { type ActState } from '../state.js';
import { type Check, exactly, notInFuture, ofKind, provided, readyFor, repeated, within } from './findings.js';

/** One sheet with one row per case; each case computes its own period from the places (R10). */
export function postSheet({ data }: PostNoticeSheet, state: ActState, context: ActContext): Decision<ActEvent> {
  const twice = repeated(data.places.map(({ place }) => place));
  return provided(
    [
      ...readyFor('NOTICE', state),
      data.places.length === 0 && unmet('PLACES_MISSING', 'INPUT', 'R10', 'at least one place', { places: 0 }),
      twice.length > 0 && unmet('PLACE_TWICE', 'INPUT', 'R10', 'each place once', { places: twice }),
      ...data.places.map(({ lostPhoto }) => waivedByRecorder(context, lostPhoto)),
      ...data.places.map(({ place, postedOn }) => notInFuture(context, `places.${place}.postedOn`, postedOn)),
      exactly(
        state.onAct,
        data.rows.map(({ caseId }) => caseId),
      ),
    ],
    () => [{ type: 'act.NoticeSheetPosted.v1', data }],
  );
}

/** Told while it hangs, or found when some or all of its cases were thought complete: each says what that does to it (R1). */
export function interruptSheet({ data }: InterruptNoticeSheet, state: ActState, context: ActContext): Decision<ActEvent> {
  const places = (state.notice?.places ?? []).map(({ place }) => place);
  return provided(
    [
      ...posted(state),
      state.notice !== undefined &&
        !places.includes(data.place) &&
        unmet('PLACE_UNKNOWN', 'INPUT', 'R10', { places }, { place: data.place }),
      data.restoredOn <= data.missingFrom &&
        unmet('DATES_REVERSED', 'INPUT', 'R10', { restoredAfter: data.missingFrom }, { restoredOn: data.restoredOn }),
      notInFuture(context, 'restoredOn', data.restoredOn),
    ],
    () => [{ type: 'act.NoticeSheetInterrupted.v1', data }],
  );
}

/** Cases with objections are confirmed with their numbers, exceptions stay on the sheet, all others had none (R1, R11). */
export function confirmSheet({ data }: ConfirmSheetResult, state: ActState, context: ActContext): Decision<ActEvent> {
  const named = [...data.objections.map(({ caseId }) => caseId), ...data.except];
  return provided(
    [
      ...hanging(state),
      state.notice !== undefined &&
        state.onAct.length > 0 &&
        new Set(data.except).size >= state.onAct.length &&
        unmet('NOTHING_CONFIRMED', 'INPUT', 'R1', 'at least one case that is not excepted', { except: data.except.length }),
      within(state.onAct, named),
      data.objections.some(({ numbers }) => numbers.length === 0) &&
        unmet('OBJECTION_NUMBERS_MISSING', 'INPUT', 'R1', 'the numbers of the objections of a case that is named', {
          cases: data.objections.flatMap(({ caseId, numbers }) => (numbers.length === 0 ? [caseId] : [])),
        }),
      notInFuture(context, 'endedOn', data.endedOn),
      waivedByRecorder(context, data.lostPhoto),
      context.performedBy === state.noticeRecordedBy &&
        unmet('CONFIRMER_IS_RECORDER', 'RIGHTS', 'R4', 'another person than who recorded the posting', {
          person: context.performedBy,
        }),
    ],
    () => [{ type: 'act.SheetResultConfirmed.v1', data }],
  );
}

/** Who records it on the sheet the cases do not see: he waives no lost photo (R10). All else of it each case judges. */
function waivedByRecorder({ actor }: ActContext, lost: LostPhoto | undefined): Check {
  return (
    lost?.waivedBy === actor.id &&
    unmet('LOST_PHOTO_NOT_WAIVED', 'RIGHTS', 'R10', { otherThan: 'who states or records it' }, lost.waivedBy)
  );
}

function posted(state: ActState): readonly Check[] {
  return [
    ofKind('NOTICE', state),
    state.notice === undefined && unmet('NOTICE_NOT_POSTED', 'ORDER', 'R10', 'PostNoticeSheet first', { actId: state.actId }),
  ];
}

function hanging(state: ActState): readonly Check[] {
  return [
    ...posted(state),
    state.notice !== undefined &&
      state.onAct.length === 0 &&
      unmet('NOTICE_ALREADY_CONFIRMED', 'ORDER', 'R1', 'a case whose notice still runs', { onAct: 0 }),
  ];
}
