import { isMember } from './case-notes.js';
import { isHigher } from './law-of-domain.js';
import { COMPLETES, EFFECTS, isOfLevel, openObjections, partNotesDone, type Predicate, type Situation } from './situation.js';

/** §2.3, R1: nothing closes, is approved or takes effect over an open objection; one to a sheet holds that sheet. */
export const noneOpenAtTheClose: Predicate = ({ type, data, notes, say }) => {
  const closes = COMPLETES.has(type);
  if (!closes && type !== 'CountyApproved' && !EFFECTS.has(type)) return;
  const open = openObjections(notes).filter(({ target, part }) => !closes || target !== 'NOTICE' || part === data.part);
  if (open.length > 0) say('no-open-objection', '§2.3; R1', `${type} while ${open.map(({ no }) => no).join(', ')} are open`);
};

/** §2.2, R1: while an objection to the entry is open the case is suspended; a running notice goes on running. */
export const suspendedMeanwhile: Predicate = ({ type, notes, say }) => {
  const goesOn = ['HomeVisitRecorded', 'VillageVerificationPassed', 'ReviewHeld', 'ComparisonRequested', 'ExitConsentGiven'];
  const decides = ['NoticePosted', 'AnnouncementPosted', 'TownshipAuditPassed'];
  if (!goesOn.includes(type) && !decides.includes(type)) return;
  // R12: its own objection the household answers by consenting, in person.
  const open = openObjections(notes).filter(
    ({ target, byHousehold }) => target === 'ENTRY' && !(byHousehold && type === 'ExitConsentGiven'),
  );
  if (open.length > 0) say('suspended-by-objection', 'R1; §2.2', `${type} while ${open.map(({ no }) => no).join(', ')} are open`);
};

/** §2.3: the county investigates objections to the approval, the township all others; a higher level may. */
function leastLevel({ notes }: Situation, part: string | undefined): string {
  const approved = partNotesDone(notes, 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL');
  return approved || part === 'COUNTY_APPROVAL_ANNOUNCE.ANNOUNCEMENT' ? 'COUNTY' : 'TOWNSHIP';
}

export const raisedLawfully: Predicate = ({ type, data, notes, recordedOn, expectNoted, say }) => {
  if (type !== 'ObjectionRaised') return;
  const { no = 0, target = '', part, receivedOn = '', duplicateOf } = data;
  if (notes.objections.has(no)) say('objection-number', 'R11', `${no} twice`);
  if (receivedOn > recordedOn) say('no-date-to-come', 'R2', `received on ${receivedOn}`);
  if (data.anonymous !== true && data.objector === undefined && data.byHousehold !== true) {
    say('objector-named', '§2.3', 'neither named nor anonymous');
  }
  if (duplicateOf !== undefined) expectNoted('DUPLICATE_FACTS', 'R11');
  const tookEffect = ['REGISTERED', 'EXITED', 'MONITORED'].includes(notes.outcome ?? '');
  if (notes.closedOn !== undefined && tookEffect && receivedOn <= notes.closedOn) expectNoted('OBJECTION_RECORDED_LATE', 'R1');
  if (target === 'OMISSION') return;
  if (notes.outcome !== undefined && !tookEffect) say('objection-to-a-case', 'R11', `after ${notes.outcome}`);
  const hung = notes.notices.has(part ?? '') && (notes.parts.get(part ?? '')?.startedOn ?? '9999') <= receivedOn;
  if ((target === 'NOTICE' || part !== undefined) && !hung && notes.procedure !== undefined) {
    say('objection-to-a-notice', 'R11', `${part ?? 'nothing'} did not hang on ${receivedOn}`);
  }
};

/** R4, §8 (回避): by others than the accused and the household, of the right level. */
export const investigatedByOthers: Predicate = (situation) => {
  const { type, data, notes, say } = situation;
  if (type !== 'InvestigationAssigned' && type !== 'ObjectionDecided') return;
  const objection = notes.objections.get(data.no ?? 0);
  const persons = (type === 'InvestigationAssigned' ? data.investigators : data.decidedBy) ?? [];
  if (objection?.open !== true) say('objection-open', 'R11', `${data.no ?? 0} is not open`);
  if (persons.length === 0) say('named-deciders', '§2.3', `${type} by nobody`);
  if (objection === undefined) return;
  if (objection.against !== undefined && persons.includes(objection.against))
    say('not-the-accused', 'R4; §8', `${type} by ${objection.against}`);
  const own = persons.filter((person) => isMember(notes, person));
  if (own.length > 0) say('not-the-household', '§8', `${type} by ${own.join(', ')}`);
  const least = leastLevel(situation, objection.part);
  if (type === 'InvestigationAssigned') {
    const { level = '' } = data;
    if (objection.investigators.length > 0 && data.reason === undefined)
      say('reason-given', '§2.3', `others investigate ${objection.no} without a reason in words`);
    if (isHigher(least, level)) say('investigating-level', '§2.3', `${level}, at least ${least}`);
    const strangers = persons.filter((person) => !isOfLevel(situation, person, (held) => held === level));
    if (strangers.length > 0) say('investigator-of-level', '§2.3; §8', `${strangers.join(', ')} not of ${level}`);
    return;
  }
  decidedLawfully(situation, persons, least);
};

function decidedLawfully(situation: Situation, persons: readonly string[], least: string): void {
  const { data, notes, say } = situation;
  const objection = notes.objections.get(data.no ?? 0);
  if (data.outcome === 'NOT_ACCEPTED') {
    if (data.ground === undefined) say('ground-given', 'R11', 'not accepted without a ground');
    const below = persons.filter((person) => !isOfLevel(situation, person, (held) => !isHigher(least, held)));
    if (below.length > 0) say('investigator-of-level', '§2.3', `${below.join(', ')} below ${least}`);
    if (data.ground === 'DUPLICATE' && notes.objections.size < 2)
      say('duplicate-of-another', 'R11', 'there is no other objection');
  } else if (data.outcome === 'WITHDRAWN') {
    if ((data.evidence ?? []).length === 0) say('withdrawal-evidenced', 'R11', 'without the signed withdrawal');
  } else {
    const strangers = persons.filter((person) => objection?.investigators.includes(person) !== true);
    if (strangers.length > 0) say('decided-by-investigators', '§2.3; R11', `${strangers.join(', ')} were not assigned`);
  }
}

/** R11, §2.3: an upheld objection has its effect; corrected facts that decide go back and are published again. */
export const upheldHasEffect: Predicate = ({ type, data, notes, expectFollows }) => {
  const objection = notes.objections.get(data.no ?? 0);
  if (type !== 'ObjectionDecided' || notes.outcome !== undefined || objection?.holds !== true) return;
  if (data.outcome === 'UPHELD') {
    expectFollows(['case.CaseReturned.v1', 'case.CaseRejected.v1', 'case.ExitDeferred.v1'], 'upheld-has-effect', '§2.3');
  }
  if (data.outcome === 'PARTLY' && data.material === true)
    expectFollows(['case.CaseReturned.v1'], 'facts-published-again', '§2.3');
};

/** R1: recorded after completion and before approval, it supersedes the completion. */
export const lateObjectionSupersedes: Predicate = ({ type, data, notes, expectFollows }) => {
  const { target, part, receivedOn = '', duplicateOf } = data;
  if (type !== 'ObjectionRaised' || target === 'OMISSION' || duplicateOf !== undefined || part === undefined) return;
  if (notes.outcome !== undefined || partNotesDone(notes, 'COUNTY_APPROVAL_ANNOUNCE.APPROVAL')) return;
  const notice = notes.parts.get(part);
  const within =
    notice?.startedOn !== undefined &&
    notice.doneOn !== undefined &&
    notice.startedOn <= receivedOn &&
    receivedOn <= notice.doneOn;
  if (notice?.status === 'DONE' && within) expectFollows(['case.CompletionSuperseded.v1'], 'late-objection-supersedes', 'R1');
};
