import { type CivilDate } from '#libs/kernel';
import { type CaseChanges } from './case-changes.js';
import { comparisonEvent, leaveComparison } from './case-comparison.js';
import { type CaseFold } from './case-fold.js';
import { correctNotice, noticeEvent } from './case-notices.js';
import { giveBack, setPart, supersede, takeBack } from './case-parts.js';
import { type StoredCaseEvent } from './projection.js';

type Opened = Extract<StoredCaseEvent, { readonly type: 'case.CaseOpened.v1' }>;
type Raised = Extract<StoredCaseEvent, { readonly type: 'case.ObjectionRaised.v1' }>;

export function openedCase({ data, metadata, type, position }: Opened): CaseFold {
  return {
    caseId: data.caseId,
    householdId: data.householdId,
    kind: data.kind,
    origin: data.origin,
    definition: data.definition,
    programYear: data.programYear,
    openedOn: metadata.occurredOn,
    area: data.area,
    phase: 'OPEN',
    outcome: null,
    closedOn: null,
    head: data.household.head,
    headCount: data.household.members.length,
    held: false,
    findings: [],
    onAct: null,
    onActPart: null,
    last: { type, step: null, on: metadata.occurredOn, position: Number(position) },
    parts: {},
    ready: {},
    objections: [],
    notices: [],
    deadlines: {},
    deadlineCount: 0,
    comparison: null,
    consent: null,
    takenBack: null,
    parked: {},
    rejection: null,
    recheckSince: null,
    contestSince: null,
    contested: null,
  };
}

function leaveAct(fold: CaseFold): void {
  fold.onAct = null;
  fold.onActPart = null;
}

function close(fold: CaseFold, outcome: string, on: CivilDate): void {
  fold.phase = 'CLOSED';
  fold.outcome = outcome;
  fold.closedOn = on;
  // A return that was contested no longer stands, and there is nothing to rule on (R13).
  fold.contestSince = null;
  for (const notice of fold.notices) if (notice.status === 'RUNNING') notice.status = 'ENDED';
  leaveAct(fold);
}

function reopen(fold: CaseFold): void {
  fold.phase = 'OPEN';
  fold.outcome = null;
  fold.closedOn = null;
  fold.rejection = null;
  fold.recheckSince = null;
}

/** Changes `fold` by one event of its case after the first. What it does not know changes nothing but the last step. */
export function evolveCase(fold: CaseFold, event: StoredCaseEvent, changes: CaseChanges): void {
  const on = event.metadata.occurredOn;
  fold.last.type = event.type;
  fold.last.step = event.metadata.step ?? ('part' in event.data && typeof event.data.part === 'string' ? event.data.part : null);
  fold.last.on = on;
  fold.last.position = Number(event.position);
  switch (event.type) {
    case 'case.ApplicationSubmitted.v1':
    case 'case.ExitNominated.v1':
    case 'case.VillageVerificationPassed.v1':
    case 'case.TownshipAuditPassed.v1':
    case 'case.CountyApproved.v1':
    case 'case.FilingRecorded.v1':
      return setPart(fold, event.data, 'DONE', { event: event.id, field: 'occurredOn', on });
    case 'case.HomeVisitRecorded.v1':
      return setPart(fold, event.data, 'DONE', { event: event.id, field: 'visitedOn', on: event.data.visitedOn });
    case 'case.VillageVerificationFailed.v1':
      return setPart(fold, event.data, 'FAILED', { event: event.id, field: 'occurredOn', on });
    case 'case.ExitConsentGiven.v1': {
      const { part, signature } = event.data;
      setPart(fold, event.data, 'DONE', { event: event.id, field: 'signature.signedOn', on: signature.signedOn });
      fold.consent = { part, person: signature.person };
      return;
    }
    case 'case.ExitConsentRefused.v1':
      return setPart(fold, event.data, 'FAILED', {
        event: event.id,
        field: 'signature.signedOn',
        on: event.data.signature.signedOn,
      });
    case 'case.ExitConsentRevoked.v1':
      fold.consent = null;
      return;
    case 'case.ReviewHeld.v1': {
      const { result, heldOn } = event.data;
      return setPart(fold, event.data, result === 'PASSED' ? 'DONE' : 'FAILED', { event: event.id, field: 'heldOn', on: heldOn });
    }
    case 'case.MeetingInquorate.v1':
      if (fold.onActPart === event.data.part) leaveAct(fold);
      return;
    case 'case.NoticePosted.v1':
    case 'case.AnnouncementPosted.v1':
      setPart(fold, event.data, 'RUNNING', null);
      return noticeEvent(fold, event, changes);
    case 'case.NoticePeriodCompleted.v1':
    case 'case.AnnouncementCompleted.v1':
      setPart(fold, event.data, 'DONE', { event: event.id, field: 'occurredOn', on });
      return noticeEvent(fold, event, changes);
    case 'case.NoticeCorrected.v1':
    case 'case.NoticeInterrupted.v1':
    case 'case.NoticePeriodElapsed.v1':
      return noticeEvent(fold, event, changes);
    case 'case.CompletionSuperseded.v1':
      for (const id of event.data.parts) {
        const part = fold.parts[id];
        if (part !== undefined) setPart(fold, { part: id, round: part.round }, 'RUNNING', null);
      }
      return noticeEvent(fold, event, changes);
    case 'case.ComparisonRequested.v1':
      setPart(fold, event.data, 'RUNNING', null);
      return comparisonEvent(fold, event);
    case 'case.ComparisonResultReceived.v1':
    case 'case.HitDispositioned.v1':
      return comparisonEvent(fold, event);
    case 'case.ComparisonPassed.v1':
      setPart(fold, event.data, 'DONE', { event: event.id, field: 'occurredOn', on });
      return comparisonEvent(fold, event);
    case 'case.ComparisonSuperseded.v1': {
      const part = fold.parts[event.data.part];
      if (part === undefined || fold.comparison?.part !== event.data.part) return;
      setPart(fold, { part: event.data.part, round: part.round }, 'RUNNING', null);
      return comparisonEvent(fold, event);
    }
    case 'case.CaseReturned.v1':
      fold.held = false;
      // Neither the return before this one nor the rejection stands any longer: nobody rules on their contest (R13).
      fold.contestSince = null;
      if (fold.phase === 'CLOSED') reopen(fold);
      if (event.data.because === 'CONTEST') giveBack(fold, event.data.superseded);
      if (event.data.because === 'RULING') takeBack(fold, event.data.superseded);
      return supersede(fold, event.data.superseded);
    case 'case.CaseMigrated.v1':
      fold.definition = event.data.to.definition;
      // What may be worked at, the other procedure says.
      fold.ready = {};
      changes.moved = true;
      return;
    case 'case.RecordCorrected.v1':
      return corrected(fold, event, changes);
    case 'case.CaseRejected.v1': {
      const { part, level } = event.data;
      const progress = fold.parts[part];
      if (progress?.status !== 'FAILED') {
        setPart(fold, { part, round: progress?.round ?? 1 }, 'FAILED', { event: event.id, field: 'occurredOn', on });
      }
      fold.rejection = { part, level, on, notifiedOn: null };
      return close(fold, 'REJECTED', on);
    }
    case 'case.RejectionNotified.v1':
      if (fold.rejection !== null) fold.rejection.notifiedOn = event.data.deliveredOn;
      return;
    case 'case.CaseWithdrawn.v1':
      return close(fold, 'WITHDRAWN', on);
    case 'case.CaseLapsed.v1':
      return close(fold, 'LAPSED', on);
    case 'case.ExitDeferred.v1': {
      const { part, round } = event.data;
      if (part !== undefined && round !== undefined) {
        setPart(fold, { part, round }, 'FAILED', { event: event.id, field: 'occurredOn', on });
      }
      return close(fold, 'DEFERRED', on);
    }
    case 'case.HouseholdRegistered.v1':
      return close(fold, 'REGISTERED', event.data.on);
    case 'case.HouseholdExited.v1':
      return close(fold, 'EXITED', event.data.on);
    case 'case.HouseholdMonitored.v1':
      return close(fold, 'MONITORED', event.data.on);
    case 'case.RecheckRequested.v1':
      fold.recheckSince = event.data.requestedOn;
      return;
    case 'case.RecheckDecided.v1':
      fold.recheckSince = null;
      return;
    case 'case.DecisionContested.v1':
      fold.contestSince = on;
      fold.contested = event.data.contested;
      if (event.data.contested === 'RETURN') fold.held = true;
      return;
    case 'case.ContestRuled.v1':
      fold.contestSince = null;
      fold.held = false;
      return;
    case 'case.ObjectionRaised.v1':
      return objected(fold, event);
    case 'case.InvestigationAssigned.v1':
      for (const objection of fold.objections) {
        if (objection.no !== event.data.no) continue;
        objection.assigned = event.data.level;
        objection.assignedOn = on;
      }
      return;
    case 'case.ObjectionDecided.v1':
      for (const objection of fold.objections) if (objection.no === event.data.no) objection.open = false;
      return;
    case 'case.EntryParked.v1':
      fold.parked[event.data.key] = { waitsFor: event.data.waitsFor, since: on, role: event.metadata.actorRole };
      return;
    case 'case.EntryReleased.v1':
      delete fold.parked[event.data.key];
      return;
    case 'case.HouseholdChanged.v1':
      fold.head = event.data.household.head;
      fold.headCount = event.data.household.members.length;
      if (event.data.change === 'MEMBER_REMOVED' && event.data.person !== undefined) memberLeft(fold, event.data.person);
      return;
    case 'case.ManagementTransferred.v1':
      fold.area = event.data.to;
      return;
    case 'case.JoinedAct.v1':
      fold.onAct = event.data.act;
      fold.onActPart = event.data.part;
      return;
    case 'case.FindingNoted.v1': {
      const { code } = event.data.finding;
      if (!fold.findings.includes(code)) fold.findings.push(code);
      return;
    }
    case 'case.LeftAct.v1':
      if (fold.onAct === event.data.act) leaveAct(fold);
      return;
    default:
      return;
  }
}

/** The household's own objection in its exit notice takes its consent back until it answers in person (R12). */
function objected(fold: CaseFold, { data }: Raised): void {
  fold.objections.push({
    no: data.no,
    target: data.target,
    part: data.part ?? null,
    receivedOn: data.receivedOn,
    assigned: null,
    assignedOn: null,
    open: true,
  });
  const own = data.byHousehold && data.part !== undefined && data.target !== 'OMISSION' && data.duplicateOf === undefined;
  if (own && fold.kind === 'EXIT' && fold.phase === 'OPEN' && fold.consent !== null) supersede(fold, [fold.consent.part]);
}

/** Who leaves need not be compared; and where it was he who consented, another adult must (R12). */
function memberLeft(fold: CaseFold, person: string): void {
  leaveComparison(fold, person);
  if (fold.consent?.person === person && fold.phase === 'OPEN') supersede(fold, [fold.consent.part]);
}

/** The day of a part and the face of a notice follow the corrected record; what else it changes is in the history (R3). */
function corrected(
  fold: CaseFold,
  { data }: Extract<StoredCaseEvent, { readonly type: 'case.RecordCorrected.v1' }>,
  changes: CaseChanges,
): void {
  for (const part of Object.values(fold.parts)) {
    if (part.by?.event === data.event && part.by.field === data.field) part.doneOn = data.new as CivilDate;
  }
  correctNotice(fold, data, changes);
}
