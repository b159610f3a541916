import { speaksForHousehold } from './consent.js';
import { REFUSALS_MAX } from './law-of-domain.js';
import { isOfLevel, partNotesDone, type Predicate } from './situation.js';

/** R12, §2.3, §5 T21, R1: who may end a case, when, and on what paper. */
export const endedLawfully: Predicate = (situation) => {
  const { type, data, notes, performedBy, recorder, say } = situation;
  if (type === 'CaseWithdrawn' && data.signature !== undefined) {
    if (notes.kind === 'EXIT') say('no-withdrawal-of-exit', 'R12', 'an exit is refused or its consent revoked');
    if (notes.approved !== undefined) say('withdrawn-before-approval', 'R12', `approval ${notes.approved} stands`);
    if (!speaksForHousehold(data.signature, situation)) say('withdrawn-by-household', 'R12; §2.3', `by ${data.signature.person}`);
    if (data.signature.signedOn > situation.recordedOn) say('no-date-to-come', 'R2', `signed on ${data.signature.signedOn}`);
  }
  if (type === 'CaseLapsed' && recorder.role !== 'process' && (data.papers?.evidence ?? []).length === 0) {
    say('lapse-evidenced', '§2.3; F18', 'without a certificate');
  }
  if (type === 'ExitDeferred') {
    if (notes.kind !== 'EXIT') say('deferral-of-exit', 'R13; T21', `of a case of ${notes.kind}`);
    if ((data.toYear ?? 0) <= notes.programYear) say('deferred-to-later', 'R15; T21', `to ${data.toYear ?? 0}`);
    const byRuling = data.because === 'RULING' && data.part === undefined;
    if (byRuling && !isOfLevel(situation, performedBy, (held) => held === 'COUNTY'))
      say('deferred-by-county', 'R1; T21', `by ${performedBy}`);
    if (data.because === 'CONSENT' && notes.refusals < REFUSALS_MAX)
      say('deferred-after-two', '§3.4', `${notes.refusals} refusals`);
  }
  if (type === 'ApprovalRevoked') {
    if (notes.approved === undefined) say('approval-to-revoke', 'R12', 'no approval stands');
    if (!isOfLevel(situation, performedBy, (held) => held === 'COUNTY')) say('revoked-by-county', 'R12', `by ${performedBy}`);
  }
};

/** §3.4: refused or revoked twice in a year, the exit is put off. */
export const twiceIsEnough: Predicate = ({ type, data, notes, say }) => {
  if (type !== 'CaseReturned' || data.because !== 'CONSENT_REFUSED') return;
  if (notes.refusals >= REFUSALS_MAX) say('deferred-after-two', '§3.4', `returned after ${notes.refusals} refusals`);
};

/** §2.1, row post: what follows an effect, not before it. */
export const afterTheEffect: Predicate = ({ type, data, notes, recordedOn, say }) => {
  const date =
    type === 'ConfirmationLetterIssued'
      ? data.deliveredOn
      : type === 'HandbookIssued'
        ? data.issuedOn
        : type === 'RegistryEntryRecorded'
          ? data.enteredOn
          : type === 'DecidedListPublished'
            ? data.publishedOn
            : undefined;
  if (date === undefined) return;
  if (!['REGISTERED', 'EXITED', 'MONITORED'].includes(notes.outcome ?? ''))
    say('after-the-effect', '§2.1 (post)', `${type} before any effect`);
  if (notes.closedOn !== undefined && date < notes.closedOn)
    say('after-the-effect', 'F16', `${type} on ${date}, effect on ${notes.closedOn}`);
  if (date > recordedOn) say('no-date-to-come', 'R2', `${type} on ${date}`);
  if (type === 'HandbookIssued' && notes.kind === 'EXIT') say('handbook-of-registered', '§1.1; §2.1 (post)', 'for an exit');
};

/** R14, R3: the register reports changes; management moves between steps, confirmed on both sides by two. */
export const householdChangesLawfully: Predicate = (situation) => {
  const { type, data, notes, recorder, areasOf, expectNoted, say } = situation;
  if (type === 'HouseholdChanged') {
    if (recorder.role !== 'process') say('change-from-register', 'R14', `by ${recorder.role}`);
    if (data.change === 'HEAD' && [...notes.notices.keys()].some((id) => notes.parts.get(id)?.status === 'RUNNING')) {
      expectNoted('CORRECTION_SLIP_DUE', 'R14; R10');
    }
  }
  if (type !== 'ManagementTransferred') return;
  const running = [...notes.parts.values()].some(({ status }) => status === 'RUNNING');
  if (running || notes.onAct !== undefined) say('transfer-between-steps', 'R14', 'during a step');
  const from = Object.values((data.from ?? {}) as Record<string, string>);
  const to = Object.values((data.to ?? {}) as Record<string, string>);
  if (from.join('|') === to.join('|')) say('transfer-elsewhere', 'R14', 'to the same area');
  if (data.confirmedByFrom === data.confirmedByTo) say('transfer-by-two', 'R14; R4', `by ${data.confirmedByTo ?? ''} alone`);
  const holdsIn = (person: string | undefined, areas: readonly string[]): boolean => {
    const held = areasOf(person ?? '');
    return held === undefined || held.some((area) => areas.includes(area));
  };
  if (!holdsIn(data.confirmedByFrom, from) || !holdsIn(data.confirmedByTo, to))
    say('transfer-by-both-sides', 'R14', 'confirmed by a stranger');
};

/** R5: under a law in force on the day; the kinds of §2 and §3. Approval has a number (§2.1 step 8). */
export const openedUnderLaw: Predicate = ({ event, type, data, occurredOn, say }) => {
  if (type === 'CountyApproved' && (data.documentNo ?? '').trim() === '')
    say('document-number', '§2.1 step 8', 'approved without one');
  if (type !== 'CaseOpened') return;
  if (event.metadata.actorRole !== 'process') say('opened-by-register', '§2.2', `by ${event.metadata.actorRole}`);
  if (occurredOn < '2013-12-01') say('law-in-force', 'R5', `opened on ${occurredOn}`);
  if (event.metadata.definition !== undefined && event.metadata.definition !== data.definition) {
    say('law-pinned', 'R5', `pins ${data.definition ?? ''}, decided by ${event.metadata.definition}`);
  }
};

/** R9, R12, R1: what had been done and no longer counts is done again before anything is decided on it. */
export const earlierResultsStand: Predicate = ({ type, notes, row, say }) => {
  if (!['NoticePeriodCompleted', 'TownshipAuditPassed', 'CountyApproved', 'AnnouncementCompleted'].includes(type)) return;
  const { procedure } = notes;
  if (procedure === undefined || row === undefined) return;
  const before = procedure.parts.slice(0, procedure.parts.indexOf(row));
  const decides = type === 'CountyApproved' || type === 'AnnouncementCompleted';
  for (const { id, kind } of before) {
    const counts = kind === 'consent' || kind === 'notice' || (kind === 'comparison' && decides);
    if (counts && !partNotesDone(notes, id)) say('earlier-results-stand', 'R1; R9; R12', `${type} while ${id} no longer stands`);
  }
};
