import { fallsWith, partNotes } from './case-notes.js';
import { BEGINS, COMPLETES, EFFECTS, failsPart, GOES_ON, isPartFact, type Predicate, type Situation } from './situation.js';

const LATE_FACTS: ReadonlySet<string> = new Set([
  'RejectionNotified',
  'RecheckRequested',
  'RecheckDecided',
  'DecisionContested',
  'ContestRuled',
  'ReReviewOrdered',
  'RecordCorrected',
  'EntryReassigned',
  'NoticeInterrupted',
  'ObjectionRaised',
  'IdentificationLeadOpened',
  'CorrectionLeadOpened',
  'InvestigationAssigned',
  'ObjectionDecided',
  'ConfirmationLetterIssued',
  'HandbookIssued',
  'RegistryEntryRecorded',
  'FilingRecorded',
  'SupportPaired',
  'DecidedListPublished',
  'NoticeCopyTakenDown',
  'ReminderDue',
  'DeadlineMissed',
  'Escalated',
  'NoticeCopyExpired',
  'ExitWindowEnded',
  'TransitionEnded',
  'MetOnPaper',
  'DeadlineRecomputed',
  'LeftAct',
  'CaseReturned',
  'FindingNoted',
]);

function lawfulStatuses(situation: Situation): readonly string[] {
  const { type } = situation;
  if (type === 'ComparisonRequested') return ['NOT_STARTED', 'RUNNING'];
  if (GOES_ON.has(type) || COMPLETES.has(type)) return ['RUNNING'];
  return ['NOT_STARTED'];
}

/** R9: a comparison that a change of the household superseded is done again before the approval, the steps between go on. */
const mayWait = ({ type, notes }: Situation): boolean => notes.askingAgain && type !== 'CountyApproved';

/** §2.2: only the next step of the pinned definition; rounds after a return repeat everything (§2.3). */
export const stepsInOrder: Predicate = (situation) => {
  const { type, data, notes, row, part, say } = situation;
  const { procedure } = notes;
  if (procedure === undefined || !isPartFact(situation)) return;
  if (row === undefined || part === undefined) {
    say('step-of-procedure', '§2.2', `${data.part ?? 'no part'} is no part of ${procedure.id}`);
    return;
  }
  const undone = procedure.parts
    .slice(0, procedure.parts.indexOf(row))
    .filter(({ id, kind }) => partNotes(notes, id).status !== 'DONE' && !(kind === 'comparison' && mayWait(situation)));
  if (undone.length > 0)
    say('steps-in-order', row.clause, `${type} of ${row.id} before ${undone.map(({ id }) => id).join(', ')}`);
  if (!lawfulStatuses(situation).includes(part.status)) say('step-once', '§2.2', `${type} of ${row.id}, which is ${part.status}`);
  if (data.round !== part.round)
    say('round-current', '§2.3', `${type} of round ${data.round ?? 0} of ${row.id}, due is ${part.round}`);
  if ((failsPart(situation) || BEGINS.has(type)) && notes.contest?.contested === 'RETURN') {
    say('contested-return-waits', 'R13', `${type} while the county has not ruled on the contested return`);
  }
};

/** After an ending only what the law lets come late. */
export const nothingAfterTheEnd: Predicate = ({ type, notes, say }) => {
  if (notes.outcome === undefined || LATE_FACTS.has(type)) return;
  say('nothing-after-the-end', '§2.2', `${type} after ${notes.outcome}`);
};

/** Registration, exit and monitoring follow from a completed announcement and all that stands before it (R1). */
export const effectAfterAll: Predicate = ({ event, type, notes, say }) => {
  const { procedure } = notes;
  if (!EFFECTS.has(type) || procedure === undefined) return;
  if (event.type !== procedure.effect) say('effect-of-procedure', '§2.1; §3.2', `${type} by ${procedure.id}`);
  const undone = procedure.parts.filter(({ id }) => partNotes(notes, id).status !== 'DONE').map(({ id }) => id);
  if (undone.length > 0) say('effect-after-all', 'R1; §2.2', `${type} without ${undone.join(', ')}`);
  if (notes.outcome !== undefined) say('effect-once', '§2.2', `${type} after ${notes.outcome}`);
  const procedureConsents = procedure.parts.some(({ kind }) => kind === 'consent');
  if (procedureConsents && notes.consent === undefined)
    say('consent-at-effect', '§3.4; R12', 'no consent of the household stands');
};

/** §2.3: a return goes backwards, and takes with it everything that stands on the part to which it goes. */
export const returnsTakeAll: Predicate = ({ type, data, notes, say }) => {
  if (type !== 'CaseReturned' || notes.procedure === undefined) return;
  const to = typeof data.to === 'string' ? data.to : '';
  if (data.because === 'CONTEST') return;
  const falls = fallsWith(notes, to);
  const named = data.superseded ?? [];
  const forgotten = falls.filter((id) => !named.includes(id));
  if (forgotten.length > 0) say('return-takes-all', '§2.3', `${forgotten.join(', ')} stand on ${to} and are not superseded`);
  const ended = notes.outcome === 'REGISTERED' || notes.outcome === 'EXITED';
  if (ended) say('no-return-after-effect', 'R1; R3', `returned to ${to} after ${notes.outcome ?? ''}`);
};

/** A collective step reaches a case from the act on which it stands, and from no other hand (architecture §2). */
export const fromItsAct: Predicate = (situation) => {
  const { type, data, notes, say } = situation;
  if (type === 'JoinedAct' && notes.onAct !== undefined && notes.onAct.act !== data.act) {
    say('on-one-act', 'architecture §2', `joins ${data.act ?? ''} while on ${notes.onAct.act}`);
  }
  if (!isPartFact(situation) || type === 'HitDispositioned' || type === 'ComparisonPassed') return;
  const stands = notes.onAct?.part === data.part ? notes.onAct?.act : undefined;
  if (stands !== data.act && !(failsPart(situation) && data.act === undefined)) {
    say('from-its-act', 'architecture §2', `${type} by ${data.act ?? 'no act'} while on ${stands ?? 'none'}`);
  }
};
