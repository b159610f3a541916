import { partNotes } from './case-notes.js';
import { votersOf } from './meeting.js';
import { hasQuorum, isHigher, partOf } from './law-of-domain.js';
import { isOfLevel, type Predicate, type Situation } from './situation.js';

/** R3: a vote, date, attendance or household. */
const NEEDS_SECOND =
  /^(occurredOn|visitedOn|heldOn|endedOn|asOf|tally|presentAndTally|present|sharingIncome|householdSize)$|(postedOn|signedOn|\.date|presentPersons|recused|surveyors|ranking\.(rank|quota)|factDate)/;

function secondPerson(situation: Situation, part: string | undefined, recorder: string): void {
  const { data, notes, recorder: hand, say } = situation;
  const { confirmedBy } = data;
  if (confirmedBy === undefined) return say('correction-confirmed', 'R3', `${data.field ?? 'a case'} without a second person`);
  const level = partOf(notes.procedure, part)?.level ?? 'VILLAGE';
  if (confirmedBy === hand.id || confirmedBy === recorder) say('correction-by-a-second', 'R3; R4', `${confirmedBy} recorded it`);
  if (!isOfLevel(situation, confirmedBy, (held) => isHigher(held, level)))
    say('correction-by-level-above', 'R3', `${confirmedBy} not above ${level}`);
}

/** R3: both values visible, by whom it may be; what then is not lawful is undone. */
export const correctedLawfully: Predicate = (situation) => {
  const { type, data, notes, recorder, expectFollows, say } = situation;
  if (type !== 'RecordCorrected') return;
  const target = notes.recordedEvents.get(data.event ?? '');
  if (target === undefined) return say('correction-of-this-case', 'R3', `${data.event ?? ''} is no event of it`);
  if (data.old === data.new) say('correction-changes', 'R3', `${data.field ?? ''} stays ${data.new ?? ''}`);
  if (NEEDS_SECOND.test(data.field ?? '') || target.recorder !== recorder.id || data.confirmedBy !== undefined) {
    secondPerson(situation, target.part, target.recorder);
  }
  const meeting = notes.meetings.get(data.event ?? '');
  const votes = /^(?:(\d+):)?(\d+)\/\d+\/\d+$/.exec(data.new ?? '');
  if (notes.outcome === 'LAPSED' || notes.outcome === 'WITHDRAWN') return;
  if (meeting === undefined || votes === null || partNotes(notes, meeting.part).status !== 'DONE') return;
  const present = votes[1] === undefined ? meeting.present : Number(votes[1]);
  const carried =
    Number(votes[2]) * 2 > votersOf({ ...meeting, present }) && hasQuorum(notes.bodyKind, present, meeting.rosterTotal);
  if (!carried) expectFollows(['case.CaseReturned.v1', 'case.CorrectionLeadOpened.v1'], 'unlawful-is-undone', 'R3');
};

export const reassignedLawfully: Predicate = (situation) => {
  const { type, data, notes, expectFollows, say } = situation;
  if (type !== 'EntryReassigned') return;
  if (data.toCase === notes.caseId) say('reassigned-elsewhere', 'R3', 'to itself');
  secondPerson(situation, data.part, '');
  // A meeting that was not quorate leaves its part where it was, and its paper may lie in the wrong file all the same.
  const begun = partNotes(notes, data.part ?? '').status !== 'NOT_STARTED' || notes.inquorate.has(data.part ?? '');
  if (!begun && notes.procedure !== undefined) say('reassigned-entry-stood', 'R3', `nothing stood of ${data.part ?? ''}`);
  const open = notes.outcome === undefined || notes.outcome === 'REJECTED' || notes.outcome === 'DEFERRED';
  if (begun && open) expectFollows(['case.CaseReturned.v1'], 'reassigned-is-undone', 'R3');
};

/** R2: by an officer of the level above, who is not the recorder, before the papers are entered. */
export const backfillAdmittedLawfully: Predicate = (situation) => {
  const { type, data, notes, performedBy, recorder, say } = situation;
  if (type !== 'BackfillAdmitted' || notes.procedure === undefined) return;
  for (const id of data.parts ?? []) {
    const part = partOf(notes.procedure, id);
    if (part === undefined) say('backfill-of-part', 'R2', `${id} is no part`);
    else if (!isOfLevel(situation, performedBy, (held) => isHigher(held, part.level)))
      say('backfill-by-level-above', 'R2', `${performedBy} for ${id}`);
    const known = partNotes(notes, id);
    if (known.status !== 'NOT_STARTED') say('backfill-before-entry', 'R2', `${id} is ${known.status}`);
    if (known.recorders.includes(performedBy) || known.recorders.includes(recorder.id)) say('backfill-not-by-recorder', 'R2', id);
  }
};
