import { countedFrom, foundShort, lastRequiredPlace, partNotes, paperDay } from './case-notes.js';
import { daysFrom, earliest, latest, plusDays } from './days.js';
import { BACKFILL_DAYS, NOTICE_DAYS } from './law-of-domain.js';
import { BEGINS, COMPLETES, EFFECTS, isPartFact, partNotesDone, type Predicate, type Situation } from './situation.js';

/** R2: occurredAt after recordedAt is refused; nor does any paper bear a later date. */
export const noDateToCome: Predicate = (situation) => {
  const { event, data, recordedOn, occurredOn, say } = situation;
  if (!isPartFact(situation)) return;
  const last = latest(
    occurredOn,
    paperDay(event),
    data.endedOn,
    data.asOf,
    ...(data.places ?? []).map(({ postedOn }) => postedOn),
    ...(data.papers?.signatures ?? []).map(({ signedOn }) => signedOn),
    ...(data.papers?.evidence ?? []).map(({ date }) => date),
    ...(data.papers?.seals ?? []).map(({ date }) => date),
  );
  if (last !== undefined && last > recordedOn) say('no-date-to-come', 'R2', `${last} on a paper recorded on ${recordedOn}`);
};

/** R2: order is by civil day, equal days are lawful; so runs household, verification, notice, audit, approval (§3.2). */
export const datesInOrder: Predicate = (situation) => {
  const { event, type, data, notes, row, part, say } = situation;
  const { procedure } = notes;
  if (procedure === undefined || row === undefined || part === undefined || !isPartFact(situation)) return;
  const index = procedure.parts.indexOf(row);
  const before = index === 0 ? undefined : partNotes(notes, procedure.parts[index - 1]?.id ?? '').doneOn;
  const notBefore = part.status === 'RUNNING' ? latest(before, part.startedOn) : before;
  const own = earliest(paperDay(event), ...(data.papers?.signatures ?? []).map(({ signedOn }) => signedOn));
  if (notBefore !== undefined && own !== undefined && own < notBefore) {
    say('dates-in-order', 'R2; §8', `${type} of ${row.id} is dated ${own}, what stands before it ${notBefore}`);
  }
  if (COMPLETES.has(type) && data.endedOn !== undefined && data.endedOn > situation.occurredOn) {
    say('confirmed-after-the-end', 'R1', `ended on ${data.endedOn}, confirmed on ${situation.occurredOn}`);
  }
};

/** §3.2: an exit is verified before its notice is posted, not on the same day. */
export const verifiedBeforeNotice: Predicate = ({ event, type, notes, row, say }) => {
  if (type !== 'NoticePosted' || notes.procedure?.id !== 'EXIT-8' || row?.id !== 'PUBLICITY_VILLAGE.NOTICE') return;
  const verified = partNotes(notes, 'REVIEW_VILLAGE.VERIFICATION').doneOn;
  const posted = paperDay(event);
  if (verified !== undefined && posted <= verified) {
    say('verified-before-notice', '§3.2', `verified on ${verified}, posted on ${posted}`);
  }
};

/** R10: in every place that the step names, each with its photo, with the right end and head count. */
export const postedWhole: Predicate = ({ type, data, notes, row, say }) => {
  if ((type !== 'NoticePosted' && type !== 'AnnouncementPosted') || row === undefined) return;
  const places = data.places ?? [];
  const missing = (row.places ?? []).filter(
    (one) => !places.some(({ place, photo, lostPhoto }) => place === one && (photo !== '' || lostPhoto !== undefined)),
  );
  if (missing.length > 0) say('places-of-notice', 'R10', `not posted with a photo at ${missing.join(', ')}`);
  const last = lastRequiredPlace(row, places);
  if (last !== undefined && data.printedEnd !== undefined && data.printedEnd !== plusDays(last, NOTICE_DAYS)) {
    say('printed-end', 'R10', `${data.printedEnd} is printed, ${plusDays(last, NOTICE_DAYS)} is the last day`);
  }
  if (data.householdSize !== notes.household.members.length) {
    say('head-count', '§7; R10', `${data.householdSize ?? 0} of ${notes.household.members.length} persons`);
  }
};

/** §5 T01-T03: seven full days after the day of posting, from the last required place, whatever was torn down or corrected. */
export const hungItsTime: Predicate = ({ type, data, notes, row, say }) => {
  if (!COMPLETES.has(type) || row === undefined) return;
  const notice = notes.notices.get(row.id);
  if (notice === undefined || data.endedOn === undefined) return;
  if (data.endedOn < notice.close)
    say('notice-duration', `R1; R2; ${row.clause}`, `ended on ${data.endedOn}, may end on ${notice.close}`);
};

/** R1: the result report lists every objection received while the notice hung; "none" is said only where there was none. */
export const objectionsListed: Predicate = ({ type, data, notes, part, say }) => {
  if (!COMPLETES.has(type)) return;
  const said = data.objections === 'NONE' ? [] : (data.objections ?? []);
  const received = [...notes.objections.values()].filter(
    (one) =>
      (one.part === data.part || (one.part === undefined && one.receivedOn <= (data.endedOn ?? ''))) &&
      one.target !== 'OMISSION' &&
      (part?.startedOn === undefined || one.receivedOn >= part.startedOn),
  );
  const missing = received.filter(({ no }) => !said.includes(no)).map(({ no }) => no);
  const unknown = said.filter((no) => !notes.objections.has(no));
  if (missing.length > 0) say('objections-listed', 'R1', `not listed: ${missing.join(', ')}`);
  if (unknown.length > 0) say('objections-listed', 'R1', `nobody raised ${unknown.join(', ')}`);
};

/** R2: what R2 lets stand only as a finding is noted. A paper that waited for its predecessor was entered when it began to wait (R16). */
export const findingsOfDates: Predicate = (situation) => {
  const { event, type, data, notes, row, part, recorder, expectNoted } = situation;
  if (row === undefined || part === undefined || data.part === undefined) return;
  if (COMPLETES.has(type) && part.startRecordedOn !== undefined && daysFrom(part.startRecordedOn, recorder.on) < NOTICE_DAYS) {
    expectNoted('PERIOD_NOT_WITNESSED', 'R2');
  }
  if (!BEGINS.has(type) || notes.admitted.has(data.part)) return;
  if (paperDay(event) < plusDays(recorder.on, -BACKFILL_DAYS)) {
    const posting = type === 'NoticePosted' || type === 'AnnouncementPosted';
    expectNoted(posting ? 'BACKFILL_NOT_ADMITTED' : 'DATE_TOO_OLD', 'R2');
  }
};

/** R10: an interruption is told of a place where the notice hung, and is over. A correction follows the posting. */
export const interruptedOrCorrectedInTime: Predicate = (situation: Situation) => {
  const { type, data, notes, recordedOn, say } = situation;
  const notice = notes.notices.get(data.part ?? '');
  if (type === 'NoticeInterrupted') {
    const { place = '', missingFrom = '', restoredOn = '' } = data;
    const hung = notice?.places.some((one) => one.place === place) ?? false;
    if (!hung) say('interrupted-where-it-hung', 'R10', `it did not hang at ${place}`);
    if (missingFrom > restoredOn || restoredOn > recordedOn) {
      say('interruption-over', 'R10; R2', `missing from ${missingFrom} to ${restoredOn}, recorded on ${recordedOn}`);
    }
  }
  if (type === 'NoticeCorrected') {
    const corrected = data.correctedOn ?? '';
    const posted = partNotes(notes, data.part ?? '').startedOn ?? corrected;
    if (corrected < posted || corrected > recordedOn) {
      say('corrected-in-time', 'R10; R2', `corrected on ${corrected}, posted on ${posted}, recorded on ${recordedOn}`);
    }
  }
  // R1: a clock may only say that the day has come, never before it.
  if (type === 'NoticePeriodElapsed' && (data.due ?? '') > recordedOn) say('elapsed-not-early', 'R1', `due ${data.due ?? ''}`);
};

/** R1, R10: found after the completion, an interruption takes it back, or stops the effect, or opens a lead. */
export const lateInterruptionHasEffect: Predicate = (situation) => {
  const { type, data, notes, expectFollows, expectNoted, say } = situation;
  if (notes.stopped === true && (type === 'AnnouncementCompleted' || EFFECTS.has(type))) {
    say('late-interruption-stops', 'R1; R10', `${type} before a ruling on the notice that was missing`);
  }
  if (type !== 'NoticeInterrupted' || foundShort(notes, data) === undefined) return;
  if (notes.outcome === undefined && !partNotesDone(notes, 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL')) {
    return expectFollows(['case.CompletionSuperseded.v1'], 'late-interruption-supersedes', 'R1; R10');
  }
  expectNoted('INTERRUPTION_RECORDED_LATE', 'R1; R10');
  if (notes.outcome !== undefined) expectFollows(['case.CorrectionLeadOpened.v1'], 'late-interruption-is-a-lead', 'R1');
  else if (data.awaitsRuling !== true) say('late-interruption-stops', 'R1; R10', 'found after the approval, and nothing waits');
};

/** R2: the period of a posting is what R2 lets count. */
export const countedFromEntry: Predicate = ({ event, type, data, notes, row, say }) => {
  if ((type !== 'NoticePosted' && type !== 'AnnouncementPosted') || row === undefined) return;
  const last = lastRequiredPlace(row, data.places ?? []);
  const { earliestClose } = event.data as { readonly earliestClose?: string };
  if (last === undefined || earliestClose === undefined) return;
  const lawful = plusDays(countedFrom(notes, row.id, last, event.metadata.recordedAt), NOTICE_DAYS + 1);
  if (earliestClose < lawful) say('close-as-counted', 'R2; §5', `may close on ${earliestClose}, by the law on ${lawful}`);
};
