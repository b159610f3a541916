import { plusDays } from './days.js';
import { speaksForHousehold } from './consent.js';
import { partNotes } from './case-notes.js';
import { isHigher, partOf, RECHECK_DAYS } from './law-of-domain.js';
import { isOfLevel, type Predicate, type Situation } from './situation.js';

function decidersApart({ data, say }: Situation, before: readonly string[]): void {
  const both = (data.decidedBy ?? []).filter((person) => before.includes(person));
  if (both.length > 0) say('decided-by-others', 'R13; R4', `${both.join(', ')} took the decision in question`);
  if ((data.decidedBy ?? []).length === 0) say('named-deciders', 'R13', 'decided by nobody');
}

const strangersTo = (situation: Situation, level: string): readonly string[] =>
  (situation.data.decidedBy ?? []).filter((person) => !isOfLevel(situation, person, (held) => held === level));

/** §2.3, T13, R13: what the household may do against a rejection, once and in time, to the level above. */
export const recheckLawful: Predicate = (situation) => {
  const { type, data, notes, recordedOn, expectFollows, say } = situation;
  const { rejection } = notes;
  const rejected = notes.outcome === 'REJECTED' && rejection !== undefined;
  if (type === 'RejectionNotified') {
    if (!rejected) say('remedy-of-rejection', 'R13', 'nothing was rejected');
    if (rejection?.notifiedOn !== undefined) say('notified-once', '§2.3; T13', `notified on ${rejection.notifiedOn} already`);
    datedBetween(situation, data.deliveredOn, rejection?.on);
  }
  if (type === 'RecheckRequested') {
    if (!rejected) say('remedy-of-rejection', 'R13', 'nothing was rejected');
    if (rejection?.rechecked === true) say('recheck-once', 'R13', 'requested again');
    const last = plusDays(rejection?.notifiedOn ?? rejection?.on ?? recordedOn, RECHECK_DAYS);
    if ((data.requestedOn ?? '') > last) say('recheck-in-time', 'R13', `requested on ${data.requestedOn ?? ''}, until ${last}`);
    datedBetween(situation, data.requestedOn, rejection?.on);
    if (data.signature !== undefined && !speaksForHousehold(data.signature, situation)) {
      say('recheck-by-household', 'R13; R12', `by ${data.signature.person}`);
    }
  }
  if (type !== 'RecheckDecided') return;
  const { level = '' } = data;
  if (!rejected || !rejection.rechecked || rejection.recheckDecided) say('recheck-pending', 'R13', 'no recheck was requested');
  if (rejection !== undefined && !isHigher(level, rejection.level))
    say('recheck-by-level-above', 'R13', `${level} over ${rejection.level}`);
  const strangers = strangersTo(situation, level);
  if (strangers.length > 0) say('decider-of-level', 'R13', `${strangers.join(', ')} not of ${level}`);
  decidersApart(situation, rejection?.decidedBy ?? []);
  if (data.outcome !== 'CONFIRMED') expectFollows(['case.CaseReturned.v1'], 'recheck-has-effect', 'R13');
};

function datedBetween({ recordedOn, say }: Situation, date: string | undefined, from: string | undefined): void {
  if (date === undefined) return;
  if (date > recordedOn) say('no-date-to-come', 'R2', `dated ${date}, recorded on ${recordedOn}`);
  if (from !== undefined && date < from) say('dated-after-decision', 'R13; F16', `dated ${date}, decided on ${from}`);
}

/** R13: the village contests a return or rejection of a level above it, once; the county rules. */
export const contestLawful: Predicate = (situation) => {
  const { type, data, notes, performedBy, expectFollows, say } = situation;
  if (type === 'DecisionContested') {
    const { returned, rejection } = notes;
    const ofReturn = data.contested === 'RETURN';
    const open = ofReturn ? notes.outcome === undefined && returned?.because === 'RULING' : notes.outcome === 'REJECTED';
    if (!open) say('something-to-contest', 'R13', `no ${data.contested ?? ''} stands`);
    const contested = ofReturn ? returned?.contested : rejection?.contested;
    if (contested === true) say('contested-once', 'R13', 'contested before');
    const level = (ofReturn ? returned?.level : rejection?.level) ?? 'COUNTY';
    if (open && !isHigher(level, 'VILLAGE')) say('contest-of-above', 'R13', `its own decision, of ${level}`);
    if (!isOfLevel(situation, performedBy, (held) => held === 'VILLAGE')) say('contested-by-village', 'R13', `by ${performedBy}`);
  }
  if (type !== 'ContestRuled') return;
  const stands = notes.contest?.contested === 'RETURN' ? notes.outcome === undefined : notes.outcome === 'REJECTED';
  if (notes.contest === undefined || !stands) say('contest-pending', 'R13', 'nothing that stands is contested');
  const strangers = strangersTo(situation, 'COUNTY');
  if (strangers.length > 0) say('decider-of-level', 'R13', `${strangers.join(', ')} not of the county`);
  decidersApart(situation, notes.contest?.persons ?? []);
  if (data.upheld === true) expectFollows(['case.CaseReturned.v1'], 'contest-has-effect', 'R13');
};

/** §2.3: once, by village or township, of a review that was voted down. */
export const reReviewOnce: Predicate = (situation) => {
  const { type, data, notes, performedBy, say } = situation;
  if (type !== 'ReReviewOrdered') return;
  if (notes.reReviewed) say('re-review-once', '§2.3', 'ordered before');
  const { rejection } = notes;
  if (notes.outcome !== 'REJECTED' || rejection?.reason !== 'VOTED_DOWN' || rejection.part !== data.part) {
    say('re-review-of-lost-vote', '§2.3', `${notes.outcome ?? 'open'}, ${rejection?.reason ?? 'not rejected'}`);
  }
  if (!isOfLevel(situation, performedBy, (held) => held === 'VILLAGE' || held === 'TOWNSHIP')) {
    say('re-review-by-village-or-township', '§2.3', `by ${performedBy}`);
  }
};

/** §2.3: township or county return to an earlier part that is done; never over the decision of a higher level. */
export const returnedLawfully: Predicate = (situation) => {
  const { type, data, notes, performedBy, say } = situation;
  if (type !== 'CaseReturned' || notes.procedure === undefined) return;
  const to = typeof data.to === 'string' ? data.to : '';
  const { level = '', because } = data;
  if (because === 'CONTEST') {
    const until = notes.procedure.parts.findIndex(({ id }) => id === to);
    const before = notes.contest?.contested === 'RETURN' ? notes.returned?.before : undefined;
    const missing = notes.procedure.parts
      .slice(0, Math.max(0, until))
      .filter(({ id }) => partNotes(notes, id).status !== 'DONE' && before?.parts.get(id)?.status !== 'DONE');
    if (missing.length > 0)
      say('resumed-where-it-stood', 'R13', `goes on at ${to} without ${missing.map(({ id }) => id).join(', ')}`);
  }
  if (because !== 'RULING' || level === 'LAW') return;
  // R12: what was approved is revoked at any time before the effect, and the case stands before that approval again.
  const revoked = notes.approved === undefined && partOf(notes.procedure, to)?.kind === 'approval';
  if (notes.contest?.contested === 'RETURN' && !revoked)
    say('contested-return-waits', 'R13', 'returned again before the county has ruled');
  if (partNotes(notes, to).status !== 'DONE') say('return-backward', '§2.3', `${to} is ${partNotes(notes, to).status}`);
  if (isHigher('TOWNSHIP', level)) say('return-level', '§2.3', `by ${level}`);
  const over = notes.procedure.parts.filter(
    (part) =>
      (part.kind === 'audit' || part.kind === 'approval') &&
      data.superseded?.includes(part.id) === true &&
      partNotes(notes, part.id).status === 'DONE' &&
      isHigher(part.level, level),
  );
  if (over.length > 0) say('return-not-over-higher', '§2.3; R13', `${level} over ${over.map(({ id }) => id).join(', ')}`);
  if (!isOfLevel(situation, performedBy, (held) => held === level))
    say('returned-by-level', '§2.3; R4', `${performedBy} not of ${level}`);
};
